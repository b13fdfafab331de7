"""What a compiler must know of the data: which facts stand in which column, and what those columns can hold.

Bounds and nulls are promises of the data (read from a Parquet footer, say). They let the compiler leave out guards
that can never speak and choose 64-bit numbers where no value can grow beyond them; wrong promises give wrong answers,
so whoever makes a Layout must have looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Column:
    """A fact's column in the row of one person.

    `nullable`: some value is missing. `low`, `high`: no value lies outside (None: not known). `scale`: the column
    holds the fact times `scale` as a whole number (84.98 ㎡ as 8498 with scale 100); 1 for whole facts.
    """

    name: str
    nullable: bool = True
    low: int | date | None = None
    high: int | date | None = None
    scale: int = 1

    @property
    def whole_ends(self) -> tuple[int | None, int | None]:
        """Return the ends where they are whole numbers."""
        low = self.low if isinstance(self.low, int) else None
        return low, self.high if isinstance(self.high, int) else None


@dataclass(frozen=True, slots=True)
class Layout:
    """The person's row as the compiled statement sees it.

    `facts`: columns by fact name, of the person, the household and the dwelling alike (joined before). `households`:
    "all" where every person belongs to a listed household, "some" where part of them do, "none" where nobody does;
    a person of a listed household has all its members in the data. `people`: no more rows than this.
    """

    facts: Mapping[str, Column] = field(default_factory=dict)
    households: str = "none"
    people: int | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Return what a compiled statement depends on, to keep it by."""
        return (tuple(sorted(self.facts.items(), key=lambda one: one[0])), self.households, self.people)
