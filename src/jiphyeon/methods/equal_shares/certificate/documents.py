"""The two published documents, as a verifier reads them: nothing here is shared with the code that finds results."""

from __future__ import annotations

import hashlib
from fractions import Fraction

from jiphyeon.methods.equal_shares.certificate.form import Entries, whole_of


class Published:
    """An election and a rule, from the canonical JSON of an election and a result that are in the published form.

    `backers[c]` are the ballots that name project c: (ballot, its weight, its score for c). `voters[c]` is how many
    persons cast them, whatever they weigh.
    """

    def __init__(self, result: Entries, election: Entries) -> None:
        self.result = result
        self.rule: Entries = result["rule"]
        self.ids: list[str] = [name for name, _ in election["projects"]]
        self.costs = [int(cost) for _, cost in election["projects"]]
        self.index = {name: at for at, name in enumerate(self.ids)}
        self.budget = int(election["budget"])
        self.minor = int(election["minor"])
        self.unit = int(election["weight_unit"])
        self.persons: list[int] = [row[0] for row in election["ballots"]]
        self.weights: list[int] = [row[1] for row in election["ballots"]]
        self.scoring: str = election["scoring"]
        self.backers: list[list[tuple[int, int, int]]] = [[] for _ in self.ids]
        for ballot, (_, weight, projects, *scores) in enumerate(election["ballots"]):
            for project, score in zip(projects, scores[0] if scores else [1] * len(projects), strict=True):
                self.backers[project].append((ballot, weight, score))
        self.voters = [sum(self.persons[ballot] for ballot, _, _ in rows) for rows in self.backers]
        self.votes = [sum(weight for _, weight, _ in rows) for rows in self.backers]
        self.points = [sum(weight * score for _, weight, score in rows) for rows in self.backers]
        self.values = [cost if self.rule["utility"] == "cost" else 1 for cost in self.costs]
        self.place = self._tie_places()

    def _tie_places(self) -> list[int]:
        ties: str = self.rule["ties"]
        order = sorted(range(len(self.ids)), key=lambda c: self.ids[c])
        if ties != "lexical":
            seed = ties.partition(":")[2]
            lots = [hashlib.sha256(f"{seed}\n{name}".encode()).hexdigest() for name in self.ids]
            order = sorted(order, key=lambda c: (self.costs[c], -self.votes[c], lots[c]))
        places = [0] * len(order)
        for place, project in enumerate(order):
            places[project] = place
        return places

    def starting_share(self) -> Fraction:
        """Return what each ordinary voter begins with, before any step of Add1."""
        start = Fraction(self.budget * self.unit, sum(self.weights))
        return Fraction(start // self.minor * self.minor) if self.rule["start"] == "floor" else start

    def shut(self, chosen: list[int]) -> set[int]:
        """Return the projects that may not join `chosen`."""
        out = {c for c, voters in enumerate(self.voters) if voters < self.rule["minimum_votes"]}
        for group in self.rule["incompatible"]:
            members = {self.index[name] for name in group}
            if members & set(chosen):
                out |= members
        for quota in self.rule["quotas"]:
            members = {self.index[name] for name in quota["members"]}
            inside = members & set(chosen)
            if quota["projects"] is not None and len(inside) >= quota["projects"]:
                out |= members
            if quota["cost"] is not None:
                left = int(quota["cost"]) - sum(self.costs[c] for c in inside)
                out |= {c for c in members if self.costs[c] > left}
        return out - set(chosen)

    def open(self, chosen: list[int]) -> list[int]:
        """Return the projects somebody wants that may still join `chosen`."""
        out = self.shut(chosen) | set(chosen)
        return [c for c in range(len(self.ids)) if c not in out and self.points[c] > 0]

    def cost(self, projects: list[int]) -> int:
        """Return what these projects cost together, in minor units."""
        return sum(self.costs[c] for c in projects)

    def room(self, bought: list[int]) -> list[int]:
        """Return the projects that may still join `bought` and fit into what is left of the budget."""
        left = self.budget - self.cost(bought)
        return [c for c in self.open(bought) if self.costs[c] <= left]


def fraction_of(text: str) -> Fraction:
    """Return a fraction of any length from its text."""
    numerator, _, denominator = text.partition("/")
    return Fraction(whole_of(numerator), whole_of(denominator) if denominator else 1)
