"""What kinds of records are called in people's words; each room names its own, beside the action that writes it."""

from __future__ import annotations

from jiphyeon.kernel import Words

_NAMES: dict[str, Words] = {
    "trail.chained": Words("열람 기록의 끝", "End of the private trail"),
}


def name_kind(kind: str, ko: str, en: str) -> str:
    """Give a kind the words it goes by on pages; the kind itself comes back, to be kept under a constant's name."""
    _NAMES[kind] = Words(ko, en)
    return kind


def called(kind: str) -> Words:
    """Return a kind's name, or the kind itself where no room named it."""
    return _NAMES.get(kind, Words(kind, kind))
