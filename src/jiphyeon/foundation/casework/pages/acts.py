"""What a room says of a press: what it brings, the action it calls, and what it does to many rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework import bulk
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.kernel import Words

R = TypeVar("R", bound=CaseRow)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a page brings to a deed: what was written in its form, who presses, on which day, and the version they read."""

    deed: str
    by: Actor
    on: date
    seen: int
    filled: Mapping[str, Any]

    @property
    def way(self) -> str:
        """Return which of several ways was pressed."""
        return str(self.filled.get("way", ""))

    @property
    def comment(self) -> str:
        """Return the words that were written, or none."""
        return str(self.filled.get("comment", ""))


# What is said once it is done; None: as the table says.
Act = Callable[[UUID, Pressed], str | None]


def by_action(
    action: Callable[..., Any],
    says: Callable[[Pressed, Any], str] | None = None,
    /,
    **given: str | Callable[[Pressed], object],
) -> Act:
    """Return the act that calls a room's action: each argument by the name of its field, or worked out of what was pressed.

    `says` is told what the action returned, and returns what the page says.
    """

    def act(key: UUID, pressed: Pressed) -> str | None:
        written = {
            name: pressed.filled[how] if isinstance(how, str) else how(pressed) for name, how in given.items()
        }
        done = action(key=key, by=pressed.by, on=pressed.on, **written)
        return says(pressed, done) if says is not None else None

    return act


@dataclass(frozen=True, slots=True)
class Together(Generic[R]):
    """A press for many rows at once: its word, who finds it, what it would do to a row, and how it is done to one.

    `about` says of each row what a reader knows it by, in one query for all.
    """

    word: Words
    judge: bulk.Judge[R]
    act: Callable[[R, bulk.Judged, Actor, date], object]
    roles: frozenset[str]
    unit: Words = field(default_factory=lambda: Words("원", "won"))
    turns: Callable[[Sequence[UUID]], None] = lambda _keys: None
    about: Callable[[Sequence[R]], Mapping[UUID, str]] | None = None
