"""What the pages of an application show: what is known, what would come with consent, what stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiphyeon.contexts.benefits.enums import PaymentState
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import evidence, replay
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import (
    ClauseView,
    KnownFact,
    Source,
    contradictions,
    deciding,
    strongest,
)
from jiphyeon.kernel import Words
from jiphyeon.methods import rules


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact of a case with its source. `differs` is what the citizen said where a stronger source differs."""

    name: str
    label: Words
    value: Words
    source: Words
    kind: Words
    decides: bool
    differs: Words | None
    step: int | None = None
    """The step of the application on which it can still be changed; None for what nobody but the city can."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact still missing, and what may be brought instead of data."""

    name: str
    label: Words
    question: Words
    paper: Words | None
    problem: Words | None
    stated: Words | None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of data, and whether it came. `facts`: each by its label, with what it is for, or why it did not come."""

    code: str
    facts: list[tuple[Words, Words]]
    reason: Words
    state: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the rules say of a draft today; not a decision."""

    outcome: rules.Outcome
    clauses: list[ClauseView]
    failed: list[ClauseView]
    unknown: list[ClauseView]
    met: list[ClauseView]
    amounts: list[ClauseView]
    result: str
    amount: int | None
    per: str
    times: int
    gaps: list[Gap]
    lines: list[FactLine]


_STEPS = {Source.STATED: 1, Source.HOLDER: 2}


def day_of(case: Case, today: date) -> date:
    """Return the day that selects the version: the day of application, or today while it is a draft."""
    return case.applied_on or today


def form_facts(case: Case, today: date) -> list[rules.Fact]:
    """Return the facts only the citizen can tell, in the order of the clauses."""
    facts = programmes.pack().facts
    version = programmes.version_on(case.programme, day_of(case, today))
    names = programmes.facts_of(version) if version is not None else ()
    return [facts[name] for name in names if facts[name].source == "form" and facts[name].askable]


def kept_otherwise(case: Case, written: Mapping[str, Any]) -> list[tuple[Words, Words]]:
    """Return what a draft keeps of what was written anew, where it says something else: each by its label."""
    facts = programmes.pack().facts
    return [
        (facts[name].label, programmes.fact_words(name, case.facts_said.get(name)))
        for name, value in written.items()
        if case.facts_said.get(name) != value
    ]


def item_lines(case: Case, today: date) -> list[ItemLine]:
    """Return the data items a case needs, with what became of each."""
    facts = programmes.pack().facts
    have = {fact.name for fact in programmes.register_facts(case.person)}
    answers = {answer.fact: answer for answer in evidence.answers(case, today)}
    lines = []
    for code, names in programmes.items_for(case.programme, day_of(case, today)).items():
        open_names = [name for name in names if name not in have]
        if not open_names:
            continue
        came = [answers[name] for name in open_names if name in answers]
        states = {answer.state for answer in came}
        state = "answered" if came and states == {"answered"} else next(iter(states - {"answered"}), "open")
        whys = {name: facts[name].why or Words("", "") for name in open_names}
        problems = {name: answers[name].problem for name in open_names if name in answers}
        shown = [
            (facts[name].label, problems.get(name) or whys[name])
            for name in open_names
            if facts[name].askable or problems.get(name)
        ]
        reason = Words.joined(" ", dict.fromkeys(why for why in whys.values() if why.ko))
        lines.append(ItemLine(code, shown, reason, state, tuple(open_names)))
    return lines


def items_to_ask(case: Case, today: date) -> list[mydata.ItemRequest]:
    """Return the items to ask consent for: those the catalogue knows and that have not been answered."""
    catalogue = {item.code for item in mydata.items()}
    return [
        mydata.ItemRequest(line.code, line.reason, line.names)
        for line in item_lines(case, today)
        if line.state != "answered" and line.code in catalogue
    ]


def fact_lines(case: Case, today: date) -> list[FactLine]:
    """Return every fact of a case with its source, those that decide and those that do not."""
    return _lines(evidence.everything(case, today))


def sent_lines(case: Case, today: date) -> list[FactLine]:
    """Return what an application was sent with, each with its source and day: what its person said, what was known of them."""
    first = case.assessments.first()
    known = [KnownFact.of_json(one) for one in first.facts] if first else evidence.everything(case, today)
    return _lines([*evidence.of_citizen(case), *(one for one in known if one.source is not Source.OFFICER)])


def _lines(given: Sequence[KnownFact]) -> list[FactLine]:
    facts = programmes.pack().facts
    best = strongest(given)
    decides = deciding(best, programmes.held_elsewhere())
    differ = {one.name: one for one in contradictions(given)}
    return [
        FactLine(
            name=name,
            label=facts[name].label,
            value=programmes.fact_words(name, fact.value),
            source=programmes.source_words(fact),
            kind=fact.source.words,
            decides=name in decides,
            differs=programmes.fact_words(name, differ[name].stated) if name in differ else None,
            step=_STEPS.get(fact.source),
        )
        for name, fact in best.items()
        if name in facts
    ]


def preview(case: Case, today: date) -> Preview:
    """Return what the rules would say of a case now, and what is still missing."""
    facts = evidence.for_decision(case, today)
    on = day_of(case, today)
    worked = replay.work_out(
        case.programme, programmes.plain_values(facts), selected_on=on, as_of=on, known_on=None
    )
    clauses = programmes.clause_views(worked.outcome, facts)
    return Preview(
        outcome=worked.outcome,
        clauses=clauses,
        failed=[clause for clause in clauses if clause.is_condition and clause.result == "fail"],
        unknown=[clause for clause in clauses if clause.is_condition and clause.result == "unknown"],
        met=[clause for clause in clauses if clause.is_condition and clause.result == "pass"],
        amounts=[clause for clause in clauses if not clause.is_condition],
        result=str(worked.outcome.result),
        amount=worked.outcome.amount,
        per=programmes.per_on(worked.version),
        times=programmes.times_on(worked.version, on),
        gaps=_gaps(case, worked.outcome, facts, today),
        lines=fact_lines(case, today),
    )


def due_by_now(case: Case, today: date) -> int:
    """Return what the facts known today come to for a case that is decided, with what persons judged of it; 0 where nothing is due."""
    decision = case.decisions.select_related("assessment").latest("id")
    on = day_of(case, today)
    worked = replay.work_out(
        case.programme,
        programmes.plain_values(evidence.for_decision(case, today)),
        selected_on=on,
        as_of=on,
        known_on=today,
        decided=decision.assessment.decided,
    )
    return int(worked.outcome.amount or 0) if worked.outcome.result == "pass" else 0


def _gaps(case: Case, outcome: rules.Outcome, facts: dict[str, KnownFact], today: date) -> list[Gap]:
    vocabulary = programmes.pack().facts
    answers = {answer.fact: answer for answer in evidence.answers(case, today)}
    office = programmes.office(case.programme)
    found = []
    for name in outcome.ask:
        if name not in vocabulary or name in facts:
            continue
        fact, answer = vocabulary[name], answers.get(name)
        own = office.papers.get(name)
        paper = own or (answer.paper if answer is not None else None)
        stated = case.facts_said.get(name)
        found.append(
            Gap(
                name=name,
                label=fact.label,
                question=fact.question or fact.label,
                paper=paper,
                problem=answer.problem if answer is not None else None,
                stated=programmes.fact_words(name, stated) if stated is not None else None,
            )
        )
    return found


LONGEST_CONSENT = timedelta(days=365)
RECHECK_WHY = Words(
    "달마다 지급하기 전에 조건이 그대로인지 확인합니다.",
    "Before each payment we check that the conditions still hold.",
)


def recheck_until(case: Case, today: date) -> date | None:
    """Return the day a consent to monthly rechecks would end: the last payment, at most a year away; None: no more.

    A payment whose day has long passed, held back perhaps, is one more reason to ask: the consent runs from today.
    """
    last = case.payments.filter(state=PaymentState.PLANNED).order_by("-pays_on").first()
    return min(max(last.pays_on, today) + timedelta(days=7), today + LONGEST_CONSENT) if last else None


def items_to_recheck(case: Case, today: date) -> list[mydata.ItemRequest]:
    """Return the items that the clauses checked every month rest on."""
    version = programmes.version_on(case.programme, case.applied_on or today)
    if version is None:
        return []
    empty = rules.evaluate(version, {}, today, moment=rules.Moment.PAYMENT)
    wanted = {
        used.name
        for clause in empty.clauses
        if clause.judged and str(clause.kind) in {"gate", "exclusion"}
        for used in clause.facts
    }
    catalogue = {item.code for item in mydata.items()}
    return [
        mydata.ItemRequest(code, RECHECK_WHY, tuple(name for name in names if name in wanted))
        for code, names in programmes.items_for(case.programme, case.applied_on or today).items()
        if code in catalogue and wanted.intersection(names)
    ]


def wants_recheck_consent(case: Case, today: date) -> bool:
    """Return whether no running consent covers the monthly recheck yet."""
    running = [
        c
        for c in mydata.consents(person=case.person, about=case.about, on=today)
        if c.regular and c.state == "given"
    ]
    return not running and recheck_until(case, today) is not None
