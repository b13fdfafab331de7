"""Who may do a deed to a matter now, and why somebody may not: asked before a deed, by a preview, and by a page's buttons."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.second_person import Hand, require_second_person
from jiphyeon.foundation.casework.lifecycle import ABOUT_OBJECTIONS, Deed, Kind, Lifecycle, OtherThan
from jiphyeon.foundation.casework.models import CaseRow, HistoryLine, Objection, ObjectionState
from jiphyeon.kernel import Refused, refusal_of


def names_the_actor(row: CaseRow, deed: Deed, by: Actor) -> bool:
    """Return whether the table, or the row itself, names this actor for a deed at all."""
    may = deed.may
    return (
        (may.machine and by.is_machine)
        or (may.person and _is_the_person(row, by))
        or bool(may.roles & by.roles)
        or row.also_may(deed, by)
    )


def require(row: CaseRow, deed: Deed, by: Actor) -> None:
    """Refuse, with the reason, who may not do a deed to a matter as it stands.

    Raises the row's DoesNotExist for whom there is no such matter: a stranger who holds no post.
    """
    _require_named(row, deed, by)
    if row.state not in deed.source:
        raise _not_from_here(row, deed)
    if deed.other_than is not None and row.needs_second_person(deed):
        if deed.kind in ABOUT_OBJECTIONS and not _objection_waits(row):
            raise Refused("no_objection", ko="기다리는 이의신청이 없습니다.", en="No objection is waiting.")
        require_second_person(by, hands_in(row, deed.other_than))
    reason = row.obstacle(deed, by)
    if reason is not None:
        raise reason


def obstacle(row: CaseRow, deed: str, by: Actor) -> Refused | None:
    """Return why an actor may not do a deed now, or None. Raises DoesNotExist like `require`."""
    return refusal_of(lambda: require(row, row.lifecycle.deed(deed), by))


def hands_in(row: CaseRow, whose: OtherThan) -> list[Hand]:
    """Return who had a hand in what a deed judges. The person is left out: their own matter is refused in other words."""
    life, lines = row.lifecycle, list(HistoryLine.objects.of(row))
    if whose is OtherThan.OBJECTED:
        files = {str(deed.code) for deed in life.of_kind(Kind.OBJECTION_FILED)}
        filed = [at for at, line in enumerate(lines) if line.deed in files]
        lines = lines[: filed[-1]] if filed else lines
    else:
        closed = [at for at, line in enumerate(lines) if line.deed in life.closing_deeds]
        lines = lines[closed[-1] + 1 :] if closed else lines
    hands = [Hand(line.by, life.deed(line.deed).did.staff) for line in lines if _is_a_hand(life, line, whose)]
    hands += row.more_hands(lines[0].on if lines else None)
    return [hand for hand in hands if hand.who != row.person or hand.who is None]


def no_hand_in(life: Lifecycle, whose: OtherThan, by: UUID | None) -> Q:
    """Return the condition that somebody had no hand, as far as its history says, in what a deed judges; for lists.

    The columns are those of a matter's own table.
    """
    lines = HistoryLine.objects.filter(lifecycle=life.name)
    same = lines.filter(case=OuterRef("case"))
    if whose is OtherThan.OBJECTED:
        filed = [one.code for one in life.of_kind(Kind.OBJECTION_FILED)]
        judged = Q(Exists(same.filter(deed__in=filed, pk__gt=OuterRef("pk"))))
    else:
        judged = ~Q(Exists(same.filter(deed__in=life.closing_deeds, pk__gte=OuterRef("pk"))))
    no_hand = [
        one.code
        for one in life.deeds
        if one.kind is Kind.TAKE or (one.only_judges and whose is OtherThan.MATTER)
    ]
    hands = lines.filter(judged, case=OuterRef("key"), by=by).exclude(deed__in=no_hand)
    return ~Q(Exists(hands))


def _is_a_hand(life: Lifecycle, line: HistoryLine, whose: OtherThan) -> bool:
    """Return whether a line makes its doer one who judges no more: taking a matter does not, nor only judging it before."""
    if not life.has_deed(line.deed):
        return False
    deed = life.deed(line.deed)
    return deed.kind is not Kind.TAKE and not (deed.only_judges and whose is OtherThan.MATTER)


def _require_named(row: CaseRow, deed: Deed, by: Actor) -> None:
    may = deed.may
    if (may.machine and by.is_machine) or (may.person and _is_the_person(row, by)):
        return
    officer = bool(may.roles & by.roles) or row.also_may(deed, by)
    if officer and not _is_the_person(row, by):
        return
    if officer:
        require_stranger(row, by)
    if not (by.is_officer or by.roles or by.is_machine or _is_the_person(row, by)):
        raise type(row).DoesNotExist
    raise Refused(
        "not_your_duty",
        ko="‘{deed_ko}’은(는) 맡은 직원만 할 수 있습니다. 권한이 필요하면 담당 팀장에게 말씀해 주세요.",
        en="Only somebody in charge may do this: “{deed_en}”. Ask your team lead if it should be you.",
        deed_ko=(deed.press or deed.did.staff).ko,
        deed_en=(deed.press or deed.did.staff).en,
    )


def require_stranger(row: CaseRow, by: Actor) -> None:
    """Refuse an officer who would handle their own matter (행정절차법의 공정, 이해충돌)."""
    if _is_the_person(row, by):
        raise Refused(
            "own_case",
            ko="본인의 신청은 직접 처리할 수 없습니다. 다른 직원에게 넘겨 주세요.",
            en="You cannot handle your own application. Please hand it to a colleague.",
        )


def _is_the_person(row: CaseRow, by: Actor) -> bool:
    return by.user is not None and by.user == row.person


def _objection_waits(row: CaseRow) -> bool:
    return bool(Objection.objects.of(row).filter(state=ObjectionState.OPEN).exists())


def _not_from_here(row: CaseRow, deed: Deed) -> Refused:
    stands = row.stands_at.names.staff
    return Refused(
        "not_from_here",
        ko="이 건은 지금 ‘{state_ko}’ 상태라서 할 수 없습니다. 화면을 새로 고쳐 지금 상태를 확인해 주세요.",
        en="This case is now “{state_en}”, so that cannot be done. Reload the page to see where it stands.",
        state_ko=stands.ko,
        state_en=stands.en,
        state=str(row.state),
        deed=str(deed.code),
    )
