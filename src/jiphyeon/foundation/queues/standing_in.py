"""Who is away, and who sees their work as their own until they are back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, Role
from jiphyeon.foundation.queues.models import Absence
from jiphyeon.kernel import Refused


@dataclass(frozen=True, slots=True)
class Away:
    """One absence as pages show it."""

    key: UUID
    officer: UUID
    officer_name: str
    substitute: UUID
    substitute_name: str
    first: date
    last: date
    reason: str


def hands_of(actor: Actor, today: date) -> list[UUID]:
    """Return whose work an officer has in hand today: their own, and that of those they stand in for."""
    if actor.user is None:
        return []
    away = Absence.objects.on(today).filter(substitute=actor.user).values_list("officer", flat=True)
    return [actor.user, *away]


def absences(*, language: str, after: date, officer: UUID | None = None) -> list[Away]:
    """Return the absences that have not ended before `after`, the first first; all, or those an officer is part of."""
    rows = Absence.objects.filter(last__gte=after)
    if officer is not None:
        rows = rows.filter(officer=officer) | rows.filter(substitute=officer)
    found = list(rows.order_by("first", "id"))
    people = {row.officer for row in found} | {row.substitute for row in found}
    names = {user.key: user.called(language) for user in User.objects.filter(key__in=people)}
    return [
        Away(
            row.key,
            row.officer,
            names.get(row.officer, ""),
            row.substitute,
            names.get(row.substitute, ""),
            row.first,
            row.last,
            row.reason,
        )
        for row in found
    ]


def officers(on: date, language: str, *roles: Role) -> list[tuple[UUID, str]]:
    """Return those who hold a post on a day, with one of the roles where some are named, by name."""
    held = Appointment.objects.filter(user__is_active=True, first__lte=on).exclude(last__lt=on)
    wanted = set(roles)
    found = {
        one.user.key: one.user.called(language)
        for one in held.select_related("user")
        if not wanted or wanted & set(one.roles)
    }
    return sorted(found.items(), key=lambda one: one[1])


def substitutes_of(actor: Actor, on: date, language: str) -> list[tuple[UUID, str]]:
    """Return the other officers who could stand in for somebody on a day: those who hold one of the same roles, by name."""
    return (
        [one for one in officers(on, language, *actor.roles) if one[0] != actor.user] if actor.roles else []
    )


@transaction.atomic
def go_away(
    *, officer: UUID, substitute: UUID, first: date, last: date, reason: str, by: Actor, on: date
) -> UUID:
    """Keep that an officer is away and who stands in for them; return the absence's key.

    Officers say it of themselves, an administrator of anybody. Refused: days that lie behind or the wrong way round,
    a substitute without a post or without one of the roles, one who is away as well, and a second absence on the same days.
    """
    if by.user is None or (by.user != officer and not by.has(ADMINISTRATOR)):
        raise Refused(
            "not_your_absence",
            ko="다른 사람의 부재는 관리자만 적을 수 있습니다.",
            en="Only an administrator can note somebody else's absence.",
        )
    if last < first or last < on:
        raise Refused(
            "absence_days_wrong",
            ko="끝나는 날이 시작하는 날이나 오늘보다 앞입니다. 날짜를 다시 확인해 주세요.",
            en="The last day lies before the first day or before today. Please check the days.",
        )
    people = {
        user.key: user for user in User.objects.select_for_update().filter(key__in={officer, substitute})
    }
    if substitute == officer or substitute not in people or officer not in people:
        raise Refused(
            "substitute_unknown",
            ko="대신할 다른 직원을 골라 주세요.",
            en="Choose another officer who stands in.",
        )
    here, there = (
        actor_of(people[officer], on=max(first, on)),
        actor_of(people[substitute], on=max(first, on)),
    )
    if not here.roles & there.roles:
        raise Refused(
            "substitute_without_role",
            ko="대신하는 사람에게 같은 역할이 하나도 없습니다. 부재는 목록만 넘기며 권한은 넘기지 않습니다.",
            en="The substitute holds none of the same roles. An absence hands over the list, never a power.",
        )
    meeting = Absence.objects.meeting(first, last)
    if meeting.filter(officer=officer).exists():
        raise Refused(
            "away_already",
            ko="그 날짜에 이미 적어 둔 부재가 있습니다. 먼저 지우고 다시 적어 주세요.",
            en="An absence on these days is noted already. Take it back first.",
        )
    if meeting.filter(officer=substitute).exists():
        raise Refused(
            "substitute_away",
            ko="대신하는 사람도 그때 자리를 비웁니다. 다른 사람을 골라 주세요.",
            en="The substitute is away on these days as well. Choose somebody else.",
        )
    if meeting.filter(substitute=officer).exists():
        raise Refused(
            "stands_in_already",
            ko="그 날짜에 다른 사람을 대신하기로 되어 있습니다. 그 부재의 대신할 사람을 먼저 바꾸어 주세요.",
            en="They stand in for somebody else on these days. Change that substitute first.",
        )
    made = Absence.objects.create(
        officer=officer,
        substitute=substitute,
        first=first,
        last=last,
        reason=reason,
        told_by=by.user,
        told_on=on,
    )
    return made.key


@transaction.atomic
def come_back(*, key: UUID, by: Actor, on: date) -> None:
    """End an absence: one that has begun ends yesterday, one that has not is taken out. Refused to others."""
    row = Absence.objects.select_for_update().get(key=key)
    if by.user is None or (by.user != row.officer and not by.has(ADMINISTRATOR)):
        raise Absence.DoesNotExist
    if row.first >= on:
        row.delete()
    elif row.last >= on:
        row.last = date.fromordinal(on.toordinal() - 1)
        row.save(update_fields=["last"])
