"""Tabs that are links: each view has an address, so back, bookmarks and no script all work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiphyeon.foundation.ui.saying import escaped


@dataclass(frozen=True, slots=True)
class Tab:
    """One view; `count` shows how many rows wait there."""

    label: object
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Tabs:
    """Views of one page. `label` names the group for those who hear it."""

    tabs: Sequence[Tab]
    label: object = ""

    def html(self) -> str:
        """Return the tabs as a navigation list."""
        items = "".join(
            f'<li><a href="{escaped(tab.url)}"{" aria-current=" + chr(34) + "page" + chr(34) if tab.current else ""}>'
            f"{escaped(tab.label)}"
            f"{'' if tab.count is None else f'<span class={chr(34)}jip-count{chr(34)}>{tab.count:,}</span>'}</a></li>"
            for tab in self.tabs
        )
        named = f' aria-label="{escaped(self.label)}"' if self.label else ""
        return f'<nav class="jip-tabs"{named}><ul>{items}</ul></nav>'
