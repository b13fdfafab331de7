"""The answer with its reasons: each clause's result, law, facts, thresholds and sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple, cast

from jiphyeon.kernel import Citation, Json, Words
from jiphyeon.methods.rules.judging.plan import Part, Plan, Result
from jiphyeon.methods.rules.judging.question_order import in_order
from jiphyeon.methods.rules.judging.ranges import Range, ends
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.moments import Moment
from jiphyeon.methods.rules.model.parameters import Dated
from jiphyeon.methods.rules.model.programme import Kind, Version
from jiphyeon.methods.rules.model.tree import Rows, Steps, Value
from jiphyeon.methods.rules.model.vocabulary import Facts

# The format `Outcome.as_json` writes. Whoever keeps outcomes compares each in the format it was kept in; a change of the
# keys is a new number. 1, which carries no number, had no `moment`, `judged`, `stands`, `known_until` and no claims.
FORMAT = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What was decided at the application and stands at each payment: answers by clause, and the amount granted."""

    answers: Mapping[str, Result]
    amount: int | None = None

    @classmethod
    def of(cls, decided: Mapping[str, Json]) -> Standing:
        """Return what stands from an outcome as `Outcome.as_json` told it when it was decided.

        A clause that was open then was settled by whoever granted the benefit: it stands as met.
        """
        clauses = cast("Sequence[Mapping[str, str]]", decided["clauses"])
        answers = {one["id"]: Result(one["result"]) for one in clauses}
        met = {name: Result.PASS if answer is Result.UNKNOWN else answer for name, answer in answers.items()}
        return cls(met, cast("int | None", decided["amount"]))


@dataclass(frozen=True, slots=True)
class Used:
    """A fact as a clause used it: None where unknown; `source` says who told it, or "worked_out"."""

    name: str
    label: Words
    value: Value | None
    source: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A parameter as it stood on the day. A table's row is the one looked up, None where the key is unknown."""

    name: str
    label: Words
    value: Value | None
    first: date
    citation: Citation
    verified: bool
    note: Words | None
    known_until: date | None = None


class ClauseResult(NamedTuple):
    """A clause's answer with its reasons; sentences are written when somebody reads them.

    A named tuple, because one is made for every clause of every citizen.
    """

    part: Part
    result: Result
    known: Facts

    @property
    def plan(self) -> Plan:
        return self.part.plan

    @property
    def id(self) -> str:
        return self.part.clause.id

    @property
    def kind(self) -> Kind:
        return self.part.clause.kind

    @property
    def citation(self) -> Citation:
        return self.part.clause.citation

    @property
    def role(self) -> Words | None:
        """Who decides, where the law leaves it to a person."""
        return self.part.clause.role

    @property
    def note(self) -> Words | None:
        return self.part.clause.note

    @property
    def judged(self) -> bool:
        """Whether it was judged at this moment, or stands as it was decided."""
        return self.part.judged

    @property
    def verified(self) -> bool:
        """Whether somebody has read the text for the clause and for every value it compares with."""
        return self.part.clause.verified and all(one.verified for one in self.thresholds)

    @property
    def facts(self) -> tuple[Used, ...]:
        """Return every fact the clause speaks of, with its value and source."""
        own, used = self.known.own, []
        for name, inner in self.part.facts:
            used.append(self._used(name))
            used += [self._used(one) for one in inner if name not in own]
        return tuple({one.name: one for one in used}.values())

    def _used(self, name: str) -> Used:
        own = self.known.own
        fact = self.plan.version.facts[name]
        if name in own:
            value = cast("Value | None", own[name])
            return Used(name, fact.label, value, self.known.sources.get(name, "applicant"))
        value = self.plan.value_of(name)(own, own) if fact.worked_out else None
        unknown = value is None or value.__class__ is Range
        return Used(name, fact.label, None if unknown else value, "unknown" if unknown else "worked_out")

    @property
    def thresholds(self) -> tuple[Threshold, ...]:
        """Return every parameter the clause speaks of, as it stood on the day."""
        return tuple(self._threshold(name) for name in self.part.parameters)

    def _threshold(self, name: str) -> Threshold:
        dated, parameter = self.plan.dated[name], self.plan.version.parameters[name]
        content: Value | None
        if isinstance(dated.content, Rows | Steps):
            content, verified = self._looked_up(name, dated)
        else:
            content, verified = dated.content, dated.verified
        if name in self.plan.not_known:
            content, verified = None, False
        return Threshold(
            name,
            parameter.label,
            content,
            dated.first,
            dated.citation,
            verified,
            dated.note,
            dated.known_until,
        )

    def _looked_up(self, name: str, dated: Dated) -> tuple[Value | None, bool]:
        own = self.known.own
        for node in tree.walk(self.part.node) if self.part.node is not None else ():
            if isinstance(node, tree.TableValue | tree.BracketValue) and node.name == name:
                key = node.key if isinstance(node, tree.TableValue) else node.at
                at, value = (
                    self.plan.interpreter.make(key)(own, own),
                    self.plan.interpreter.make(node)(own, own),
                )
                settled = value.__class__ is not Range
                verified = dated.verified and at not in dated.unverified_rows
                return (value if settled else None), verified
        return None, dated.verified

    def sentence(self, language: str = "ko") -> str:
        """Return the clause's sentence for its answer, with the facts and thresholds of this case."""
        part, result, known = self
        return part.written(language)[result](known.own)

    def as_judged(self) -> Words:
        """Return what a person said of a clause left to them: the condition they looked at, and their yes or no."""
        asked = self._replace(result=Result.UNKNOWN)
        no = self.result is Result.FAIL
        return Words(
            f"{asked.sentence('ko')} {'맞지 않다고 판단했습니다.' if no else '맞다고 판단했습니다.'}",
            f"{asked.sentence('en')} {'It was judged not to be met.' if no else 'It was judged to be met.'}",
        )

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values: fact values by name, None where unknown."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "judged": self.part.clause.judged.value,
            "stands": not self.judged,
            "result": self.result.value,
            "citation": citation_json(self.citation, verified=self.verified),
            "facts": {one.name: plain(one.value) for one in self.facts},
            "thresholds": {
                one.name: {
                    "value": plain(one.value),
                    "from": one.first.isoformat(),
                    "known_until": one.known_until.isoformat() if one.known_until else None,
                    "verified": one.verified,
                }
                for one in self.thresholds
            },
            "sentence": {"ko": self.sentence("ko"), "en": self.sentence("en")},
        }


Change = Literal["from", "at_most", "at_least", "be", "one_of"]


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """One change and the answer after it. `fact` is empty where only time passes (`change` is "from")."""

    clause: str
    fact: str
    change: Change
    value: Value | tuple[str, ...]
    result: Result
    words: Words

    def as_json(self) -> dict[str, Json]:
        """Return plain JSON values."""
        return {
            "clause": self.clause,
            "fact": self.fact or None,
            "change": self.change,
            "value": list(self.value) if isinstance(self.value, tuple) else plain(self.value),
            "result": self.result.value,
            "sentence": {"ko": self.words.ko, "en": self.words.en},
        }


@dataclass(frozen=True)
class Outcome:
    """What the rules say of one citizen on one day.

    `amount` is whole won: what is due, 0 where nothing is, None where that is not known or the programme pays nothing.
    `search` finds the counterfactuals: it judges again, so whoever judged hands it in.
    """

    version: Version
    as_of: date
    result: Result
    amount: int | None
    answers: tuple[Result, ...]
    known: Facts = field(repr=False)
    plan: Plan = field(repr=False)
    search: Search = field(repr=False)
    standing: Standing | None = field(default=None, repr=False)

    @property
    def moment(self) -> Moment:
        """Return the moment the citizen was judged at."""
        return self.plan.moment

    @cached_property
    def clauses(self) -> tuple[ClauseResult, ...]:
        """Return every clause's answer with its reasons, in the order of the file, the amount last."""
        known, plan = self.known, self.plan
        parts = plan.parts if plan.amount is None else [*plan.parts, plan.amount]
        return tuple(
            [ClauseResult(part, answer, known) for part, answer in zip(parts, self.answers, strict=True)]
        )

    def reasons(self, language: str = "ko") -> list[tuple[str, Result, str]]:
        """Return every clause's id, answer and sentence: what a list shows, without the law behind each."""
        own, lines = self.known.own, self.plan.lines(language)
        return [
            (name, answer, written[answer](own))
            for (name, written), answer in zip(lines, self.answers, strict=True)
        ]

    @property
    def programme(self) -> str:
        return self.version.programme.id

    @property
    def verified(self) -> bool:
        """Whether every clause and value this outcome rests on was read in its source."""
        return all(one.verified for one in self.clauses)

    @property
    def failed(self) -> tuple[ClauseResult, ...]:
        return tuple(one for one in self.clauses if one.result is Result.FAIL)

    @property
    def awaits(self) -> tuple[ClauseResult, ...]:
        """Return the clauses a person must decide."""
        return tuple(
            one for one in self.clauses if one.kind is Kind.DISCRETION and one.result is Result.UNKNOWN
        )

    @cached_property
    def amount_between(self) -> tuple[int | None, int | None] | None:
        """Return what the amount would be at least and at most if granted; None where the programme pays nothing."""
        part = self.plan.amount
        if part is None:
            return None
        if not part.judged:
            granted = self.standing.amount if self.standing else None
            return granted, granted
        low, high = ends(part.closure(self.known.own, self.known.own))
        return low, high

    def open_conditions(self) -> list[set[str]]:
        """Return, for each clause that keeps the result open, the facts it still hangs on."""
        if self.result is not Result.UNKNOWN:
            return []
        own, gather_of, unknown = self.known.own, self.plan.gather, Result.UNKNOWN
        found = []
        for part, answer in zip(self.plan.parts, self.answers, strict=False):
            if answer is unknown and part.node is not None:
                names: set[str] = set()
                gather_of(part)(own, own, names)
                found.append(names)
        return found

    def open_amount(self) -> set[str]:
        """Return the facts the amount still hangs on."""
        names: set[str] = set()
        part = self.plan.amount
        if (
            self.result is not Result.FAIL
            and part is not None
            and part.judged
            and self.answers[-1] is not Result.PASS
        ):
            self.plan.gather(part)(self.known.own, self.known.own, names)
        return names

    @cached_property
    def ask(self) -> tuple[str, ...]:
        """Return the unknown facts that can still decide, best first: first the result's, then only the amount's."""
        if self.result is Result.FAIL or (self.result is Result.PASS and self.amount is not None):
            return ()
        return tuple(next_questions([self]))

    @cached_property
    def counterfactuals(self) -> tuple[Counterfactual, ...]:
        """Return the single changes that would change the answer, those that grant first."""
        return self.search(self)

    @cached_property
    def near_miss(self) -> tuple[Counterfactual, ...]:
        """Return the single changes that alone would turn this refusal into a grant."""
        if self.result is not Result.FAIL:
            return ()
        return tuple(one for one in self.counterfactuals if one.result is Result.PASS)

    def as_json(self) -> dict[str, Json]:
        """Return the whole answer as plain JSON values."""
        return {
            "format": FORMAT,
            "programme": self.programme,
            "version": self.version.name,
            "as_of": self.as_of.isoformat(),
            "moment": self.moment.value,
            "result": self.result.value,
            "amount": plain(self.amount),
            "clauses": [one.as_json() for one in self.clauses],
            "ask": list(self.ask),
            "counterfactuals": [one.as_json() for one in self.counterfactuals],
        }


Search = Callable[[Outcome], tuple[Counterfactual, ...]]


def next_questions(outcomes: Iterable[Outcome]) -> list[str]:
    """Return the facts worth asking over several programmes at once, best first.

    What can still decide a result comes before what only decides an amount. The length is a true bound: answering a
    question never adds another.
    """
    several = list(outcomes)
    if not several:
        return []
    facts = several[0].version.facts
    asked = in_order([names for one in several for names in one.open_conditions()], facts)
    amounts = [names for one in several if (names := one.open_amount())]
    if amounts:
        asked += [name for name in in_order(amounts, facts) if name not in asked]
    return asked


def plain(value: object) -> Json:
    """Return a value as JSON can carry it exactly: days and fractions as text, tables by row, brackets by step."""
    if isinstance(value, Rows):
        rows = {str(key): plain(one) for key, one in value.rows.items()}
        return {"rows": rows, "beyond": plain(value.beyond)}
    if isinstance(value, Steps):
        return {"steps": [[plain(end), plain(one)] for end, one in value.steps]}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return _number(value)
    return cast("Json", value)  # a text, yes or no, nothing: as JSON has them


def _number(value: int | Fraction) -> int | float | str:
    if value.denominator == 1:
        whole = int(value)
        return whole if abs(whole) < 2**63 else str(whole)  # JSON's readers hold no more than 64 bits
    # A length such as 84.98 travels as the number somebody wrote, wherever that is exactly the same.
    try:
        return float(value) if Fraction(repr(float(value))) == value else str(value)
    except OverflowError:
        return str(value)


def citation_json(citation: Citation, *, verified: bool) -> dict[str, Json]:
    """Return a citation as JSON, with its one-line form."""
    return {
        "text": str(citation),
        "instrument": citation.instrument,
        "article": citation.article,
        "paragraph": citation.paragraph,
        "item": citation.item,
        "in_force": citation.in_force.isoformat() if citation.in_force else None,
        "url": citation.url,
        "verified": verified,
    }
