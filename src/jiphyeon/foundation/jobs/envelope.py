"""How an event travels: a frozen dataclass as JSON values and back, by its annotations."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from jiphyeon.kernel import Json

T = TypeVar("T")


def packed(value: object) -> Json:  # noqa: PLR0911 -- one answer for each plain form
    """Return JSON values. Raises TypeError for what has no plain form (a float never enters an event)."""
    if is_dataclass(value) and not isinstance(value, type):
        return packed_event(value)
    if isinstance(value, Enum):
        return packed(value.value)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return packed_fields(value)
    if isinstance(value, list | tuple | frozenset | set):
        items: list[Any] = [packed(one) for one in value]
        return sorted(items) if isinstance(value, frozenset | set) else items
    raise TypeError(f"An event cannot carry a {type(value).__name__}.")


def packed_event(event: object) -> dict[str, Json]:
    """Return the fields of an event as JSON values. Raises TypeError for what is no dataclass."""
    return packed_fields({field.name: getattr(event, field.name) for field in fields(cast("Any", event))})


def packed_fields(values: Mapping[str, object]) -> dict[str, Json]:
    """Return each of several named values as JSON values."""
    return {str(name): packed(one) for name, one in values.items()}


def opened(kind: type[T], values: Mapping[str, Json]) -> T:
    """Return the event again. Fields added since it was sent take their defaults."""
    hints = get_type_hints(kind)
    return kind(**{name: _as(hints[name], value) for name, value in values.items() if name in hints})


def _as(hint: Any, value: Any) -> Any:  # noqa: PLR0911 -- one answer for each plain form
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return None if value is None else _as(next(one for one in inside if one is not type(None)), value)
    if origin in {list, frozenset, set}:
        return origin(_as(inside[0], one) for one in value)
    if origin is tuple:
        hints = [inside[0]] * len(value) if inside[-1] is Ellipsis else inside
        return tuple(_as(one, part) for one, part in zip(hints, value, strict=True))
    if origin is dict:
        return {_as(inside[0], name): _as(inside[1], one) for name, one in value.items()}
    if not isinstance(hint, type) or value is None:
        return value
    if issubclass(hint, datetime | date):
        return hint.fromisoformat(value)
    if is_dataclass(hint):
        return opened(hint, value)
    if hint is not bool and issubclass(hint, UUID | Enum | int):
        return hint(value)
    return value
