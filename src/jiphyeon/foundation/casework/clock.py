"""The legal clock of a matter: started by a term with its article, stopped, run on, lengthened once, ended."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.models import CaseRow, ClockStop, Counting, LegalClock, Term
from jiphyeon.foundation.clock.deadlines import Deadline, Unit, general_deadline, petition_deadline
from jiphyeon.kernel import Citation, Period, Refused


def due_by(term: Term, started: date, stops: tuple[Period, ...] = ()) -> Deadline:
    """Return the deadline of a term that starts on a day, without the days on which the clock stood still."""
    first = term.first or started
    if term.counting is Counting.PETITION:
        return petition_deadline(first, count=term.count, unit=term.unit, stops=stops)
    limits = term.counting is Counting.LIMITS_RIGHTS
    return general_deadline(first, count=term.count, unit=term.unit, stops=stops, limits_rights=limits)


def start(row: CaseRow, term: Term | None, on: date) -> None:
    """Start the clock of a matter, or start it anew; `row.due_on` follows. Where no law sets a term there is none."""
    if term is None:
        return
    found = due_by(term, on)
    law = {name: value for name, value in asdict(term.law).items() if name != "in_force"}
    LegalClock.objects.update_or_create(
        lifecycle=row.lifecycle.name,
        case=row.key,
        defaults={
            "started_on": term.first or on,
            "count": term.count,
            "unit": term.unit,
            "counting": term.counting,
            "law": law,
            "due_on": found.due,
            "ended_on": None,
            "extended_on": None,
            "extended_from": None,
            "extended_by": None,
            "extended_count": None,
            "extended_unit": "",
        },
    )
    ClockStop.objects.of(row).filter(last=None).update(last=on)
    row.due_on = found.due


def stop(row: CaseRow, on: date) -> None:
    """Let the clock stand still from a day on. One that stands still already goes on standing still."""
    ClockStop.objects.get_or_create(
        lifecycle=row.lifecycle.name, case=row.key, last=None, defaults={"first": on}
    )


def run_on(row: CaseRow, on: date) -> None:
    """Let the clock run on after a day; `row.due_on` is later by the days it stood still."""
    ClockStop.objects.of(row).filter(last=None).update(last=on)
    clock = clock_of(row)
    if clock is None:
        return
    clock.due_on = _reckoned(clock, row)
    clock.save(update_fields=["due_on"])
    row.due_on = clock.due_on


def end(row: CaseRow, on: date) -> None:
    """End the clock: the matter is dealt with. The day it was due stays known."""
    ClockStop.objects.of(row).filter(last=None).update(last=on)
    LegalClock.objects.of(row).update(ended_on=on)


def extend(row: CaseRow, by_term: Term, *, by: Actor, on: date) -> date:
    """Lengthen the term from its last day by another, once, and return the new last day.

    Refused the second time, after the last day, where no clock runs and while it stands still.
    """
    clock = clock_of(row)
    if clock is None or clock.ended_on is not None or is_stopped(row):
        raise Refused(
            "no_clock_runs",
            ko="처리기한이 흐르고 있지 않아 연장할 수 없습니다.",
            en="No deadline is running that could be extended.",
        )
    if on > clock.due_on:
        raise Refused(
            "extension_late",
            ko="처리기한({due})이 지나서 연장할 수 없습니다. 바로 처리해 주세요.",
            en="The deadline, {due}, has passed and cannot be extended any more. Please deal with it now.",
            due=clock.due_on,
        )
    before, count = clock.due_on, by_term.count
    petition = by_term.counting is Counting.PETITION and by_term.unit is Unit.DAYS
    unit = Unit.WORKING_DAYS if petition else by_term.unit
    longer = Deadline(
        clock.started_on, before, clock.count, clock.unit, extended_from=clock.extended_from
    ).extended(count=count, unit=unit)
    clock.extended_from, clock.extended_on, clock.extended_by = before, on, by.user
    clock.extended_count, clock.extended_unit, clock.due_on = count, unit, longer.due
    clock.save()
    row.due_on = clock.due_on
    return clock.due_on


def clock_of(row: CaseRow) -> LegalClock | None:
    """Return the clock of a matter, or None where none was started."""
    found: LegalClock | None = LegalClock.objects.of(row).first()
    return found


def is_stopped(row: CaseRow) -> bool:
    """Return whether the clock stands still now."""
    return bool(ClockStop.objects.of(row).filter(last=None).exists())


def law_of(clock: LegalClock) -> Citation:
    """Return the article a clock runs by."""
    return Citation(**clock.law)


def _reckoned(clock: LegalClock, row: CaseRow) -> date:
    stops = tuple(Period(one.first, one.last) for one in ClockStop.objects.of(row))
    term = Term(clock.count, clock.unit, clock.counting, law_of(clock))
    if clock.extended_from is None:
        return due_by(term, clock.started_on, stops).due
    # What stood still before the extension is in the day it was counted from.
    since = tuple(stop for stop in stops if clock.extended_on is None or stop.first >= clock.extended_on)
    before = due_by(term, clock.started_on, stops)
    return before.extended(count=clock.extended_count or 1, unit=Unit(clock.extended_unit), stops=since).due
