"""A suggestion for a word that nobody knows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from jiphyeon.kernel.words import Words


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about a word nobody knows: `; did you mean 'x'?`, or a full stop.

    >>> did_you_mean("depositt", ["deposit", "rent"]), did_you_mean("x", ["deposit"])
    ("; did you mean 'deposit'?", '.')
    >>> did_you_mean("c1", ["C1", "C2"])
    "; did you mean 'C1'?"
    """
    near = _nearest(word, known)
    return f"; did you mean {near!r}?" if near else "."


def perhaps(word: str, known: Iterable[str]) -> str:
    """Return the same in Korean, as a sentence of its own, or nothing.

    >>> perhaps("depositt", ["deposit", "rent"])
    " 혹시 'deposit'인가요?"
    """
    near = _nearest(word, known)
    return f" 혹시 {near!r}인가요?" if near else ""


def hinted(word: str, known: Iterable[str]) -> Words:
    """Return what `did_you_mean` and `perhaps` say, as one slot of a sentence in both languages."""
    names = list(known)
    return Words(perhaps(word, names), did_you_mean(word, names))


def _nearest(word: str, known: Iterable[str]) -> str | None:
    others = [str(one) for one in known if one != word]
    folded = {_folded(one): one for one in reversed(others)}
    if same := folded.get(_folded(word)):
        return same
    found = get_close_matches(word, others, n=1, cutoff=0.6) or get_close_matches(
        _folded(word), list(folded), n=1, cutoff=0.6
    )
    return folded.get(found[0], found[0]) if found else None


def _folded(word: str) -> str:
    """Return what a word looks like without case and width: `Ｃ1` and `c1` are one."""
    return unicodedata.normalize("NFKC", word).casefold()
