"""From named chains of terms to dated appointments on seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from jiphyeon.methods.roster.plan import Appointment
from jiphyeon.methods.roster.portfolio import Seat, last_of_term
from jiphyeon.methods.roster.solving.model import Chain
from jiphyeon.methods.roster.solving.situation import Block, Situation


def place(situation: Situation, named: Sequence[tuple[Chain, str]]) -> tuple[Appointment, ...]:
    """Return every term of every chain with its seat and days.

    A renewed holder keeps the seat. A newcomer takes the seat that has been free longest, from the day after its
    last term where that falls into the quarter, else from the quarter's first day.
    """
    by_block: dict[int, list[tuple[Chain, str]]] = {}
    for chain, person in named:
        by_block.setdefault(chain.block, []).append((chain, person))
    found = [
        one
        for number, chains in by_block.items()
        for one in _place(situation, situation.blocks[number], chains)
    ]
    return tuple(sorted(found))


def _place(situation: Situation, block: Block, chains: list[tuple[Chain, str]]) -> Iterator[Appointment]:
    free: dict[bool, list[tuple[int, date, Seat]]] = {chair: [] for chair in block.seats}
    renewed = {person for chain, person in chains if chain.group is not None}
    quarters, start = situation.calendar.quarters, situation.calendar.start
    seated = {seat.key: (group, seat) for group in block.groups for seat, _ in group.holders}
    for seat in block.committee.appointed_seats:
        if seat.key not in seated:
            free[seat.chair].append((0, date.min, seat))
            continue
        group, _ = seated[seat.key]
        last = seat.term.last if seat.term and seat.term.last else start - timedelta(days=1)
        if seat.holder not in renewed and group.leaves < quarters:
            free[seat.chair].append((group.leaves, last, seat))
    for chain, person in sorted(chains, key=lambda one: (one[0].start, one[0].group is None, one[1])):
        if chain.group is not None:
            seat = next(s for s, holder in block.groups[chain.group].holders if holder.key == person)
            last = seat.term.last if seat.term and seat.term.last else start
        else:
            seats = [one for one in free[chain.chair] if one[0] <= chain.start]
            taken = min(seats, key=lambda one: (one[0], one[1], one[2].key))
            free[chain.chair].remove(taken)
            _, last, seat = taken
        yield from _terms(situation, block, chain, person, seat, last)
        ends = chain.start + block.cover * (chain.renewals + (chain.group is None))
        if ends < quarters:
            first = _first(situation, chain, last)
            until = last_of_term(
                first, block.committee.term_months * (chain.renewals + (chain.group is None))
            )
            free[chain.chair].append((ends, until, seat))


def _first(situation: Situation, chain: Chain, last: date) -> date:
    """Return the first day of a chain on a seat whose last term ended on `last`."""
    return max(last + timedelta(days=1), situation.calendar.first(chain.start))


def _terms(
    situation: Situation, block: Block, chain: Chain, person: str, seat: Seat, last: date
) -> Iterator[Appointment]:
    committee = block.committee
    first = _first(situation, chain, last)
    terms = chain.renewals + (chain.group is None)
    start = first
    for number in range(terms):
        quarter = chain.start + number * block.cover
        if quarter >= situation.calendar.quarters:
            return
        end = last_of_term(first, (number + 1) * committee.term_months)
        renewal = chain.group is not None or number > 0
        yield Appointment(quarter, committee.key, seat.key, person, start, end, renewal)
        start = end + timedelta(days=1)
