"""What this room keeps on the public log: the facts a deed's leaf commits to, and the rows held against them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count

from jiphyeon.contexts.benefits.enums import Channel, PaymentState, Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case, Decision, OfficerFact, Payment
from jiphyeon.contexts.benefits.models.case import assessment_hash
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.benefits.rules.money import Instalment
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.casework import recording
from jiphyeon.foundation.casework.lifecycle import Records
from jiphyeon.foundation.casework.rows import is_new, named
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.kinds import YES_NO, name_fact
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row, declare, unheld
from jiphyeon.kernel import Won, Words, day_words


def officer_fact_facts(known: OfficerFact) -> dict[str, Any]:
    """Return what the leaf of a fact that an officer established commits to, beside the case."""
    return {
        "fact": known.fact,
        "value": digest_of({"value": known.value}),
        "basis": digest_of({"basis": known.basis}),
        "by": str(known.by),
        "by_name": known.by_name,
        "on": known.on.isoformat(),
    }


def promised(decision: Decision, payments: Iterable[Payment]) -> list[Instalment]:
    """Return what a decision promised, of all payments of a case that was decided again after an objection.

    Every instalment has the decision's amount, whichever it is paid by; arrears have their own.
    """
    return [
        Instalment(
            one.number,
            one.month,
            one.pays_on,
            Won(one.amount if one.number > decision.times else decision.amount),
        )
        for one in payments
        if one.number <= decision.times or one.decision_id in {None, decision.pk}
    ]


def decision_facts(decision: Decision, payments: Iterable[Payment | Instalment]) -> dict[str, Any]:
    """Return what the leaf of a decision commits to, beside the case; `payments` are those it promises."""
    plan = [[part.number, part.month.isoformat(), part.pays_on.isoformat(), part.amount] for part in payments]
    return {
        "verdict": decision.verdict,
        "amount": decision.amount,
        "times": decision.times,
        "per": decision.per,
        "outcome": decision.assessment.outcome_hash,
        "judged": assessment_hash(decision.assessment),
        "version": decision.assessment.version_name,
        "reasons": digest_of({"reasons": decision.reason}),
        "signed_by": str(decision.signed_by or "machine"),
        "signed_name": decision.signed_name,
        "signed_post": decision.signed_post,
        "plan": digest_of({"payments": plan}),
        "object_until": decision.object_until.isoformat(),
        "appeal_until": decision.appeal_until.isoformat(),
        "on": decision.decided_on.isoformat(),
    }


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`; casework holds all that every matter has."""
    _name_facts()
    declare(
        Words("결정", "decisions"), kinds=["benefits.decided"], rows=_decisions, holds=["benefits.Decision"]
    )
    declare(
        Words("지급", "payments"),
        kinds=["benefits.paid", "benefits.recovered"],
        beside=["benefits.decided"],
        rows=_payments,
        holds=["benefits.Payment"],
        apart={
            Words("지급한 날을 견줍니다", "the day it was paid on is compared"): [
                "benefits.Payment.checked_on"
            ],
        },
    )
    declare(
        Words("판단", "assessments"),
        beside=sorted(
            {f"benefits.{deed.records.kind}" for deed in CASE.deeds if isinstance(deed.records, Records)}
            | {"benefits.paper_brought", "benefits.paper_judged"}
        ),
        rows=_assessments,
        holds=["benefits.Assessment"],
        apart={
            Words("신청서를 쓰는 동안만 쓰입니다", "used only while the form is written"): [
                "benefits.Case.step",
                "benefits.Case.token",
                "benefits.Case.token_holds",
            ],
        },
    )
    declare(
        Words("담당자가 확인한 사실", "facts established by officers"),
        beside=["benefits.established", "benefits.submitted"],
        rows=_established,
        holds=["benefits.OfficerFact"],
    )
    unheld(
        Words("단계마다의 결과는 기록부에 적지 않습니다", "what came of each stage is not put on the log"),
        ["benefits.StageOutcome"],
    )


def _decisions(_leaves: Leaves) -> Iterator[Row | Words]:
    decisions = Decision.objects.select_related("case", "assessment").prefetch_related("payments")
    paying = (
        Decision.objects.filter(verdict=Verdict.APPROVE, times__gt=0).values("case").annotate(n=Count("pk"))
    )
    again = set(paying.filter(n__gt=1).values_list("case", flat=True))
    for decision in decisions.order_by("pk").iterator(500):
        plan: Iterable[Payment | Instalment] = decision.payments.all()
        if decision.case_id in again:
            plan = promised(decision, decision.case.payments.all())
        name = named(decision.case, "결정", "the decision")
        assessment = decision.assessment
        worked = digest_of(assessment.outcome)
        outcome = (assessment.outcome.get("result"), assessment.outcome.get("amount"))
        if worked != assessment.outcome_hash or outcome != (assessment.result, assessment.amount):
            yield _not_worked_out(name)
        yield Row(
            name,
            "benefits.decided",
            str(decision.case.key),
            {
                **recording.case_facts(decision.case),
                **decision_facts(decision, plan),
                "outcome": worked,
            },
            decision.decided_on,
            leaf=decision.leaf or NO_HASH,
        )


def _payments(leaves: Leaves) -> Iterator[Row | Words]:
    paying: dict[int, Decision] = {}
    granted: dict[int, int] = {}  # the first decision promises no arrears
    for decision in Decision.objects.filter(verdict=Verdict.APPROVE, times__gt=0).order_by("pk"):
        paying[decision.case_id] = decision
        granted.setdefault(decision.case_id, decision.pk)
    kept: dict[int, int] = defaultdict(int)
    payments = Payment.objects.select_related("case", "decision").order_by("case_id", "number")
    for payment in payments.iterator(500):
        is_arrears = payment.is_arrears and payment.decision_id != granted.get(payment.case_id)
        kept[payment.case_id] += not is_arrears  # those stand in the plan of their own decision
        yield from _payment(payment, leaves)
    for case in Case.objects.filter(pk__in=[*paying, *kept]).iterator(500):
        given = paying.get(case.pk)
        if given is None or kept[case.pk] != given.times:
            yield Words(
                "{name}: {kept}회 있으나 결정은 {times}회입니다.",
                "{name}: there are {kept}, and the decision promises {times}.",
            ).filled(
                name=named(case, "지급", "the payments"),
                kept=kept[case.pk],
                times=given.times if given else 0,
            )


def _payment(payment: Payment, leaves: Leaves) -> Iterator[Row | Words]:
    """Yield what one instalment is held against: its decision's amount, the leaf of its payment, that of its return."""
    case, subject = payment.case, str(payment.case.key)
    name = named(case, f"{payment.number}회차 지급", f"payment {payment.number}")
    state = payment.state
    moved = state in {PaymentState.PAID, PaymentState.OVERPAID, PaymentState.RECOVERED}
    if not payment.is_arrears:
        yield Row(
            name,
            "benefits.decided",
            subject,
            {"amount": payment.amount},
            leaf=payment.decision.leaf,
            counts=False,
        )
    paid = [leaf.hash for leaf in leaves.about("benefits.paid", subject, number=payment.number)]
    back = [leaf.hash for leaf in leaves.about("benefits.recovered", subject, number=payment.number)]
    # Money that came back and was due after all is paid once more: each return answers for one payment before it.
    standing = state in {PaymentState.PAID, PaymentState.OVERPAID}
    settled = paid[: len(back) - (state is PaymentState.RECOVERED)]
    facts = {
        **recording.case_facts(case),
        "number": payment.number,
        "amount": payment.amount,
        "on": payment.paid_on and payment.paid_on.isoformat(),
    }
    if moved:
        leaf = paid[len(settled)] if len(paid) > len(settled) else NO_HASH
        leaf_held = leaves.by_hash.get(leaf)
        if payment.paid_to or (leaf_held is not None and "account" in (leaf_held.facts or {})):
            facts["account"] = str(payment.paid_to)  # until version 0.4.0 no account was kept
        yield Row(name, "benefits.paid", subject, facts, payment.paid_on, leaf=leaf, earlier=tuple(settled))
    else:
        yield Row(name, earlier=tuple(settled))
        if payment.paid_on is not None or payment.paid_to is not None:
            yield Words(
                "{name}: 지급하지 않았는데 지급한 날이나 계좌가 있습니다.",
                "{name}: it has a day of payment or an account, and was not paid.",
            ).filled(name=name)
    if standing or not moved:
        yield Row(name, earlier=tuple(back), counts=False)
    else:
        facts = {**recording.case_facts(case), "number": payment.number, "amount": payment.amount}
        yield Row(
            name,
            "benefits.recovered",
            subject,
            facts,
            leaf=back[-1] if back else NO_HASH,
            earlier=tuple(back[:-1]),
            counts=False,
        )


def _assessments(leaves: Leaves) -> Iterator[Row | Words]:
    """Yield what was worked out for each case: some leaf about the case must hold its hash."""
    held: dict[str, set[str]] = defaultdict(set)
    for leaf in leaves.by_hash.values():
        if leaf.facts is not None and "case.judged" in leaf.facts:
            held[leaf.subject].add(leaf.facts["case.judged"])
    gone = {(subject, leaf_hash) for subject, several in held.items() for leaf_hash in several if leaf_hash}
    for made in Assessment.objects.select_related("case").order_by("pk").iterator(500):
        on = day_words(made.made_on)
        name = named(made.case, f"{on.ko} 판단", f"the assessment of {on.en}")
        subject = str(made.case.key)
        known = assessment_hash(made) in held[subject]
        gone.discard((subject, assessment_hash(made)))
        yield from _told_by_some_leaf(name, made.case, leaves, "assessment", known=known)
        if digest_of(made.outcome) != made.outcome_hash:
            yield _not_worked_out(name)
    yield from _gone(Words("판단", "An assessment"), Counter(subject for subject, _leaf_hash in gone))


def _told_by_some_leaf(
    name: Words, case: Case, leaves: Leaves, what: str, *, known: bool
) -> Iterator[Row | Words]:
    """Yield a row that some leaf about the case must tell of; one from before leaves did is named as not compared."""
    old = not known and not is_new(case, leaves)
    yield Row(name, lacking=(what,) if old else ())
    if not known and not old:
        yield Words("{name}: 기록된 것과 다릅니다.", "{name}: it is not what was recorded.").filled(name=name)


def _gone(what: Words, of_cases: Counter[str]) -> Iterator[Words]:
    """Yield the cases of which something lacks that their leaves tell of, with how many."""
    for subject, count in sorted(of_cases.items()):
        yield Words(
            "신청 {case}: 기록된 {what} {count}건이 데이터베이스에서 없어졌습니다.",
            "{what} of application {case} is gone from the database ({count} in all).",
        ).filled(case=subject, what=what, count=count)


def _not_worked_out(name: Words) -> Words:
    return Words(
        "{name}: 계산 결과가 그 해시와 다릅니다.",
        "{name}: what was worked out does not fit its hash.",
    ).filled(name=name)


def _established(leaves: Leaves) -> Iterator[Row | Words]:
    """Yield what officers established: some leaf about the case must say it; until version 0.4.0 it had none."""
    gone = Counter(
        (leaf.subject, digest_of(one))
        for leaf in leaves.by_hash.values()
        if leaf.kind == "benefits.established" and leaf.facts is not None
        for one in leaf.facts["established"]
    )
    for known in OfficerFact.objects.select_related("case").order_by("pk").iterator(500):
        subject = str(known.case.key)
        name = named(known.case, f"확인한 사실({known.fact})", f"the established fact ({known.fact})")
        recorded = leaves.about("benefits.established", subject)
        gone[subject, digest_of(officer_fact_facts(known))] -= 1
        recorded_so = any(
            leaf.facts is None or officer_fact_facts(known) in leaf.facts["established"] for leaf in recorded
        )
        yield from _told_by_some_leaf(name, known.case, leaves, "fact", known=recorded_so)
    missing: Counter[str] = Counter()
    for (subject, _leaf_hash), count in (+gone).items():
        missing[subject] += count
    yield from _gone(Words("담당자가 확인한 사실", "A fact that an officer established"), missing)


def _programme(code: str) -> Words | None:
    return programmes.programme(code).names if code in programmes.offered() else None


def _name_facts() -> None:
    """Say what the facts are called on a receipt that somebody has checked."""
    name_fact("benefits", "verdict", "결정", "Decision", values=Verdict.words_by_code())
    name_fact("benefits", "number", "회차", "Number")
    name_fact("benefits", "account", "받은 계좌", "Account paid to")
    name_fact("benefits", "held_by", "보류한 사람", "Held by")
    name_fact("benefits", "held_since", "보류한 날", "Held since")
    name_fact("benefits", "amount", "금액(원)", "Amount (won)")
    name_fact("benefits", "times", "횟수", "Times")
    name_fact("benefits", "programme", "지원", "Support", values=_programme)
    name_fact("benefits", "call", "모집", "Call")
    name_fact("benefits", "to", "넘겨받은 사람", "Handed to")
    name_fact("benefits", "version", "기준의 판", "Version of the rules")
    machine = {"machine": Words("자동 결정", "the machine")}
    name_fact("benefits", "signed_by", "서명한 사람", "Signed by", values=machine)
    name_fact("benefits", "signed_name", "서명한 이름", "Signed as")
    name_fact("benefits", "signed_post", "서명한 자리", "Signed from")
    per = (("month", "달"), ("year", "해"), ("once", "한 번"), ("use", "쓸 때마다"))
    name_fact("benefits", "per", "단위", "Per", values={en: Words(ko, en) for en, ko in per})
    name_fact("benefits", "object_until", "이의신청할 수 있는 마지막 날", "Last day to object")
    name_fact("benefits", "appeal_until", "행정심판을 청구할 수 있는 마지막 날", "Last day to appeal")
    name_fact("benefits", "reasons", "이유의 해시", "Hash of the reasons")
    name_fact("benefits", "plan", "지급 계획의 해시", "Hash of the payments promised")
    name_fact("benefits", "outcome", "계산 결과의 해시", "Hash of what was worked out")
    name_fact("benefits", "judged", "판단 근거의 해시", "Hash of what it rested on")
    name_fact("benefits", "channel", "신청 방법", "Channel", values=Channel.words_by_code())
    name_fact("benefits", "case.channel", "신청 방법", "Channel", values=Channel.words_by_code())
    name_fact("benefits", "case.entered_by", "대신 적은 사람", "Entered by")
    name_fact("benefits", "case.applied_on", "신청한 날", "Applied on")
    name_fact("benefits", "case.amount", "신청의 금액(원)", "Amount of the application (won)")
    name_fact("benefits", "case.rank", "순위", "Rank")
    name_fact("benefits", "case.within_places", "모집 인원 안", "Within the places", values=YES_NO)
    name_fact("benefits", "case.needs_signature", "서명 필요", "Needs a signature", values=YES_NO)
    name_fact("benefits", "case.proposal", "결정안", "Proposal", values=Verdict.words_by_code())
    name_fact("benefits", "case.proposed_by", "결정안을 올린 사람", "Proposed by")
    name_fact("benefits", "case.proposed", "결정안 이유의 해시", "Hash of the proposal's reasons")
    name_fact("benefits", "case.held_since", "보류 시작일", "Payments held since")
    name_fact("benefits", "case.held_by", "보류한 담당자", "Payments held by")
    name_fact("benefits", "case.opinion_until", "의견을 낼 수 있는 날", "To be heard until")
    name_fact("benefits", "case.judged", "마지막 판단의 해시", "Hash of the last assessment")
    name_fact("benefits", "case.home", "주소의 해시", "Hash of the home")
    name_fact("benefits", "case.said", "신청서에 적은 내용의 해시", "Hash of what was stated")
