"""Which signs the typefaces can draw; one that they cannot is written as its number, so that nothing stands there unseen.

PDF/A and PDF/UA refuse a document with a sign that is not drawn, and an empty box in a letter would tell nobody
anything. Signs that turn or hide their neighbours (direction marks, zero-width ones) are written as numbers too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

# Controls, formats, private, unassigned, lone surrogates, separators of lines, marks that no letter took in.
_NEVER = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp", "Mn", "Mc", "Me"}

# Letters written from right to left turn the figures beside them round: an amount would read otherwise than it was written.
_TURNING = {"R", "AL", "AN"}


class Signs:
    """Remembers which signs can be drawn. `can_draw` says of a text whether all of its signs can."""

    def __init__(self, can_draw: Callable[[str], bool]) -> None:
        self._can_draw = can_draw
        self._drawn: set[str] = set("\n")
        self._missing: set[str] = set()

    def written(self, text: str) -> str:
        """Return the text composed (NFC) with every sign that cannot be drawn as `[U+1F600]`."""
        composed = unicodedata.normalize(
            "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        )
        self._learn(set(composed))
        return "".join([sign if sign in self._drawn else f"[U+{ord(sign):04X}]" for sign in composed])

    def _learn(self, signs: set[str]) -> None:
        new = signs - self._drawn - self._missing
        hidden = {
            sign
            for sign in new
            if unicodedata.category(sign) in _NEVER or unicodedata.bidirectional(sign) in _TURNING
        }
        self._missing |= hidden
        self._try(sorted(new - hidden))

    def _try(self, signs: Iterable[str]) -> None:
        """Ask of all at once, and of halves where one of them cannot be drawn."""
        signs = list(signs)
        if not signs:
            return
        if self._can_draw(" ".join(signs)):
            self._drawn.update(signs)
        elif len(signs) == 1:
            self._missing.update(signs)
        else:
            self._try(signs[: len(signs) // 2])
            self._try(signs[len(signs) // 2 :])
