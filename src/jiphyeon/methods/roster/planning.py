"""From files to a plan: choose counts, name people, place them on seats, judge the result, explain what is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.roster.explaining.conflicts import explain
from jiphyeon.methods.roster.judge import Verdict, check
from jiphyeon.methods.roster.law import Rulebook
from jiphyeon.methods.roster.plan import Aim, Appointment, Plan, lawful_in
from jiphyeon.methods.roster.portfolio import Calendar, Portfolio
from jiphyeon.methods.roster.solving.assignment import Assignment, Candidates, Named
from jiphyeon.methods.roster.solving.candidates import pool, stand_ins
from jiphyeon.methods.roster.solving.counts import Choice, choose
from jiphyeon.methods.roster.solving.exact import choose_people, pairs
from jiphyeon.methods.roster.solving.model import Chain
from jiphyeon.methods.roster.solving.seating import place
from jiphyeon.methods.roster.solving.situation import ABSENT, Situation, situate

AIMS = {
    "lawful": Words("적법한 위원회·분기", "lawful committee-quarters"),
    "filled": Words("채워진 위촉직 좌석·분기", "filled seat-quarters"),
    "changes": Words("새로 위촉하는 사람", "new appointments"),
    "repeats": Words("같은 사람의 거듭 위촉", "repeated use of the same persons"),
    "wishes": Words("희망대로 위촉(이 인원 안에서)", "wishes met, given these numbers"),
}
PAIRS = 60_000
"""Up to how many pairs of people and places numbers and names are chosen together, where apart is not proof."""


def make_plan(
    portfolio: Portfolio,
    rules: Rulebook,
    calendar: Calendar,
    *,
    seconds: float = 10,
    say: Callable[[str], None] = lambda _: None,
) -> Plan:
    """Return the plan that is best in this order: lawful committee-quarters, filled seats, fewest changes,
    least repeated use of the same persons, wishes.

    `seconds` bounds each search; where that is not enough, the gap stands in the plan's aims. `say` hears progress.
    Raises Refused where the files contradict the rules.
    """
    situation = situate(portfolio, rules, calendar)
    say(f"{len(situation.blocks)} committees, {len(portfolio.people)} people, {calendar.quarters} quarters")
    candidates = Candidates(situation, stand_ins(rules))
    choice = choose(situation, pool(situation, coarse=True), seconds)
    say("numbers chosen; naming people")
    named = Assignment(candidates, choice.chains, choice.counts).name()
    everything = range(len(situation.blocks))
    unsure = named.unfilled or named.repeats != choice.bounds.get("repeats")
    if unsure and pairs(situation, candidates, everything) <= PAIRS:
        say("people are short: choosing numbers and names together")
        choice, named = choose_people(situation, candidates, everything, seconds)
    elif named.unfilled:
        say(f"{named.unfilled} seats short of people: choosing anew where they are")
        choice, named = _mend(situation, candidates, choice, named, seconds)
    say("people named; explaining what stays unlawful")
    return _plan(situation, choice, named)


def _mend(
    situation: Situation, candidates: Candidates, choice: Choice, named: Named, seconds: float
) -> tuple[Choice, Named]:
    """Keep the committees whose people were all found; plan the others anew, person by person, with who is left.

    The bounds on all committees stand: a plan for the city cannot exceed them.
    """
    found = list(zip(choice.chains, choice.counts, named.chosen, strict=True))
    short = sorted({chain.block for chain, count, people in found if len(people) < count})
    kept = {chain: people for chain, _, people in found if chain.block not in short}
    while short:
        now = short[:1]
        while len(now) < len(short) and pairs(situation, candidates, short[: len(now) + 1]) <= PAIRS:
            now = short[: len(now) + 1]
        left = _with_given(situation, kept)
        again, people = choose_people(left, candidates, now, seconds)
        kept.update(zip(again.chains, people.chosen, strict=True))
        short = short[len(now) :]
    chains = list(kept)
    mended = Choice(chains, [len(kept[chain]) for chain in chains], choice.bounds)
    return mended, _named(situation, kept)


def _with_given(situation: Situation, given: dict[Chain, list[str]]) -> Situation:
    """Return the situation in which people already hold what they are given."""
    busy = {key: list(quarters) for key, quarters in situation.busy.items()}
    base = dict(situation.base)
    for chain, people in given.items():
        for person in people:
            base[person] += chain.group is None
            busy[person] = [n + (code != ABSENT) for n, code in zip(busy[person], chain.codes, strict=True)]
    return replace(situation, busy=busy, base=base)


def _named(situation: Situation, given: dict[Chain, list[str]]) -> Named:
    """Return what a mended naming comes to; nothing is proven of its last two aims."""
    load = dict(situation.base)
    repeats = wishes = new = 0
    for chain, people in given.items():
        for person in people if chain.group is None else ():
            new += 1
            repeats += load[person]
            load[person] += 1
            wishes += situation.blocks[chain.block].committee.key in situation.portfolio.people[person].wishes
    return Named(list(given.values()), 0, repeats, 0, wishes, new, 0)


def _plan(situation: Situation, choice: Choice, named: Named) -> Plan:
    places = [(c, person) for c, who in zip(choice.chains, named.chosen, strict=True) for person in who]
    appointments = place(situation, places)
    portfolio, rules, calendar = situation.portfolio, situation.rules, situation.calendar
    verdict = check(appointments, portfolio, rules, calendar)
    if verdict.findings:
        first = verdict.findings[0]
        raise Refused(
            "plan_unsound",
            ko="계획이 스스로의 검사를 통과하지 못했습니다: {finding}",
            en="the plan does not pass its own check: {finding}",
            finding=first.words.en,
        )
    aims = _aims(situation, choice, named, appointments, verdict)
    return _planned(situation, appointments, verdict, aims, named.unfilled)


def standing_of(
    appointments: tuple[Appointment, ...], portfolio: Portfolio, rules: Rulebook, calendar: Calendar
) -> Plan:
    """Return what follows from appointments alone, whoever made them: the table, the shares, why not. No aims."""
    verdict = check(appointments, portfolio, rules, calendar)
    return _planned(situate(portfolio, rules, calendar), appointments, verdict, (), 0)


def _planned(
    situation: Situation,
    appointments: tuple[Appointment, ...],
    verdict: Verdict,
    aims: tuple[Aim, ...],
    unnamed: int,
) -> Plan:
    portfolio, rules, calendar = situation.portfolio, situation.rules, situation.calendar
    before = check((), portfolio, rules, calendar)
    return Plan(
        tuple(committee.key for committee in portfolio.committees),
        tuple(calendar.day(t) for t in range(calendar.quarters)),
        appointments,
        aims,
        tuple(lawful_in(before.lawful, t) for t in range(calendar.quarters)),
        verdict.lawful,
        verdict.standings,
        explain(situation, verdict, appointments),
        unnamed,
    )


def _aims(
    situation: Situation,
    choice: Choice,
    named: Named,
    appointments: tuple[Appointment, ...],
    verdict: Verdict,
) -> tuple[Aim, ...]:
    days = [situation.calendar.day(t) for t in range(situation.calendar.quarters)]
    attained = {
        "lawful": lawful_in(verdict.lawful),
        "filled": sum(one.start <= day <= one.end for one in appointments for day in days),
        "changes": sum(not one.renewal for one in appointments),
        "repeats": named.repeats,
        "wishes": named.wishes,
    }
    bounds = {**choice.bounds, "wishes": named.wishes_bound if named.repeats == named.repeats_bound else None}
    aims, open_gap = [], False
    for key, words in AIMS.items():
        bound = None if open_gap else bounds.get(key)
        open_gap = open_gap or bound != attained[key]
        aims.append(Aim(key, words, attained[key], bound))
    return tuple(aims)
