"""A suggestion for a word that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about a word nobody knows: `; did you mean 'x'?`, or a full stop.

    >>> did_you_mean("depositt", ["deposit", "rent"]), did_you_mean("x", ["deposit"])
    ("; did you mean 'deposit'?", '.')
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


def _nearest(word: str, known: Iterable[str]) -> str | None:
    found = get_close_matches(word, [str(one) for one in known if one != word], n=1, cutoff=0.6)
    return found[0] if found else None
