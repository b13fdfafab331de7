"""The days of a sending, counted backwards from the day by which people answer. Whether a day is open is an argument."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from jiphyeon.contexts.e_notices.rules.kinds import Terms, Working
from jiphyeon.kernel import Refused
from jiphyeon.kernel.periods import moved_on

IsOpen = Callable[[date], bool]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The latest days on which a document may be served, posted, and given to the printer; and when unread ones turn to paper.

    Served on `serve_by`, the addressee has exactly the days of the law until `respond_by`.
    """

    respond_by: date
    serve_by: date
    post_by: date
    print_by: date

    def cutoff(self, sent_on: date, working: Working) -> date:
        """Return the day on which what was sent on a day and not opened turns to paper: never later than the printer needs."""
        return min(sent_on + timedelta(days=working.unread_days + 1), self.print_by)


def days_of(respond_by: date, terms: Terms, working: Working, is_open: IsOpen) -> Days:
    """Return the days of a sending. Refused where people would answer by a day on which offices are closed.

    The first day does not count (민법 157), and a last day off moves on (민법 161): that is why the last one is an open day here.
    """
    if not is_open(respond_by):
        raise Refused(
            "respond_by_closed",
            ko="의견 제출 기한 {day}은(는) 쉬는 날입니다. 일하는 날로 정해 주세요.",
            en="Offices are closed on {day}; choose a working day as the last day to answer.",
            day=respond_by,
        )
    serve_by = respond_by - timedelta(days=terms.respond_days)
    post_by = serve_by
    while not is_open(post_by) or working_days_after(post_by, working.post_days, is_open) > serve_by:
        post_by -= _DAY
    print_by = working_days_after(post_by, -working.print_days, is_open)
    return Days(respond_by, serve_by, post_by, print_by)


def earliest_respond_by(today: date, terms: Terms, working: Working, is_open: IsOpen) -> date:
    """Return the earliest day to answer by that leaves the phone its days before paper must leave."""
    day = moved_on(today + timedelta(days=terms.respond_days), is_open)
    while days_of(day, terms, working, is_open).print_by < today + timedelta(days=working.unread_days + 1):
        day = moved_on(day + _DAY, is_open)
    return day


def earliest_by_paper(today: date, terms: Terms, working: Working, is_open: IsOpen) -> date:
    """Return the earliest day to answer by of what goes by paper alone."""
    day = moved_on(today + timedelta(days=terms.respond_days), is_open)
    while days_of(day, terms, working, is_open).print_by < today:
        day = moved_on(day + _DAY, is_open)
    return day


def require_in_time(days: Days, today: date) -> None:
    """Refuse a sending whose paper could no longer be served in time."""
    if today > days.print_by:
        raise Refused(
            "too_late_for_paper",
            ko="늦어도 {day}에는 인쇄를 맡겨야 우편이 법정 기간 전에 닿습니다. 의견 제출 기한을 늦춰 주세요.",
            en="Paper must go to the printer by {day} to arrive before the law’s days begin. Choose a later day to answer by.",
            day=days.print_by,
        )


def respond_by_of(served_on: date, planned: date, terms: Terms, is_open: IsOpen) -> date:
    """Return until when somebody served on a day may answer: the planned day, or later where they would have fewer days."""
    least = moved_on(served_on + timedelta(days=terms.respond_days), is_open)
    return max(planned, least)


def publicly_served_on(published: date, working: Working) -> date:
    """Return the day from which a public notice has served: when its days have passed, the day it was published not counted."""
    return published + timedelta(days=working.public_days + 1)


def working_days_after(day: date, count: int, is_open: IsOpen) -> date:
    """Return the count-th open day after a day, before it where negative."""
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_open(day)
    return day
