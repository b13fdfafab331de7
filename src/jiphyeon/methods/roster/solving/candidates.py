"""Who could fill what: which kinds of people there are, who may stand in for whom, and the pool as a flow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.law import OFFICIAL, WOMAN, YOUTH, Rulebook
from jiphyeon.methods.roster.portfolio import Kind, Person
from jiphyeon.methods.roster.solving.model import Chain, Model
from jiphyeon.methods.roster.solving.situation import ABSENT, Codes, Situation


def stand_ins(rules: Rulebook) -> NDArray[np.bool_]:
    """Return the 8×8 table "a member who is a serves every rule at least as well as one who is b"."""
    table = np.ones((8, 8), dtype=bool)
    for rule in rules.shares:
        for side in rule.sides if rule.binding else ():
            weights = np.array([side.weight(code, Kind.APPOINTED) for code in range(8)])
            table &= weights[:, None] >= weights[None, :]
    return table


@dataclass(slots=True)
class Pool:
    """The people a plan may appoint. `codes[key]` is what each counts as: exactly, or at best (`coarse`)."""

    situation: Situation
    table: NDArray[np.bool_]
    coarse: bool
    codes: dict[str, Codes]
    reach: dict[str, frozenset[str]]
    suiting: list[list[Person]] = field(default_factory=list)

    def near(self, block: int) -> NDArray[np.int64]:
        """Return the exact codes of the people a block may newly appoint, one row each."""
        if not self.suiting:
            self.suiting = suitable(self.situation)
        rows = [self.situation.raw[person.key] for person in self.suiting[block]]
        return np.array(rows, dtype=np.int64).reshape(-1, self.situation.calendar.quarters)

    def kinds(self) -> list[set[Codes]]:
        """Return, per block, what the people its seats may be filled with are."""
        by_field: dict[str, set[Codes]] = defaultdict(set)
        for key, person in self.situation.portfolio.people.items():
            codes = self.codes[key]
            by_field[""].add(codes)
            for one in person.fields:
                by_field[one].add(codes)
        kinds = [set(by_field[block.committee.field]) for block in self.situation.blocks]
        place = {block.committee.key: n for n, block in enumerate(self.situation.blocks)}
        for key, person in self.situation.portfolio.people.items():
            for wish in person.wishes & place.keys():
                kinds[place[wish]].add(self.codes[key])
        return kinds


def pool(situation: Situation, *, coarse: bool) -> Pool:
    """Return the pool. `coarse` takes everybody at their best through the horizon: a bound that is quick to find."""
    table = stand_ins(situation.rules)
    field_of = {block.committee.key: block.committee.field for block in situation.blocks}
    best: dict[Codes, Codes] = {}
    codes = {}
    for key, raw in situation.raw.items():
        if raw not in best:
            best[raw] = _best(raw, table) if coarse else raw
        codes[key] = best[raw]
    reach = {
        key: person.fields | {field_of[wish] for wish in person.wishes if wish in field_of}
        for key, person in situation.portfolio.people.items()
    }
    return Pool(situation, table, coarse, codes, reach)


def _best(raw: Codes, table: NDArray[np.bool_]) -> Codes:
    """Return one code that serves at least as well as `raw` in every quarter, or `raw` where none does."""
    woman = raw[0] & WOMAN
    young = YOUTH if any(code & YOUTH for code in raw) else 0
    official = OFFICIAL if all(code & OFFICIAL for code in raw) else 0
    code = woman | young | official
    return (code,) * len(raw) if all(table[code, one] for one in raw) else raw


@dataclass(frozen=True, slots=True)
class Flow:
    """The pool's columns in a model: `again[k]` people given what is their k-th seat, at a cost of k − 1."""

    again: dict[int, int]


def write_candidates(model: Model, people: Pool) -> Flow:
    """Bound new appointments by the pool: people of like kind and fields, each for so many seats.

    Conflicts of interest, and who is busy when, are left out: the bound stays a bound.
    """
    classes = _classes(people)
    demands: dict[tuple[str, frozenset[int]], list[int]] = defaultdict(list)
    for column, chain in zip(model.chain_column, model.chains, strict=True):
        if chain.group is None:
            demands[_demand(people.situation, chain)].append(column)
    program, table = model.program, people.table
    into: dict[tuple[str, frozenset[int]], list[int]] = defaultdict(list)
    costs: dict[int, int] = {}
    nodes: dict[str, list[tuple[str, frozenset[int]]]] = defaultdict(list)
    for node in demands:
        nodes[node[0]].append(node)
    for (codes, fields), seats in classes.items():
        arcs = []
        for node in (node for name in sorted(fields | {""}) for node in nodes[name]):
            if all(any(table[mine, wanted] for mine in set(codes)) for wanted in node[1]):
                column = program.column(sum(seats.values()), whole=False)
                arcs.append(column)
                into[node].append(column)
        if arcs:
            taken = [program.column(count, whole=False) for count in seats.values()]
            costs.update(zip(taken, (k - 1 for k in seats), strict=True))
            program.row([*arcs, *taken], [*[1] * len(arcs), *[-1] * len(taken)], lower=0, upper=0)
    for node, columns in demands.items():
        arcs = into[node]
        program.row([*columns, *arcs], [*[1] * len(columns), *[-1] * len(arcs)], lower=0, upper=0)
    return Flow(costs)


def _demand(situation: Situation, chain: Chain) -> tuple[str, frozenset[int]]:
    return situation.blocks[chain.block].committee.field, frozenset(
        code for code in chain.codes if code != ABSENT
    )


def _classes(people: Pool) -> dict[tuple[Codes, frozenset[str]], dict[int, int]]:
    """Return, per kind and fields, how many people could take their k-th seat."""
    situation = people.situation
    rounds = -(-situation.calendar.quarters // min((block.cover for block in situation.blocks), default=1))
    classes: dict[tuple[Codes, frozenset[str]], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for key in situation.portfolio.people:
        held = situation.base[key]
        found = classes[people.codes[key], people.reach[key]]
        for more in range(1, rounds * room(situation, key) + 1):
            found[held + more] += 1
    return {one: dict(sorted(seats.items())) for one, seats in classes.items()}


def room(situation: Situation, person: str) -> int:
    """Return how many more seats someone may hold at once, in the quarter with the most room."""
    unbounded = len(situation.blocks)
    return max(
        0,
        *(
            unbounded if bound is None else bound - busy
            for bound, busy in zip(situation.memberships, situation.busy[person], strict=True)
        ),
    )


def suitable(situation: Situation) -> list[list[Person]]:
    """Return, per block, the people who may newly be appointed there."""
    return [
        [person for person in people if block.committee.key not in person.conflicts]
        for block, people in zip(situation.blocks, of_the_field(situation), strict=True)
    ]


def of_the_field(situation: Situation) -> list[list[Person]]:
    """Return, per block, the people whose field or wish it is and who do not sit there."""
    portfolio = situation.portfolio
    by_field: dict[str, list[Person]] = defaultdict(list)
    wishing: dict[str, list[Person]] = defaultdict(list)
    for person in portfolio.people.values():
        by_field[""].append(person)
        for one in person.fields:
            by_field[one].append(person)
        for wish in person.wishes:
            wishing[wish].append(person)
    found = []
    for block in situation.blocks:
        committee = block.committee
        near = {person.key: person for person in (*by_field[committee.field], *wishing[committee.key])}
        for seat in committee.seats:
            near.pop(seat.holder or "", None)
        found.append(list(near.values()))
    return found
