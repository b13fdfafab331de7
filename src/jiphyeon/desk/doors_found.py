"""Makes the pages that rooms declare as worth finding findable."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse

from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.search import index
from jiphyeon.kernel import Words


def load_city(_pack: Path) -> None:
    """Put every entry of a menu and every errand into the index; an officers' page for officers alone."""
    found: dict[str, tuple[Words, bool]] = {}
    for room in rooms():
        for entry in room.navigation:
            found[entry.url_name] = (Words(entry.label_ko, entry.label_en), entry.is_for_desk)
        for errand in room.errands:
            found[errand.url_name] = (errand.words, False)
    for name, (words, for_officers) in found.items():
        index.put(
            kind="page",
            key=name,
            title=words,
            text=Words("", ""),
            url=reverse(name),
            audience="officer" if for_officers else "everyone",
        )
    index.keep_only("page", found)
