"""What records and their facts are called in people's words; each room names its own, beside the action that writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from jiphyeon.kernel import Words, day_words

YES_NO: dict[str | bool, Words] = {True: Words("예", "yes"), False: Words("아니요", "no")}
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
Called = Mapping[Any, Words] | Callable[[str], Words | None]
"""What values that are codes go by: a table, or a question where the codes are a city's own."""
_VALUES: dict[tuple[str, str], Called] = {}
# A key of a row, a hash, a code: for machines to compare, not for people to read.
_FOR_MACHINES = re.compile(r"[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z][a-z0-9_:.-]*")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def name_fact(room: str, fact: str, ko: str, en: str, *, values: Called | None = None) -> None:
    """Give a fact of a room's leaves, and those of its values that are codes, the words they go by where one is checked.

    `room`: what the kinds of those leaves begin with. Two rooms may call different things by the same name.
    """
    _FACTS[room, fact] = Words(ko, en)
    if values is not None:
        _VALUES[room, fact] = values


def facts_called(kind: str, facts: Mapping[str, Any]) -> list[tuple[object, object]]:
    """Return a leaf's facts in its room's words, in the order they were named there; what no room named stands last."""
    room = kind.partition(".")[0]
    order = [fact for of, fact in _FACTS if of == room]
    shown = sorted(facts, key=lambda name: order.index(name) if name in order else len(order))
    return [(_FACTS.get((room, name), name), _value_called(room, name, facts[name])) for name in shown]


def read_by_people(kind: str, facts: Mapping[str, Any]) -> list[tuple[Words, object]]:
    """Return of a leaf's facts those that a person reads, in words: named ones that say something, days as people write them.

    Left out are keys, hashes, codes without words, and what is empty: they stand in `facts_called`.
    """
    read: list[tuple[Words, object]] = []
    for words, value in facts_called(kind, facts):
        if not isinstance(words, Words) or isinstance(value, bool) or not value:
            continue
        if not isinstance(value, str):
            read.append((words, value))
        elif _DAY.fullmatch(value):
            read.append((words, day_words(date.fromisoformat(value))))
        elif not _FOR_MACHINES.fullmatch(value):
            read.append((words, value))
    return read


def _value_called(room: str, fact: str, value: object) -> object:
    values = _VALUES.get((room, fact))
    if values is None or not isinstance(value, str | bool):
        return value
    words = values(str(value)) if callable(values) else values.get(value)
    return value if words is None else words
