"""The portfolio as counts: who certainly sits in which quarter, which seats come free, who may be re-appointed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiphyeon.kernel import Period, Refused, months_between
from jiphyeon.methods.roster.law import YOUTH, Limit, Reckoned, Rulebook, ShareRule
from jiphyeon.methods.roster.portfolio import Attributes, Calendar, Committee, Kind, Person, Portfolio, Seat

ABSENT = 8
"""The code of somebody who is not in office, after the eight that law.py knows."""

Codes = tuple[int, ...]
Held = tuple[Seat, Person]
GroupKey = tuple[bool, int, Codes, Codes, int]


@dataclass(frozen=True, slots=True)
class Group:
    """Holders of one pool who leave in the same quarter, are the same, and may be re-appointed equally often."""

    chair: bool
    leaves: int
    sitting: Codes
    raw: Codes
    renewals: int
    holders: tuple[tuple[Seat, Person], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One committee through the horizon. Pools are its chair's seat and its other appointed seats.

    `judged`: whether there is anything to judge in a quarter; see plan.Lawful.
    """

    committee: Committee
    cover: int
    renewals: int
    seats: dict[bool, int]
    groups: tuple[Group, ...]
    ex_officio: tuple[Codes, ...]
    rules: tuple[tuple[ShareRule, ...], ...]
    judged: tuple[bool, ...]
    free_seats: dict[bool, tuple[int, ...]]

    def free(self, quarter: int, *, chair: bool) -> int:
        """Return how many seats of a pool the plan may fill in a quarter."""
        return self.free_seats[chair][quarter]

    def sitting(self, quarter: int, *, chair: bool) -> int:
        """Return how many seats of a pool are certainly taken in a quarter by a term that began before the plan."""
        return self.seats[chair] - self.free(quarter, chair=chair)

    def opens(self, *, chair: bool) -> int:
        """Return the first quarter in which the pool has a free seat; the horizon's length where none comes free."""
        free = self.free_seats[chair]
        return next((t for t, seats in enumerate(free) if seats > 0), len(free))


@dataclass(slots=True)
class Situation:
    """Everything a plan is made from."""

    portfolio: Portfolio
    rules: Rulebook
    calendar: Calendar
    blocks: tuple[Block, ...] = ()
    raw: dict[str, Codes] = field(default_factory=dict)
    busy: dict[str, list[int]] = field(default_factory=dict)
    base: dict[str, int] = field(default_factory=dict)
    memberships: list[int | None] = field(default_factory=list)
    chains: dict[tuple[Codes, int, int, int], Codes] = field(default_factory=dict)
    """Those already worked out: many committees ask for the same."""

    def chain(self, raw: Codes, start: int, cover: int, renewals: int) -> Codes:
        """Return what someone is in each quarter of the horizon, appointed at `start` and renewed so often."""
        key = (raw, start, cover, renewals)
        if key in self.chains:
            return self.chains[key]
        quarters = self.calendar.quarters
        end = min(quarters, start + cover * (renewals + 1))
        by_appointment = self.rules.reckoned is Reckoned.APPOINTMENT
        codes = [ABSENT] * quarters
        for t in range(start, end):
            appointed = start + (t - start) // cover * cover if by_appointment else t
            codes[t] = (raw[t] & ~YOUTH) | (raw[appointed] & YOUTH)
        self.chains[key] = tuple(codes)
        return self.chains[key]

    def years(self, committee: Committee) -> Limit | None:
        """Return the bound on years in one committee at the plan's start."""
        return self.rules.limit("years", self.calendar.start, committee)

    def served(self, person: Person, committee: Committee) -> int:
        """Return months of earlier service in the committee, begun months counted whole."""
        return sum(
            _months(m.period, self.calendar.start) for m in person.memberships if m.committee == committee.key
        )


def situate(portfolio: Portfolio, rules: Rulebook, calendar: Calendar) -> Situation:
    """Return the situation. Refuses a term longer than the law allows, and days no youth age covers."""
    situation = Situation(portfolio, rules, calendar)
    known: dict[tuple[date, tuple[Attributes, ...]], Codes] = {}
    for key, person in portfolio.people.items():
        like = (person.birth, person.attributes)
        if like not in known:
            known[like] = rules.codes(person, calendar)
        situation.raw[key] = known[like]
    days = [calendar.day(t) for t in range(calendar.quarters)]
    for day in days:
        bound = rules.limit("memberships", day)
        situation.memberships.append(bound.at_most if bound else None)
    situation.blocks = tuple(_block(situation, committee) for committee in portfolio.committees)
    _count_seats(situation, days)
    return situation


def _count_seats(situation: Situation, days: list[date]) -> None:
    """Fill in, per person, seats certainly held in each quarter (`busy`) and seats held at all (`base`)."""
    quarters = situation.calendar.quarters
    inside = {committee.key for committee in situation.portfolio.committees}
    busy = {key: [0] * quarters for key in situation.portfolio.people}
    base: dict[str, int] = dict.fromkeys(busy, 0)
    for block in situation.blocks:
        for group in block.groups:
            for _, person in group.holders:
                base[person.key] += 1
                for t in range(min(group.leaves, quarters)):
                    busy[person.key][t] += group.sitting[t] != ABSENT
    for key, person in situation.portfolio.people.items():
        for membership in person.memberships:
            held = [day in membership.period for day in days]
            if membership.committee not in inside and any(held):
                base[key] += 1
                busy[key] = [n + h for n, h in zip(busy[key], held, strict=True)]
    situation.busy, situation.base = busy, base


def _block(situation: Situation, committee: Committee) -> Block:
    calendar, rules = situation.calendar, situation.rules
    longest = rules.limit("term_months", calendar.start, committee)
    if longest and committee.term_months > longest.at_most:
        raise Refused(
            "term_too_long",
            ko="위원회 {committee}의 임기 {months}개월이 한도({bound}개월, {law})를 넘습니다.",
            en="committee {committee}: a term of {months} months exceeds {bound} ({law}).",
            committee=committee.key,
            months=committee.term_months,
            bound=longest.at_most,
            law=longest.citation,
        )
    seats: dict[bool, int] = defaultdict(int)
    groups: dict[GroupKey, list[Held]] = defaultdict(list)
    for seat in committee.appointed_seats:
        seats[seat.chair] += 1
        if seat.holder is not None and seat.term is not None and seat.term.last is not None:
            person = situation.portfolio.people[seat.holder]
            leaves = min(calendar.vacant_from(seat.term.last), calendar.quarters)
            sitting = _sitting(situation, person, seat.term)
            key = (
                seat.chair,
                leaves,
                sitting,
                situation.raw[person.key],
                _renewals(situation, committee, seat, person, leaves),
            )
            groups[key].append((seat, person))
    cover = committee.term_months // 3
    days = [calendar.day(t) for t in range(calendar.quarters)]
    binding = tuple(rules.shares_for(committee, day) for day in days)
    return Block(
        committee,
        cover,
        _bound_renewals(situation, committee, 0, calendar.quarters, committee.term_months),
        dict(seats),
        tuple(Group(*key, tuple(holders)) for key, holders in groups.items()),
        tuple(_ex_officio(situation, seat) for seat in committee.seats if seat.kind is Kind.EX_OFFICIO),
        binding,
        tuple(bool(seats) or any(rule.of_all for rule in here) for here in binding),
        {chair: _free(groups, chair, count, calendar.quarters) for chair, count in seats.items()},
    )


def _free(groups: dict[GroupKey, list[Held]], chair: bool, seats: int, quarters: int) -> tuple[int, ...]:  # noqa: FBT001 -- names the pool
    taken = [
        sum(len(who) for key, who in groups.items() if key[0] == chair and key[1] > t)
        for t in range(quarters)
    ]
    return tuple(seats - n for n in taken)


def _sitting(situation: Situation, person: Person, term: Period) -> Codes:
    days = [situation.calendar.day(t) for t in range(situation.calendar.quarters)]
    return tuple(situation.rules.code(person, day, term.first) if day in term else ABSENT for day in days)


def _ex_officio(situation: Situation, seat: Seat) -> Codes:
    """Return what an ex officio member is; a holder nobody described sits as an official."""
    calendar = situation.calendar
    person = situation.portfolio.people.get(seat.holder or "")
    days = [calendar.day(t) for t in range(calendar.quarters)]
    return tuple(
        ABSENT
        if seat.term and day not in seat.term
        else (situation.rules.code(person, day, day) if person else 4)
        for day in days
    )


def _renewals(situation: Situation, committee: Committee, seat: Seat, person: Person, leaves: int) -> int:
    """Return how often a holder may be re-appointed within the horizon."""
    if committee.key in person.conflicts or leaves >= situation.calendar.quarters or seat.term is None:
        return 0
    earlier = situation.served(person, committee) or seat.renewed * committee.term_months
    last = seat.term.last or seat.term.first
    this = _months(seat.term, last + timedelta(days=1))
    more = _bound_renewals(
        situation, committee, seat.renewed, situation.calendar.quarters - leaves, earlier + this
    )
    useful = -(-(situation.calendar.quarters - leaves) // (committee.term_months // 3))
    return max(0, min(more, useful))


def _bound_renewals(
    situation: Situation, committee: Committee, renewed: int, quarters: int, served: int
) -> int:
    """Return how many further terms the limits leave after `served` months and `renewed` re-appointments.

    Below 0 where the limits are passed already.
    """
    most = -(-quarters // (committee.term_months // 3))
    if committee.renewals is not None:
        most = min(most, committee.renewals - renewed)
    bound = situation.rules.limit("renewals", situation.calendar.start, committee)
    if bound is not None:
        most = min(most, bound.at_most - renewed)
    years = situation.years(committee)
    if years is not None:
        most = min(most, (years.at_most * 12 - served) // committee.term_months)
    return most


def _months(period: Period, until: date) -> int:
    """Return begun months of a period, an open or later end cut at `until`."""
    last = until - timedelta(days=1)
    last = last if period.last is None else min(period.last, last)
    return max(0, months_between(period.first, last) + 1)
