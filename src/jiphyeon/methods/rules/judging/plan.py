"""A version made ready to judge by: parameters put in, closures made, once for all days between two changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, cast

from jiphyeon.kernel import Words
from jiphyeon.methods.rules.judging.fact_access import Closure
from jiphyeon.methods.rules.judging.interpreter import Interpreter
from jiphyeon.methods.rules.judging.question_order import Gather, QuestionFinder, nothing_to_ask
from jiphyeon.methods.rules.judging.sentences import NOT_KNOWN, Look, Write, filler, made, shown, writer
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.binding import bind, days_of_change, facts_in, parameters_in
from jiphyeon.methods.rules.model.moments import Moment
from jiphyeon.methods.rules.model.parameters import Dated
from jiphyeon.methods.rules.model.programme import Clause, Kind, Version
from jiphyeon.methods.rules.model.tree import Node, Type
from jiphyeon.methods.rules.model.vocabulary import Vocabulary

Sentence = Callable[[dict[str, Any]], str]


class Result(StrEnum):
    """What a clause or a whole programme answers."""

    PASS = "pass"  # noqa: S105 -- not a password
    FAIL = "fail"
    UNKNOWN = "unknown"

    # Enum hashes in Python; these are looked up for every clause of every citizen.
    __hash__ = str.__hash__


_GATE = {True: Result.PASS, False: Result.FAIL, None: Result.UNKNOWN}
_ANSWERS = {
    Kind.GATE: _GATE,
    Kind.AMOUNT: _GATE,
    Kind.CLAIM: _GATE,
    Kind.EXCLUSION: {True: Result.FAIL, False: Result.PASS, None: Result.UNKNOWN},
    # The law leaves it to a person: never a no of the machine, and a yes only where nothing needs deciding.
    Kind.DISCRETION: {True: Result.UNKNOWN, False: Result.PASS, None: Result.UNKNOWN},
}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A clause made ready for a stretch of days. `facts`: each fact it speaks of, with those it is worked out from.

    `judged`: whether its moment is the plan's; where not, it asks for nothing and stands as it was decided.
    """

    clause: Clause
    node: Node | None
    closure: Closure
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    parameters: tuple[str, ...]
    plan: Plan
    answers: dict[bool | None, Result]
    judged: bool = True
    sentences: dict[str, Sentences] = field(default_factory=dict)

    def written(self, language: str) -> Sentences:
        """Return what writes the clause's sentence, by answer."""
        found = self.sentences.get(language)
        if found is None:
            found = self.sentences[language] = Sentences(self.plan, self.clause, language)
        return found


class Sentences(dict[Result, Sentence]):
    """What writes a clause's sentence in one language, by answer; each made when it is first asked for."""

    def __init__(self, plan: Plan, clause: Clause, language: str) -> None:
        super().__init__()
        self.plan, self.clause, self.language = plan, clause, language

    def __missing__(self, result: Result) -> Sentence:
        found = self[result] = self.plan.sentence(self.clause, result, self.language)
        return found


class Plan:
    """A version made ready for one moment on the days between two changes of its parameters."""

    def __init__(self, version: Version, day: date, moment: Moment = Moment.APPLICATION) -> None:
        self.version = version
        self.moment = moment
        self.interpreter, self.asker = shared(version.facts)
        self.dated: dict[str, Dated] = {}
        self.not_known: set[str] = set()
        self.parts: list[Part] = []
        self.amount: Part | None = None
        for clause in version.clauses:
            part = self._part(clause, day)
            if clause.kind is Kind.AMOUNT:
                self.amount = part
            else:
                self.parts.append(part)
        self.steps = [(part.closure, part.answers) for part in self.parts]
        self.claim = next(
            (n for n, part in enumerate(self.parts) if part.judged and part.clause.kind is Kind.CLAIM), None
        )
        self._gathers: dict[Part, Gather] = {}
        self._lines: dict[str, list[tuple[str, Sentences]]] = {}
        self._values: dict[str, Closure] = {}
        self.day = day

    def _part(self, clause: Clause, day: date) -> Part:
        if not clause.judged.at(self.moment):
            return Part(clause, None, _stands, (), (), self, _STANDS, judged=False)
        if clause.kind is Kind.CLAIM:
            return Part(clause, None, _unclaimed, (), (), self, _ANSWERS[clause.kind])
        if clause.expression is None:
            return Part(clause, None, _always_unknown, (), (), self, _ANSWERS[clause.kind])
        node = self.bound(clause.expression, day)
        names = tuple(sorted(clause.parameters))
        return Part(
            clause,
            node,
            self.interpreter.make(node),
            facts_in(clause.expression),
            names,
            self,
            _ANSWERS[clause.kind],
        )

    def bound(self, node: Node, day: date) -> Node:
        """Return an expression with the values of this stretch of days."""
        for name in parameters_in(node):
            if name not in self.dated:
                found = self.dated[name] = self.version.parameters[name].on(day, self.version.known_on)
                if not found.is_known_on(day) and not self.version.carried:
                    self.not_known.add(name)
        return bind(node, self.dated, self.not_known)

    def lines(self, language: str) -> list[tuple[str, Sentences]]:
        """Return each clause's id with its sentences, the amount last."""
        found = self._lines.get(language)
        if found is None:
            parts = self.parts if self.amount is None else [*self.parts, self.amount]
            found = self._lines[language] = [(part.clause.id, part.written(language)) for part in parts]
        return found

    def gather(self, part: Part) -> Gather:
        """Return the closure that names what a clause that is still open hangs on."""
        found = self._gathers.get(part)
        if found is None:
            found = self.asker.inner(part.node) if part.node is not None else nothing_to_ask
            self._gathers[part] = found
        return found

    def value_of(self, name: str) -> Closure:
        """Return the closure of a fact or named value, for a sentence."""
        found = self._values.get(name)
        if found is None:
            found = self._values[name] = self.interpreter.make(self._node_of(name))
        return found

    def sentence(self, clause: Clause, result: Result, language: str) -> Sentence:
        """Return a clause's sentence for an answer, with the day's thresholds written in.

        What is not judged at this moment has no reason of today: its condition is stated, and when it is judged.
        """
        words = {Result.PASS: clause.passes, Result.FAIL: clause.fails, Result.UNKNOWN: clause.unknown}[
            result
        ]
        if not clause.judged.at(self.moment):
            when = _WAITS if self.moment is Moment.APPLICATION else _STOOD[result]
            words = Words(f"{clause.unknown.ko} {when.ko}", f"{clause.unknown.en} {when.en}")
        elif result is Result.UNKNOWN:
            words = self._with_reason(clause, words)
        return filler(made(words.text(language), lambda name: self._slot(name, language)))

    def _with_reason(self, clause: Clause, words: Words) -> Words:
        """Return the sentence of an open clause with the values of the law nobody knows yet, and until when they are known."""
        for name in sorted(clause.parameters & self.not_known):
            label, until = self.version.parameters[name].label, self.dated[name].known_until
            ko, en = (shown(until, Look(Type.DATE), language) for language in ("ko", "en"))
            words = Words(
                f"{words.ko} {label.ko} 값은 {ko}까지만 정해져 있어 아직 알 수 없습니다.",
                f"{words.en} {label.en} is known until {en} only, so this cannot be told yet.",
            )
        return words

    def _slot(self, name: str, language: str) -> str | tuple[Callable[[dict[str, Any]], Any], Write]:
        version = self.version
        fact = version.facts.get(name)
        if fact is not None:
            write = writer(Look(fact.type, fact.options, percent=_percent(fact.unit)), language)
            if fact.worked_out:
                return self._at_top(self.value_of(name)), write
            return _given(name), write
        if name in version.values:
            value = version.values[name]
            look = Look(value.type, percent=value.type is Type.FRACTION and self._is_share(value))
            return self._at_top(self.value_of(name)), writer(look, language)
        parameter = version.parameters[name]
        dated = self.dated.get(name) or parameter.on(self.day, version.known_on)
        if not dated.is_known_on(self.day) and not version.carried:
            return NOT_KNOWN.text(language)
        return writer(Look(parameter.type, percent=_percent(parameter.unit)), language)(dated.content)

    def _is_share(self, node: Node) -> bool:
        """Return whether every fraction in an expression is a share in percent, so that the whole is one too."""
        facts, parameters = self.version.facts, self.version.parameters
        named = [
            facts[one.name].unit if isinstance(one, tree.FactRef) else parameters[one.name].unit
            for one in tree.walk(node)
            if isinstance(one, tree.FactRef | tree.ParameterRef | tree.TableValue | tree.BracketValue)
            and one.type is Type.FRACTION
        ]
        return bool(named) and all(_percent(unit) for unit in named)

    @staticmethod
    def _at_top(closure: Closure) -> Callable[[dict[str, Any]], Any]:
        return lambda own: closure(own, own)

    def _node_of(self, name: str) -> Node:
        if name in self.version.values:
            return self.bound(self.version.values[name], self.day)
        for part in (*self.parts, *([self.amount] if self.amount else [])):
            for node in tree.walk(part.node) if part.node is not None else ():
                if isinstance(node, tree.FactRef) and node.name == name and not node.of_member:
                    return node
        return tree.FactRef(name, self.version.facts[name].type)


def _given(name: str) -> Callable[[dict[str, Any]], Any]:
    return lambda own: own.get(name)


def _percent(unit: Words | None) -> bool:
    return unit is not None and unit.ko == "%"


_STANDS: dict[bool | None, Result] = {True: Result.PASS}
_WAITS = Words("지급할 때 확인합니다.", "This is judged at each payment.")
_STOOD = {
    Result.PASS: Words("신청할 때 확인한 조건입니다.", "This was judged at the application and stands."),
    Result.FAIL: Words(
        "신청할 때 맞지 않는다고 본 조건입니다.", "This was judged at the application and was not met."
    ),
    Result.UNKNOWN: Words(
        "신청할 때 확인하지 못한 조건입니다.", "This could not be judged at the application."
    ),
}


def _stands(_own: object, _who: object) -> bool:
    return True


def _always_unknown(_own: object, _who: object) -> None:
    return None


def _unclaimed(_own: object, _who: object) -> bool:
    """Say that nobody else is before the person; whether somebody is, takes the others' answers (`claims`)."""
    return True


def shared(facts: Vocabulary) -> tuple[Interpreter, QuestionFinder]:
    """Return the interpreter and asker that all programmes over one vocabulary share."""
    pair: tuple[Interpreter, QuestionFinder] | None = facts.shared.get("interpreter")
    if pair is None:
        interpreter = Interpreter(facts)
        pair = facts.shared["interpreter"] = (interpreter, QuestionFinder(interpreter))
    return pair


def plan_for(version: Version, day: date, moment: Moment = Moment.APPLICATION) -> Plan:
    """Return the version's plan for a moment of `day`, made once for all days between two changes of its parameters."""
    key = bisect_right(days_of(version), day), moment
    plan = cast("Plan | None", version.plans.get(key))
    if plan is None:
        plan = version.plans[key] = Plan(version, day, moment)
    return plan


def days_of(version: Version) -> tuple[date, ...]:
    """Return the days on which a parameter of the version changes, found once."""
    days = cast("tuple[date, ...] | None", version.plans.get("days"))
    if days is None:
        named = [parameters_in(one) for one in version.values.values()]
        names = frozenset().union(*(one.parameters for one in version.clauses), *named)
        days = version.plans["days"] = days_of_change(names, version.parameters, version.known_on)
    return days
