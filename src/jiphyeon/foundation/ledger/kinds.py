"""What records and their facts are called in people's words; each room names its own, beside the action that writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


_FACTS: dict[str, Words] = {}
_VALUES: dict[tuple[str, object], Words] = {}


def name_fact(fact: str, ko: str, en: str, *, values: Mapping[object, Words] | None = None) -> None:
    """Give a fact, and those of its values that are codes, the words they go by where a receipt is checked."""
    _FACTS[fact] = Words(ko, en)
    _VALUES.update({(fact, value): words for value, words in (values or {}).items()})


def facts_called(facts: Mapping[str, Any]) -> list[tuple[object, object]]:
    """Return facts in words, in the order they were named; what no room named stands last, as it was recorded."""
    order = list(_FACTS)
    shown = sorted(facts, key=lambda name: order.index(name) if name in _FACTS else len(order))
    return [(_FACTS.get(name, name), _value_called(name, facts[name])) for name in shown]


def _value_called(fact: str, value: object) -> object:
    return _VALUES.get((fact, value), value) if isinstance(value, str | bool) else value
