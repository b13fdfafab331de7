"""Days as the law counts them: inclusive periods, completed years and months, and the two time axes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from jiphyeon.kernel.refusal import Refused


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a first day to a last day, both included, as the law writes them; `last` None means open."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise Refused(
                "period_backwards",
                ko="기간의 끝({last})이 시작({first})보다 빠릅니다.",
                en="The period ends ({last}) before it begins ({first}).",
                first=self.first,
                last=self.last,
            )

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: Period) -> bool:
        """Return whether any day lies in both."""
        return (other.last is None or self.first <= other.last) and (
            self.last is None or other.first <= self.last
        )


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two time axes: the day a rule must be in force on, and what was recorded by when (None: all)."""

    valid_on: date
    known_at: datetime | None = None


def age_on(birth: date, day: date) -> int:
    """Return completed years (만 나이, 민법 158): the birthday itself counts; a 29 February child ages on 1 March.

    >>> age_on(date(2004, 2, 29), date(2005, 2, 28))
    0
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def months_between(start: date, day: date) -> int:
    """Return completed months from `start` to `day`; negative when `day` lies before `start`.

    A month that lacks the start day is complete on its last day's morrow (민법 160③ counts its end as the last
    day, so the month after it has begun).
    """
    months = (day.year - start.year) * 12 + day.month - start.month
    return months - (day.day < start.day)
