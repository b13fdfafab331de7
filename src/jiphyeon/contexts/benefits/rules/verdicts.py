"""From what the rules say to what is proposed, and who has to sign it.

행정기본법 20 lets a machine decide alone only where the law says so and nothing is left to judgement; a refusal is
always signed by a person here, whatever the law would allow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiphyeon.contexts.benefits.enums import Verdict
from jiphyeon.kernel import Citation, Refused, Words


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a decision: the clause (or the rule of the office) it rests on, in both languages."""

    clause: str
    words: Words
    citation: str
    verified: bool
    citation_en: str = ""  # where it is no article, which keeps its own language, but says who judged

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Reason:
        """Return a reason as it was stored."""
        words = Words(kept["ko"], kept["en"])
        return cls(kept["clause"], words, kept["citation"], kept["verified"], kept.get("citation_en", ""))

    def as_json(self) -> dict[str, Any]:
        """Return the reason as it is stored with a decision."""
        return {
            "clause": self.clause,
            "ko": self.words.ko,
            "en": self.words.en,
            "citation": self.citation,
            "citation_en": self.citation_en,
            "verified": self.verified,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine lays before the officer."""

    verdict: Verdict
    amount: int
    reasons: tuple[Reason, ...]
    waits_for_rank: bool
    needs_signature: bool


def _reason(clause: Any) -> Reason:
    is_judged = clause.kind == "discretion" and clause.result == "fail"
    return Reason(
        clause=clause.id,
        words=clause.as_judged() if is_judged else Words(clause.sentence("ko"), clause.sentence("en")),
        citation=str(clause.citation),
        verified=bool(clause.citation.verified),
    )


def duplicate(programme: str, why_not_both: Words, cite: Citation) -> Reason:
    """Return the reason of a duplicate receipt: another programme that the person receives now."""
    return Reason(f"conflict:{programme}", why_not_both, str(cite), cite.verified)


def same_home(claim: Any, number: str, *, has: bool) -> Reason:
    """Return the reason why what is due to a home once does not go to this application: another one has it or came first."""
    stands_ko, stands_en = (
        ("지원을 받고", "has it")
        if has
        else ("먼저 접수되어 심사를 받고", "came first and is being examined")
    )
    return Reason(
        clause=claim.id,
        words=Words(
            f"한 집에 한 번 지급하는 지원인데 같은 집의 다른 신청({number})이 {stands_ko} 있습니다.",
            f"It is due once to a home, and another application of the same home ({number}) {stands_en}.",
        ),
        citation=str(claim.citation),
        verified=claim.verified,
    )


def proposed(
    outcome: Any,
    *,
    machine_may_approve: bool,
    held: Sequence[Reason],
    ranked: bool,
    home: Reason | None = None,
    open_home: bool = False,
) -> Proposal:
    """Return what to propose for an outcome of the rules.

    `held`: why not both, for each conflicting programme the person receives now. `ranked`: places are limited, so a yes waits for the order.
    `home`: why another application of the same home comes first; with `open_home` that one is still being examined.
    An outcome left open by anything becomes a check, never a refusal.
    """
    failed = [clause for clause in outcome.clauses if clause.result == "fail" and clause.kind != "amount"]
    unknown = [clause for clause in outcome.clauses if clause.result == "unknown"]
    judged = any(str(clause.kind) == "discretion" for clause in outcome.clauses)
    if held:
        verdict, reasons = Verdict.REFUSE, tuple(held)
    elif outcome.result == "fail":
        verdict = Verdict.REFUSE
        reasons = tuple(home if home and clause.id == home.clause else _reason(clause) for clause in failed)
    elif outcome.result == "pass" and home is not None and open_home:
        verdict, reasons = Verdict.CHECK, (home,)
    elif outcome.result == "pass":
        verdict, reasons = Verdict.APPROVE, ()
    else:
        verdict, reasons = Verdict.CHECK, tuple(map(_reason, unknown))
    amount = int(outcome.amount or 0) if verdict is Verdict.APPROVE else 0
    return Proposal(
        verdict=verdict,
        amount=amount,
        reasons=reasons,
        waits_for_rank=ranked and verdict is Verdict.APPROVE,
        needs_signature=needs_signature(
            verdict, machine_may_approve=machine_may_approve, judged=judged, ranked=ranked
        ),
    )


def needs_signature(verdict: Verdict, *, machine_may_approve: bool, judged: bool, ranked: bool) -> bool:
    """Return whether a person must sign: always, unless it is a plain yes that the terms leave to the machine."""
    return not (verdict is Verdict.APPROVE and machine_may_approve and not judged and not ranked)


def may_propose(
    verdict: Verdict,
    *,
    prepared: Verdict,
    open_kinds: frozenset[str],
    reason: str,
    within_places: bool | None,
    ranked: bool,
) -> None:
    """Refuse a verdict that an officer may not lay before the signer.

    `open_kinds`: the kinds of the clauses still unknown. A condition not met is no matter of judgement: the fact is
    put right, or the answer stays no. What is merely unknown is asked for; it is no ground for a refusal.
    """
    only_judgement = open_kinds <= {"discretion"}
    if verdict is Verdict.CHECK:
        raise Refused(
            "not_a_verdict",
            ko="지원 또는 지원하지 않음을 골라 주세요.",
            en="Choose to grant or not to grant.",
        )
    if verdict is Verdict.APPROVE and prepared is Verdict.REFUSE:
        raise Refused(
            "condition_not_met",
            ko="맞지 않는 조건이 있어 지원으로 올릴 수 없습니다. 사실이 잘못되었다면 ‘사실 확인’에서 바로잡아 주세요.",
            en="A condition is not met, so it cannot be granted. If a fact is wrong, put it right under “Establish a fact”.",
        )
    if prepared is Verdict.CHECK and not only_judgement:
        raise Refused(
            "fact_missing",
            ko="아직 모르는 사실이 있습니다. 확인하거나 보완을 요청해 주세요. 모른다는 이유로 거절할 수는 없습니다.",
            en="A fact is still missing. Establish it or ask for it; not knowing is no ground for a refusal.",
        )
    if verdict is Verdict.APPROVE:
        _require_place(within_places=within_places, ranked=ranked)
    if verdict is not prepared and not reason.strip() and within_places is not False:
        raise Refused(
            "reason_needed",
            ko="판단한 이유를 적어 주세요. 신청인에게 그대로 전해집니다.",
            en="Please give the reason; the applicant will read it as written.",
        )


def _require_place(*, within_places: bool | None, ranked: bool) -> None:
    if ranked and within_places is None:
        raise Refused(
            "not_ranked_yet",
            ko="모집 인원이 정해진 지원입니다. 접수가 끝난 뒤 ‘순위’에서 순서를 정한 다음 올려 주세요.",
            en="Places are limited. Once the call has closed, fix its order under “Ranking”, then propose.",
        )
    if within_places is False:
        raise Refused(
            "outside_places",
            ko="모집 인원 밖의 순위입니다.",
            en="This case ranks outside the places of the call.",
        )


def outside(rank: int, places: int) -> Reason:
    """Return the reason of a refusal for want of places."""
    return Reason(
        clause="places",
        words=Words(
            f"조건은 모두 맞지만, 모집 인원 {places:,}명 가운데 {rank:,}번째여서 이번에는 지원하지 못합니다.",
            f"Every condition is met, but this application ranks {rank:,} for {places:,} places.",
        ),
        citation="모집 공고의 선정 순위",
        verified=False,
    )


def officer_reason(reason: str, role: Words) -> Reason:
    """Return the reason an officer gave in their own words."""
    return Reason(
        clause="judgement", words=Words(reason, reason), citation=role.ko, citation_en=role.en, verified=True
    )


def still_due(outcome: Any) -> tuple[bool | None, tuple[Reason, ...]]:
    """Return whether a running benefit is still due by the clauses that are judged at a payment, and what fails.

    None: a fact could not be had; payment goes on and an officer looks, for unknown is not no.
    """
    held = [c for c in outcome.clauses if c.judged and str(c.kind) in {"gate", "exclusion"}]
    failed = tuple(_reason(clause) for clause in held if clause.result == "fail")
    if failed:
        return False, failed
    return (None if any(clause.result == "unknown" for clause in held) else True), ()
