"""What a room declares: a table anybody may take away, with the meaning of each column and how it is computed.

A room says it in a file `open_data.py` beside its `urls.py`: `title`, `datasets`, and where it answers programs in other
ways too, `operations`. Nothing is registered anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from django.apps import apps

from jiphyeon.kernel import Words

Kind = Literal["text", "words", "whole", "yes_no", "day", "list"]
"""Text; the same in Korean and English; a whole number; true or false; a day; several short texts without commas."""

Cell = str | int | bool | date | Words | Sequence[str | int] | None
Row = Mapping[str, Cell]
Frequency = Literal["continuous", "daily", "monthly", "annual", "irregular"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column. `unit` is for numbers (원, 명, 건); `choices` where only these words stand in it."""

    name: str
    title: Words
    kind: Kind = "text"
    unit: Words | None = None
    more: Words | None = None
    choices: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a reader may narrow a table by: `?name=`. A whole number between `least` and `most`, or one of `choices`."""

    name: str
    title: Words
    kind: Literal["whole", "choice"] = "whole"
    least: int = 0
    most: int = 10**9
    choices: Callable[[], Iterable[str]] = tuple


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for, already read and held to what the table offers; `as_of` never lies in the future."""

    as_of: date
    whole: Mapping[str, int] = field(default_factory=dict)
    choice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table of a room. `rows` gives one mapping a row, with a value for each field; None is "not known", never 0.

    `as_of` "any day" promises that the table can be had as it was on an earlier day; "today" that it only ever says
    how things stand now. `how` says how its figures are computed. `key` names the columns that tell rows apart.
    Nothing about a person may stand in it.
    """

    name: str
    title: Words
    summary: Words
    how: Words
    fields: Sequence[Field]
    rows: Callable[[Asked], Iterable[Row]]
    frequency: Frequency
    as_of: Literal["any day", "today"] = "today"
    key: Sequence[str] = ()
    parameters: Sequence[Parameter] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """An address for programs beside the tables, as the description of the whole names it.

    `address` is its name for `reverse`, and what of it varies stands among the parameters; `answers` maps a status to the JSON schema of its body (None: no JSON).
    """

    address: str
    summary: Words
    answers: Mapping[int, Mapping[str, object] | None]
    parameters: Sequence[Mapping[str, object]] = ()
    method: Literal["get", "post"] = "get"
    body: Mapping[str, object] | None = None
    media: str = "application/json"


@dataclass(frozen=True, slots=True)
class Room:
    """All that a room publishes. `described` holds whole OpenAPI documents of interfaces it has made with ninja."""

    name: str
    title: Words
    datasets: Mapping[str, Dataset] = field(default_factory=dict)
    operations: Sequence[Operation] = ()
    described: Callable[[], Mapping[str, object]] | None = None


@cache
def rooms() -> Mapping[str, Room]:
    """Return what every room publishes, by the room's name in addresses."""
    found: dict[str, Room] = {}
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        if not app.name.startswith("jiphyeon.") or find_spec(f"{app.name}.open_data") is None:
            continue
        module = import_module(f"{app.name}.open_data")
        name = app.label.replace("_", "-")
        found[name] = Room(
            name,
            module.title,
            {dataset.name: dataset for dataset in getattr(module, "datasets", ())},
            tuple(getattr(module, "operations", ())),
            getattr(module, "described", None),
        )
    return found


def columns(dataset: Dataset) -> list[tuple[Field, str, str]]:
    """Return the columns of the table as a flat file has them: the field, the column's name, and which language of it."""
    found: list[tuple[Field, str, str]] = []
    for one in dataset.fields:
        if one.kind == "words":
            found += [(one, f"{one.name}_ko", "ko"), (one, f"{one.name}_en", "en")]
        else:
            found.append((one, one.name, ""))
    return found
