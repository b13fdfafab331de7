"""How the office tells of a deed: the public log, the citizen's inbox, other rooms."""

from __future__ import annotations

from datetime import date
from typing import Any

from jiphyeon.contexts.benefits.enums import VERDICT_WORDS
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.notices import api as notices
from jiphyeon.foundation.ledger.kinds import name_fact, name_kind
from jiphyeon.foundation.ledger.record import append
from jiphyeon.kernel import Words

# What each deed is called where anyone checks the public log.
_DEEDS = {
    "submitted": ("신청 접수", "Application received"),
    "withdrawn": ("신청 취하", "Application withdrawn"),
    "returned": ("신청 되돌림", "Application returned"),
    "ranked": ("순위 정함", "Applicants ranked"),
    "tie_decided": ("같은 순위 가림", "Tie decided"),
    "decided": ("지원 결정", "Decision"),
    "paid": ("지급", "Payment"),
    "held": ("지급 보류", "Payments held"),
    "stopped": ("지급 중지", "Payments stopped"),
    "recovered": ("돌려받음", "Money paid back"),
    "objected": ("이의신청 접수", "Objection received"),
    "objection_extended": ("이의신청 답변을 미룸", "Answer to an objection put off"),
    "objection_answered": ("이의신청 답변", "Objection answered"),
}
for _deed, (_ko, _en) in _DEEDS.items():
    name_kind(f"benefits.{_deed}", _ko, _en)

# What the facts are called on a receipt that somebody has checked.
name_fact("verdict", "결정", "Decision", values={v.value: words for v, words in VERDICT_WORDS.items()})
name_fact("accepted", "받아들임", "Accepted", values={True: Words("예", "yes"), False: Words("아니요", "no")})
name_fact("number", "회차", "Number")
name_fact("amount", "금액(원)", "Amount (won)")
name_fact("times", "횟수", "Times")
name_fact("programme", "지원", "Support")
name_fact("call", "모집", "Call")
name_fact("due_before", "처음 답할 날", "Answer was due")
name_fact("due", "새로 답할 날", "Answer is due")
name_fact("on", "날짜", "Day")
name_fact("version", "기준의 판", "Version of the rules")
name_fact("case", "신청", "Application")
name_fact("signed_by", "서명한 사람", "Signed by", values={"machine": Words("자동 결정", "the machine")})
name_fact("outcome", "계산 결과의 해시", "Hash of what was worked out")


def leaf(kind: str, case: Case, facts: dict[str, Any], *, on: date) -> str:
    """Put a deed into the public log and return its leaf's hash; the leaf itself is only a salted commitment."""
    receipt = append(
        kind=f"benefits.{kind}",
        subject=str(case.key),
        facts={"case": str(case.key), "programme": case.programme, "call": case.call, **facts},
        on=on,
    )
    return receipt.leaf_hash


def citizen(case: Case, template: str, *, dedupe: str, on: date, **values: str | int) -> None:
    """Send the applicant a notice about their case, once for each `dedupe`."""
    names = rulebook.programme(case.programme).names
    notices.send(
        to=case.person,
        template=template,
        values={
            "programme_ko": names.ko,
            "programme_en": names.en,
            "case": case.number or "",
            **values,
        },
        about=case.about,
        dedupe=f"benefits:{case.key}:{dedupe}",
        on=on,
        link=f"/benefits/mine/{case.key}/",
    )
