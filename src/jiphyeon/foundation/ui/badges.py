"""A state as a word and a shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from jiphyeon.foundation.ui.saying import escaped, localized
from jiphyeon.foundation.ui.shapes import TONES, Tone, shape


@dataclass(frozen=True, slots=True)
class Badge:
    """A state. `word` says it; the tone only adds a shape and a shade: good, warn, bad, info, off, neutral."""

    word: object
    tone: Tone = "neutral"

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"A badge's tone is one of {', '.join(TONES)}, not {self.tone!r}.")

    def html(self) -> str:
        """Return the badge as HTML."""
        return _badge(localized(self.word), self.tone)


@lru_cache(maxsize=512)
def _badge(word: str, tone: str) -> str:
    return f'<span class="jip-badge jip-{tone}">{shape(tone)}{escaped(word)}</span>'
