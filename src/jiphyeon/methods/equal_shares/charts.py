"""A simulation as a picture: bars for every rule, and what each group of voters is left with."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from html import escape

from jiphyeon.kernel import Words
from jiphyeon.methods.equal_shares.simulation import Line, group_name, percent

WIDTH = 720
NAMES = 210  # how wide the names of groups are
WITH_NOTHING = Words("집단별 하나도 안 된 투표자", "with nothing, by group")
SERIES = (
    (Words("고른 사업이 하나도 안 된 투표자", "voters with nothing"), "#8a1f11", "nothing"),
    (Words("{first}보다 나아진 투표자", "better off than by {first}"), "#1d5c9e", "prefer"),
    (Words("못해진 투표자", "worse off"), "#b58900", "worse"),
)
LEGEND = (0, 250, 520)  # where its parts begin


def picture(lines: Sequence[Line], title: str, language: str = "en") -> str:
    """Return an SVG: for every rule the voters with nothing, better off and worse off than under the first rule.

    The figures stand in it as text, and the same rows belong beside it as a table (`table`).
    """
    first = lines[0].named(language) if lines else ""
    description = "; ".join(f"{one.named(language)}: {percent(one.nothing)}" for one in lines)
    groups = list(lines[0].groups) if lines else []
    below = 72 + 74 * len(lines)
    height = below + (36 + 22 * len(groups) if groups else 0)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" lang="{language}" role="img"'
    )
    parts = [
        f'{opening} aria-labelledby="t d">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        '<g font-family="Pretendard GOV, system-ui, sans-serif" font-size="14">',
        f'<title id="t">{escape(title)}</title>',
        f'<desc id="d">{escape(f"{SERIES[0][0].text(language)}: {description}")}</desc>',
        f'<text x="0" y="20" font-size="18" font-weight="700">{escape(title)}</text>',
    ]
    for begin, (label, colour, _) in zip(LEGEND, SERIES, strict=True):
        words = escape(label.filled(first=first).text(language))
        parts.append(f'<rect x="{begin}" y="34" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{begin + 18}" y="45">{words}</text>')
    for row, line in enumerate(lines):
        top = 66 + 74 * row
        parts.append(
            f'<text x="0" y="{top + 12}" font-weight="600">{row + 1}  {escape(line.named(language))}</text>'
        )
        for at, (_, colour, key) in enumerate(SERIES):
            part: Fraction = getattr(line, key)
            y = top + 20 + 15 * at
            parts.append(f'<rect x="0" y="{y}" width="{float(part) * 620:.1f}" height="11" fill="{colour}"/>')
            parts.append(
                f'<text x="{float(part) * 620 + 6:.1f}" y="{y + 10}" font-size="12">{percent(part)}</text>'
            )
    parts += _groups(lines, groups, below, language)
    return "\n".join([*parts, "</g></svg>"]) + "\n"


def _groups(lines: Sequence[Line], groups: Sequence[str], top: int, language: str) -> list[str]:
    """For every group of voters, the part with nothing under each rule by its number; the darker, the more."""
    if not groups:
        return []
    wide = (WIDTH - NAMES) // len(lines)
    title = WITH_NOTHING.text(language)
    parts = [f'<text x="0" y="{top + 18}" font-weight="600">{escape(title)}</text>']
    for column in range(len(lines)):
        at = NAMES + column * wide + wide // 2
        parts.append(
            f'<text x="{at}" y="{top + 18}" text-anchor="middle" font-weight="600">{column + 1}</text>'
        )
    for row, group in enumerate(groups):
        y = top + 28 + 22 * row
        parts.append(f'<text x="0" y="{y + 15}" font-size="12">{escape(group_name(group, language))}</text>')
        for column, line in enumerate(lines):
            part, at = line.groups[group], NAMES + column * wide
            parts.append(
                f'<rect x="{at}" y="{y}" width="{wide - 2}" height="20" fill="{SERIES[0][1]}" '
                f'fill-opacity="{float(part) * 0.5:.3f}"/>'
            )
            parts.append(
                f'<text x="{at + wide // 2}" y="{y + 15}" text-anchor="middle" font-size="12">{percent(part)}</text>'
            )
    return parts
