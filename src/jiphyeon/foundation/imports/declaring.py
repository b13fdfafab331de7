"""What a room says of the files it takes: columns, how a row is made of them, what taking and undoing mean.

    RESIDENTS = Intake(
        name="programmes.residents",
        words=Words("모의 인구", "Population"),
        columns=(
            Column("person_id", Words("사람 번호", "Person"), "identifier", aliases=("인구번호",)),
            Column("rent", Words("월세", "Rent"), "won", required=False),
        ),
        unique=("person_id",),
        take=write_residents,
        undo=remove_residents,
        may=permissions.reads_rules,
    )

A room names its intakes in its `apps.py`: `intakes = ("tables.RESIDENTS",)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.imports.cells import Kind, Value
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.kernel import Refused, Words, refusal_of
from jiphyeon.kernel.refusal import Place

R = TypeVar("R")
Values = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file. It is found by its words, its name or an alias, however spaced; others are left alone.

    `required`: every row has a value. `choices`: for the kind `choice`, code and words. `most`: signs of a text.
    `example` stands in the template.
    """

    name: str
    words: Words
    kind: Kind = "text"
    required: bool = True
    choices: Mapping[str, Words] = field(default_factory=dict)
    aliases: Sequence[str] = ()
    most: int = 200
    example: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """What the room's own `take` and `undo` are told: which import this is, who does it, on which day."""

    key: UUID
    by: Actor
    on: date


def beside(column: str, tried: Callable[[], object]) -> list[Refused]:
    """Return how what is tried is refused, with the column it stands in; nothing where it is not."""
    no = refusal_of(tried)
    if no is None:
        return []
    no.place = Place("", column=column)
    return [no]


def as_they_are(values: Values) -> Values:
    """Return a row's values as they were read."""
    return values


@dataclass(frozen=True, slots=True)
class Intake(Generic[R]):
    """A kind of file a room takes.

    row(values): the room's own row, from values of the columns' kinds; it may refuse, and that is the row's error.
    check(row, taking): all that speaks against taking the row for this person on this day, each `beside` its column;
    asked before anything is taken, and again when it is.
    take(rows, taking): writes them all in the transaction it is called in, and returns how many; rows come one by one and
    are never all in memory. undo(taking): takes out what an import wrote; refused where something later stands on it.
    unique: the columns that together name a row; the same twice in one file is an error.
    """

    name: str
    words: Words
    columns: Sequence[Column]
    take: Callable[[Iterator[R], Taking], int]
    may: Callable[[Actor], bool]
    row: Callable[[Values], R] = as_they_are  # type: ignore[assignment] # without one, R is Values
    check: Callable[[R, Taking], Iterable[Refused]] | None = None
    undo: Callable[[Taking], None] | None = None
    unique: Sequence[str] = ()
    most_rows: int = 100_000
    back: str = ""

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names) or not set(self.unique) <= set(names):
            raise ValueError(
                f"{self.name}: columns have one name each, and rows are told apart by some of them."
            )


AnyIntake = Intake[Any]


@cache
def intakes() -> tuple[AnyIntake, ...]:
    """Return every room's intakes."""
    return tuple(room.find(where) for room in rooms() for where in room.intakes)


def intake_named(name: str) -> AnyIntake | None:
    """Return an intake by its name."""
    return next((intake for intake in intakes() if intake.name == name), None)
