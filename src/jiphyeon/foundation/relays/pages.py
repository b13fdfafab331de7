"""Where people are led from their app: the page of the room whose document it is."""

from __future__ import annotations

from django.urls import reverse

_PAGES: dict[str, str] = {}


def opens(owner: str, url_name: str) -> None:
    """Have the documents of a room opened on a page of its own; called when rooms are loaded."""
    _PAGES[owner] = url_name


def path_for(owner: str) -> str | None:
    """Return the path of the page that opens a room's documents; None where it named none."""
    return reverse(_PAGES[owner]) if owner in _PAGES else None
