"""A month as a page draws it: weeks from Monday, each day with what is due on it. Plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due on a day. `of`: the list or room it stands in."""

    day: date
    title: str
    url: str
    of: Words


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the sheet. `belongs`: it is of the month itself, not of the weeks around it."""

    day: date
    belongs: bool
    is_today: bool
    is_late: bool
    dues: Sequence[Due]


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its first and last day, and its sheet of whole weeks."""

    first: date
    last: date
    weeks: Sequence[Sequence[Day]]

    @property
    def before(self) -> date:
        """Return the last day of the month before."""
        return self.first - timedelta(days=1)

    @property
    def after(self) -> date:
        """Return the first day of the month after."""
        return self.last + timedelta(days=1)

    @property
    def days(self) -> list[Day]:
        """Return its days on which something is due."""
        return [day for week in self.weeks for day in week if day.belongs and day.dues]


def ends_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month that a day lies in.

    >>> ends_of(date(2024, 2, 10))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month_of(day: date, today: date, dues: Iterable[Due]) -> Month:
    """Return the month that a day lies in, with what is due in it."""
    first, last = ends_of(day)
    begin = first - timedelta(days=first.weekday())
    known: dict[date, list[Due]] = {}
    for one in sorted(dues, key=lambda one: (one.day, one.of.ko, one.title)):
        known.setdefault(one.day, []).append(one)
    sheet = [begin + timedelta(days=place) for place in range((last - begin).days + 7 - last.weekday())]
    days = [
        Day(one, first <= one <= last, one == today, one < today and one in known, known.get(one, ()))
        for one in sheet
    ]
    return Month(first, last, [days[at : at + 7] for at in range(0, len(days), 7)])
