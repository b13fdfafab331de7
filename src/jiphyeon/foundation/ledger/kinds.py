"""What records and their facts are called in people's words; each room names its own, beside the action that writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from jiphyeon.kernel import Words

YES_NO: dict[str | bool, Words] = {True: Words("예", "yes"), False: Words("아니요", "no")}
Value = TypeVar("Value", bound=str | bool)
_NAMES: dict[str, Words] = {}


def name_kind(kind: str, ko: str, en: str) -> str:
    """Give a kind the words it goes by on pages; the kind itself comes back, to be kept under a constant's name."""
    _NAMES[kind] = Words(ko, en)
    return kind


def called(kind: str) -> Words:
    """Return a kind's name, or the kind itself where no room named it."""
    return _NAMES.get(kind, Words(kind, kind))


def known_kinds() -> list[tuple[str, Words]]:
    """Return every kind that has a name, room by room."""
    return sorted(_NAMES.items())


_FACTS: dict[tuple[str, str], Words] = {}
_VALUES: dict[tuple[str, str, object], Words] = {}


def name_fact(room: str, fact: str, ko: str, en: str, *, values: Mapping[Value, Words] | None = None) -> None:
    """Give a fact of a room's leaves, and those of its values that are codes, the words they go by where one is checked.

    `room`: what the kinds of those leaves begin with. Two rooms may call different things by the same name.
    """
    _FACTS[room, fact] = Words(ko, en)
    _VALUES.update({(room, fact, value): words for value, words in (values or {}).items()})


def facts_called(kind: str, facts: Mapping[str, Any]) -> list[tuple[object, object]]:
    """Return a leaf's facts in its room's words, in the order they were named there; what no room named stands last."""
    room = kind.partition(".")[0]
    order = [fact for of, fact in _FACTS if of == room]
    shown = sorted(facts, key=lambda name: order.index(name) if name in order else len(order))
    return [(_FACTS.get((room, name), name), _value_called(room, name, facts[name])) for name in shown]


def _value_called(room: str, fact: str, value: object) -> object:
    return _VALUES.get((room, fact, value), value) if isinstance(value, str | bool) else value
