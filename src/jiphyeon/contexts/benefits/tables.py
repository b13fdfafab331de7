"""How lists look: the queue, payments, a preview before a signature."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import handling
from jiphyeon.contexts.benefits.enums import (
    AT_DESK,
    CaseState,
    PaymentState,
    Verdict,
)
from jiphyeon.contexts.benefits.models import Case, Decision, OfficerFact, Payment
from jiphyeon.contexts.benefits.queries import cases
from jiphyeon.contexts.benefits.queries.cases import CaseRow
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.actors import Actor, holding
from jiphyeon.foundation.casework.lifecycle import OtherThan
from jiphyeon.foundation.casework.models import Objection, ObjectionState, Remark
from jiphyeon.foundation.casework.permissions import no_hand_in
from jiphyeon.foundation.casework.screens import staff_badge
from jiphyeon.foundation.queues.declaring import (
    Bulk,
    Column,
    Filter,
    Measure,
    Queue,
    View,
    any_of,
    by_day,
    by_day_of,
    by_field,
)
from jiphyeon.foundation.queues.marks import due_badge
from jiphyeon.foundation.queues.standing_in import officers
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column as Drawn
from jiphyeon.foundation.ui.tables import Table
from jiphyeon.kernel import Words

_VERDICT_TONES: dict[Verdict, Tone] = {Verdict.APPROVE: "good", Verdict.REFUSE: "bad", Verdict.CHECK: "warn"}
_PAYMENT_TONES: dict[PaymentState, Tone] = {
    PaymentState.PLANNED: "neutral",
    PaymentState.PAID: "good",
    PaymentState.CANCELLED: "off",
    PaymentState.OVERPAID: "bad",
    PaymentState.RECOVERED: "info",
}


def verdict_badge(verdict: Verdict | None) -> Badge | None:
    """Return a proposal as a badge."""
    return Badge(verdict.words, _VERDICT_TONES[verdict]) if verdict else None


def urgency_badge(row: CaseRow) -> Badge | None:
    """Return a deadline as a badge; a decided case has none, unless its payments are held or somebody objected."""
    return due_badge(row.near) if row.state in AT_DESK or row.is_held or row.is_objected else None


def unread_badge(row: CaseRow) -> Badge | None:
    """Return how many lines of the applicant nobody has read."""
    return Badge(Words(f"새 글 {row.unread}건", f"{row.unread} new"), "warn") if row.unread else None


def _examiners(on: date) -> list[tuple[UUID, str]]:
    """Return the officers who prepare cases on a day."""
    return officers(on, language(), CASE_OFFICER)


def payment_table(payments: Sequence[Any], *, with_name: bool = False) -> Table:
    """Return payments by their number."""
    columns = [
        Drawn("number", _("회차"), "number"),
        *([Drawn("name", _("지원"))] if with_name else []),
        Drawn("pays_on", _("지급일"), "date"),
        Drawn("amount", _("금액"), "won"),
        Drawn("state", _("상태"), "badge"),
    ]
    lines = [
        {
            "number": payment.number,
            "name": getattr(payment, "name", ""),
            "pays_on": payment.pays_on,
            "amount": payment.amount,
            "state": Badge(payment.state.words, _PAYMENT_TONES[payment.state]),
        }
        for payment in payments
    ]
    return Table(
        columns=columns,
        rows=lines,
        caption=_("지급 계획"),
        empty=Empty(
            _("아직 지급 계획이 없습니다."), _("지원이 결정되면 달마다 받을 금액과 날짜가 여기에 나옵니다.")
        ),
    )


_examines, _signs = holding(CASE_OFFICER), holding(CASE_SIGNER)
_examines_or_signs = holding(CASE_OFFICER, CASE_SIGNER)
_OPEN_OBJECTION = Objection.objects.filter(
    lifecycle=CASE.name, case=OuterRef("key"), state=ObjectionState.OPEN
)
_UNREAD = Remark.objects.filter(
    lifecycle=CASE.name, case=OuterRef("key"), from_person=True, shared=True, read_at=None
)
_OVERPAID = Payment.objects.filter(case=OuterRef("pk"), state=PaymentState.OVERPAID)
_HELD = Q(state=CaseState.APPROVED, held_since__isnull=False)
_ANSWERED_IN_TIME = sorted(AT_DESK - {CaseState.SUPPLEMENT})


def _may_answer(actor: Actor) -> Q:
    """Return the condition that an officer had no hand in what was decided, and so may answer an objection to it."""
    if actor.user is None:
        return Q(pk__in=())
    facts = OfficerFact.objects.filter(case=OuterRef("pk"), by=actor.user)
    own = Q(person=actor.user) | Q(held_by=actor.user) | any_of(facts)
    return no_hand_in(CASE, OtherThan.OBJECTED, actor.user) & ~own


CASES: Queue[Case, CaseRow] = Queue(
    name="benefits.cases",
    words=Words("신청 심사", "Applications"),
    rows=lambda _actor: Case.objects.beyond_draft().only(*cases.SHOWN),
    lines=lambda found, today: cases.rows(found, today, language()),
    key="number",
    views=(
        View("todo", Words("할 일", "To do"), Q(state__in=[CaseState.SUBMITTED, CaseState.PREPARED]), work=_examines),
        View("check", Words("확인 필요", "Needs a check"), Q(state=CaseState.PREPARED, proposal=Verdict.CHECK), work=_examines),
        View("sign", Words("서명 기다림", "To sign"), Q(state=CaseState.PROPOSED), work=_signs, of_anybody=True),
        View("unread", Words("새 글", "New messages"), any_of(_UNREAD), work=_examines, only_counted=True),
        View("citizen", Words("신청인 기다림", "With the applicant"), Q(state=CaseState.SUPPLEMENT)),
        View("late", Words("기한 지남", "Late"), lambda today: Q(state__in=_ANSWERED_IN_TIME, due_on__lt=today) | _HELD & Q(opinion_until__lt=today), work=_examines_or_signs, only_counted=True),
        View("held", Words("지급 보류", "Payments held"), _HELD, work=_examines_or_signs, of_anybody=True, due="opinion_until"),
        View("objections", Words("이의신청", "Objections"), any_of(_OPEN_OBJECTION), work=_signs, of_anybody=True, due=Subquery(_OPEN_OBJECTION.values("due_on")[:1]), able=_may_answer),
        View("payback", Words("돌려받을 돈", "To be paid back"), any_of(_OVERPAID), work=_examines),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Column("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Column("person", Words("신청인", "Applicant"), lambda row: row.person, personal=True),
        Column("programme", Words("지원", "Programme"), lambda row: row.programme),
        Column("state", Words("상태", "State"), lambda row: staff_badge(CASE, row.state), "badge"),
        Column("verdict", Words("준비된 결과", "Prepared"), lambda row: verdict_badge(row.verdict), "badge"),
        Column("near", Words("기한", "Deadline"), urgency_badge, "badge", sort="due_on"),
        Column("unread", Words("새 글", "New"), unread_badge, "badge"),
        Column("channel", Words("접수 방법", "Received"), lambda row: row.channel, where="file"),
        Column("applied_on", Words("신청일", "Applied on"), lambda row: row.applied_on, "date", where="file"),
        Column("due_on", Words("답할 날", "Answer by"), lambda row: row.due_on, "date", where="file"),
        Column("amount", Words("지원액", "Amount"), lambda row: row.amount or None, "won", sort="amount", hide_on_phone=True),
        Column("rank", Words("순위", "Rank"), lambda row: row.rank, "number", sort="rank", where="file"),
        Column("officer", Words("담당", "Officer"), lambda row: row.officer, hide_on_phone=True),
    ),
    page="benefits:desk",
    item=lambda row: reverse("benefits:desk_case", args=[row.key]),
    may=holding(*permissions.READERS),
    sort="due_on",
    periods=(
        by_day("applied_on", Words("신청한 날", "Applied")),
        by_day_of("decided_on", Words("결정한 날", "Decided"), Decision.objects.filter(case=OuterRef("pk"))),
    ),
    board=(
        Measure("all", Words("들어온 신청", "Came in"), "applied_on"),
        Measure("all", Words("결정한 신청", "Decided"), "decided_on"),
        Measure("late", late=True),
        Measure("todo", waits_for=CASE_OFFICER.holder),
        Measure("sign", waits_for=CASE_SIGNER.holder),
        Measure("citizen", waits_for=Words("신청인", "the applicant")),
        Measure("held", waits_for=CASE_SIGNER.holder),
        Measure("objections", waits_for=Words("결정에 손대지 않은 결재 담당자", "a signer who had no hand in it")),
    ),
    filters=(
        by_field("programme", Words("지원", "Programme"), lambda: [(one, programmes.programme(one).names) for one in programmes.offered()], Words("모든 지원", "Everything on offer")),
        by_field("state", Words("상태", "State"), lambda: [(one.value, CASE.state(one).names.staff) for one in CaseState if one is not CaseState.DRAFT], Words("모든 상태", "All states")),
        Filter("verdict", Words("준비된 결과", "Prepared"), lambda: list(Verdict.words_by_code().items()), lambda value: Q(proposal=value), Words("모든 결과", "Every result")),
    ),
    person="person",
    officer="assigned_to",
    due="due_on",
    bulk=(
        Bulk("propose", Words("고른 것 올리기 미리보기", "Propose chosen: preview"), "benefits:office_together_propose", _examines),
        Bulk("take_back", Words("고른 것 거두기 미리보기", "Take chosen back: preview"), "benefits:office_together_take_back", _examines),
        Bulk("sign", Words("고른 것 서명 미리보기", "Sign chosen: preview"), "benefits:office_together_sign", _signs, primary=True),
    ),
    opens=_examines_or_signs,
    assign=handling.hand_over,
    may_assign=_examines,
    colleagues=_examiners,
)  # fmt: skip
