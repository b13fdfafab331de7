"""The life of an account as one table: who may do what to it, what is told and recorded."""

from __future__ import annotations

from jiphyeon.foundation.casework import deeds
from jiphyeon.foundation.casework.lifecycle import (
    MACHINE_ALONE,
    NEW,
    PERSON,
    Deed,
    Lifecycle,
    Names,
    OtherThan,
    Records,
    Says,
    State,
    TellsNobody,
    Waits,
    named,
    officers,
    tells,
)
from jiphyeon.foundation.payees.enums import CURRENT, AccountState
from jiphyeon.foundation.payees.enums import Deed as Step
from jiphyeon.foundation.payees.roles import PAYER
from jiphyeon.kernel import Citation, Words

_PAYER = officers(PAYER)
_ACCOUNTING = "지방회계법 시행령"


STATES = (
    State(
        code=AccountState.CHECKING,
        names=named("은행 확인 중", "Being checked at the bank"),
        waits=Waits.MACHINE,
    ),
    State(
        code=AccountState.DIFFERS,
        names=Names(
            Words("예금주 확인 필요", "Holder to be looked at"),
            Words("담당자가 예금주 확인 중", "An officer looks at the holder"),
        ),
        waits=Waits.OFFICE,
    ),
    State(
        code=AccountState.NOT_FOUND,
        names=named("은행에 없는 계좌", "Unknown to the bank"),
        waits=Waits.PERSON,
    ),
    State.ended(AccountState.CONFIRMED, "쓸 수 있는 계좌", "Can be paid to", "good"),
    State.ended(AccountState.REFUSED, "쓰지 않기로 한 계좌", "Not accepted", "bad"),
    State.ended(AccountState.ENDED, "더 쓰지 않는 계좌", "No longer used", "off"),
    State.ended(AccountState.PURGED, "번호 파기함", "Number destroyed", "off", final=True),
)

_CHECKING = (
    Deed(
        code=Step.GIVE,
        did=named("계좌를 알렸습니다", "Account given"),
        source=(NEW,),
        target=AccountState.CHECKING,
        may=PERSON,
        numbers=True,
        law=Citation(_ACCOUNTING, "37", "1", verified=True),
        records=Records("given", Words("계좌 알림", "Account given"), facts=("before",)),
        tells=TellsNobody(Words("은행에 확인한 뒤 알립니다.", "Told once the bank was asked.")),
    ),
    Deed(
        code=Step.CONFIRM,
        did=named("예금주가 본인임을 확인했습니다", "Holder found to be the owner"),
        source=(AccountState.CHECKING,),
        target=AccountState.CONFIRMED,
        may=MACHINE_ALONE,
        closes_matter=True,
        records=Records("confirmed", Words("계좌 확인", "Account checked")),
        tells=tells("payee-confirmed"),
    ),
    Deed(
        code=Step.DOUBT,
        did=named("예금주를 담당자가 확인하기로 했습니다", "An officer is to look at the holder"),
        source=(AccountState.CHECKING,),
        target=AccountState.DIFFERS,
        may=MACHINE_ALONE,
        records=Records("doubted", Words("예금주 다름", "Holder differs"), facts=("finding",)),
        tells=tells("payee-doubted"),
    ),
    Deed(
        code=Step.MISS,
        did=named("은행에서 계좌를 찾지 못했습니다", "The bank knows no such account"),
        source=(AccountState.CHECKING,),
        target=AccountState.NOT_FOUND,
        may=MACHINE_ALONE,
        records=Records("not_found", Words("없는 계좌", "No such account")),
        tells=tells("payee-not-found"),
    ),
    Deed(
        code=Step.ASK_AGAIN,
        did=named("은행에 다시 묻기로 했습니다", "To be asked at the bank again"),
        press=Words("은행에 다시 확인하기", "Ask the bank again"),
        source=(AccountState.DIFFERS, AccountState.NOT_FOUND),
        target=AccountState.CHECKING,
        may=PERSON | _PAYER,
        only_judges=True,
        records=Records("asked_again", Words("계좌 다시 확인", "Account checked again")),
        tells=TellsNobody(Words("은행에 확인한 뒤 알립니다.", "Told once the bank was asked.")),
    ),
)

_DECIDING = (
    Deed(
        code=Step.ACCEPT,
        did=named("이 계좌로 지급해도 된다고 정했습니다", "Decided that it can be paid to"),
        press=Words("이 계좌를 쓰기", "Accept the account"),
        source=(AccountState.DIFFERS,),
        target=AccountState.CONFIRMED,
        may=_PAYER,
        other_than=OtherThan.MATTER,
        law=Citation("지방회계법", "33", verified=True),
        says=Says(
            Words("왜 본인의 계좌로 보나요?", "Why is it the owner's account?"),
            Words(
                "무엇을 보고 확인했는지 적어 주세요. 예: 통장 사본과 외국인등록증의 이름",
                "Say what you looked at: a copy of the passbook and the residence card, say.",
            ),
        ),
        asks_first=Words(
            "누르면 다음 지급부터 이 계좌로 돈이 나갑니다.", "The next payment goes to this account."
        ),
        closes_matter=True,
        records=Records("accepted", Words("계좌 쓰기로 함", "Account accepted")),
        tells=tells("payee-confirmed"),
    ),
    Deed(
        code=Step.REFUSE,
        did=named("이 계좌로 지급하지 않기로 했습니다", "Decided that it cannot be paid to"),
        press=Words("이 계좌를 쓰지 않기", "Do not accept it"),
        source=(AccountState.DIFFERS,),
        target=AccountState.REFUSED,
        may=_PAYER,
        other_than=OtherThan.MATTER,
        law=Citation("지방회계법", "33", verified=True),
        says=Says(
            Words("이유", "Reason"), Words("본인이 그대로 읽습니다.", "The owner reads it as written.")
        ),
        asks_first=Words(
            "누르면 다른 계좌를 알려 달라고 바로 알립니다.", "The owner is asked for another account at once."
        ),
        closes_matter=True,
        records=Records("refused", Words("계좌 쓰지 않기로 함", "Account not accepted")),
        tells=tells("payee-refused"),
    ),
)

_ENDING = (
    Deed(
        code=Step.REPLACE,
        did=named("다른 계좌로 바꾸었습니다", "Replaced by another account"),
        source=CURRENT,
        target=AccountState.ENDED,
        may=PERSON,
        records=Records("replaced", Words("계좌 바꿈", "Account replaced")),
        tells=TellsNobody(
            Words("새 계좌를 은행에 확인한 뒤 알립니다.", "Told once the bank was asked about the new one.")
        ),
    ),
    Deed(
        code=Step.REMOVE,
        did=named("계좌를 지웠습니다", "Account taken away"),
        press=Words("이 계좌 지우기", "Take this account away"),
        source=CURRENT,
        target=AccountState.ENDED,
        may=PERSON,
        asks_first=Words(
            "지우면 다른 계좌를 알려 주실 때까지 받으실 돈을 드리지 못합니다.",
            "Nothing can be paid until you give another account.",
        ),
        records=Records("removed", Words("계좌 지움", "Account taken away")),
        tells=tells("payee-removed"),
    ),
    deeds.purge(
        Step.PURGE,
        (*CURRENT, AccountState.REFUSED, AccountState.ENDED),
        named("보관 기간이 지나 계좌번호를 파기했습니다", "Number destroyed, its time to be kept is over"),
        Records("purged", Words("계좌번호 파기", "Account number destroyed")),
        Words("보관 기간은 알려 주실 때 알렸습니다.", "How long it is kept was said when it was given."),
        target=AccountState.PURGED,
    ),
)

ACCOUNT = Lifecycle(
    name="payees",
    names=Words("받는 계좌", "account"),
    begins=AccountState.CHECKING,
    states=STATES,
    deeds=(*_CHECKING, *_DECIDING, *_ENDING),
)
