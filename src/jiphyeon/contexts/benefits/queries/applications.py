"""What the pages of an application show: what is known, what would come with consent, what stays open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiphyeon.contexts.benefits.enums import PaymentState
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import known, replay, rulebook, sayings
from jiphyeon.contexts.benefits.rules.facts import KnownFact, contradictions, deciding, strongest
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words
from jiphyeon.methods import rules


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact of a case with its source. `differs` is what the citizen said where a stronger source differs."""

    name: str
    label: str
    value: str
    source: str
    kind: str
    decides: bool
    differs: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A fact still missing, and what may be brought instead of data."""

    name: str
    label: str
    question: str
    paper: str
    problem: str
    stated: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of data: what it is for, and whether it came."""

    code: str
    labels: list[str]
    reason: Words
    state: str
    problem: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the rules say of a draft today; not a decision."""

    outcome: Any
    clauses: list[Any]
    failed: list[Any]
    unknown: list[Any]
    met: list[Any]
    result: str
    amount: int | None
    gaps: list[Gap]
    lines: list[FactLine]


def day_of(case: Case, today: date) -> date:
    """Return the day that selects the version: the day of application, or today while it is a draft."""
    return case.applied_on or today


def form_facts(case: Case, today: date) -> list[Any]:
    """Return the facts only the citizen can tell, in the order of the clauses."""
    facts = rulebook.pack().facts
    version = rulebook.version_on(case.programme, day_of(case, today))
    names = rulebook.facts_of(version) if version is not None else ()
    return [facts[name] for name in names if facts[name].source == "form" and facts[name].askable]


def item_lines(case: Case, today: date) -> list[ItemLine]:
    """Return the data items a case needs, with what became of each."""
    speech = language()
    facts = rulebook.pack().facts
    have = {fact.name for fact in known.of_register(case.person)}
    answers = {
        answer.fact: answer for answer in mydata.answers(person=case.person, about=case.about, on=today)
    }
    lines = []
    for code, names in rulebook.items_for(case.programme, day_of(case, today)).items():
        open_names = [name for name in names if name not in have]
        if not open_names:
            continue
        came = [answers[name] for name in open_names if name in answers]
        states = {answer.state for answer in came}
        state = "answered" if came and states == {"answered"} else next(iter(states - {"answered"}), "open")
        problem = next((a.problem.said(speech) for a in came if a.problem is not None), "")
        why = facts[open_names[0]].why
        labels = [facts[name].label.said(speech) for name in open_names if facts[name].askable]
        lines.append(ItemLine(code, labels, why or Words("", ""), state, problem))
    return lines


def items_to_ask(case: Case, today: date) -> list[mydata.ItemRequest]:
    """Return the items to ask consent for: those the catalogue knows and that have not been answered."""
    catalogue = {item.code for item in mydata.items()}
    return [
        mydata.ItemRequest(line.code, line.reason)
        for line in item_lines(case, today)
        if line.state != "answered" and line.code in catalogue
    ]


def fact_lines(case: Case, today: date) -> list[FactLine]:
    """Return every fact of a case with its source, those that decide and those that do not."""
    speech = language()
    facts = rulebook.pack().facts
    given = known.everything(case, today)
    best = strongest(given)
    decides = deciding(best, rulebook.held_elsewhere())
    differ = {one.name: one for one in contradictions(given)}
    return [
        FactLine(
            name=name,
            label=facts[name].label.said(speech),
            value=sayings.value_words(name, fact.value),
            source=sayings.source_words(fact),
            kind=sayings.source_kind(fact),
            decides=name in decides,
            differs=sayings.value_words(name, differ[name].said) if name in differ else "",
        )
        for name, fact in best.items()
        if name in facts
    ]


def preview(case: Case, today: date) -> Preview:
    """Return what the rules would say of a case now, and what is still missing."""
    facts = known.for_decision(case, today)
    on = day_of(case, today)
    worked = replay.work_out(
        case.programme, known.json_values(facts), selected_on=on, as_of=on, known_on=None
    )
    clauses = sayings.clauses(worked.outcome, facts)
    return Preview(
        outcome=worked.outcome,
        clauses=clauses,
        failed=[clause for clause in clauses if clause.result == "fail"],
        unknown=[clause for clause in clauses if clause.result == "unknown"],
        met=[clause for clause in clauses if clause.result == "pass"],
        result=str(worked.outcome.result),
        amount=worked.outcome.amount,
        gaps=_gaps(case, worked.outcome, facts, today),
        lines=fact_lines(case, today),
    )


def _gaps(case: Case, outcome: Any, facts: dict[str, KnownFact], today: date) -> list[Gap]:
    speech = language()
    vocabulary = rulebook.pack().facts
    answers = {
        answer.fact: answer for answer in mydata.answers(person=case.person, about=case.about, on=today)
    }
    office = rulebook.office(case.programme)
    found = []
    for name in outcome.ask:
        if name not in vocabulary or name in facts:
            continue
        fact, answer = vocabulary[name], answers.get(name)
        own = office.papers.get(name)
        paper = own.said(speech) if own else (answer.paper.said(speech) if answer is not None else "")
        said = case.facts_said.get(name)
        found.append(
            Gap(
                name=name,
                label=fact.label.said(speech),
                question=fact.question.said(speech) if fact.question else fact.label.said(speech),
                paper=paper,
                problem=answer.problem.said(speech) if answer is not None and answer.problem else "",
                stated=sayings.value_words(name, said) if said is not None else "",
            )
        )
    return found


LONGEST_CONSENT = timedelta(days=365)
RECHECK_WHY = Words(
    "달마다 지급하기 전에 조건이 그대로인지 확인합니다.",
    "Before each payment we check that the conditions still hold.",
)


def recheck_until(case: Case, today: date) -> date | None:
    """Return the day a consent to monthly rechecks would end: the last payment, at most a year away; None: no more."""
    last = case.payments.filter(state=PaymentState.PLANNED).order_by("-pays_on").first()
    return min(last.pays_on + timedelta(days=7), today + LONGEST_CONSENT) if last else None


def items_to_recheck(case: Case, today: date) -> list[mydata.ItemRequest]:
    """Return the items that the clauses checked every month rest on."""
    office = rulebook.office(case.programme)
    version = rulebook.version_on(case.programme, case.applied_on or today)
    if version is None:
        return []
    empty = rules.evaluate(version, {}, today)
    wanted = {
        used.name
        for clause in empty.clauses
        if clause.id not in office.not_rechecked and str(clause.kind) in {"gate", "exclusion"}
        for used in clause.facts
    }
    catalogue = {item.code for item in mydata.items()}
    return [
        mydata.ItemRequest(code, RECHECK_WHY)
        for code, names in rulebook.items_for(case.programme, case.applied_on or today).items()
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
