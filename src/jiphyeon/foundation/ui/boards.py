"""The head's board of a week as plain values: what each room counts, each number with the address of the rows it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday, seen on a day: what stands waiting is told as it is on `today`."""

    first: date
    today: date

    @classmethod
    def of(cls, day: date, today: date) -> Week:
        """Return the week that a day lies in."""
        return cls(day - timedelta(days=day.weekday()), today)

    @property
    def last(self) -> date:
        """Return its Sunday."""
        return self.first + timedelta(days=6)

    @property
    def before(self) -> Week:
        """Return the week before it."""
        return Week(self.first - timedelta(days=7), self.today)

    @property
    def after(self) -> Week:
        """Return the week after it."""
        return Week(self.first + timedelta(days=7), self.today)

    @property
    def is_now(self) -> bool:
        """Return whether it is the week that today lies in."""
        return self.first <= self.today <= self.last


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the address of the rows it counts. `before`: the same of the week before; None: it is of today."""

    words: Words
    count: int
    url: str
    before: int | None = None
    waits_for: Words | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """What one room says: what came and went in the week, what is late, and what waits for whom."""

    name: str
    title: Words
    figures: Sequence[Figure]

    @property
    def moved(self) -> list[Figure]:
        """Return what is of the week."""
        return [one for one in self.figures if one.before is not None]

    @property
    def late(self) -> list[Figure]:
        """Return what is past its day."""
        return [one for one in self.figures if one.late]

    @property
    def waits(self) -> list[Figure]:
        """Return what waits for somebody."""
        return [one for one in self.figures if one.waits_for is not None]
