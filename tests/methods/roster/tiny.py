"""Tiny made-up portfolios, and every plan they allow, tried one by one."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from jiphyeon.kernel import Citation, Period, Words
from jiphyeon.methods import roster
from jiphyeon.methods.roster.law import Counted, Reckoned

START = date(2026, 7, 1)
ALWAYS = Period(date(2000, 1, 1))
LAW = Citation("시험법", "1", verified=True)
WORDS = Words("시험", "test")


def share(key, counted, ratio, *, floor, of_all=False, ratchet=None, label="", unless=()):
    return roster.ShareRule(
        key,
        WORDS,
        Counted(counted),
        of_all,
        Fraction(ratio),
        floor,
        ALWAYS,
        LAW,
        label,
        unless,
        True,
        ratchet,
    )


def limit(key, at_most):
    return roster.Limit(key, WORDS, at_most, ALWAYS, LAW)


def rulebook(*shares, limits=(), reckoned=Reckoned.QUARTER, ages=(19, 39)):
    return roster.Rulebook("시험시", reckoned, (roster.AgeWindow(*ages, ALWAYS, LAW),), shares, limits)


def months_on(day, months):
    """The same day of another month; the days here are all firsts of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


def person(key, age, gender, *, official=False, fields=("f",), wishes=(), conflicts=(), memberships=()):
    """Somebody whose birthday is on the plan's first day, `age` then; a fraction is months before it."""
    birth = months_on(START, -round(age * 12))
    attributes = (roster.Attributes(date.min, gender, official),)
    return roster.Person(
        key, birth, attributes, frozenset(fields), frozenset(wishes), frozenset(conflicts), tuple(memberships)
    )


def seat(key, holder=None, ends=None, *, months=6, chair=False, kind="appointed", renewed=0):
    """An appointed seat; its holder's term of `months` ends so many months after the plan's start."""
    term = None
    if ends is not None:
        first = months_on(START, ends - months)
        term = Period(first, months_on(START, ends) - timedelta(days=1))
    return roster.Seat(key, roster.Kind(kind), chair, holder, term, renewed)


def portfolio(people, *committees):
    return roster.Portfolio(tuple(committees), {one.key: one for one in people})


@dataclass(frozen=True)
class Case:
    portfolio: roster.Portfolio
    rules: roster.Rulebook
    calendar: roster.Calendar


def random_case(seed):
    """A portfolio small enough to try everything, with every kind of rule now and then."""
    dice = random.Random(seed)  # noqa: S311 -- made-up cities
    people = [
        person(
            f"p{n}",
            dice.choice((18.75, 25, 38, 39.5, 39.75, 45, 60)),
            dice.choice(("woman", "man")),
            official=dice.random() < 0.15,
            fields=dice.choice((("f",), ("g",), ("f", "g"))),
            wishes=dice.choice(((), (), ("c0",), ("c1",))),
            conflicts=dice.choice(((), (), (), ("c0",))),
        )
        for n in range(dice.randint(3, 5))
    ]
    rules = random_rules(dice)
    quarters = dice.choice((1, 2, 2, 3))
    committees = []
    openings = 0
    for number in range(dice.choice((1, 2))):
        months = dice.choice((3, 6, 12))
        holders = dice.sample(people, len(people))
        seats = []
        for n in range(dice.randint(1, 3)):
            ends = dice.choice((None, 0, 1, 3, 5, 12))
            holder = holders[n].key if ends is not None else None
            per_seat = 0 if ends == 12 else -(-quarters * 3 // months)
            if openings + per_seat > 4:
                ends, per_seat, holder = 12, 0, holders[n].key
            openings += per_seat
            chair = n == 0 and dice.random() < 0.3
            seats.append(
                seat(
                    f"s{n}",
                    holder,
                    ends,
                    months=12 if ends == 12 else months,
                    chair=chair,
                    renewed=dice.choice((0, 0, 1)),
                )
            )
        if dice.random() < 0.4:
            seats.append(seat("x", kind="ex_officio"))
        exemptions = (roster.Exemption("youth", ALWAYS, "의결"),) if dice.random() < 0.1 else ()
        renewals = dice.choice((None, None, 0, 1))
        committees.append(
            roster.Committee(
                f"c{number}",
                f"c{number}",
                tuple(seats),
                months,
                dice.choice(("f", "g", "")),
                exemptions=exemptions,
                renewals=renewals,
            )
        )
    return Case(portfolio(people, *committees), rules, roster.Calendar(START, quarters))


def random_rules(dice):
    shares = []
    if dice.random() < 0.9:
        ratchet = roster.Ratchet(ALWAYS, dice.random() < 0.5, LAW) if dice.random() < 0.6 else None
        shares.append(
            share("youth.general", "youth", dice.choice(("1/5", "3/10", "1/2")), floor=True, ratchet=ratchet)
        )
    if dice.random() < 0.7:
        shares.append(share("gender", "each_gender", "6/10", floor=False))
    if dice.random() < 0.3:
        shares.append(share("officials", "official", dice.choice(("1/4", "1/2")), floor=False, of_all=True))
    limits = [limit("memberships", dice.choice((1, 2, 3)))]
    if dice.random() < 0.5:
        limits.append(limit("renewals", dice.choice((1, 2))))
    if dice.random() < 0.3:
        limits.append(limit("years", 1))
    return rulebook(*shares, limits=tuple(limits), reckoned=dice.choice(tuple(Reckoned)))


def every_plan(case) -> Iterator[tuple[roster.Appointment, ...]]:
    """Yield every way to leave, renew or fill every seat in every quarter, lawful or not."""
    seats = [
        (committee, one, one.holder, one.term.last if one.term else None)
        for committee in case.portfolio.committees
        for one in committee.appointed_seats
    ]
    lines = [list(_every_line(case, *one)) for one in seats]
    for combination in itertools.product(*lines):
        yield tuple(itertools.chain.from_iterable(combination))


def _every_line(case, committee, one, holder, last, quarter=0):
    """Yield every run of appointments on one seat from `quarter` on."""
    calendar = case.calendar
    while quarter < calendar.quarters and last is not None and calendar.day(quarter) <= last:
        quarter += 1
    if quarter >= calendar.quarters:
        yield ()
        return
    yield from _every_line(case, committee, one, None, last, quarter + 1)
    follows = (last or date.min) + timedelta(days=1)
    start = max(follows, calendar.first(quarter))
    end = months_on(start, committee.term_months) - timedelta(days=1)
    in_time = start == follows or (quarter == 0 and holder is not None)
    for key in case.portfolio.people:
        if key == holder and not in_time:
            continue
        made = roster.Appointment(quarter, committee.key, one.key, key, start, end, key == holder)
        for rest in _every_line(case, committee, one, key, end, quarter + 1):
            yield (made, *rest)


def aims_of(case, appointments, verdict):
    """The aims of one plan, larger is better."""
    days = [case.calendar.day(t) for t in range(case.calendar.quarters)]
    lawful = sum(map(sum, verdict.lawful))
    filled = sum(one.start <= day <= one.end for one in appointments for day in days)
    new = [one for one in appointments if not one.renewal]
    load = dict.fromkeys(case.portfolio.people, 0)
    for committee in case.portfolio.committees:
        for one in committee.appointed_seats:
            if one.holder:
                load[one.holder] += 1
    repeats = 0
    for one in new:
        repeats += load[one.person]
        load[one.person] += 1
    wishes = sum(one.committee in case.portfolio.people[one.person].wishes for one in new)
    return lawful, filled, -len(new), -repeats, wishes


def best_of(case):
    """The best aims over every plan that the judge finds nothing against."""
    best = None
    for appointments in every_plan(case):
        verdict = roster.check(appointments, case.portfolio, case.rules, case.calendar)
        if not verdict.findings:
            aims = aims_of(case, appointments, verdict)
            best = aims if best is None else max(best, aims)
    return best
