"""From files to a plan: choose counts, name people, place them on seats, judge the result, explain what is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.roster.check import Verdict, check
from jiphyeon.methods.roster.choosing import Choice, choose, together
from jiphyeon.methods.roster.exact import choose_people, pairs
from jiphyeon.methods.roster.explaining import explain
from jiphyeon.methods.roster.law import Rulebook
from jiphyeon.methods.roster.model import Chain
from jiphyeon.methods.roster.naming import Candidates, Named, Naming, Prices
from jiphyeon.methods.roster.placing import place
from jiphyeon.methods.roster.plan import Aim, Appointment, Plan
from jiphyeon.methods.roster.portfolio import Calendar, Portfolio
from jiphyeon.methods.roster.situation import Situation, situate
from jiphyeon.methods.roster.supply import Pool, pool, stand_ins

AIMS = {
    "lawful": Words("적법한 위원회·분기", "lawful committee-quarters"),
    "filled": Words("채워진 위촉직 좌석·분기", "filled seat-quarters"),
    "changes": Words("새로 위촉하는 사람", "new appointments"),
    "repeats": Words("같은 사람의 거듭 위촉", "repeated use of the same persons"),
    "wishes": Words("희망대로 위촉(이 인원 안에서)", "wishes met, given these numbers"),
}
PAIRS = 60_000
"""Up to how many pairs of people and places numbers and names are chosen together, where apart is not proof."""
ROUNDS = 40
"""How often numbers that cannot be named are cut off before the best trimmed plan is kept, with its gap …"""
SEARCHES = 12
"""… or for how many times the bound on one search, whichever comes first."""


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
    named = Naming(candidates, choice.chains, choice.counts).name()
    rounds = 1
    unsure = named.prices is not None or named.repeats != choice.bounds.get("repeats")
    if unsure and pairs(situation, candidates) <= PAIRS:
        say("the pool is short: choosing numbers and names together")
        choice, named = choose_people(situation, candidates, seconds)
    elif named.prices is not None:
        choice, named, rounds = _short(situation, candidates, seconds, say, choice, named)
    say("people named; explaining what stays unlawful")
    return _plan(situation, candidates, choice, named, rounds)


def _short(
    situation: Situation,
    candidates: Candidates,
    seconds: float,
    say: Callable[[str], None],
    choice: Choice,
    named: Named,
) -> tuple[Choice, Named, int]:
    """Plan where nobody can be named for some of the chosen numbers.

    Cut those numbers off, with everybody taken as they are in every quarter, and choose again; keep the best plan
    trimmed to the people there are. It is proven where it attains what no choice can exceed.
    """
    best, best_named = _trim(situation, pool(situation, coarse=True), choice, named, seconds)
    spent = best.seconds
    people, cuts = pool(situation, coarse=False), list[Prices]()
    for rounds in range(2, ROUNDS + 2):
        if best.attained[:3] == choice.attained[:3] or spent > SEARCHES * seconds:
            break
        say(f"{named.unfilled} seats short of people; round {rounds}")
        choice = together(situation, people, seconds, cuts, candidates=candidates)
        named = Naming(candidates, choice.chains, choice.counts).name()
        if named.prices is None:
            return choice, named, rounds
        spent += choice.seconds
        cuts.append(named.prices)
        trimmed, trimmed_named = _trim(situation, people, choice, named, seconds)
        if trimmed.attained[:3] > best.attained[:3]:
            best, best_named = trimmed, trimmed_named
    return replace(best, bounds=choice.bounds), best_named, rounds


def _trim(
    situation: Situation, people: Pool, choice: Choice, named: Named, seconds: float
) -> tuple[Choice, Named]:
    """Choose again among the people named only, so that whatever is chosen can be named."""
    who = dict(zip(choice.chains, named.chosen, strict=True))
    most = {chain: len(persons) for chain, persons in who.items()}
    trimmed = together(situation, people, seconds, (), most=most)
    chosen = [who[chain][:count] for chain, count in zip(trimmed.chains, trimmed.counts, strict=True)]
    return trimmed, _trimmed(situation, trimmed.chains, chosen)


def _trimmed(situation: Situation, chains: list[Chain], chosen: list[list[str]]) -> Named:
    """Return a naming that was cut short, with nothing proven about it."""
    load = dict(situation.base)
    repeats = wishes = 0
    for chain, people in zip(chains, chosen, strict=True):
        for person in people if chain.group is None else ():
            repeats += load[person]
            load[person] += 1
            wishes += situation.blocks[chain.block].committee.key in situation.portfolio.people[person].wishes
    new = sum(len(people) for chain, people in zip(chains, chosen, strict=True) if chain.group is None)
    return Named(chosen, 0, repeats, 0, wishes, new, 0)


def _plan(situation: Situation, candidates: Candidates, choice: Choice, named: Named, rounds: int) -> Plan:
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
    before = check((), portfolio, rules, calendar)
    keys = tuple(committee.key for committee in portfolio.committees)
    return Plan(
        keys,
        tuple(calendar.day(t) for t in range(calendar.quarters)),
        appointments,
        _aims(situation, choice, named, appointments, verdict),
        tuple(sum(line[t] for line in before.lawful) for t in range(calendar.quarters)),
        verdict.lawful,
        verdict.standings,
        explain(situation, candidates, verdict),
        named.unfilled,
        rounds,
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
        "lawful": sum(map(sum, verdict.lawful)),
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
