"""Cases beside the programmes, and the cases nobody needs to write: each threshold, one below and one above.

programme: rent-support
as_of: 2024-03-04
given: {birth_date: 1997-05-01, deposit: 10_000_000}     # facts of every case
boundaries: {age: [19, 39], deposit: [100_000_000]}       # thresholds that must be found, no others for these facts
cases:
- {name: the time to apply is over by pay day, as_of: 2024-09-02, moment: payment, result: pass}
- {name: a deposit one won over, with: {deposit: 100_000_001}, result: fail, fails: [deposit]}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from jiphyeon.kernel import Place, Refused, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.kernel.spelling import hinted
from jiphyeon.methods.rules.judging.evaluation import evaluate
from jiphyeon.methods.rules.judging.outcome import ClauseResult, Outcome
from jiphyeon.methods.rules.judging.plan import Result
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.moments import Moment
from jiphyeon.methods.rules.model.programme import Kind, Pack
from jiphyeon.methods.rules.model.tree import Comparison, Node, Type
from jiphyeon.methods.rules.model.values import read_value
from jiphyeon.methods.rules.model.vocabulary import MEMBERS, Vocabulary


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case: what was looked at, and what differed (empty: as expected)."""

    name: str
    differs: str
    place: Place
    generated: bool = False


def run_cases(pack: Pack, path: Path, shown: str) -> list[Verdict]:
    """Run a case file. Raises Refused where the file itself is wrong."""
    block = source.read(path, shown).only(
        {"programme", "as_of", "known_on", "given", "boundaries", "cases"}, "A case file"
    )
    programme = pack.programme(source.text_of(block.scalar("programme", "the case file")))
    day = source.day_of(block.scalar("as_of", "the case file"))
    known_on = source.day_of(block.scalar("known_on", "the file")) if "known_on" in block else None
    given = _facts(block.entries.get("given"), pack.facts)
    listed = block.listing("cases", "the case file").items if "cases" in block else []
    verdicts = [_case(pack, programme.id, one, given, day, known_on) for one in listed]
    first = evaluate(programme.version_on(day, known_on), given, day)
    found: dict[str, set[Any]] = {}
    for verdict, fact, threshold in _boundary_cases(first, given, Place(shown, block.line)):
        verdicts.append(verdict)
        found.setdefault(fact, set()).add(threshold)
    verdicts += _pinned(block, found, pack.facts)
    return verdicts


def _facts(entry: Scalar | Listing | Block | None, facts: Vocabulary) -> dict[str, Any]:
    if entry is None:
        return {}
    if not isinstance(entry, Block):
        entry.stop(
            "not_a_block",
            "Facts are a block of names and values.",
            "사실은 이름과 값의 묶음으로 적어 주세요.",
        )
    return dict(_facts_in(entry, facts))


def _facts_in(entry: Block, facts: Vocabulary) -> Iterator[tuple[str, Any]]:
    for name, value in entry.entries.items():
        if name == MEMBERS and isinstance(value, Listing):
            yield name, [_facts(one, facts) for one in value.items]
            continue
        fact = facts.get(name)
        if fact is None:
            hint = hinted(name, facts)
            value.stop(
                "unknown_fact",
                "There is no fact called {name!r}{hint}",
                "‘{name}’이라는 사실은 없습니다.{hint}",
                name=name,
                hint=hint,
            )
        if not isinstance(value, Scalar):
            value.stop(
                "not_one_value", "{name} is one value.", "‘{name}’에는 값 하나만 적어 주세요.", name=name
            )
        yield name, None if value.text in {"", "unknown"} else read_value(value, fact.type, fact.unit)


def _case(
    pack: Pack,
    programme: str,
    entry: Scalar | Listing | Block,
    given: dict[str, Any],
    day: date,
    known_on: date | None,
) -> Verdict:
    if not isinstance(entry, Block):
        entry.stop("not_a_block", "A case is a block of keys.", "사례는 키와 값의 묶음으로 적어 주세요.")
    entry.only({"name", "as_of", "known_on", "moment", "with", "result", "amount", "fails", "ask"}, "A case")
    name = source.text_of(entry.scalar("name", "a case"))
    when = source.day_of(entry.scalar("as_of", name)) if "as_of" in entry else day
    known = source.day_of(entry.scalar("known_on", name)) if "known_on" in entry else known_on
    version = pack.programme(programme).version_on(when, known)
    facts = {**given, **_facts(entry.entries.get("with"), pack.facts)}
    moment = Moment.APPLICATION
    if "moment" in entry:
        moment = Moment(source.choice_of(entry.scalar("moment", name), list(Moment), "moment"))
    outcome = evaluate(version, facts, when, moment=moment)
    return Verdict(name, "; ".join(_differences(entry, outcome, name)), Place(entry.file, entry.line))


def _differences(entry: Block, outcome: Outcome, name: str) -> Iterator[str]:
    wanted = source.choice_of(entry.scalar("result", name), list(Result), "result")
    if outcome.result != wanted:
        reasons = ", ".join(one.id for one in outcome.clauses if one.result is not Result.PASS)
        yield f"result is {outcome.result.value}, not {wanted} ({reasons or 'every clause passes'})"
    if "amount" in entry:
        one = entry.scalar("amount", name)
        amount = None if one.text == "null" else source.won_of(one)
        if outcome.amount != amount:
            yield f"amount is {outcome.amount}, not {amount}"
    results = {"fails": [one.id for one in outcome.failed], "ask": list(outcome.ask)}
    for key, found in results.items():
        if key in entry:
            listed = [one.text for one in entry.listing(key, name).items if isinstance(one, Scalar)]
            if listed != found:
                yield f"{key} is [{', '.join(found)}], not [{', '.join(listed)}]"


# -- thresholds -----------------------------------------------------------------------------------------------


def _boundary_cases(
    outcome: Outcome, given: dict[str, Any], place: Place
) -> Iterator[tuple[Verdict, str, int | Fraction]]:
    for clause in outcome.clauses:
        if clause.kind is Kind.AMOUNT or clause.part.node is None:
            continue
        for node in tree.walk(clause.part.node):
            for fact, how, threshold in _thresholds(node, outcome):
                for value in _around(threshold, outcome.version.facts[fact].type):
                    yield (
                        _boundary(outcome, clause, (node, fact, how, threshold), value, given, place),
                        fact,
                        threshold,
                    )


def _thresholds(node: Node, outcome: Outcome) -> Iterator[tuple[str, Comparison, int | Fraction]]:
    """Yield (fact, comparison, threshold) wherever a number stands alone against a value settled on the day."""
    own, make = outcome.known.own, outcome.plan.interpreter.make
    pairs: list[tuple[Node, Comparison, Node]] = []
    if isinstance(node, tree.Compare):
        pairs = [(node.left, node.how, node.right), (node.right, _TURNED[node.how], node.left)]
    elif isinstance(node, tree.Between):
        pairs = [(node.value, Comparison.AT_LEAST, node.low), (node.value, Comparison.AT_MOST, node.high)]
    for side, how, other in pairs:
        if isinstance(side, tree.FactRef) and side.type in tree.NUMBERS and not side.of_member:
            value = make(other)(own, own)
            if isinstance(value, int | Fraction):
                yield side.name, how, value


def _around(threshold: int | Fraction, kind: Type) -> list[int | Fraction]:
    step = Fraction(1, 100) if kind is Type.FRACTION else 1
    return [threshold - step, threshold, threshold + step]


def _boundary(
    outcome: Outcome,
    clause: ClauseResult,
    where: tuple[Node, str, Comparison, int | Fraction],
    value: int | Fraction,
    given: dict[str, Any],
    place: Place,
) -> Verdict:
    """Hold the interpreter of the one comparison against the comparison done here, in plain arithmetic."""
    node, fact, how, threshold = where
    name = f"{clause.id}: {fact} = {value} beside {threshold}"
    try:
        facts = outcome.version.facts.know({**given, **_as_given(fact, value, outcome)}, outcome.as_of)
    except Refused as no:
        # A value that cannot be (a negative deposit) has no case; being refused is its right answer.
        right = no.code in {"fact_too_low", "fact_too_high"}
        return Verdict(name, "" if right else str(no), place, generated=True)
    answer = outcome.plan.interpreter.make(node)(facts.own, facts.own)
    wanted = _holds(value, how, threshold)
    if isinstance(node, tree.Between):
        ends = [outcome.plan.interpreter.make(one)(facts.own, facts.own) for one in (node.low, node.high)]
        wanted = ends[0] <= value <= ends[1]
    differs = "" if answer is wanted else f"the comparison gives {answer}, not {wanted}"
    return Verdict(name, differs, place, generated=True)


def _as_given(fact: str, value: int | Fraction, outcome: Outcome) -> dict[str, Any]:
    """Return the facts that make `fact` be `value`: an age is told by a birthday that falls on the very day."""
    for clause in outcome.clauses:
        for node in tree.walk(clause.part.node) if clause.part.node is not None else ():
            if isinstance(node, tree.FactRef) and node.name == fact and isinstance(node.derived, tree.AgeOn):
                birth = node.derived.birth
                if isinstance(birth, tree.FactRef) and isinstance(value, int):
                    return {birth.name: _birthday(outcome.as_of, value)}
    return {fact: value}


def _birthday(day: date, age: int) -> date:
    try:
        return day.replace(year=day.year - age)
    except ValueError:
        return date(day.year - age, 3, 1)


_TURNED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
    Comparison.SAME: Comparison.SAME,
    Comparison.OTHER: Comparison.OTHER,
}


def _holds(value: int | Fraction, how: Comparison, threshold: int | Fraction) -> bool:
    sign = (value > threshold) - (value < threshold)
    return {
        Comparison.LESS: sign < 0,
        Comparison.AT_MOST: sign <= 0,
        Comparison.MORE: sign > 0,
        Comparison.AT_LEAST: sign >= 0,
        Comparison.SAME: sign == 0,
        Comparison.OTHER: sign != 0,
    }[how]


def _pinned(block: Block, found: dict[str, set[Any]], facts: Vocabulary) -> Iterator[Verdict]:
    """Hold the thresholds found in the rule against those the case file says the ordinance has."""
    if "boundaries" not in block:
        return
    pinned = block.block("boundaries", "the case file")
    for name in pinned.entries:
        listed = pinned.listing(name, "boundaries")
        if name not in facts:
            listed.stop(
                "unknown_fact",
                "There is no fact called {name!r}{hint}",
                "‘{name}’이라는 사실은 없습니다.{hint}",
                name=name,
                hint=hinted(name, facts),
            )
        wanted = {
            read_value(one, facts[name].type, facts[name].unit)
            for one in listed.items
            if isinstance(one, Scalar)
        }
        have = found.get(name, set())
        thresholds = ", ".join(str(one) for one in sorted(have)) or "none"
        differs = "" if wanted == have else f"the thresholds of {name} are {thresholds}"
        yield Verdict(f"boundaries of {name}", differs, Place(listed.file, listed.line), generated=True)
