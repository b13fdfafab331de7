"""Legal deadlines: how days, working days, weeks, months and years are counted, clock stops, one extension.

Sources: 민법 제155조–제161조 (the general rule); 행정기본법 제6조 (it holds for administration too; the other way round
where rights are limited) and 제7조 (when law takes effect); 민원 처리에 관한 법률 제19조 (petitions). Periods are counted by
`kernel.periods`; here stand working days, clock stops and extensions. All counting is in civil days; the day something
happens is given, never asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypedDict, Unpack

from jiphyeon.foundation.clock.holidays import is_holiday, is_working_day, next_working_day
from jiphyeon.kernel import Citation, Period, Refused
from jiphyeon.kernel.periods import Unit as Calendar
from jiphyeon.kernel.periods import last_day

__all__ = [
    "Deadline",
    "OfficeHours",
    "Unit",
    "add_working_days",
    "deadline_after",
    "due_after",
    "end_of_months",
    "general_deadline",
    "hours_due",
    "is_holiday",
    "is_working_day",
    "next_working_day",
    "petition_deadline",
    "takes_effect_on",
    "working_days_between",
]

_DAY = timedelta(days=1)
_CIVIL = "민법"
_PETITIONS = "민원 처리에 관한 법률"
_ADMINISTRATION = "행정기본법"


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and how it was found. Valid to its end (민법 제159조)."""

    start: date
    due: date
    count: int
    unit: Unit
    stopped_days: int = 0
    moved_from: date | None = None  # the last day before it was moved off a Saturday or holiday
    extended_from: date | None = None
    basis: tuple[Citation, ...] = field(default=())

    def is_late(self, on: date) -> bool:
        """Return whether the last day has passed."""
        return on > self.due

    def working_days_left(self, on: date) -> int:
        """Return the open days from `on` (counted) to the last day; 0 when it has passed."""
        return working_days_between(on, self.due)

    def extended(self, *, count: int, unit: Unit, stops: Sequence[Period] = ()) -> Deadline:
        """Return the deadline lengthened from its last day; a deadline is lengthened once. Refused the second time."""
        if self.extended_from is not None:
            raise Refused(
                "already_extended",
                ko="처리기한은 한 번만 연장할 수 있습니다. 이미 {due}까지 연장되었습니다.",
                en="A deadline can be extended once; this one already runs to {due}.",
                due=self.due,
            )
        longer = _deadline(self.due, count, unit, stops=stops, first_day_counts=False, rolls=True)
        return replace(
            longer,
            start=self.start,
            count=self.count,
            unit=self.unit,
            stopped_days=self.stopped_days + longer.stopped_days,
            extended_from=self.due,
            basis=self.basis,
        )


def add_working_days(day: date, count: int) -> date:
    """Return the count-th open day after `day` (before it, where negative); 0 gives `day` itself."""
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def end_of_months(day: date, count: int) -> date:
    """Return the last day of a term of months that begins the day after `day` (민법 제157조, 제160조).

    A term that begins on the first of a month ends with a month: one month from 29 February ends on 31 March. Where
    the last month lacks the day, it ends on its last day. Nothing is moved off holidays.

    >>> end_of_months(date(2024, 3, 4), 1), end_of_months(date(2024, 1, 30), 1), end_of_months(date(2024, 2, 29), 1)
    (datetime.date(2024, 4, 4), datetime.date(2024, 2, 29), datetime.date(2024, 3, 31))
    """
    return last_day(day, count, Calendar.MONTHS)


def working_days_between(first: date, last: date) -> int:
    """Return the number of open days from `first` to `last`, both counted; 0 when `last` comes before."""
    return sum(is_working_day(first + timedelta(days=n)) for n in range((last - first).days + 1))


class Length(TypedDict, total=False):
    """How long a term is: exactly one of these."""

    working_days: int
    days: int
    weeks: int
    months: int
    years: int


def due_after(start: date, *, stops: Sequence[Period] = (), **length: Unpack[Length]) -> date:
    """Return the last day of a term; see `deadline_after`."""
    return deadline_after(start, stops=stops, **length).due


def deadline_after(
    start: date, *, stops: Sequence[Period] = (), limits_rights: bool = False, **length: Unpack[Length]
) -> Deadline:
    """Return the deadline a term after `start`; see `general_deadline`."""
    given = [(Unit(name), count) for name, count in length.items() if isinstance(count, int)]
    if len(given) != 1:
        raise ValueError("Name exactly one of working_days, days, weeks, months, years.")
    [(unit, count)] = given
    return general_deadline(start, count=count, unit=unit, stops=stops, limits_rights=limits_rights)


def general_deadline(
    start: date, *, count: int, unit: Unit, stops: Sequence[Period] = (), limits_rights: bool = False
) -> Deadline:
    """Return the deadline a term after `start`, by the general rule.

    The first day does not count (민법 제157조), and a last day on a Saturday or public holiday moves to the next open
    day (제161조). `limits_rights` is for terms during which a right is limited or a duty lasts: the first day counts and
    the last day stays (행정기본법 제6조 제2항). Days within `stops` (both ends included) do not count.
    """
    basis = (Citation(_ADMINISTRATION, "6", verified=True), Citation(_CIVIL, "157"), Citation(_CIVIL, "161"))
    return replace(
        _deadline(start, count, unit, stops=stops, first_day_counts=limits_rights, rolls=not limits_rights),
        basis=basis,
    )


def petition_deadline(received: date, *, count: int, unit: Unit, stops: Sequence[Period] = ()) -> Deadline:
    """Return the day a petition must be dealt with (민원 처리에 관한 법률 제19조).

    Up to five days are counted in hours (제1항): here the day they end on when received during a working day;
    `hours_due` gives the minute. Six days and more count the first day and leave out Saturdays and holidays
    (제2항). Weeks, months and years count the first day and end as 민법 제159조–제161조 say (제3항).
    """
    if unit is Unit.DAYS:
        unit = Unit.WORKING_DAYS
    paragraph = "3" if unit is not Unit.WORKING_DAYS else "1" if count <= 5 else "2"
    basis = (Citation(_PETITIONS, "19", paragraph, verified=True),)
    by_hours = paragraph == "1"
    found = _deadline(received, count, unit, stops=stops, first_day_counts=not by_hours, rolls=True)
    return replace(found, basis=basis)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office works; eight hours make a day."""

    opens: time = time(9)
    noon: time = time(12)
    afternoon: time = time(13)
    closes: time = time(18)


def hours_due(received: datetime, *, days: int, hours: OfficeHours | None = None) -> datetime:
    """Return the minute a petition of at most five days is due (민원 처리에 관한 법률 제19조 제1항).

    Eight working hours make a day, from the moment of receipt, leaving out Saturdays and holidays. What arrives
    outside working hours begins at the next opening. `received` is the city's local time.
    """
    if not 1 <= days <= 5:
        raise ValueError("Only terms of one to five days are counted in hours.")
    office = hours or OfficeHours()
    left = timedelta(hours=8 * days)
    day = received.date()
    moment = received
    while True:
        if is_working_day(day):
            for opens, closes in ((office.opens, office.noon), (office.afternoon, office.closes)):
                first = max(moment, datetime.combine(day, opens, received.tzinfo))
                last = datetime.combine(day, closes, received.tzinfo)
                if first + left <= last:
                    return first + left
                left -= max(last - first, timedelta(0))
        day += _DAY
        moment = datetime.combine(day, time(0), received.tzinfo)


def takes_effect_on(
    promulgated: date, *, days: int | None = None, months: int | None = None, years: int | None = None
) -> date:
    """Return the day law takes effect "when the term has passed since promulgation" (행정기본법 제7조).

    The day of promulgation does not count, and the term ends on its last day even on a Saturday or holiday.

    >>> takes_effect_on(date(2023, 3, 21), months=6)
    datetime.date(2023, 9, 22)
    """
    named = [
        (unit, count)
        for unit, count in ((Unit.DAYS, days), (Unit.MONTHS, months), (Unit.YEARS, years))
        if count is not None
    ]
    if len(named) != 1:
        raise ValueError("Name exactly one of days, months, years.")
    unit, count = named[0]
    return _deadline(promulgated, count, unit, stops=(), first_day_counts=False, rolls=False).due + _DAY


def _deadline(
    start: date, count: int, unit: Unit, *, stops: Sequence[Period], first_day_counts: bool, rolls: bool
) -> Deadline:
    if count < 1:
        raise ValueError("A term is at least one of its unit.")
    first = start if first_day_counts else start + _DAY
    if unit in {Unit.MONTHS, Unit.YEARS}:
        last, stopped = _calendar_end(first, count * (12 if unit is Unit.YEARS else 1), stops)
    else:
        days = count * 7 if unit is Unit.WEEKS else count
        last, stopped = _counted_end(first, days, stops, open_only=unit is Unit.WORKING_DAYS)
    due = next_working_day(last) if rolls else last
    return Deadline(start, due, count, unit, stopped, moved_from=last if due != last else None)


def _counted_end(first: date, count: int, stops: Sequence[Period], *, open_only: bool) -> tuple[date, int]:
    day, left, stopped = first - _DAY, count, 0
    while left:
        day += _DAY
        if any(day in stop for stop in stops):
            _refuse_endless(day, stops)
            stopped += 1
        elif not open_only or is_working_day(day):
            left -= 1
    return day, stopped


def _calendar_end(first: date, months: int, stops: Sequence[Period]) -> tuple[date, int]:
    last = last_day(first, months, Calendar.MONTHS, first_day_counts=True)
    day, stopped = first, 0
    while day <= last:
        if any(day in stop for stop in stops):
            _refuse_endless(day, stops)
            stopped += 1
            last += _DAY
        day += _DAY
    return last, stopped


def _refuse_endless(day: date, stops: Sequence[Period]) -> None:
    if any(stop.last is None and day in stop for stop in stops):
        raise Refused(
            "clock_still_stopped",
            ko="처리기간이 멈춰 있어 아직 기한이 없습니다.",
            en="The clock is still stopped: there is no due day yet.",
        )
