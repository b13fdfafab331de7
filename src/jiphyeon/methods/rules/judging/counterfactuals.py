"""What single change would change the answer: a day that comes, or one fact that were otherwise.

Every answer given here was re-evaluated: the change really does what its sentence says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.periods import last_day, moved_on
from jiphyeon.methods.rules.judging.outcome import Change, ClauseResult, Counterfactual, Outcome
from jiphyeon.methods.rules.judging.plan import Result, days_of
from jiphyeon.methods.rules.judging.sentences import Look, shown
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.programme import Kind, Version
from jiphyeon.methods.rules.model.tree import Node, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, CLAIMANTS, MEMBERS, Fact, Facts

# How far ahead the search looks: a bound on work, not a rule of anybody's.
YEARS_AHEAD = 100
MONTHS_AHEAD = 120
DOUBLINGS = 80


Again = Callable[[Version, Facts, date], Outcome]


def counterfactuals(outcome: Outcome, again: Again) -> tuple[Counterfactual, ...]:
    """Return the single changes that change the answer: for a refusal, what would lift each failing clause;
    for a grant, the day it ends if only time passes. Those that lead to a grant come first. `again` judges as the
    outcome was judged.
    """
    if outcome.result is Result.PASS:
        return tuple(_until(outcome, again))
    found: list[Counterfactual] = []
    for clause in outcome.failed:
        if clause.kind is not Kind.DISCRETION:
            found += _in_time(outcome, clause, again)
            found += _by_fact(outcome, clause, again)
    return tuple(sorted(found, key=lambda one: _RANK[one.result]))


_RANK = {Result.PASS: 0, Result.UNKNOWN: 1, Result.FAIL: 2}


# -- as time passes -------------------------------------------------------------------------------------------


def _until(outcome: Outcome, again: Again) -> Iterator[Counterfactual]:
    for day in _days_ahead(outcome, outcome.clauses):
        later = _on(outcome, day, again)
        if later is None:
            return
        if later.result is Result.FAIL:
            words = Words(
                f"다른 사정이 그대로면 {shown(day, _DAY, 'ko')}부터는 해당되지 않습니다.",
                f"If nothing else changes, no longer from {shown(day, _DAY, 'en')}.",
            )
            yield Counterfactual(later.failed[0].id, "", "from", day, later.result, words)
            return


def _in_time(outcome: Outcome, clause: ClauseResult, again: Again) -> Iterator[Counterfactual]:
    for day in _days_ahead(outcome, (clause,)):
        later = _on(outcome, day, again)
        if later is None:
            return
        now = next((one.result for one in later.clauses if one.id == clause.id), Result.PASS)
        if now is Result.PASS:
            words = Words(
                f"다른 사정이 그대로면 {shown(day, _DAY, 'ko')}부터 이 조건에 맞습니다.",
                f"Met from {shown(day, _DAY, 'en')}, if nothing else changes.",
            )
            yield Counterfactual(clause.id, "", "from", day, later.result, words)
            return


def _on(outcome: Outcome, day: date, again: Again) -> Outcome | None:
    """Return the outcome with the same facts on a later day; None once no version is in force."""
    version = outcome.version
    try:
        then = version if day in version.effective else version.programme.version_on(day, version.known_on)
        return again(then, _moved(outcome.known, {AS_OF: day}), day)
    except Refused:
        return None


def _moved(known: Facts, changes: dict[str, Any]) -> Facts:
    own = {**known.own, **changes}
    if AS_OF in changes and MEMBERS in own:
        own[MEMBERS] = tuple({**one, AS_OF: changes[AS_OF]} for one in own[MEMBERS])
    if AS_OF in changes and CLAIMANTS in own:
        own[CLAIMANTS] = tuple({**one, AS_OF: changes[AS_OF]} for one in own[CLAIMANTS])
    return Facts(own, known.sources)


def _days_ahead(outcome: Outcome, clauses: tuple[ClauseResult, ...]) -> list[date]:
    """Return the later days on which an age, a count of months, a threshold or the version can change."""
    own, today, found = outcome.known.own, outcome.as_of, set[date]()
    for clause in clauses:
        for node in tree.walk(clause.part.node) if clause.part.node is not None else ():
            if isinstance(node, tree.Within):
                found.update(_period_days(outcome, node))
            for start, years in _starts(node):
                for person in outcome.known.everybody:
                    since = outcome.plan.interpreter.make(start)(own, person)
                    if isinstance(since, date):
                        found.update(_anniversaries(since, today) if years else _month_days(since, today))
    found.update(day for day in days_of(outcome.version) if day > today)
    found.update(
        one.effective.first for one in outcome.version.programme.versions if one.effective.first > today
    )
    return sorted(found)


def _period_days(outcome: Outcome, node: tree.Within) -> Iterator[date]:
    """Return the later days on which a period begins and on which it is over, as far as they are known."""
    own, make, today = outcome.known.own, outcome.plan.interpreter.make, outcome.as_of
    for person in outcome.known.everybody:
        start, count = (make(one)(own, person) for one in (node.start, node.count))
        if not isinstance(start, date) or not isinstance(count, int) or not isinstance(node.value, tree.AsOf):
            continue
        days: tuple[date, ...] = (start,)
        try:
            last = last_day(start, max(count, 1), node.unit, first_day_counts=node.first_day_counts)
            if node.moved:
                last = moved_on(last, outcome.version.facts.is_open)
            days = (start, last + timedelta(days=1))
        except (Refused, OverflowError):
            pass  # the calendar ends before the period does
        yield from (day for day in days if day > today)


def _starts(node: Node) -> Iterator[tuple[Node, bool]]:
    if isinstance(node, tree.AgeOn):
        yield node.birth, True
    elif isinstance(node, tree.MonthsBetween):
        yield node.start, False
    elif isinstance(node, tree.Compare) and node.left.type is Type.DATE:
        yield from ((side, True) for side in (node.left, node.right))


def _anniversaries(start: date, today: date) -> Iterator[date]:
    for year in range(max(today.year, start.year), today.year + YEARS_AHEAD):
        for day in _day_and_morrow(year, start.month, start.day):
            if day > today:
                yield day


def _month_days(start: date, today: date) -> Iterator[date]:
    for months in range(MONTHS_AHEAD):
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        for day in _day_and_morrow(year, month + 1, start.day):
            if day > today:
                yield day


def _day_and_morrow(year: int, month: int, day: int) -> Iterator[date]:
    if year >= date.max.year:
        return
    try:
        found = date(year, month, day)
    except ValueError:
        # The month lacks that day: what it would bring comes on the first of the next.
        yield date(year + month // 12, month % 12 + 1, 1)
        return
    yield found
    yield found + timedelta(days=1)


# -- if one fact were otherwise -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Trial:
    """One fact of one failing clause, tried with other values."""

    outcome: Outcome
    clause: ClauseResult
    fact: Fact
    again: Again

    @property
    def now(self) -> Any:
        return self.outcome.known.own[self.fact.name]

    def lifts(self, value: Any) -> bool:
        own = {**self.outcome.known.own, self.fact.name: value}
        answer = self.clause.part.closure(own, own)
        return answer is (self.clause.kind is Kind.GATE)

    def answer(self, change: Change, value: Any, example: Any) -> Counterfactual:
        known = _moved(self.outcome.known, {self.fact.name: example})
        then = self.again(self.outcome.version, known, self.outcome.as_of)
        return Counterfactual(
            self.clause.id, self.fact.name, change, value, then.result, _words(self.fact, change, value)
        )


def _by_fact(outcome: Outcome, clause: ClauseResult, again: Again) -> Iterator[Counterfactual]:
    own = outcome.known.own
    for name in _given_in(clause):
        fact = outcome.version.facts[name]
        if name not in own or not fact.can_change or (fact.counts_household and MEMBERS in own):
            continue
        trial = _Trial(outcome, clause, fact, again)
        if fact.type is Type.BOOLEAN:
            if trial.lifts(not trial.now):
                yield trial.answer("be", not trial.now, not trial.now)
        elif fact.type is Type.CHOICE:
            good = tuple(option for option in fact.options if option != trial.now and trial.lifts(option))
            if good:
                yield trial.answer("one_of", good, good[0])
        elif fact.type in {Type.INTEGER, Type.WON}:
            yield from _whole_numbers(trial)
        elif fact.type is Type.FRACTION:
            yield from _fractions(trial)


def _given_in(clause: ClauseResult) -> list[str]:
    return [one.name for one in clause.facts if one.name in clause.known.own]


def _whole_numbers(trial: _Trial) -> Iterator[Counterfactual]:
    for down in (True, False):
        edge = _edge(trial, down=down)
        if edge is not None:
            yield trial.answer("at_most" if down else "at_least", edge, edge)


def _edge(trial: _Trial, *, down: bool) -> int | None:
    """Return the value nearest to now on one side that lifts the clause while its neighbour towards now does not."""
    now, sign = trial.now, -1 if down else 1
    limit = trial.fact.minimum if down else trial.fact.maximum
    room = None if limit is None else abs(int(limit) - now)  # type: ignore[arg-type]  # bounds have the fact's type
    far = next((step for step in _steps(room) if trial.lifts(now + sign * step)), None)
    if far is None:
        return None
    near = 0
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if trial.lifts(now + sign * middle) else (middle, far)
    edge: int = now + sign * far
    return edge


def _steps(room: int | None) -> Iterator[int]:
    for power in range(DOUBLINGS):
        if room is not None and 2**power >= room:
            break
        yield 2**power
    if room:
        yield room


def _fractions(trial: _Trial) -> Iterator[Counterfactual]:
    """Try the other side of each comparison in which the fact stands alone: exact, or nothing is said."""
    own, make = trial.outcome.known.own, trial.outcome.plan.interpreter.make
    edges: set[Fraction] = set()
    for node in tree.walk(trial.clause.part.node) if trial.clause.part.node is not None else ():
        for side in _other_sides(node, trial.fact.name):
            value = make(side)(own, own)
            if isinstance(value, int | Fraction):
                edges.add(Fraction(value))
    for down, pick in ((True, max), (False, min)):
        good = [one for one in edges if (one < trial.now) is down and one != trial.now and trial.lifts(one)]
        if good:
            edge = pick(good)
            yield trial.answer("at_most" if down else "at_least", edge, edge)


def _other_sides(node: Node, name: str) -> Iterator[Node]:
    def alone(one: Node) -> bool:
        return isinstance(one, tree.FactRef) and one.name == name

    if isinstance(node, tree.Compare):
        yield from (node.right,) if alone(node.left) else (node.left,) if alone(node.right) else ()
    elif isinstance(node, tree.Between) and alone(node.value):
        yield from (node.low, node.high)


# -- in words -------------------------------------------------------------------------------------------------

_DAY = Look(Type.DATE)


def _words(fact: Fact, change: Change, value: Any) -> Words:
    look = Look(fact.type, fact.options)
    values = {
        language: ", ".join(
            shown(one, look, language) for one in (value if isinstance(value, tuple) else (value,))
        )
        + (
            fact.unit.text(language)
            if fact.unit and language == "ko"
            else f" {fact.unit.en}"
            if fact.unit
            else ""
        )
        for language in ("ko", "en")
    }
    label = Words(fact.label.ko, fact.label.en[:1].lower() + fact.label.en[1:])
    korean = {
        "at_most": f"{label.ko}: {values['ko']} 이하라면 이 조건에 맞습니다.",
        "at_least": f"{label.ko}: {values['ko']} 이상이라면 이 조건에 맞습니다.",
        "be": f"{label.ko}: ‘{values['ko']}’라면 이 조건에 맞습니다.",
        "one_of": f"{label.ko}: 다음 가운데 하나라면 이 조건에 맞습니다. {values['ko']}",
    }
    english = {
        "at_most": f"If the {label.en} were at most {values['en']}.",
        "at_least": f"If the {label.en} were at least {values['en']}.",
        "be": f"If the answer to “{fact.label.en}” were {values['en']}.",
        "one_of": f"If the {label.en} were one of: {values['en']}.",
    }
    return Words(korean[change], english[change])
