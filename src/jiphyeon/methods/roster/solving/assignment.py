"""Who takes which seat: a transport problem over named people, solved by pricing.

Every demand (so many people of such a kind for a committee from a quarter on) has its eligible people; a person has
room for so many seats at once, one chain of terms per committee, and costs more with every further seat. The linear
relaxation is solved on few pairs, and every pair left out is priced by its duals, so the optimum holds for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.portfolio import Person
from jiphyeon.methods.roster.solving.candidates import suitable
from jiphyeon.methods.roster.solving.integer_program import Answer, Program, solve
from jiphyeon.methods.roster.solving.model import Chain
from jiphyeon.methods.roster.solving.situation import ABSENT, Situation

UNFILLED = 1e6
"""What leaving one seat unnamed costs; more than all else that naming one seat can change."""
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Demand:
    """`count` people for one chain of terms; `eligible` are numbers of people."""

    chain: Chain
    count: int
    eligible: NDArray[np.int64]
    present: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The people chosen per demand, what it cost, and what the relaxation proves nobody can better."""

    chosen: list[list[str]]
    unfilled: int
    repeats: int
    repeats_bound: int
    wishes: int
    wishes_bound: int
    pairs: int


class Candidates:
    """Who is eligible for which chain, as arrays."""

    def __init__(self, situation: Situation, table: NDArray[np.bool_]) -> None:
        self.situation, self.table = situation, table
        self.keys = list(situation.portfolio.people)
        self.number = {key: n for n, key in enumerate(self.keys)}
        self.kind_of: dict[tuple[int, ...], int] = {}
        self.kind = np.array(
            [self.kind_of.setdefault(situation.raw[key], len(self.kind_of)) for key in self.keys]
        )
        self.raw = np.array([situation.raw[key] for key in self.keys], dtype=np.int64)
        self.raw = self.raw.reshape(len(self.keys), situation.calendar.quarters)
        self.near = [self._numbers(people) for people in suitable(situation)]

    def _numbers(self, people: Sequence[Person]) -> NDArray[np.int64]:
        return np.array([self.number[person.key] for person in people], dtype=np.int64)

    def eligible(self, chain: Chain) -> NDArray[np.int64]:
        """Return the numbers of people who may take the chain."""
        block = self.situation.blocks[chain.block]
        if chain.group is not None:
            return self._numbers([person for _, person in block.groups[chain.group].holders])
        fits = np.zeros(len(self.kind_of), dtype=bool)
        for raw, kind in self.kind_of.items():
            mine = self.situation.chain(raw, chain.start, block.cover, chain.renewals)
            fits[kind] = all(
                self.table[here, wanted]
                for here, wanted in zip(mine, chain.codes, strict=True)
                if wanted != ABSENT
            )
        near = self.near[chain.block]
        found = near[fits[self.kind[near]]] if near.size else near
        return self._within_years(chain, found)

    def _within_years(self, chain: Chain, people: NDArray[np.int64]) -> NDArray[np.int64]:
        committee = self.situation.blocks[chain.block].committee
        years = self.situation.years(committee)
        if years is None:
            return people
        months = (chain.renewals + 1) * committee.term_months
        kept = []
        for n in people.tolist():
            person = self.situation.portfolio.people[self.keys[n]]
            if (
                not person.memberships
                or months + self.situation.served(person, committee) <= years.at_most * 12
            ):
                kept.append(n)
        return np.array(kept, dtype=np.int64)


@dataclass(slots=True)
class _Master:
    """The pairs considered so far."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    known: set[tuple[int, int]] = field(default_factory=set)
    crowded: set[tuple[int, int]] = field(default_factory=set)
    doubled: set[tuple[int, int]] = field(default_factory=set)

    def add(self, demand: int, person: int) -> None:
        if (demand, person) not in self.known:
            self.known.add((demand, person))
            self.pairs.append((demand, person))


class Assignment:
    """One naming problem. `counts[i]` people are wanted for `chains[i]`."""

    def __init__(self, candidates: Candidates, chains: Sequence[Chain], counts: Sequence[int]) -> None:
        self.candidates, self.situation = candidates, candidates.situation
        self.demands = [
            Demand(
                chain,
                count,
                candidates.eligible(chain),
                tuple(t for t, code in enumerate(chain.codes) if code != ABSENT),
            )
            for chain, count in zip(chains, counts, strict=True)
        ]
        people = self.candidates.keys
        self.base = np.array([self.situation.base[key] for key in people], dtype=np.int64)
        unbounded = len(self.situation.blocks)
        bounds = [unbounded if bound is None else bound for bound in self.situation.memberships]
        busy = np.array([self.situation.busy[key] for key in people], dtype=np.int64)
        self.room = np.maximum(0, np.array(bounds) - busy.reshape(len(people), len(bounds)))
        self.rounds = -(
            -self.situation.calendar.quarters // min((b.cover for b in self.situation.blocks), default=1)
        )
        self.weight = sum(demand.count for demand in self.demands) + 1
        self.wished = [self._wished(demand) for demand in self.demands]

    def _wished(self, demand: Demand) -> frozenset[int]:
        committee = self.situation.blocks[demand.chain.block].committee.key
        if demand.chain.group is not None:
            return frozenset(demand.eligible.tolist())
        people = self.situation.portfolio.people
        return frozenset(
            n for n in demand.eligible.tolist() if committee in people[self.candidates.keys[n]].wishes
        )

    def name(self) -> Named:
        """Return the best naming, proven by pricing; whole numbers by branching only where the relaxation is not."""
        master = self._start()
        answer = self._priced(master)
        values = answer.values[: len(master.pairs)]
        if np.abs(values - values.round()).max(initial=0.0) > TOLERANCE:
            program, costs = self._program(master)
            values = solve(program, costs, seconds=20).values[: len(master.pairs)]
            values = self._without_clashes(master, values)
        return self._named(master, values, answer.objective)

    def _start(self) -> _Master:
        """Give every seat greedily to whoever holds least, scarce demands first; keep those and a few more pairs."""
        master = _Master()
        load = self.base.copy()
        order = sorted(range(len(self.demands)), key=lambda d: (self.demands[d].eligible.size, d))
        for d in order:
            demand = self.demands[d]
            if not demand.eligible.size:
                continue
            wished = np.array([n not in self.wished[d] for n in demand.eligible.tolist()])
            rank = np.lexsort((demand.eligible, wished, load[demand.eligible]))
            nearest = demand.eligible[rank[: demand.count + 4]].tolist()
            for n in nearest:
                master.add(d, n)
            for n in sorted(self.wished[d]) if demand.chain.group is None else demand.eligible.tolist():
                master.add(d, n)
            for n in nearest[: demand.count]:
                load[n] += 1
        return master

    def _priced(self, master: _Master) -> Answer:
        """Solve the relaxation over all pairs: price what is left out, add what pays, and what clashes."""
        while True:
            program, costs = self._program(master)
            answer = solve(program, costs, relaxed=True)
            clashed = self._add_clashes(master, answer.values)
            if not clashed and not self._price(master, answer):
                return answer

    def _program(self, master: _Master) -> tuple[Program, list[float]]:
        """Rows in order: one per demand, one per person with a pair for a new seat, the crowded quarters, the doubled committees."""
        program, costs = Program(), list[float]()
        by_demand: dict[int, list[int]] = defaultdict(list)
        by_person: dict[int, list[int]] = defaultdict(list)
        fresh: dict[int, list[int]] = defaultdict(list)
        for d, n in master.pairs:
            column = program.column(1)
            costs.append(0 if n in self.wished[d] else 1)
            by_demand[d].append(column)
            by_person[n].append(column)
            if self.demands[d].chain.group is None:
                fresh[n].append(column)
        for d, demand in enumerate(self.demands):
            short = program.column(demand.count, whole=False)
            costs.append(UNFILLED)
            columns = [*by_demand[d], short]
            program.row(columns, [1] * len(columns), lower=demand.count, upper=demand.count)
        for n, columns in fresh.items():
            most = min(len(columns), int(self.room[n].max()) * self.rounds)
            steps = [program.column(1, whole=False) for _ in range(most)]
            costs.extend(self.weight * int(self.base[n] + k) for k in range(most))
            program.row([*columns, *steps], [*[1] * len(columns), *[-1] * most], upper=0)
        for n, t in sorted(master.crowded):
            here = [c for c in by_person[n] if t in self.demands[master.pairs[c][0]].present]
            program.row(here, [1] * len(here), upper=int(self.room[n, t]))
        for n, block in sorted(master.doubled):
            here = [c for c in by_person[n] if self.demands[master.pairs[c][0]].chain.block == block]
            program.row(here, [1] * len(here), upper=1)
        return program, costs

    def _newcomers(self, master: _Master) -> list[int]:
        """Return the people with a pair for a new seat, in the order of their rows."""
        return list(dict.fromkeys(n for d, n in master.pairs if self.demands[d].chain.group is None))

    def _add_clashes(self, master: _Master, values: NDArray[np.float64]) -> bool:
        """Find people with too many seats at once, or two chains in one committee, and forbid it."""
        held: dict[tuple[int, int], float] = defaultdict(float)
        chains: dict[tuple[int, int], float] = defaultdict(float)
        for (d, n), value in zip(master.pairs, values, strict=False):
            if value > TOLERANCE:
                chains[n, self.demands[d].chain.block] += value
                for t in self.demands[d].present:
                    held[n, t] += value
        crowded = {(n, t) for (n, t), seats in held.items() if seats > self.room[n, t] + TOLERANCE}
        doubled = {pair for pair, count in chains.items() if count > 1 + TOLERANCE}
        new = not crowded <= master.crowded or not doubled <= master.doubled
        master.crowded |= crowded
        master.doubled |= doubled
        return new

    def _without_clashes(self, master: _Master, values: NDArray[np.float64]) -> NDArray[np.float64]:
        while self._add_clashes(master, values):
            program, costs = self._program(master)
            values = solve(program, costs, seconds=20).values[: len(master.pairs)]
        return values

    def _price(self, master: _Master, answer: Answer) -> bool:
        """Add the pairs whose reduced cost is negative, the best few of every demand."""
        persons = self._newcomers(master)
        rows = len(self.demands)
        load = -self.weight * self.base.astype(np.float64)
        load[self.room.max(axis=1) == 0] = -np.inf
        load[persons] = answer.duals[rows : rows + len(persons)]
        rows += len(persons)
        quarter: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for dual, (n, t) in zip(answer.duals[rows:], sorted(master.crowded), strict=False):
            quarter[t].append((n, dual))
        rows += len(master.crowded)
        double: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for dual, (n, block) in zip(answer.duals[rows:], sorted(master.doubled), strict=True):
            double[block].append((n, dual))
        added = False
        for d, demand in enumerate(self.demands):
            value = load.copy() if quarter or double else load
            for n, dual in [pair for t in demand.present for pair in quarter[t]] + double[demand.chain.block]:
                value[n] += dual
            gain = answer.duals[d] + value[demand.eligible] - 1
            best = np.flatnonzero(gain > TOLERANCE)
            fresh = [
                int(n)
                for n in demand.eligible[best[np.argsort(-gain[best], kind="stable")]]
                if (d, int(n)) not in master.known
            ]
            for n in fresh[: demand.count + 3]:
                master.add(d, n)
                added = True
        return added

    def _named(self, master: _Master, values: NDArray[np.float64], bound: float) -> Named:
        chosen: list[list[str]] = [[] for _ in self.demands]
        load = self.base.copy()
        wishes = repeats = 0
        for (d, n), value in zip(master.pairs, values, strict=False):
            if value > 0.5:
                chosen[d].append(self.candidates.keys[n])
                if self.demands[d].chain.group is None:
                    repeats += int(load[n])
                    load[n] += 1
                    wishes += n in self.wished[d]
        wanted = sum(demand.count for demand in self.demands)
        new = sum(demand.count for demand in self.demands if demand.chain.group is None)
        unfilled = wanted - sum(map(len, chosen))
        whole = max(0, int(np.ceil(bound - TOLERANCE * max(1.0, abs(bound)))))
        least = repeats if unfilled else whole // self.weight
        most = wishes if unfilled else new - max(0, whole - least * self.weight)
        return Named(
            chosen, unfilled, repeats, least, wishes, most if least == repeats else new, len(master.pairs)
        )
