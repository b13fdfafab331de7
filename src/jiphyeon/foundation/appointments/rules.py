"""What an appointment may not do: overlap itself, mix auditing with doing, leave the city without an administrator."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from jiphyeon.foundation.accounts.roles import AUDITOR, Role
from jiphyeon.kernel import Period, Refused

_DAY = timedelta(days=1)


def check_roles(roles: Collection[Role]) -> None:
    """Refuse no role at all, and an auditor who would also do what is audited."""
    if not roles:
        raise Refused(
            "no_role", ko="맡길 역할을 하나 이상 골라 주세요.", en="Choose at least one role to be given."
        )
    if AUDITOR in roles and len(set(roles)) > 1:
        raise Refused(
            "auditor_does_nothing_else",
            ko="감사는 다른 역할과 함께 맡을 수 없습니다. 감사만 남기거나 감사를 빼 주세요.",
            en="An auditor holds no other role. Leave the auditor alone, or leave the auditor out.",
        )


def first_day_without(others: Sequence[Period], taken: Period) -> date | None:
    """Return the first day of `taken` that none of the others covers; None where all its days are covered."""
    day = taken.first
    while day in taken:
        ends = [other.last for other in others if day in other]
        if not ends:
            return day
        if None in ends:
            return None
        day = max(end for end in ends if end is not None) + _DAY
    return None


def last_day_allowed(held: Period, last: date, *, today: date) -> None:
    """Refuse a last day before yesterday, or one that would lengthen what was given."""
    if last < today - _DAY:
        raise Refused(
            "end_backdated",
            ko="지난 날로 거슬러 끝낼 수 없습니다. 가장 이른 마지막 날은 어제({yesterday})입니다.",
            en="An appointment cannot be ended in the past. The earliest last day is yesterday, {yesterday}.",
            yesterday=today - _DAY,
        )
    if held.last is not None and last >= held.last:
        raise Refused(
            "end_not_earlier",
            ko="이미 {last}에 끝나기로 되어 있습니다. 더 길게 맡기려면 새로 맡겨 주세요.",
            en="It already ends on {last}. To let it last longer, appoint anew.",
            last=held.last,
        )
