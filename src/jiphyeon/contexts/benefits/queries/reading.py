"""What pages and other rooms read of cases: frozen rows, made in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from jiphyeon.contexts.benefits.enums import (
    AT_DESK,
    CHANNEL_WORDS,
    STATE_WORDS,
    Channel,
    PaymentState,
    State,
    Verdict,
)
from jiphyeon.contexts.benefits.models import Case, Payment, SavedView
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.rules.deadlines import Nearness, nearness
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case as its owner and other rooms see it. `waits_for` says for whom and until when."""

    key: UUID
    number: str
    programme: str
    name: Words
    state: str
    state_words: Words
    applied_on: date | None
    due_on: date | None
    amount: int
    per: str
    waits_for: Words
    url: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of the officer's queue."""

    key: UUID
    number: str
    person: str
    programme: Words
    state: State
    verdict: Verdict | None
    applied_on: date | None
    due_on: date | None
    near: Nearness
    amount: int
    channel: Words
    officer: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Filters:
    """How the queue is narrowed."""

    view: str = "todo"
    programme: str = ""
    state: str = ""
    verdict: str = ""
    mine: bool = False
    number: str = ""
    sort: str = "due_on"


VIEWS: dict[str, Words] = {
    "todo": Words("할 일", "To do"),
    "check": Words("확인 필요", "Needs a check"),
    "sign": Words("서명 기다림", "To sign"),
    "citizen": Words("신청인 기다림", "With the applicant"),
    "late": Words("기한 지남", "Late"),
    "held": Words("지급 보류", "Payments held"),
    "objections": Words("이의신청", "Objections"),
    "payback": Words("돌려받을 돈", "To be paid back"),
    "all": Words("모두", "All"),
}
# What a line of the queue shows; a case carries far more, some of it sealed.
SHOWN = (
    "key", "number", "person", "programme", "state", "proposal", "applied_on", "due_on", "amount", "channel",
    "officer", "rank",
)  # fmt: skip
SORTS = {
    "due_on",
    "-due_on",
    "applied_on",
    "-applied_on",
    "number",
    "-number",
    "amount",
    "-amount",
    "rank",
    "-rank",
}


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """Return people's names by key, in one query."""
    users = User.objects.filter(key__in=set(people)).values_list(
        "key", "citizen__legal_name", "display_name", "latin_name", "username"
    )
    in_english = (
        language() == "en"
    )  # an applicant's name is the one in the register, whatever the page's language
    return {
        key: legal or (latin if in_english else "") or shown or username
        for key, legal, shown, latin, username in users
    }


def waiting(case: Case) -> Words:
    """Return for whom a case waits and until when."""
    due = case.due_on
    if case.state == State.DRAFT:
        return Words("보내기 전입니다. 이어서 쓰실 수 있습니다.", "Not sent yet. You can go on writing.")
    if case.state == State.SUPPLEMENT:
        return Words(
            "보완해 주시기를 기다립니다. 그동안 시계는 멈춥니다.",
            "Waiting for what we asked you for; the clock stands still.",
        )
    if case.at in AT_DESK:
        return Words(f"담당자가 {due}까지 답해 드립니다.", f"The officer answers by {due}.")
    if case.state == State.APPROVED and case.held_since:
        return Words(
            f"지급을 보류했습니다. {case.opinion_until}까지 의견을 내실 수 있습니다.",
            f"Payments are held. You can be heard until {case.opinion_until}.",
        )
    return Words("", "")


def per_of(case: Case) -> str:
    """Return how often a case's amount is due."""
    version = rulebook.version_on(case.programme, case.applied_on or case.started_on)
    return rulebook.per_on(version) if version is not None else ""


def card(case: Case) -> CaseCard:
    """Return a case as its owner sees it."""
    return CaseCard(
        key=case.key,
        number=case.number or "",
        programme=case.programme,
        name=rulebook.programme(case.programme).names,
        state=case.state,
        state_words=STATE_WORDS[case.at],
        applied_on=case.applied_on,
        due_on=case.due_on,
        amount=case.amount if case.at in {State.APPROVED, State.COMPLETED, State.STOPPED} else 0,
        per=per_of(case),
        waits_for=waiting(case),
        url=f"/benefits/mine/{case.key}/",
    )


def cards_of(person: UUID) -> list[CaseCard]:
    """Return a person's own cases, newest first."""
    return [
        card(case)
        for case in Case.objects.of(person).exclude(state=State.WITHDRAWN, number=None).order_by("-id")
    ]


def _narrowed(base: QuerySet[Case], view: str, today: date) -> QuerySet[Case]:
    cases = Case.objects.beyond_draft() if base is None else base
    return {
        "todo": lambda: cases.filter(state__in=[State.SUBMITTED, State.PREPARED]),
        "check": lambda: cases.filter(state=State.PREPARED, proposal=Verdict.CHECK),
        "sign": lambda: cases.filter(state=State.PROPOSED),
        "citizen": lambda: cases.filter(state=State.SUPPLEMENT),
        "late": lambda: cases.filter(state__in=AT_DESK - {State.SUPPLEMENT}, due_on__lt=today),
        "held": lambda: cases.filter(state=State.APPROVED, held_since__isnull=False),
        "objections": lambda: cases.filter(objections__state="open"),
        "payback": lambda: cases.filter(payments__state=PaymentState.OVERPAID).distinct(),
        "all": lambda: cases,
    }.get(view, lambda: cases)()


def queue(filters: Filters, *, officer: UUID | None, today: date) -> QuerySet[Case]:
    """Return the cases of a queue, ordered; a case whose day comes first stands first."""
    cases = _narrowed(Case.objects.beyond_draft(), filters.view, today)
    if filters.programme:
        cases = cases.filter(programme=filters.programme)
    if filters.state in set(State):
        cases = cases.filter(state=filters.state)
    if filters.verdict in set(Verdict):
        cases = cases.filter(proposal=filters.verdict)
    if filters.mine and officer is not None:
        cases = cases.filter(officer=officer)
    if filters.number:
        cases = cases.filter(number__icontains=filters.number.strip())
    sort = filters.sort if filters.sort in SORTS else "due_on"
    return cases.only(*SHOWN).order_by(sort, "id")


def counts(today: date) -> dict[str, int]:
    """Return how many cases each view holds, in two queries."""
    cases = Case.objects.beyond_draft()
    late = Q(state__in=AT_DESK - {State.SUPPLEMENT}, due_on__lt=today)
    found = cases.aggregate(
        todo=Count("id", filter=Q(state__in=[State.SUBMITTED, State.PREPARED])),
        check=Count("id", filter=Q(state=State.PREPARED, proposal=Verdict.CHECK)),
        sign=Count("id", filter=Q(state=State.PROPOSED)),
        citizen=Count("id", filter=Q(state=State.SUPPLEMENT)),
        late=Count("id", filter=late),
        held=Count("id", filter=Q(state=State.APPROVED, held_since__isnull=False)),
        all=Count("id"),
    )
    more = cases.aggregate(
        objections=Count("id", filter=Q(objections__state="open"), distinct=True),
        payback=Count("id", filter=Q(payments__state=PaymentState.OVERPAID), distinct=True),
    )
    return {**found, **more}


def rows(cases: Sequence[Case], *, today: date) -> list[QueueRow]:
    """Return lines of the queue with the names of applicants and officers, in one more query."""
    names = names_of([*(case.person for case in cases), *(case.officer for case in cases if case.officer)])
    programmes = {name: rulebook.programme(name).names for name in {case.programme for case in cases}}
    return [
        QueueRow(
            key=case.key,
            number=case.number or "",
            person=names.get(case.person, ""),
            programme=programmes[case.programme],
            state=case.at,
            verdict=Verdict(case.proposal) if case.proposal else None,
            applied_on=case.applied_on,
            due_on=case.due_on,
            near=nearness(case.due_on or today, today, resting=case.at is State.SUPPLEMENT),
            amount=case.amount,
            channel=CHANNEL_WORDS[Channel(case.channel)],
            officer=names.get(case.officer, "") if case.officer else "",
            rank=case.rank,
        )
        for case in cases
    ]


def saved_views(officer: UUID) -> list[SavedView]:
    """Return an officer's own views."""
    return list(SavedView.objects.filter(officer=officer))


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
            name=rulebook.programme(payment.case.programme).names,
            number=payment.number,
            pays_on=payment.pays_on,
            amount=payment.amount,
            state=PaymentState(payment.state),
            paid_on=payment.paid_on,
        )
        for payment in found
    ]


def paid_so_far(person: UUID) -> int:
    """Return what a person has been paid and keeps, in whole won."""
    total = Payment.objects.filter(case__person=person, state=PaymentState.PAID).aggregate(won=Sum("amount"))
    return total["won"] or 0
