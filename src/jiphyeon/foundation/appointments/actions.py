"""Appointing and ending. Each deed is written down three times: for the office, for the person, for the public log."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, Role, known_roles
from jiphyeon.foundation.accounts.roles import roles as every_role
from jiphyeon.foundation.appointments import rules
from jiphyeon.foundation.appointments.models import Act, Deed
from jiphyeon.foundation.appointments.on_record import KINDS
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.organisation.models import Post
from jiphyeon.kernel import Period, Refused


@transaction.atomic
def appoint(
    *,
    person: UUID,
    post: str,
    roles: Collection[Role],
    first: date,
    last: date | None,
    reason: str,
    by: Actor,
    on: date,
) -> None:
    """Give a person a post with roles from a day (today or later) to a day, or until ended.

    Refused to anyone but an administrator, for oneself, for a closed account, and where the person already holds the
    post on one of the days.
    """
    _require_administrator(by)
    _require_other(by, person)
    if first < on:
        raise Refused(
            "appointed_backwards",
            ko="지난 날부터 맡길 수 없습니다. 첫날을 오늘({today})이나 그 뒤로 적어 주세요.",
            en="Nobody can be appointed in the past. Give today, {today}, or a later first day.",
            today=on,
        )
    _appoint(person=person, post=post, roles=roles, held=Period(first, last), reason=reason, by=by, on=on)


@transaction.atomic
def appoint_first(*, person: UUID, post: str, on: date) -> None:
    """Make the first administrator, from the machine room. Refused where somebody is an administrator, or will be."""
    require_no_administrator(on=on)
    _appoint(
        person=person,
        post=post,
        roles=[ADMINISTRATOR],
        held=Period(on, None),
        reason="첫 관리자 (jiphyeon accounts first-administrator)",
        by=MACHINE,
        on=on,
    )


@transaction.atomic
def end(*, appointment: int, last: date, reason: str, by: Actor, on: date) -> None:
    """Let an appointment end on a day; yesterday ends it at once. One that began later is called off.

    Refused where a day would be left without any administrator. Raises Appointment.DoesNotExist.
    """
    _require_administrator(by)
    _require_reason(reason)
    held = _all_held()
    found = next((one for one in held if one.pk == appointment), None)
    if found is None:
        raise Appointment.DoesNotExist
    given = Period(found.first, found.last)
    rules.last_day_allowed(given, last, today=on)
    never_held = last < found.first
    _keep_an_administrator(held, found, from_day=max(found.first, _after(last)))
    deed = Deed.CALLED_OFF if never_held else Deed.ENDED
    _write_down(
        deed,
        person=found.user.key,
        post=found.post.code,
        roles=found.roles,
        held=given if never_held else Period(found.first, last),
        reason=reason,
        by=by,
        on=on,
    )
    if never_held:
        found.delete()
    else:
        found.last = last
        found.save(update_fields=["last"])


@transaction.atomic
def require_no_administrator(*, on: date) -> None:
    """Refuse where somebody is an administrator on a day, or will be."""
    if any(one.last is None or on <= one.last for one in _administrators(_all_held())):
        raise Refused(
            "administrator_exists",
            ko="이미 관리자가 있습니다. 담당자 화면에서 관리자가 맡겨야 합니다.",
            en="There is an administrator already: they appoint others on the page /appointments/.",
        )


def _appoint(
    *, person: UUID, post: str, roles: Collection[Role], held: Period, reason: str, by: Actor, on: date
) -> None:
    rules.check_roles(roles)
    _require_reason(reason)
    user = User.objects.select_for_update().get(key=person)
    if not user.is_active:
        raise Refused(
            "account_closed",
            ko="닫힌 계정입니다. 먼저 계정을 다시 열어 주세요.",
            en="This account is closed. Open it again first.",
        )
    seat = Post.objects.filter(code=post).first()
    if seat is None:
        raise Refused("no_such_post", ko="그런 자리가 없습니다.", en="There is no such post.")
    theirs = list(user.appointments.select_related("post"))
    if any(one.post_id == seat.pk and held.overlaps(Period(one.first, one.last)) for one in theirs):
        raise Refused(
            "already_appointed",
            ko="그 기간에 이미 같은 자리를 맡고 있습니다. 먼저 그 담당을 끝내 주세요.",
            en="They already hold this post on some of those days. End that appointment first.",
        )
    together = {
        role
        for one in theirs
        if held.overlaps(Period(one.first, one.last))
        for role in known_roles(one.roles)
    }
    rules.check_roles(together | set(roles))
    ordered = [str(role) for role in every_role() if role in set(roles)]
    Appointment.objects.create(user=user, post=seat, roles=ordered, first=held.first, last=held.last)
    _write_down(
        Deed.APPOINTED, person=person, post=post, roles=ordered, held=held, reason=reason, by=by, on=on
    )


def _write_down(
    deed: Deed,
    *,
    person: UUID,
    post: str,
    roles: Iterable[str],
    held: Period,
    reason: str,
    by: Actor,
    on: date,
) -> None:
    facts = {"person": person, "post": post, "roles": list(roles), "first": held.first, "last": held.last}
    sent = append(
        kind=KINDS[deed],
        subject=str(person),
        facts={**facts, "by": by.user, "by_name": by.name, "reason": reason.strip()},
        on=on,
    )
    Act.objects.create(
        deed=deed, **facts, reason=reason.strip(), by=by.user, by_name=by.name, on=on, leaf=sent.leaf_hash
    )
    note(
        by=by,
        verb=KINDS[deed],
        about=f"appointments:{person}",
        person=person,
        reason=reason.strip(),
        details=facts,
    )


def _all_held() -> list[Appointment]:
    """Hold every appointment until the deed is done: two administrators must not end one another at once."""
    return list(
        Appointment.objects.select_for_update(of=("self",)).select_related("user", "post").order_by("pk")
    )


def _administrators(held: Iterable[Appointment]) -> list[Appointment]:
    return [one for one in held if ADMINISTRATOR in known_roles(one.roles) and one.user.is_active]


def _keep_an_administrator(held: list[Appointment], found: Appointment, *, from_day: date) -> None:
    administrators = _administrators(held)
    if found not in administrators:
        return
    others = [Period(one.first, one.last) for one in administrators if one.pk != found.pk]
    empty = rules.first_day_without(others, Period(from_day, found.last))
    if empty is not None:
        raise Refused(
            "last_administrator",
            ko="{day}부터 관리자가 한 사람도 남지 않습니다. 먼저 다른 사람을 관리자로 맡겨 주세요.",
            en="From {day} there would be no administrator left. Appoint another administrator first.",
            day=empty,
        )


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _require_administrator(by: Actor) -> None:
    if not by.has(ADMINISTRATOR):
        raise Refused(
            "not_administrator",
            ko="담당자는 관리자만 정할 수 있습니다.",
            en="Only an administrator appoints officers.",
        )


def _require_other(by: Actor, person: UUID) -> None:
    if by.user == person:
        raise Refused(
            "own_appointment",
            ko="스스로에게 일을 맡길 수 없습니다. 다른 관리자에게 부탁해 주세요.",
            en="You cannot appoint yourself. Ask another administrator.",
        )


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(
            "reason_needed",
            ko="근거를 적어 주세요. 예: 인사발령 2024-12호",
            en="Say on what ground, for example the number of the personnel order.",
        )
