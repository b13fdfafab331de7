"""What pages and other rooms read of cases: frozen rows, made in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Sum
from django.urls import reverse

from jiphyeon.contexts.benefits.enums import (
    AT_DESK,
    OPEN,
    PER_WORDS,
    CaseState,
    PaymentState,
    Verdict,
)
from jiphyeon.contexts.benefits.models import Assessment, Case, Payment
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.benefits.rules.verdicts import Reason, duplicate
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework import objections, remarks
from jiphyeon.foundation.casework.lifecycle import Reader, Tone
from jiphyeon.foundation.clock.nearness import Nearness, nearness
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.days import day_words


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as its owner and other rooms see it. `waits_for` says for whom and until when."""

    key: UUID
    number: str
    programme: str
    name: Words
    state: str
    state_words: Words
    tone: Tone
    applied_on: date | None
    due_on: date | None
    amount: int
    per: str
    waits_for: Words
    url: str
    unread: int = 0


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the officer's queue."""

    key: UUID
    number: str
    person: str
    programme: Words
    state: CaseState
    verdict: Verdict | None
    applied_on: date | None
    due_on: date | None
    near: Nearness
    amount: int
    channel: Words
    officer: str
    rank: int | None
    unread: int
    is_held: bool
    is_objected: bool


# What a line of the queue shows; a case carries far more, some of it sealed.
SHOWN = (
    "key", "number", "person", "programme", "state", "proposal", "applied_on", "due_on", "amount", "channel",
    "assigned_to", "rank", "held_since", "opinion_until",
)  # fmt: skip


def waiting(case: Case) -> Words:
    """Return for whom a case waits and until when."""
    due = day_words(case.due_on) if case.due_on else ""
    until = day_words(case.opinion_until) if case.opinion_until else ""
    if case.state == CaseState.DRAFT:
        return Words("보내기 전입니다. 이어서 쓰실 수 있습니다.", "Not sent yet. You can go on writing.")
    if case.state == CaseState.SUPPLEMENT:
        return Words(
            "보완해 주시기를 기다립니다. 그동안 기한은 멈춥니다.",
            "Waiting for what we asked you for; the clock stands still.",
        )
    if case.at in AT_DESK:
        return Words("담당자가 {due}까지 답해 드립니다.", "The officer answers by {due}.").filled(due=due)
    if case.state == CaseState.APPROVED and case.held_by:
        return Words(
            "담당자가 지급을 보류했습니다. {until}까지 의견을 내실 수 있고, 다른 담당자가 살펴본 뒤에 지급하거나 중지합니다.",
            "An officer holds the payments. You can be heard until {until}; another officer then releases or stops them.",
        ).filled(until=until)
    if case.state == CaseState.APPROVED and case.held_since:
        return Words(
            "지급을 보류했습니다. {until}까지 의견을 내실 수 있습니다.",
            "Payments are held. You can be heard until {until}.",
        ).filled(until=until)
    return Words("", "")


def per_of(case: Case) -> str:
    """Return how often a case's amount is due."""
    version = programmes.version_on(case.programme, case.began)
    return programmes.per_on(version) if version is not None else ""


def outcome_of(case: Case, verdict: Verdict) -> Words:
    """Return a verdict in words, with how often the money comes: sums of one kind are not added to another's."""
    per = PER_WORDS.get(per_of(case)) if verdict is Verdict.APPROVE else None
    if per is None:
        return verdict.words
    return Words(f"{verdict.words.ko}, {per.ko}", f"{verdict.words.en}, {per.en}")


def card(case: Case, unread: int = 0) -> CaseCard:
    """Return a case as its owner sees it."""
    return CaseCard(
        key=case.key,
        number=case.number or "",
        programme=case.programme,
        name=programmes.programme(case.programme).names,
        state=case.state,
        state_words=case.stands_at.names.to(Reader.PERSON),
        tone=case.stands_at.tone,
        applied_on=case.applied_on,
        due_on=case.due_on,
        amount=case.amount if case.at in {CaseState.APPROVED, CaseState.COMPLETED, CaseState.STOPPED} else 0,
        per=per_of(case),
        waits_for=waiting(case),
        url=reverse("benefits:mine_case", args=[case.key]),
        unread=unread,
    )


def cards_of(person: UUID) -> list[CaseCard]:
    """Return a person's own cases, newest first."""
    own = list(Case.objects.of(person).exclude(state=CaseState.WITHDRAWN, number=None).order_by("-id"))
    unread = remarks.unread_by_person(CASE.name, [case.key for case in own])
    return [card(case, unread.get(case.key, 0)) for case in own]


def _due(case: Case, objected: Mapping[UUID, date]) -> date | None:
    """Return the next day by which something is owed: an objection its answer, held payments until the person is heard."""
    return objected.get(case.key) or (case.opinion_until if case.held_since is not None else case.due_on)


def rows(cases: Sequence[Case], today: date, language: str) -> list[CaseRow]:
    """Return lines of the queue, for a reader of a language, with names, objections and what nobody has read, by three queries."""
    names = names_of(
        [*(case.person for case in cases), *(case.assigned_to for case in cases if case.assigned_to)],
        language,
    )
    titles = {name: programmes.programme(name).names for name in {case.programme for case in cases}}
    unread = remarks.unread_by_office(CASE.name, [case.key for case in cases])
    objected = objections.answers_due(CASE.name, [case.key for case in cases])
    return [
        CaseRow(
            key=case.key,
            number=case.number or "",
            person=names.get(case.person, ""),
            programme=titles[case.programme],
            state=case.at,
            verdict=case.proposal or None,
            applied_on=case.applied_on,
            due_on=case.due_on,
            near=nearness(_due(case, objected) or today, today, resting=case.at is CaseState.SUPPLEMENT),
            is_held=case.held_since is not None,
            is_objected=case.key in objected,
            amount=case.amount,
            channel=case.channel.words,
            officer=names.get(case.assigned_to, "") if case.assigned_to else "",
            rank=case.rank,
            unread=unread.get(case.key, 0),
        )
        for case in cases
    ]


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One month's money for its owner."""

    case: UUID
    name: Words
    number: int
    pays_on: date
    amount: int
    state: PaymentState
    paid_on: date | None


def payments_of(person: UUID) -> list[PaymentLine]:
    """Return all of a person's payments, the next first, then backwards in time."""
    found = Payment.objects.filter(case__person=person).select_related("case").order_by("pays_on", "number")
    return [
        PaymentLine(
            case=payment.case.key,
            name=programmes.programme(payment.case.programme).names,
            number=payment.number,
            pays_on=payment.pays_on,
            amount=payment.amount,
            state=payment.state,
            paid_on=payment.paid_on,
        )
        for payment in found
    ]


def paid_so_far(person: UUID) -> int:
    """Return what a person has been paid and keeps, in whole won."""
    total = Payment.objects.filter(case__person=person, state=PaymentState.PAID).aggregate(won=Sum("amount"))
    return total["won"] or 0


def duplicates_of(case: Case) -> tuple[Reason, ...]:
    """Return why a case is refused for each conflicting programme that its person receives now."""
    conflicts = programmes.office(case.programme).conflicts
    received = set(
        Case.objects.of(case.person)
        .filter(programme__in=[c.programme for c in conflicts], state=CaseState.APPROVED)
        .values_list("programme", flat=True)
    )
    return tuple(
        duplicate(one.programme, one.words, one.cite) for one in conflicts if one.programme in received
    )


def open_case(person: UUID, programme: str, call: str) -> Case | None:
    """Return a person's case that has not ended."""
    return Case.objects.of(person).filter(programme=programme, call=call, state__in=OPEN).first()


def latest_assessment(case: Case) -> Assessment:
    """Return what a case's decision will rest on. Refused before anything was worked out."""
    latest = case.assessments.exclude(kind=Assessment.Kind.RECHECK).last()
    if latest is None:
        raise Refused(
            "not_prepared",
            ko="아직 준비된 결과가 없습니다. 잠시 뒤 다시 열어 주세요.",
            en="Nothing has been prepared yet. Open it again in a moment.",
        )
    return latest


def paid_to(accounts: Sequence[UUID]) -> dict[UUID, date]:
    """Return the last day on which money went to each of some accounts; those never paid to are left out."""
    paid = Payment.objects.filter(paid_to__in=accounts, paid_on__isnull=False)
    return dict(paid.values_list("paid_to").annotate(last=Max("paid_on")).order_by())


def tell_programmes() -> None:
    """Have a programme's pages say that somebody has applied already, instead of offering it again."""
    programmes.declare_applications(_applied)


def _applied(person: UUID, programme: str, on: date) -> programmes.Applied | None:
    call = programmes.office(programme).call_on(on)
    case = open_case(person, programme, call.id if call else "")
    if case is None:
        return None
    if case.at is CaseState.DRAFT:
        return programmes.Applied(reverse("benefits:step", args=[case.key, case.step]), sent=False)
    return programmes.Applied(reverse("benefits:mine_case", args=[case.key]), sent=True)
