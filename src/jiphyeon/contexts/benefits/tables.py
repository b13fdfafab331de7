"""How lists look: the queue, payments, a preview before a signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.contexts.benefits.enums import (
    PAYMENT_WORDS,
    STATE_WORDS,
    VERDICT_WORDS,
    PaymentState,
    State,
    Verdict,
)
from jiphyeon.contexts.benefits.queries.reading import QueueRow
from jiphyeon.contexts.benefits.rules.deadlines import Urgency
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column, Table

_STATE_TONES: dict[State, Tone] = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.SUPPLEMENT: "warn",
    State.PREPARED: "info",
    State.PROPOSED: "info",
    State.APPROVED: "good",
    State.COMPLETED: "good",
    State.STOPPED: "bad",
    State.REFUSED: "bad",
    State.RETURNED: "off",
    State.WITHDRAWN: "off",
}
_VERDICT_TONES: dict[Verdict, Tone] = {Verdict.APPROVE: "good", Verdict.REFUSE: "bad", Verdict.CHECK: "warn"}
_URGENCY_TONES: dict[Urgency, Tone] = {
    Urgency.LATE: "bad",
    Urgency.TODAY: "warn",
    Urgency.SOON: "warn",
    Urgency.CALM: "neutral",
    Urgency.RESTING: "off",
}
_PAYMENT_TONES: dict[PaymentState, Tone] = {
    PaymentState.PLANNED: "neutral",
    PaymentState.PAID: "good",
    PaymentState.CANCELLED: "off",
    PaymentState.OVERPAID: "bad",
    PaymentState.RECOVERED: "info",
}
_AT_DESK = {State.SUBMITTED, State.SUPPLEMENT, State.PREPARED, State.PROPOSED}


def state_badge(state: State) -> Badge:
    """Return a case's state as a badge."""
    return Badge(STATE_WORDS[state], _STATE_TONES[state])


def verdict_badge(verdict: Verdict | None) -> Badge | None:
    """Return a proposal as a badge."""
    return Badge(VERDICT_WORDS[verdict], _VERDICT_TONES[verdict]) if verdict else None


def urgency_badge(row: QueueRow) -> Badge | None:
    """Return a deadline as a badge; a decided case has none."""
    return Badge(row.near.words, _URGENCY_TONES[row.near.urgency]) if row.state in _AT_DESK else None


def queue_table(rows: Sequence[QueueRow], *, sort: str, query: str, selectable: bool) -> Table:
    """Return the officer's queue."""
    columns = [
        *([Column("key", _("고르기"), "check")] if selectable else []),
        Column("number", _("번호"), sortable=True),
        Column("person", _("신청인")),
        Column("programme", _("지원"), hide_on_phone=True),
        Column("state", _("상태"), "badge"),
        Column("verdict", _("준비된 결과"), "badge"),
        Column("near", _("기한"), "badge"),
        Column("due_on", _("답할 날"), "date", sortable=True, hide_on_phone=True),
        Column("amount", _("지원액"), "won", sortable=True, hide_on_phone=True),
        Column("rank", _("순위"), "number", sortable=True, hide_on_phone=True),
        Column("officer", _("담당"), hide_on_phone=True),
    ]
    base, tail = reverse("benefits:desk"), f"?{query}" if query else ""
    return Table(
        columns=columns,
        rows=[_queue_line(row) for row in rows],
        caption=_("신청 목록"),
        empty=Empty(
            _("이 보기에는 기다리는 건이 없습니다."), _("다른 보기를 고르거나 거르기를 풀어 보세요.")
        ),
        sort=sort,
        row_url=lambda row: f"{base}{row['case']}/{tail}",
    )


def _queue_line(row: QueueRow) -> dict[str, Any]:
    return {
        "key": row.number,
        "case": str(row.key),
        "number": row.number,
        "person": row.person,
        "programme": row.programme,
        "state": state_badge(row.state),
        "verdict": verdict_badge(row.verdict),
        "near": urgency_badge(row),
        "due_on": row.due_on,
        "amount": row.amount or None,
        "rank": row.rank,
        "officer": row.officer,
    }


def payment_table(payments: Sequence[Any], *, with_name: bool = False) -> Table:
    """Return payments by their number."""
    columns = [
        Column("number", _("회차"), "number"),
        *([Column("name", _("지원"))] if with_name else []),
        Column("pays_on", _("지급일"), "date"),
        Column("amount", _("금액"), "won"),
        Column("state", _("상태"), "badge"),
    ]
    lines = [
        {
            "number": payment.number,
            "name": getattr(payment, "name", ""),
            "pays_on": payment.pays_on,
            "amount": payment.amount,
            "state": Badge(
                PAYMENT_WORDS[PaymentState(payment.state)], _PAYMENT_TONES[PaymentState(payment.state)]
            ),
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


def preview_table(lines: Sequence[dict[str, Any]]) -> Table:
    """Return what one signature would do."""
    return Table(
        columns=[
            Column("number", _("번호")),
            Column("person", _("신청인")),
            Column("programme", _("지원")),
            Column("verdict", _("서명하면"), "badge"),
            Column("amount", _("지원액"), "won"),
            Column("obstacle", _("서명할 수 없는 이유")),
        ],
        rows=lines,
        caption=_("서명 미리보기"),
        empty=Empty(_("고른 건이 없습니다."), _("목록에서 건을 고른 뒤 다시 눌러 주세요.")),
    )
