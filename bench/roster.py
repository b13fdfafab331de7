"""A city's portfolio of committees planned into law: 226 committees, 3,700 seats, 8 quarters.

There is no peer that plans committees. The opponent is the program one would write first: one yes or no per seat and
eligible person, solved by the same HiGHS. It is given less to do (seats are filled when they come free or never,
nobody is renewed twice, and only lawful committee-quarters count), on portfolios it has a chance at. On a dozen
committees, so short of people that numbers and names must be chosen together, its one aim costs less than our five;
from there on it loses, and it has no chance at the city.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.measure import ROOT, Report, Timed, fresh

START, QUARTERS = date(2026, 7, 1), 8
FULL = {"committees": 226, "seats": 3700, "candidates": 2500}
SMALLER = {
    "12 committees": {"committees": 12, "seats": 197, "candidates": 133},
    "48 committees": {"committees": 48, "seats": 786, "candidates": 531},
}
PATIENCE = 60
"""Seconds by the clock the opponent's solver is given."""


def _read(size: dict[str, int], seed: int) -> tuple[Any, Any, Any]:
    from jiphyeon.methods import roster
    from jiphyeon.methods.roster import as_csv

    mandatory = round(size["committees"] * 106 / 226)
    made = roster.generate(
        roster.Size(**size, mandatory=mandatory, first_labels=("sejong_youth_policy",)), START, seed
    )
    with TemporaryDirectory() as folder:
        committees, people = Path(folder, "committees.csv"), Path(folder, "people.csv")
        committees.write_text(as_csv(made.committees), encoding="utf-8")
        people.write_text(as_csv(made.people), encoding="utf-8")
        rules = roster.read_rules(ROOT / "src/jiphyeon/cities/sejong/committee-rules.yaml")
        portfolio = roster.read_portfolio(committees, people, rules, START)
    return portfolio, rules, roster.Calendar(START, QUARTERS)


def numbers(size: dict[str, int], seed: int) -> Timed:
    """Choose how many of which kind, where and when: the part that proves the plan's first aims."""
    from jiphyeon.methods.roster.solving import choose, pool, situate

    portfolio, rules, calendar = _read(size, seed)
    began = time.process_time()
    situation = situate(portfolio, rules, calendar)
    choice = choose(situation, pool(situation, coarse=True), 60)
    cpu = time.process_time() - began
    return Timed(
        {
            key: [value, choice.bounds[key]]
            for key, value in zip(choice.bounds, choice.attained, strict=False)
        },
        cpu,
    )


def whole(size: dict[str, int], seed: int) -> Timed:
    """Make the whole plan: numbers, people named, judged by the independent check, every conflict explained."""
    from jiphyeon.methods import roster
    from jiphyeon.methods.roster import as_json, lawful_in

    portfolio, rules, calendar = _read(size, seed)
    began = time.process_time()
    plan = roster.make_plan(portfolio, rules, calendar)
    cpu = time.process_time() - began
    document = as_json(plan)
    checked = roster.verify(document, plan.appointments, portfolio, rules, calendar, plan)
    explained = {(one.committee, t) for one in plan.conflicts for t in range(one.first, one.last + 1)}
    unlawful = {
        (key, t)
        for key, line in zip(plan.committees, plan.lawful, strict=True)
        for t, ok in enumerate(line)
        if ok is False
    }
    answer = {
        "aims": {aim.key: [aim.attained, aim.bound] for aim in plan.aims},
        "proven": plan.proven,
        "unnamed": plan.unnamed,
        "findings": len(checked.problems),
        "unexplained": len(unlawful - explained),
        "lawful": [lawful_in(plan.lawful, t) for t in range(QUARTERS)],
        "appointments": len(plan.appointments),
    }
    return Timed(answer, cpu)


def naive(size: dict[str, int], seed: int) -> Timed:
    """One yes or no per seat and person; maximise lawful committee-quarters."""
    from jiphyeon.methods.roster.solving import Program, situate, solve, suitable

    portfolio, rules, calendar = _read(size, seed)
    began = time.process_time()
    situation = situate(portfolio, rules, calendar)
    program, gains = Program(), dict[int, float]()
    held: dict[tuple[str, int], list[int]] = {}
    for block, near in zip(situation.blocks, suitable(situation), strict=True):
        _naive_block(situation, block, near, program, gains, held)
    for (key, t), columns in held.items():
        bound = situation.memberships[t]
        if bound is not None:
            program.row(columns, [1] * len(columns), upper=max(0, bound - situation.busy[key][t]))
    costs = [gains.get(column, 0.0) for column in range(len(program.lower))]
    answer = solve(program, costs, seconds=PATIENCE)
    cpu = time.process_time() - began
    measured = {"status": answer.status, "columns": len(costs)}
    if answer.found:
        measured |= {"lawful": round(-answer.objective), "bound": round(-answer.bound, 1)}
    return Timed(measured, cpu)


def pairs(size: dict[str, int], seed: int) -> int:
    """Count the pairs of free seat and eligible person the opponent would start from."""
    from jiphyeon.methods.roster.solving import situate, suitable

    situation = situate(*_read(size, seed))
    free = [sum(max(seats) for seats in block.free_seats.values()) for block in situation.blocks]
    return sum(n * len(near) for n, near in zip(free, suitable(situation), strict=True))


def _naive_block(situation: Any, block: Any, near: Any, program: Any, gains: Any, held: Any) -> None:
    from jiphyeon.methods.roster import Kind, counts

    seats = [
        (g.chair, g.leaves, g, seat) for g in block.groups for seat, _ in g.holders if g.leaves < QUARTERS
    ]
    taken = {seat.key for g in block.groups for seat, _ in g.holders}
    seats += [(s.chair, 0, None, s) for s in block.committee.appointed_seats if s.key not in taken]
    columns: list[tuple[int, bool, int, Any]] = []
    per_person: dict[str, list[int]] = {}
    for chair, opens, group, seat in seats:
        here = []
        renewing = [situation.portfolio.people[seat.holder]] if group and group.renewals else []
        for person in [*renewing, *near]:
            column = program.column(1)
            here.append(column)
            per_person.setdefault(person.key, []).append(column)
            columns.append((column, chair, opens, situation.raw[person.key]))
            for t in range(opens, QUARTERS):
                held.setdefault((person.key, t), []).append(column)
        program.row(here, [1] * len(here), upper=1)
    for mine in per_person.values():
        program.row(mine, [1] * len(mine), upper=1)
    for t in range(QUARTERS):
        lawful = program.column(1)
        gains[lawful] = -1
        present = [(column, raw[t]) for column, _, opens, raw in columns if opens <= t]
        for rule in block.rules[t]:
            for side in rule.sides:
                fixed = sum(
                    side.appointed[g.sitting[t]] * len(g.holders) for g in block.groups if g.leaves > t
                )
                fixed += sum(side.ex_officio[codes[t]] for codes in block.ex_officio)
                slack = -(fixed + min(0, *side.appointed) * len(seats))
                met = program.column(1) if rule.ratchet else lawful
                weights = [side.appointed[code] for _, code in present]
                program.row([*[c for c, _ in present], met], [*weights, -slack], lower=-slack - fixed)
                if rule.ratchet:
                    program.row([lawful, met], [1, -1], upper=0)
                    barred = [
                        c
                        for c, chair, opens, raw in columns
                        if opens == t
                        and not (chair and rule.ratchet.chair_excepted)
                        and not counts(side.name, raw[t], Kind.APPOINTED)
                    ]
                    if barred:
                        program.row([*barred, met], [*[1] * len(barred), -len(seats)], upper=0)


def run(*, check: bool) -> int:
    """Measure both and compare."""
    report = Report("roster")
    beside: dict[str, float] = {}
    for name, size in SMALLER.items():
        ours, theirs = (
            fresh("bench.roster:whole", size=size, seed=1),
            fresh("bench.roster:naive", runs=1, size=size, seed=1),
        )
        beside[name] = theirs.cpu
        lawful = ours.answer["aims"]["lawful"]
        print(f"  {name}: ours {lawful[0]} of at most {lawful[1]}, theirs {theirs.answer}")
        report.figure(f"{name}, ours", ours.cpu, "CPU s")
        report.figure(f"{name}, one yes or no per person", theirs.cpu, "CPU s")
        report.figure(f"{name}, peak memory, theirs ÷ ours", theirs.peak_mb / ours.peak_mb, "×")
        report.figure(f"{name}, ours ÷ theirs, CPU", ours.cpu / theirs.cpu, "×")
        if size["committees"] > 12:
            report.target(f"{name}: ours ÷ theirs, CPU", ours.cpu / theirs.cpu, at_most=0.2)
        if "lawful" in theirs.answer:
            report.target(
                f"{name}: lawful quarters, ours ÷ theirs", lawful[0] / theirs.answer["lawful"], at_least=1
            )
    # The opponent has no chance at the city; what it takes for 48 committees is the measure of ours for 226.
    measure = beside["48 committees"]
    print(
        "226 committees, 3,700 seats, 8 quarters, three made-up cities, beside the opponent's 48 committees"
    )
    for seed in (1, 2, 3):
        chosen, planned = (
            fresh("bench.roster:numbers", size=FULL, seed=seed),
            fresh("bench.roster:whole", size=FULL, seed=seed),
        )
        answer = planned.answer
        print(f"  city {seed}: aims {answer['aims']}; lawful by quarter {answer['lawful']}")
        report.figure(f"city {seed}, peak memory", planned.peak_mb, "MB")
        report.figure(f"city {seed}, numbers proven optimal", chosen.cpu, "CPU s")
        report.figure(f"city {seed}, people named and all explained", planned.cpu, "CPU s")
        report.target(f"city {seed}: numbers proven ÷ theirs for 48", chosen.cpu / measure, at_most=0.16)
        report.target(
            f"city {seed}: named and explained ÷ theirs for 48", planned.cpu / measure, at_most=0.41
        )
        report.target(f"city {seed}: proven", int(answer["proven"]), at_least=1)
        problems = answer["findings"] + answer["unexplained"] + answer["unnamed"]
        report.target(f"city {seed}: findings, unexplained, unnamed", problems, at_most=0)
    pairs = fresh("bench.roster:pairs", runs=1, size=FULL, seed=1).answer
    report.skip(f"the opponent on 226 committees: {pairs:,} pairs of seat and person")
    return report.finish(check)
