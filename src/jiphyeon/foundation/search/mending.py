"""What a query that finds nothing was probably meant to be: other keyboard, compounds taken apart, slips of one letter."""

from __future__ import annotations

import re

from jiphyeon.foundation.search import spelling
from jiphyeon.foundation.search.keyboard import as_hangul, as_latin
from jiphyeon.foundation.search.words import bare, folded

_HANGUL = re.compile("[가-힣]{3,10}")
_MOST = 12  # words of one query that are looked at


def meant(query: str) -> list[tuple[str, ...]]:
    """Return the words that were probably meant, each with its alternatives. One question to the database."""
    raw = [one for one in query.split() if any(sign.isalnum() for sign in one)][:_MOST]
    typed = {folded(one): as_hangul(one) or as_latin(one) for one in raw}
    cuts = {one: _cuts(one) for one in typed}
    known = spelling.near(
        [*typed, *filter(None, typed.values())],
        whole=sorted({part for pairs in cuts.values() for pair in pairs for part in pair if len(part) >= 2}),
    )
    return [two for one in typed for two in _meant(one, typed[one], cuts[one], known)]


def _meant(
    piece: str, typed: str, cuts: list[tuple[str, str]], known: dict[str, list[str]]
) -> list[tuple[str, ...]]:
    near = known.get(piece, [])
    if near == [piece]:
        return [(piece,)]
    if typed in known:
        return [(*known[typed],)]
    for left, right in cuts:
        if left in known and right in known:
            return [(left,), (right,)]
    # 면접비, 주차장, 자취방: one syllable more than the city says.
    for left, right in cuts:
        if left in known and len(right) == 1:
            return [(left,)]
    return [(*near,)] if near else [(piece,)]


def _cuts(piece: str) -> list[tuple[str, str]]:
    """Return the ways to cut a run of syllables in two, the most even first."""
    run = bare(piece) or piece
    if not _HANGUL.fullmatch(run):
        return []
    cuts = [(run[:at], run[at:]) for at in range(2, len(run))]
    return sorted(cuts, key=lambda cut: abs(len(cut[0]) - len(cut[1])))
