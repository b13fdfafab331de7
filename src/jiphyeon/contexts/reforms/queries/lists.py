"""Lines of the lists of reforms and of runs: plain values, in a fixed number of queries whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.queries import populations
from jiphyeon.contexts.reforms.queries.reforms import programme_names
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.clock.nearness import Nearness, nearness
from jiphyeon.kernel import Words

UNDECIDED = (ReformState.DRAFT, ReformState.PROPOSED)


@dataclass(frozen=True, slots=True)
class ReformRow:
    """A line of the list of reforms. `near`: how near its first day is; None where that no longer presses."""

    key: UUID
    name: str
    programmes: Words
    state: ReformState
    first: date
    near: Nearness | None
    authority: str
    drafted_by: str
    drafted_on: date
    proposed_by: str
    proposed_on: date | None
    decided_by: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A line of the list of runs."""

    key: UUID
    reforms: Words
    programmes: Words
    population: Words
    as_of: date
    state: RunState
    signed: bool
    asked_by: str
    asked_on: date


def reform_rows(found: Sequence[Reform], today: date, language: str) -> list[ReformRow]:
    """Return lines of reforms."""
    write = writer(language)
    return [
        ReformRow(
            key=one.key,
            name=one.name,
            programmes=programme_names(one.parts),
            state=one.state,
            first=one.first,
            near=nearness(one.first, today) if one.state in UNDECIDED else None,
            authority=one.authority,
            drafted_by=write(one.drafted_name),
            drafted_on=one.drafted_on,
            proposed_by=write(one.proposed_name),
            proposed_on=one.proposed_on,
            decided_by=write(one.decided_name),
            decided_on=one.decided_on,
        )
        for one in found
    ]


def run_rows(found: Sequence[ReformRun], language: str) -> list[RunRow]:
    """Return lines of runs, each with the reforms it asked about."""
    write = writer(language)
    asked: dict[int, list[str]] = {}
    of_runs = ReformRun.reforms.through.objects.filter(reformrun__in=[one.pk for one in found])
    for run, name in of_runs.order_by("reform").values_list("reformrun", "reform__name"):
        asked.setdefault(run, []).append(name)
    return [
        RunRow(
            key=one.key,
            reforms=Words.joined(" · ", [Words(name, name) for name in asked.get(one.pk, [])]),
            programmes=programme_names(one.programmes),
            population=populations.words(one.population["name"]),
            as_of=one.as_of,
            state=one.state,
            signed=one.seal is not None,
            asked_by=write(one.asked_name),
            asked_on=one.asked_on,
        )
        for one in found
    ]
