"""A programme's rules as officers read them: clauses with their law, values by date, who read the source, on two days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiphyeon.contexts.programmes.queries import clauses, expressions, rulebook, wordings
from jiphyeon.contexts.programmes.rules import changes
from jiphyeon.foundation.organisation.instruments import law_words
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods import rules
from jiphyeon.methods.rules import Clause, Dated, Parameter, Version

_AHEAD = timedelta(days=366)
KINDS = {
    "gate": Words("갖출 조건", "Must be met"),
    "exclusion": Words("제외 조건", "Rules out"),
    "amount": Words("금액", "Amount"),
    "discretion": Words("담당자 판단", "Judged by an officer"),
    "claim": Words("한 번만 지급", "Due once"),
}


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause on a day: what it says, as an expression in words, its values then, its law."""

    id: str
    kind: Words
    sentence: Words
    expression: Words | None
    values: Words | None
    citation: Words
    verified: bool


@dataclass(frozen=True, slots=True)
class Span:
    """One value over its days; `x` and `width` in percent of the time shown, `current` on the day asked about."""

    text: Words
    first: date
    last: date | None
    recorded: date | None
    citation: Words
    verified: bool
    note: Words | None
    current: bool
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class ValueTimeline:
    """One parameter by date."""

    name: str
    label: Words
    now: Words | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: its days, when it was entered, what it says of itself."""

    name: str
    first: date
    last: date | None
    recorded: date
    note: Words | None
    current: bool


@dataclass(frozen=True, slots=True)
class RuleSheet:
    """Everything the clause page shows for one day, as known on another."""

    programme: str
    name: Words
    version: str
    note: Words | None
    clauses: tuple[ClauseLine, ...]
    timelines: tuple[ValueTimeline, ...]
    years: tuple[tuple[int, float], ...]
    mark: float
    versions: tuple[VersionLine, ...]
    unread: int


def sheet(programme_id: str, as_of: date, known_on: date | None) -> RuleSheet:
    """Return the sheet. Refused where no version is in force on the day, as known then."""
    programme = rulebook.programme(programme_id)
    version = programme.version_on(as_of, known_on)
    outcome = rules.evaluate(version, {}, as_of)
    named = {name for clause in version.clauses for name in clause.parameters}
    named |= {threshold.name for clause in outcome.clauses for threshold in clause.thresholds}
    if version.pays is not None and version.pays.times:
        named.add(version.pays.times)
    if version.places:
        named.add(version.places)
    lines = tuple(
        ClauseLine(
            id=clause.id,
            kind=KINDS[str(clause.kind)],
            sentence=clauses.sentence_words(clause),
            expression=_expression(version, version.clause(clause.id)),
            values=clauses.thresholds_words(clause, version.parameters),
            citation=law_words(clause.citation),
            verified=clause.verified,
        )
        for clause in outcome.clauses
    )
    known = {name: version.parameters[name].known(known_on) for name in version.parameters if name in named}
    first, last = _frame(known, as_of)
    timelines = tuple(
        _timeline(version.parameters[name], values, as_of, first, last)
        for name, values in known.items()
        if values
    )
    versions = tuple(
        VersionLine(
            one.name,
            one.effective.first,
            one.effective.last,
            one.recorded,
            one.note,
            one.name == version.name,
        )
        for one in programme.versions
        if known_on is None or one.recorded <= known_on
    )
    open_values = sum(not span.verified for line in timelines for span in line.spans if span.current)
    return RuleSheet(
        programme_id,
        programme.names,
        version.name,
        version.note,
        lines,
        timelines,
        tuple((year, _place(date(year, 1, 1), first, last)) for year in _years(first, last)),
        _place(as_of, first, last),
        versions,
        open_values + sum(not line.verified for line in lines),
    )


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A value that programmes share: what it is today (None: nothing yet), and whose terms speak of it."""

    label: Words
    now: Words | None
    users: list[Words]


def shared_lines(today: date) -> list[SharedLine]:
    """Return the values that programmes share: what each is today, and whose terms speak of it."""
    pack = rulebook.pack()
    used = {key: changes.used_from(pack.programme(key), today) for key in rulebook.offered()}
    lines = []
    for name, parameter in pack.parameters.items():
        users = [pack.programme(key).names for key, names in used.items() if name in names]
        try:
            now = wordings.content_words(parameter.on(today).content, parameter)
        except Refused:
            now = None
        lines.append(SharedLine(parameter.label, now, users))
    return lines


def _expression(version: Version, clause: Clause) -> Words | None:
    sentence = expressions.clause_words(version, clause)
    return sentence if sentence.ko else None


def _frame(known: Mapping[str, Sequence[Dated]], as_of: date) -> tuple[date, date]:
    firsts = [value.first for values in known.values() for value in values] or [as_of]
    # Values older than a few years would press everything else into a corner; they are cut, and the table keeps them.
    earliest = max(min([*firsts, as_of]), date(as_of.year - 4, 1, 1))
    return earliest, max([*firsts, as_of]) + _AHEAD


def _years(first: date, last: date) -> Iterator[int]:
    yield from range(first.year + (first > date(first.year, 1, 1)), last.year + 1)


def _place(day: date, first: date, last: date) -> float:
    whole = (last - first).days or 1
    return round(min(1.0, max(0.0, (day - first).days / whole)) * 100, 2)


def _timeline(
    parameter: Parameter, values: Sequence[Dated], as_of: date, first: date, last: date
) -> ValueTimeline:
    spans = []
    now: Words | None = None
    for value, following in zip(values, [*values[1:], None], strict=True):
        end = following.first - timedelta(days=1) if following is not None else value.last
        current = value.first <= as_of and (end is None or as_of <= end)
        text = wordings.content_words(value.content, parameter)
        now = text if current else now
        x, to = _place(value.first, first, last), 100.0 if end is None else _place(end, first, last)
        spans.append(
            Span(
                text,
                value.first,
                end,
                value.recorded,
                law_words(value.citation),
                value.verified,
                value.note,
                current,
                x,
                round(max(0.0, to - x), 2),
            )
        )
    return ValueTimeline(parameter.name, parameter.label, now, tuple(spans))
