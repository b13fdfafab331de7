"""Lines over time, each named at its own end; and the small line that stands in a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.charts.figure import Series, Value, data_table, figure, percent, rem, shown
from jiphyeon.foundation.ui.saying import escaped

_HEIGHT, _TOP, _FOOT, _PLOT = 24.0, 1.2, 3.2, 0.7
_ROOM = 0.3  # of the width, that a label in the middle keeps from the first and the last


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """Return bottom and top: from zero, as the axis says no values; a value below zero lowers the bottom."""
    low, high = min(0.0, min(values, default=0.0)), max(0.0, max(values, default=1.0))
    if high == low:
        high = low + 1
    return low, high


@dataclass(frozen=True, slots=True)
class Lines:
    """One line for each series over the labels (days, ages, years), its name and last value at its end.

    `places` says where each label stands, where the steps between them are not all alike: days as their ordinals, ages as
    themselves, in rising order.
    """

    title: object
    labels: Sequence[object]
    series: Sequence[Series]
    unit: object = ""
    places: Sequence[float] = ()

    def html(self) -> str:
        """Return the chart with its table."""
        known = [float(v) for one in self.series for v in one.values if v is not None]
        low, high = _scale(known)
        floor = _HEIGHT - _FOOT

        places = [float(place) for place in self.places] or [float(i) for i in range(len(self.labels))]
        span = (places[-1] - places[0] if places else 0) or 1.0

        def across(place: int) -> str:
            return percent(_PLOT * ((places[place] - places[0]) / span) + 0.005)

        def down(value: float) -> float:
            return floor - (floor - _TOP - 1.0) * (value - low) / (high - low)

        parts = [
            f'<line class="jip-axis" x1="0" x2="{percent(_PLOT + 0.01)}" y1="{rem(floor)}" y2="{rem(floor)}"/>'
        ]
        parts += self._ticks(across, [(place - places[0]) / span for place in places])
        ends: list[tuple[float, int]] = []
        for order, one in enumerate(self.series):
            points = [(i, float(v)) for i, v in enumerate(one.values) if v is not None]
            for (i, v), (j, w) in pairwise(points):
                if j == i + 1:
                    parts.append(
                        f'<line class="jip-line jip-l{order + 1}" x1="{across(i)}" y1="{rem(down(v))}"'
                        f' x2="{across(j)}" y2="{rem(down(w))}"/>'
                    )
            if points:
                i, v = points[-1]
                parts.append(
                    f'<circle class="jip-d{order + 1}" cx="{across(i)}" cy="{rem(down(v))}" r="0.4rem"/>'
                )
                ends.append((down(v), order))
        parts += self._names(ends)
        table = data_table(self.title, self.labels, self.series, self.unit)
        return figure(self.title, "".join(parts), _HEIGHT, table, kind="lines")

    def _ticks(self, across: Callable[[int], str], shares: Sequence[float]) -> list[str]:
        last = len(self.labels) - 1
        middle = min(range(last + 1), key=lambda place: abs(shares[place] - 0.5), default=0)
        wanted = {0, middle, last} if last > 3 else set(range(last + 1))
        # A label needs room to either side of it; the first and the last one always stand.
        room = _ROOM if last > 3 else _ROOM * 0.7
        ends = {0, last}
        places = [
            place
            for place in sorted(wanted)
            if place in ends or (shares[place] >= room and shares[place] <= 1 - room)
        ]
        made = []
        for place in places:
            anchor = "start" if place == 0 else "end" if place == last else "middle"
            x = across(place)
            made.append(
                f'<text class="jip-tick" x="{x}" y="{rem(_HEIGHT - 1.2)}" text-anchor="{anchor}">'
                f"{escaped(self.labels[place])}</text>"
            )
        return made

    def _names(self, ends: list[tuple[float, int]]) -> list[str]:
        """Return each line's name and last value at its end, moved apart where they would touch."""
        made: list[str] = []
        free = 0.0
        for y, order in sorted(ends):
            at = max(y - 0.2, free)
            free = at + 3.8
            one = self.series[order]
            last = next(v for v in reversed(one.values) if v is not None)
            x = percent(_PLOT + 0.03)
            made.append(
                f'<text class="jip-end jip-t{order + 1}" x="{x}" y="{rem(at)}">{shown(last, self.unit)}</text>'
            )
            made.append(f'<text class="jip-end-name" x="{x}" y="{rem(at + 1.7)}">{escaped(one.name)}</text>')
        return made


@dataclass(frozen=True, slots=True)
class Spark:
    """A line as small as a word. The title says what it shows; the last value stands beside it on the page."""

    title: object
    values: Sequence[Value]
    unit: object = ""

    def html(self) -> str:
        """Return the drawing alone: a spark stands in a row whose table is the page."""
        points = [(i, float(v)) for i, v in enumerate(self.values) if v is not None]
        if len(points) < 2:
            return (
                f'<span class="jip-spark-none">{escaped(_("아직 선을 그릴 만큼 모이지 않았습니다"))}</span>'
            )
        low, high = _scale([v for _i, v in points])
        span = max(len(self.values) - 1, 1)
        spots = [(2 + 92 * i / span, 26 - 22 * (v - low) / (high - low)) for i, v in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        x, y = spots[-1]
        first, last = (
            shown(self.values[points[0][0]], self.unit),
            shown(self.values[points[-1][0]], self.unit),
        )
        label = escaped(self.title) + f": {first} → {last}"
        return (
            f'<span class="jip-sparked"><svg class="jip-spark" role="img" aria-label="{label}" viewBox="0 0 98 30">'
            f'<polyline class="jip-line jip-l1" points="{path}"/><circle class="jip-mark jip-s1" cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
            f'<small aria-hidden="true">{first} → {last}</small></span>'
        )
