"""The city's towns shaded by a number, the small ones once more enlarged, and everything in the table."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.charts.figure import Series, Value, data_table, shown
from jiphyeon.foundation.ui.charts.towns import WIDTH, Town, Towns, towns_of
from jiphyeon.foundation.ui.saying import escaped, localized
from jiphyeon.kernel import Words

_READABLE = 2200.0  # the area, in squares of the drawing, from which a name fits into its town
_STEPS = 5


@dataclass(frozen=True, slots=True)
class TownMap:
    """Values by town code (or Korean name) of the city pack.

    A town without a value is drawn grey, never as 0; a value whose town has no borders here is said in words.
    """

    title: object
    values: Mapping[str, Value]
    unit: object = ""

    def html(self) -> str:
        """Return the map with a key and its table."""
        towns = towns_of(settings.CITY_PACK)
        found = [self.values.get(town.code, self.values.get(town.name.ko)) for town in towns.drawn]
        undrawn = self._undrawn(towns)
        scale = _Scale.of([*found, *(value for _town, value in undrawn)])
        labels = [
            f"{escaped(town.name)} {shown(value, self.unit)}"
            for town, value in zip(towns.drawn, found, strict=True)
        ]
        name = f"map-{zlib.crc32(repr((localized(self.title), labels)).encode()):08x}"
        areas = [_Area(*one) for one in zip(towns.drawn, map(scale.step, found), labels, strict=True)]
        whole = _drawing(areas, _Frame(-2, -2, WIDTH + 4, towns.height + 4), name, small=False)
        small = [town for town in towns.drawn if town.size < _READABLE]
        close = _drawing(areas, _around(small), name, small=True) if small else ""
        near = f"<div><p>{escaped(_('가운데를 크게'))}</p>{close}</div>" if close else ""
        names: list[object] = [town.name for town in towns.drawn]
        rows = Series(_("값"), [*found, *(value for _town, value in undrawn)])
        table = data_table(self.title, [*names, *(town for town, _value in undrawn)], [rows], self.unit)
        return (
            f'<figure class="jip-chart jip-chart-map"><figcaption id="{name}">{escaped(self.title)}</figcaption>'
            f'<ul class="jip-keys" aria-hidden="true">{scale.keys(self.unit, unknown=None in found)}</ul>'
            f'<div class="jip-maps"><div>{whole}</div>{near}</div>{self._note(towns, undrawn, scale)}'
            f"<details><summary>{escaped(_('표로 보기'))}</summary>{table}</details></figure>"
        )

    def _undrawn(self, towns: Towns) -> list[tuple[Words | str, Value]]:
        drawn = {town.code for town in towns.drawn} | {town.name.ko for town in towns.drawn}
        return [(towns.later.get(key, key), value) for key, value in self.values.items() if key not in drawn]

    def _note(self, towns: Towns, undrawn: list[tuple[Words | str, Value]], scale: _Scale) -> str:
        """Return whence the borders are, and each place without borders with its colour, as the map would have it."""
        rest = "".join(
            f'<li><span class="jip-key jip-q{scale.step(value)}"></span>{escaped(town)} {shown(value, self.unit)}</li>'
            for town, value in undrawn
        )
        more = (
            f'<p class="jip-chart-note">{escaped(_("지도에 경계가 없는 곳"))}</p><ul class="jip-keys">{rest}</ul>'
            if rest
            else ""
        )
        return f'{more}<p class="jip-chart-note">{escaped(towns.source)}</p>'


@dataclass(frozen=True, slots=True)
class _Scale:
    """Five equal steps from the lowest known value to the highest."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[Value]) -> _Scale:
        known = [float(value) for value in values if value is not None]
        return cls(min(known, default=0.0), max(known, default=0.0))

    def step(self, value: Value) -> int:
        if value is None:
            return 0
        return min(_STEPS, 1 + int(_STEPS * (float(value) - self.low) / ((self.high - self.low) or 1)))

    def keys(self, unit: object, *, unknown: bool) -> str:
        made = "".join(
            f'<li><span class="jip-key jip-q{place + 1}"></span>'
            f"{shown(_short(self.low + (self.high - self.low) * place / _STEPS), unit)}~</li>"
            for place in range(_STEPS)
        )
        return (
            made + f'<li><span class="jip-key jip-q0"></span>{escaped(_("모름"))}</li>' if unknown else made
        )


def _short(value: float) -> Value:
    return int(value) if abs(value) >= 10 or value == int(value) else round(value, 1)


@dataclass(frozen=True, slots=True)
class _Area:
    town: Town
    step: int
    label: str


@dataclass(frozen=True, slots=True)
class _Frame:
    x: float
    y: float
    width: float
    height: float


def _around(towns: Sequence[Town]) -> _Frame:
    """Return the frame that holds these towns with a little air."""
    xs = [x for town in towns for ring in town.rings for x, _y in ring]
    ys = [y for town in towns for ring in town.rings for _x, y in ring]
    return _Frame(min(xs) - 5, min(ys) - 5, max(xs) - min(xs) + 10, max(ys) - min(ys) + 10)


def _drawing(areas: Sequence[_Area], frame: _Frame, name: str, *, small: bool) -> str:
    """Return one SVG of the towns seen through a frame; `small` names the small towns, else the others."""
    grow = WIDTH / frame.width
    shapes, names = [], []
    for area in areas:
        path = "".join(
            "M" + "L".join(f"{(x - frame.x) * grow:.1f} {(y - frame.y) * grow:.1f}" for x, y in ring) + "Z"
            for ring in area.town.rings
        )
        shapes.append(
            f'<path class="jip-town jip-q{area.step}" d="{path}"><title>{area.label}</title></path>'
        )
        if (area.town.size < _READABLE) is small:
            x, y = (area.town.middle[0] - frame.x) * grow, (area.town.middle[1] - frame.y) * grow
            # What stands before the hyphen ("-eup", "-dong") is enough on a map; the full name stands in the table and under the pointer.
            short = escaped(localized(area.town.name).partition("-")[0])
            dark = " jip-on-dark" if area.step > 3 else ""
            names.append(f'<text class="jip-town-name{dark}" x="{x:.0f}" y="{y + 4:.0f}">{short}</text>')
    return (
        f'<svg role="img" aria-labelledby="{name}" viewBox="0 0 {WIDTH:.0f} {frame.height * grow:.0f}">'
        f"{''.join(shapes)}{''.join(names)}</svg>"
    )
