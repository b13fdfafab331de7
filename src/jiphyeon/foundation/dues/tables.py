"""How dues and a day's settlement are listed for whoever sees money paid in."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.accounts.actors import holding
from jiphyeon.foundation.dues import queries
from jiphyeon.foundation.dues.enums import DueState, Kind, Match, Outcome
from jiphyeon.foundation.dues.models import Receivable
from jiphyeon.foundation.dues.queries import DueLine, MovementLine, SettlementLine
from jiphyeon.foundation.dues.roles import COLLECTOR
from jiphyeon.foundation.queues.declaring import Column, Queue, View
from jiphyeon.foundation.rooms.roles import AUDITOR
from jiphyeon.foundation.ui import tables as ui
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import language, moment
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.kernel import Words

_STATES: dict[DueState, tuple[Words, Tone]] = {
    DueState.OPEN: (Words("아직 내지 않음", "Not paid"), "info"),
    DueState.PAID: (Words("냄", "Paid"), "good"),
    DueState.REFUNDING: (Words("돌려주는 중", "Being refunded"), "warn"),
    DueState.REFUNDED: (Words("돌려줌", "Refunded"), "off"),
    DueState.CANCELLED: (Words("받지 않기로 함", "Called off"), "off"),
}
_LATE = Words("기한이 지남", "Overdue")
_PAID_LATE = Words("늦게 냄", "Paid late")
_KINDS: dict[Kind, Promise] = {Kind.PAID: gettext_lazy("낸 돈"), Kind.REFUNDED: gettext_lazy("돌려준 돈")}
_OUTCOMES: dict[Outcome, tuple[Promise, Tone]] = {
    Outcome.TAKEN: (gettext_lazy("모두 냄"), "good"),
    Outcome.WRONG_AMOUNT: (gettext_lazy("금액이 달라 돌려보냄"), "bad"),
    Outcome.PAID_ALREADY: (gettext_lazy("두 번 내어 돌려보냄"), "warn"),
    Outcome.NOT_OWED: (gettext_lazy("받지 않을 돈이라 돌려보냄"), "warn"),
    Outcome.UNKNOWN: (gettext_lazy("우리 주문이 아님"), "bad"),
}
_MATCHES: dict[Match, tuple[Promise, Tone]] = {
    Match.SAME: (gettext_lazy("서로 같음"), "good"),
    Match.ONLY_HOUSE: (gettext_lazy("결제소에만 있음"), "bad"),
    Match.ONLY_OURS: (gettext_lazy("우리에게만 있음"), "bad"),
    Match.DIFFERS: (gettext_lazy("금액이 다름"), "bad"),
}


def state_badge(line: DueLine) -> Badge:
    """Return where a due stands, as a badge."""
    if line.is_late and line.state is DueState.OPEN:
        return Badge(_LATE, "bad")
    if line.is_late and line.state is DueState.PAID:
        return Badge(_PAID_LATE, "good")
    return Badge(*_STATES[line.state])


DUES: Queue[Receivable, DueLine] = Queue(
    name="dues.all",
    words=Words("받을 돈", "Dues"),
    rows=lambda _actor: Receivable.objects.all(),
    lines=lambda found, today: queries.lines(found, today, language()),
    key="key",
    views=(
        View("open", Words("아직 내지 않음", "Not paid"), Q(state=DueState.OPEN)),
        View("late", _LATE, lambda today: Q(state=DueState.OPEN, until__lt=today)),
        View("paid", Words("낸 것", "Paid ones"), Q(state=DueState.PAID)),
        View("back", Words("돌려준 것", "Refunds"), Q(state__in=[DueState.REFUNDING, DueState.REFUNDED])),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Column("title", Words("무엇", "What for"), lambda row: row.title),
        Column("payer", Words("낼 사람", "Who pays"), lambda row: row.payer, personal=True),
        Column("amount", Words("금액", "Amount"), lambda row: row.amount, "won"),
        Column("until", Words("낼 날", "Pay by"), lambda row: row.until, "date", sort="until"),
        Column("state", Words("상태", "State"), state_badge, "badge"),
        Column("paid_on", Words("낸 날", "Paid on"), lambda row: row.paid_on, "date"),
    ),
    page="dues:desk",
    item=lambda row: reverse("dues:desk_due", args=[row.key]),
    may=holding(COLLECTOR, AUDITOR),
    sort="until",
    empty=Words("이 보기에는 받을 돈이 없습니다.", "No due stands in this view."),
    reason="수납",
)


def movement_table(lines: Sequence[MovementLine]) -> ui.Table:
    """Return what the payment house told of a due."""
    return ui.Table(
        columns=[
            ui.Column("at", _("결제소의 시각")),
            ui.Column("kind", _("낸 돈·돌려준 돈")),
            ui.Column("amount", _("금액"), kind="won"),
            ui.Column("outcome", _("어떻게 됨"), kind="badge"),
            ui.Column("refunded_at", _("돌려준 때")),
        ],
        rows=[
            {
                "at": moment(line.at),
                "kind": _KINDS[line.kind],
                "amount": line.amount,
                "outcome": Badge(*_OUTCOMES[line.outcome]),
                "refunded_at": moment(line.refunded_at) if line.refunded_at else "",
            }
            for line in lines
        ],
        caption=_("결제소가 알린 것"),
        empty=Empty(_("결제소가 알린 것이 없습니다."), _("내거나 돌려주면 여기에 보입니다.")),
    )


def settlement_table(lines: Sequence[SettlementLine]) -> ui.Table:
    """Return the house's list of a day beside ours."""
    return ui.Table(
        columns=[
            ui.Column("at", _("결제소의 시각")),
            ui.Column("kind", _("낸 돈·돌려준 돈")),
            ui.Column("theirs", _("결제소의 금액"), kind="won"),
            ui.Column("ours", _("우리 금액"), kind="won"),
            ui.Column("match", _("견줌"), kind="badge"),
            ui.Column("outcome", _("어떻게 됨"), kind="badge"),
        ],
        rows=[
            {
                "at": moment(line.at),
                "kind": _KINDS[line.kind],
                "theirs": line.theirs,
                "ours": line.ours,
                "match": Badge(*_MATCHES[line.match]),
                "outcome": Badge(*_OUTCOMES[line.outcome]) if line.outcome else None,
            }
            for line in lines
        ],
        caption=_("결제소와 우리 장부"),
        empty=Empty(_("이날은 오간 돈이 없습니다."), _("결제소가 받거나 돌려준 것이 여기에 보입니다.")),
    )


def settlement_cells(lines: Sequence[SettlementLine]) -> tuple[list[str], list[list[str | int | None]]]:
    """Return the same as a file's heads and rows."""
    table = settlement_table(lines)
    heads = [str(column.label) for column in table.columns]
    rows = [
        [
            moment(line.at),
            str(_KINDS[line.kind]),
            line.theirs,
            line.ours,
            str(_MATCHES[line.match][0]),
            str(_OUTCOMES[line.outcome][0]) if line.outcome else "",
        ]
        for line in lines
    ]
    return heads, rows
