"""The rule as the city publishes it: everything that decides the outcome besides the ballots."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.election import Election


class Method(StrEnum):
    EQUAL_SHARES = "equal-shares"
    PHRAGMEN = "phragmen"
    GREEDY = "greedy"


class Utility(StrEnum):
    """What a funded project is worth to its supporter: its cost, or 1 (each times the supporter's score)."""

    COST = "cost"
    CARDINALITY = "cardinality"


class Completion(StrEnum):
    """What happens to money that equal shares leave: nothing; shares raised by 1; raised, then filled greedily."""

    NONE = "none"
    ADD1 = "add1"
    ADD1U = "add1u"


class Start(StrEnum):
    """The share to begin with: the exact fraction budget ÷ voters, or its whole part."""

    EXACT = "exact"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `projects` winners and at most `cost` minor units among `members` (None: no such limit)."""

    name: str
    members: tuple[str, ...]
    projects: int | None = None
    cost: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "members", tuple(sorted(set(self.members))))


@dataclass(frozen=True, slots=True)
class Rule:
    """A published rule. `lot_seed` None breaks ties by project id as text; otherwise by cost, votes, then the lot.

    `incompatible` holds groups of project ids of which at most one may win. `minimum_votes` shuts out projects that
    fewer voters support: persons, whatever each of them weighs.
    """

    method: Method = Method.EQUAL_SHARES
    utility: Utility = Utility.COST
    completion: Completion = Completion.NONE
    start: Start = Start.EXACT
    lot_seed: str | None = None
    minimum_votes: int = 1
    incompatible: tuple[tuple[str, ...], ...] = ()
    quotas: tuple[Quota, ...] = ()

    def __post_init__(self) -> None:
        # What was named first never matters: the same limits are the same rule, and have the same text.
        groups = sorted({tuple(sorted(set(group))) for group in self.incompatible})
        object.__setattr__(self, "incompatible", tuple(groups))
        quotas = sorted(set(self.quotas), key=lambda q: (q.name, q.members, q.projects or -1, q.cost or -1))
        object.__setattr__(self, "quotas", tuple(quotas))
        if self.completion is not Completion.NONE and self.method is not Method.EQUAL_SHARES:
            raise Refused(
                "completion_needs_equal_shares",
                ko="보완 절차({completion})는 균등지분법에만 있습니다.",
                en="Completion {completion} belongs to equal shares; {method} has none.",
                completion=self.completion.value,
                method=self.method.value,
            )

    @property
    def ties(self) -> str:
        """The tie order as the command line writes it."""
        return "lexical" if self.lot_seed is None else f"cost-votes-lot:{self.lot_seed}"


def with_ties(text: str) -> str | None:
    """Read a tie order: `lexical` gives None, `cost-votes-lot:SEED` the seed.

    >>> with_ties("cost-votes-lot:2026-05-01 seal 7")
    '2026-05-01 seal 7'
    """
    name, _, seed = text.partition(":")
    if text == "lexical":
        return None
    if name == "cost-votes-lot" and seed:
        return seed
    raise Refused(
        "ties_unknown",
        ko="동점 처리 방식은 lexical 또는 cost-votes-lot:씨앗값이어야 합니다: {text}",
        en="The tie order is lexical or cost-votes-lot:SEED, not {text}.",
        text=text,
    )


def lot(seed: str, project: str) -> str:
    """Return a project's lot: SHA-256 of the committed seed, a newline and the project id; the smallest wins.

    Nobody can choose a seed to suit a project once the seed has been published before the ballots were counted,
    and anyone can recompute the lot.
    """
    return hashlib.sha256(f"{seed}\n{project}".encode()).hexdigest()


def tie_ranks(election: Election, rule: Rule) -> list[int]:
    """Return each project's place in the tie order, 0 first."""
    if rule.lot_seed is None:
        order = sorted(range(len(election.projects)), key=lambda c: election.projects[c].id)
    else:
        seed = rule.lot_seed
        votes = election.supports.votes
        order = sorted(
            range(len(election.projects)),
            key=lambda c: (election.projects[c].cost, -votes[c], lot(seed, election.projects[c].id)),
        )
    ranks = [0] * len(order)
    for rank, project in enumerate(order):
        ranks[project] = rank
    return ranks


def starting_share(election: Election, rule: Rule) -> Fraction:
    """Return the share of a voter of ordinary weight in minor units."""
    if rule.start is Start.EXACT:
        return election.share
    return Fraction(election.share // election.minor * election.minor)


class Limits:
    """Which projects the rule still lets in, given those chosen so far."""

    def __init__(self, election: Election, rule: Rule) -> None:
        self.costs = election.costs
        self.admitted = [voters >= rule.minimum_votes for voters in election.supports.voters]
        self.rivals: dict[int, set[int]] = {}
        for group in rule.incompatible:
            members = _known(election, group)
            for member in members:
                self.rivals.setdefault(member, set()).update(members - {member})
        self.quotas = [(_known(election, quota.members), quota.projects, quota.cost) for quota in rule.quotas]

    @property
    def any(self) -> bool:
        """Whether one choice can shut out another project."""
        return bool(self.rivals or self.quotas)

    def shut_out(self, chosen: Iterable[int], newest: int) -> set[int]:
        """Return the projects that choosing `newest`, last of `chosen`, shuts out."""
        out = set(self.rivals.get(newest, ()))
        won = set(chosen)
        for members, most, money in self.quotas:
            if newest not in members:
                continue
            inside = won & members
            if most is not None and len(inside) >= most:
                out |= members - won
            if money is not None:
                left = money - sum(self.costs[c] for c in inside)
                out |= {c for c in members - won if self.costs[c] > left}
        return out

    def never(self) -> set[int]:
        """Return the projects no choice would ever let in: too few votes, or past a quota by themselves."""
        out = {c for c, good in enumerate(self.admitted) if not good}
        for members, most, money in self.quotas:
            out |= {c for c in members if most == 0 or (money is not None and self.costs[c] > money)}
        return out


def _known(election: Election, ids: Iterable[str]) -> set[int]:
    unknown = [name for name in ids if name not in election.index]
    if unknown:
        raise Refused(
            "project_unknown",
            ko="{election}: 규칙이 가리키는 사업이 없습니다: {ids}",
            en="{election}: the rule names projects that do not stand for election: {ids}",
            election=election.name,
            ids=", ".join(unknown),
        )
    return {election.index[name] for name in ids}
