"""What every chart shares: series, the figure around the drawing, and its table."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.saying import NOTHING, counted, escaped, localized

Value = int | float | Fraction | None


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values with a name; None is a value nobody knows, and is drawn as a gap."""

    name: object
    values: Sequence[Value]


def shown(value: Value, unit: object = "") -> str:
    """Return a value as it stands beside its mark, escaped: 1,234명."""
    if value is None:
        return NOTHING
    return escaped(counted(value, unit))


def percent(part: float) -> str:
    """Return a share of the width as an SVG length."""
    return f"{100 * part:.2f}".rstrip("0").rstrip(".") + "%"


def rem(length: float) -> str:
    """Return a length that grows with the reader's text."""
    return f"{length:.2f}".rstrip("0").rstrip(".") + "rem"


def label_lines(label: object) -> list[str]:
    """Return a label cut at its spaces into at most two lines that leave room for a value on a phone.

    SVG does not wrap. A Korean letter is about as wide as it is high, others about half; thirteen wide letters fit.
    What does not fit two lines ends in an ellipsis; the table below has all of it.
    """
    lines = [""]
    for word in localized(label).split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _wide(longer) > 13:
            lines.append(word)
        else:
            lines[-1] = longer
    kept = [lines[0], " ".join(lines[1:])] if len(lines) > 1 else lines
    return [line if _wide(line) <= 16 else _cut(line) for line in kept]


def _wide(text: str) -> float:
    return sum(1.0 if ord(letter) > 0x1100 else 0.55 for letter in text)


def _cut(line: str) -> str:
    while _wide(line) > 15:
        line = line[:-1]
    return f"{line.rstrip()}…"


def label_text(lines: list[str], y: float) -> str:
    """Return the lines as SVG text, the last one standing at `y` rem."""
    return "".join(
        f'<text class="jip-chart-label" x="0" y="{rem(y - 1.9 * (len(lines) - 1 - place))}">{escaped(line)}</text>'
        for place, line in enumerate(lines)
    )


def figure(title: object, drawing: str, height: float, table: str, *, kind: str, note: object = "") -> str:
    """Return the drawing under its finding, named for those who hear it, with its table folded below."""
    name = f"chart-{zlib.crc32((localized(title) + drawing).encode()):08x}"
    tail = f'<p class="jip-chart-note">{escaped(note)}</p>' if note else ""
    return (
        f'<figure class="jip-chart jip-chart-{kind}"><figcaption id="{name}">{escaped(title)}</figcaption>'
        f'<svg role="img" aria-labelledby="{name}" width="100%" height="{rem(height)}">{drawing}</svg>{tail}'
        f"<details><summary>{escaped(_('표로 보기'))}</summary>{table}</details></figure>"
    )


def data_table(title: object, labels: Sequence[object], series: Sequence[Series], unit: object) -> str:
    """Return the values behind a drawing as a table."""
    heads = "".join(
        f'<th scope="col" class="jip-number">{escaped(one.name) or escaped(_("값"))}</th>' for one in series
    )
    rows = "".join(
        f'<tr><th scope="row">{escaped(label)}</th>'
        + "".join(f'<td class="jip-number">{shown(one.values[place], unit)}</td>' for one in series)
        + "</tr>"
        for place, label in enumerate(labels)
    )
    return (
        f'<div class="jip-table-wrap" role="region" tabindex="0" aria-label="{escaped(title)}">'
        f'<table class="jip-table"><caption class="jip-unseen">{escaped(title)}</caption>'
        f'<thead><tr><th scope="col">{escaped(_("구분"))}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
