"""Facts, clauses and deadlines as pages show them: label, value, where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from jiphyeon.contexts.benefits.enums import SOURCE_WORDS
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.benefits.rules.facts import KnownFact
from jiphyeon.foundation.ui.saying import day, language, won, yes_no
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause ready for `{% why %}`."""

    id: str
    kind: str
    result: str
    sentence: str
    facts: tuple[tuple[str, str, str], ...]
    threshold: str
    citation: str
    change: str


def value_words(name: str, value: Any) -> str:
    """Return a fact's value as people read it, in the reader's language."""
    fact = rulebook.pack().facts.get(name)
    if value is None or fact is None:
        return yes_no(None)
    kind = str(fact.type)
    if kind == "boolean":
        return yes_no(value)
    if kind in {"won", "exact_won"}:
        return won(int(value))
    if kind == "date":
        return day(date.fromisoformat(value) if isinstance(value, str) else value)
    if kind == "choice":
        chosen = fact.options.get(value)
        return chosen.said(language()) if chosen else str(value)
    return _number(value, fact.unit)


def amount_words(content: Any, kind: str, unit: str) -> str:
    """Return a value of the law as people read it."""
    if kind in {"won", "exact_won"}:
        return won(int(content))
    if isinstance(content, bool):
        return yes_no(content)
    if isinstance(content, int | Fraction):
        return _number(content, Words(unit, unit))
    return str(content)


def _number(value: Any, unit: Words | None) -> str:
    said = unit.said(language()) if unit else ""
    exact = Fraction(str(value)) if not isinstance(value, Fraction) else value
    if said == "%":
        exact *= 100
    text = f"{exact.numerator:,}" if exact.denominator == 1 else f"{float(exact):,.2f}".rstrip("0")
    return f"{text}{'' if said in {'%', '세', '명', '번', '개월', '㎡'} else ' '}{said}".strip()


def source_words(fact: KnownFact) -> str:
    """Return where a fact came from, and until when it holds or since when it is known."""
    speech = language()
    said = fact.holder.said(speech)
    if fact.until:
        until = day(date.fromisoformat(fact.until))
        return f"{said}, {until}까지 유효" if speech == "ko" else f"{said}, holds until {until}"
    return f"{said}, {day(date.fromisoformat(fact.at[:10]))}" if fact.at else said


def source_kind(fact: KnownFact) -> str:
    """Return the kind of the source as a word."""
    return SOURCE_WORDS[fact.source].said(language())


def threshold_words(threshold: Any, parameter: Any) -> str:
    """Return a dated value of the law, marked where nobody has read it in its source."""
    if threshold.value is None:
        return ""
    speech = language()
    unit = parameter.unit.said(speech) if parameter.unit else ""
    text = amount_words(threshold.value, str(parameter.type), unit)
    unread = "" if threshold.verified else (" (확인 전)" if speech == "ko" else " (not yet verified)")
    since = f"{day(threshold.first)}부터" if speech == "ko" else f"from {day(threshold.first)}"
    return f"{threshold.label.said(speech)} {text}, {since}{unread}"


def citation_words(clause: Any) -> str:
    """Return a clause's law, marked where its text has not been read."""
    speech = language()
    unread = (
        ""
        if clause.citation.verified
        else (" (원문 확인 전)" if speech == "ko" else " (text not yet verified)")
    )
    return f"{clause.citation}{unread}"


def clauses(outcome: Any, known: Mapping[str, KnownFact] | None = None) -> list[ClauseView]:
    """Return an outcome's clauses for reading; `known` says where each fact came from."""
    speech = language()
    changes: dict[str, str] = {}
    for change in outcome.counterfactuals:
        changes.setdefault(change.clause, change.words.said(speech))
    found = known or {}
    return [
        ClauseView(
            id=clause.id,
            kind=str(clause.kind),
            result=str(clause.result),
            sentence=clause.sentence(speech),
            facts=tuple(
                (
                    used.label.said(speech),
                    value_words(used.name, used.value),
                    source_words(found[used.name]) if used.name in found else "",
                )
                for used in clause.facts
            ),
            threshold="; ".join(
                filter(
                    None, (threshold_words(t, outcome.version.parameters[t.name]) for t in clause.thresholds)
                )
            ),
            citation=citation_words(clause),
            change=changes.get(clause.id, "") if str(clause.result) == "fail" else "",
        )
        for clause in outcome.clauses
    ]
