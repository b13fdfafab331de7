"""Where in the law something stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one instrument as in force on one day. `verified` is False where nobody has read the text."""

    instrument: str
    article: str = ""
    paragraph: str = ""
    item: str = ""
    in_force: date | None = None
    url: str = ""
    verified: bool = False

    def __str__(self) -> str:
        parts = [self.instrument]
        if self.article:
            parts.append(f"제{self.article}조" if self.article.isdigit() else self.article)
        if self.paragraph:
            parts.append(f"제{self.paragraph}항" if self.paragraph.isdigit() else self.paragraph)
        if self.item:
            parts.append(f"제{self.item}호" if self.item.isdigit() else self.item)
        return " ".join(parts)
