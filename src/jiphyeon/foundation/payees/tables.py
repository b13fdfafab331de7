"""How accounts are listed for whoever pays."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from jiphyeon.foundation.accounts.actors import holding
from jiphyeon.foundation.casework.lifecycle import OtherThan
from jiphyeon.foundation.casework.permissions import no_hand_in
from jiphyeon.foundation.casework.screens import staff_badge
from jiphyeon.foundation.payees import queries
from jiphyeon.foundation.payees.enums import AccountState
from jiphyeon.foundation.payees.lifecycle import ACCOUNT
from jiphyeon.foundation.payees.models import PayeeAccount
from jiphyeon.foundation.payees.queries import AccountRow
from jiphyeon.foundation.payees.roles import PAYER
from jiphyeon.foundation.queues.declaring import Column, Queue, View
from jiphyeon.foundation.rooms.roles import AUDITOR
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words

_pays = holding(PAYER)


ACCOUNTS: Queue[PayeeAccount, AccountRow] = Queue(
    name="payees.accounts",
    words=Words("받는 계좌 확인", "Accounts to pay to"),
    rows=lambda _actor: PayeeAccount.objects.all(),
    lines=lambda found, today: queries.rows(found, today, language()),
    key="number",
    views=(
        View(
            "decide",
            Words("예금주 확인 필요", "Holder to be looked at"),
            Q(state=AccountState.DIFFERS),
            work=_pays,
            of_anybody=True,
            able=lambda actor: no_hand_in(ACCOUNT, OtherThan.MATTER, actor.user) & ~Q(person=actor.user),
        ),
        View("checking", Words("은행 확인 중", "Being checked at the bank"), Q(state=AccountState.CHECKING)),
        View("not_found", Words("은행에 없는 계좌", "Unknown to the bank"), Q(state=AccountState.NOT_FOUND)),
        View("confirmed", Words("쓸 수 있는 계좌", "Can be paid to"), Q(state=AccountState.CONFIRMED)),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Column("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Column("owner", Words("누구의 계좌", "Whose"), lambda row: row.owner, personal=True),
        Column("account", Words("계좌", "Account"), lambda row: row.account, personal=True),
        Column("state", Words("상태", "State"), lambda row: staff_badge(ACCOUNT, row.state), "badge"),
        Column(
            "finding", Words("은행의 답", "What the bank said"), lambda row: row.finding, hide_on_phone=True
        ),
        Column("given_on", Words("알린 날", "Given on"), lambda row: row.given_on, "date", sort="opened_on"),
    ),
    page="payees:desk",
    item=lambda row: reverse("payees:desk_account", args=[row.key]),
    may=holding(PAYER, AUDITOR),
    sort="opened_on",
    person="person",
    officer="assigned_to",
    empty=Words("이 보기에는 계좌가 없습니다.", "No account stands in this view."),
    reason="지급",
)
