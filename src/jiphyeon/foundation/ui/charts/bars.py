"""Bars lie down: a label needs no turning, a phone no shrinking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiphyeon.foundation.ui.charts.figure import (
    Series,
    data_table,
    figure,
    label_lines,
    label_text,
    percent,
    rem,
    shown,
)
from jiphyeon.foundation.ui.saying import escaped

_ROW, _BAR, _GROUP = 4.6, 1.2, 1.6


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar for each label (with several series, one for each of them under the label).

    `highlight` is the place of the label the title speaks of; the others step back.
    """

    title: object
    labels: Sequence[object]
    series: Sequence[Series]
    unit: object = ""
    highlight: int | None = None

    def html(self) -> str:
        """Return the chart with its table."""
        top = max((float(v) for one in self.series for v in one.values if v is not None), default=0) or 1
        many = len(self.series) > 1
        parts, y = [], 0.0
        for place, label in enumerate(self.labels):
            quiet = " jip-quiet" if self.highlight is not None and place != self.highlight else ""
            lines = label_lines(label)
            y += 1.9 * (len(lines) - 1)
            parts.append(label_text(lines, y + 1.5))
            for order, one in enumerate(self.series):
                value = one.values[place]
                at = y + 2.2 + order * (_BAR + _GROUP if many else 0)
                value_text = shown(value, self.unit)
                words = f"{escaped(one.name)} {value_text}" if many else value_text
                row = at + (1.0 if many else -0.7)
                parts.append(f'<text class="jip-chart-value" x="100%" y="{rem(row)}">{words}</text>')
                bar = at + (1.4 if many else 0)
                parts.append(
                    f'<rect class="jip-track" x="0" y="{rem(bar)}" width="100%" height="{rem(_BAR)}" rx="2"/>'
                )
                if value is not None and value > 0:
                    width = percent(max(float(value) / top, 0.004))
                    parts.append(
                        f'<rect class="jip-mark jip-s{order + 1}{quiet}" x="0" y="{rem(bar)}" width="{width}"'
                        f' height="{rem(_BAR)}" rx="2"/>'
                    )
            y += _ROW + (len(self.series) * (_BAR + _GROUP) - _BAR if many else 0)
        return figure(
            self.title,
            "".join(parts),
            y,
            data_table(self.title, self.labels, self.series, self.unit),
            kind="bars",
        )


@dataclass(frozen=True, slots=True)
class StackedBars:
    """For each label a whole made of parts; `share` draws every whole equally wide."""

    title: object
    labels: Sequence[object]
    series: Sequence[Series]
    unit: object = ""
    share: bool = False

    def html(self) -> str:
        """Return the chart with a key that names the parts, and its table."""
        wholes = [
            sum(float(one.values[place] or 0) for one in self.series) for place in range(len(self.labels))
        ]
        top = max(wholes, default=0) or 1
        parts, y = [], 0.0
        for place, label in enumerate(self.labels):
            lines = label_lines(label)
            y += 1.9 * (len(lines) - 1)
            whole = wholes[place]
            scale = (whole if self.share else top) or 1
            parts.append(label_text(lines, y + 1.5))
            total = shown(int(whole) if whole == int(whole) else whole, self.unit)
            parts.append(f'<text class="jip-chart-value" x="100%" y="{rem(y + 1.5)}">{total}</text>')
            at = 0.0
            for order, one in enumerate(self.series):
                value = float(one.values[place] or 0)
                if value <= 0:
                    continue
                parts.append(
                    f'<rect class="jip-mark jip-s{order + 1}" x="{percent(at / scale)}" y="{rem(y + 2.2)}"'
                    f' width="{percent(value / scale)}" height="1.6rem"/>'
                )
                if value / scale > 0.14:
                    middle = percent((at + value / 2) / scale)
                    text = shown(one.values[place])
                    parts.append(
                        f'<text class="jip-in jip-in{order + 1}" x="{middle}" y="{rem(y + 3.42)}">{text}</text>'
                    )
                at += value
            y += 5.0
        table = data_table(self.title, self.labels, self.series, self.unit)
        key = "".join(
            f'<li><span class="jip-key jip-s{order + 1}"></span>{escaped(one.name)}</li>'
            for order, one in enumerate(self.series)
        )
        made = figure(self.title, "".join(parts), y, table, kind="stacked")
        return made.replace(
            "</figcaption>", f'</figcaption><ul class="jip-keys" aria-hidden="true">{key}</ul>', 1
        )
