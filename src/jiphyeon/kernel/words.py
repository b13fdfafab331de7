"""A sentence or a name in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["ko", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in Korean and in English; neither is a translation key."""

    ko: str
    en: str

    def said(self, language: str) -> str:
        """Return the sentence in `language` ("en", "en-gb" … or anything else for Korean)."""
        return self.en if language.startswith("en") else self.ko

    def filled(self, **values: object) -> Words:
        """Return both sentences with `{name}` replaced by the values given."""
        return Words(self.ko.format(**values), self.en.format(**values))
