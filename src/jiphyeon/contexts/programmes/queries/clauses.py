"""Facts and clauses in words, both languages: what is known and from whom, the day's values, the law, what would change it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiphyeon.contexts.programmes.enums import Source
from jiphyeon.contexts.programmes.queries import rulebook, wordings
from jiphyeon.contexts.programmes.rules.facts import FactValue, KnownFact
from jiphyeon.foundation.organisation.instruments import law_words
from jiphyeon.kernel import Words, day_words
from jiphyeon.methods.rules import ClauseResult, Kind, Outcome, Parameter, Threshold, Version, tree

NOT_KNOWN = Words("아직 모름", "Not yet known")
YES, NO = Words("예", "Yes"), Words("아니요", "No")
NONE_OF_THEM = Words("해당 없음", "None of these")
UNREAD_VALUE = Words(" (확인 전)", " (not yet verified)")
UNREAD_LAW = Words(" (원문 확인 전)", " (text not yet verified)")
NOTHING = Words("", "")
SHOWN_SHARE = 10_000  # a share is shown to the hundredth of a percent


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause ready for `{% why %}`. `facts`: each with its label, its value and its source ("" where nobody told it)."""

    id: str
    kind: str
    result: str
    sentence: Words
    facts: tuple[tuple[Words, Words, Words | str], ...]
    threshold: Words | None
    citation: Words
    change: Words | None

    @property
    def is_condition(self) -> bool:
        """Return whether it is a condition to be met: what says how much is due is none, and is counted with none."""
        return self.kind != Kind.AMOUNT


def fact_words(name: str, value: FactValue) -> Words:
    """Return a fact's value as people read it."""
    fact = rulebook.pack().facts.get(name)
    if value is None or fact is None:
        return NOT_KNOWN
    kind = str(fact.type)
    if kind == "boolean":
        return YES if value else NO
    if kind == "date":
        return day_words(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if (
        kind == "fraction"
    ):  # a percentage is kept as a share of one, or as whoever told it wrote it: 0.035, 3.5%
        written = str(value)
        share = Fraction(written.removesuffix("%")) / (100 if written.endswith("%") else 1)
        value = Fraction(round(share * SHOWN_SHARE), SHOWN_SHARE)
    elif isinstance(value, str) and kind not in {"choice", "code"}:
        value = int(value)
    return wordings.value_words(value, kind, fact.unit, dict(fact.options))


def ranking_words(version: Version, key: Sequence[int | Fraction | None]) -> list[Words]:
    """Return the values of a key of `rank_keys` as people read them: what was turned round to be compared is turned back."""
    sentences = []
    for by, value in zip(version.ranking, key, strict=True):
        value_shown = value if value is None or by.lowest_first else -value
        if isinstance(by.expression, tree.FactRef) or value_shown is None:
            name = by.expression.name if isinstance(by.expression, tree.FactRef) else ""
            sentences.append(fact_words(name, value_shown))
        else:
            sentences.append(wordings.value_words(value_shown, str(by.expression.type), None))
    return sentences


def source_words(fact: KnownFact) -> Words:
    """Return where a fact came from, and until when it holds or since when it is known."""
    if fact.until:
        return Words("{holder}, {day}까지 유효", "{holder}, holds until {day}").filled(
            holder=fact.holder, day=day_words(date.fromisoformat(fact.until))
        )
    if fact.at and fact.source is Source.STATED:
        return Words("신청서, {day}", "application, {day}").filled(day=date.fromisoformat(fact.at[:10]))
    if fact.at:
        return Words.joined(", ", [fact.holder, day_words(date.fromisoformat(fact.at[:10]))])
    return fact.holder


def threshold_words(threshold: Threshold, parameter: Parameter) -> Words | None:
    """Return a dated value of the law, marked where nobody has read it in its source; None where none was looked up."""
    if threshold.value is None:
        return None
    return Words("{label} {value}, {day}부터{unread}", "{label} {value}, from {day}{unread}").filled(
        label=threshold.label,
        value=wordings.value_words(threshold.value, str(parameter.type), parameter.unit),
        day=day_words(threshold.first),
        unread=NOTHING if threshold.verified else UNREAD_VALUE,
    )


def thresholds_words(clause: ClauseResult, parameters: Mapping[str, Parameter]) -> Words | None:
    """Return every dated value a clause compares with; None where it compares with none."""
    found = [threshold_words(one, parameters[one.name]) for one in clause.thresholds]
    thresholds = [one for one in found if one is not None]
    return Words.joined("; ", thresholds) if thresholds else None


def sentence_words(clause: ClauseResult) -> Words:
    """Return a clause's sentence for its answer."""
    return Words(clause.sentence("ko"), clause.sentence("en"))


def clause_views(
    outcome: Outcome, known: Mapping[str, KnownFact] | None = None, *, decided: Collection[str] = ()
) -> list[ClauseView]:
    """Return an outcome's clauses for reading; `known` says where each fact came from, `decided` what persons judged."""
    changes: dict[str, Words] = {}
    for change in outcome.counterfactuals:
        changes.setdefault(change.clause, change.words)
    found = known or {}
    return [
        ClauseView(
            id=clause.id,
            kind=str(clause.kind),
            result=str(clause.result),
            sentence=clause.as_judged()
            if clause.id in decided and clause.kind is Kind.DISCRETION
            else sentence_words(clause),
            facts=tuple(
                (
                    used.label,
                    fact_words(used.name, used.value),
                    source_words(found[used.name]) if used.name in found else "",
                )
                for used in clause.facts
            ),
            threshold=thresholds_words(clause, outcome.version.parameters),
            citation=Words("{law}{unread}", "{law}{unread}").filled(
                law=law_words(clause.citation), unread=NOTHING if clause.citation.verified else UNREAD_LAW
            ),
            change=changes.get(clause.id) if str(clause.result) == "fail" else None,
        )
        for clause in outcome.clauses
    ]
