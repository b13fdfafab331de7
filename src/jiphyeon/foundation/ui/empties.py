"""The empty state: what would be here, and how to begin."""

from __future__ import annotations

from dataclasses import dataclass

from jiphyeon.foundation.ui.saying import escaped


@dataclass(frozen=True, slots=True)
class Empty:
    """Title says what would be here; hint says how it comes here; the link begins it."""

    title: object
    hint: object = ""
    link_url: str = ""
    link_word: object = ""

    def html(self) -> str:
        """Return the empty state as HTML."""
        hint = f"<p>{escaped(self.hint)}</p>" if self.hint else ""
        link = (
            f'<a class="krds-btn medium secondary" href="{escaped(self.link_url)}">{escaped(self.link_word)}</a>'
            if self.link_url
            else ""
        )
        return (
            f'<div class="jip-empty"><p class="jip-empty-title">{escaped(self.title)}</p>{hint}{link}</div>'
        )
