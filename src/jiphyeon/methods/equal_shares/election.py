"""An election: what may be funded, with how much money, and who voted for what.

Equal ballots are kept once with their weight. Nothing is lost by it: every rule here treats equal ballots alike,
and `group_of` leads each voter back to the ballot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jiphyeon.kernel import Refused

BallotKind = Literal["approval", "cumulative", "ordinal", "knapsack"]
Scoring = Literal["approval", "points", "borda"]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

LARGEST_EXACT = 2**53  # sums of weights and scores stay below this, so that a float holds them exactly


@dataclass(frozen=True, slots=True)
class Project:
    """Something that may be funded. `cost` is in minor units: won, or hundredths where a file has decimals."""

    id: str
    cost: int
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ballots:
    """Distinct ballots as rows: ballot g names `projects[offsets[g]:offsets[g + 1]]`, ascending.

    `scores` stands beside `projects` (None: every named project scores 1). `voters` is how many persons cast each,
    `weights` what these count together, in whole numbers; a voter of ordinary weight counts `weight_unit`.
    """

    offsets: Integers
    projects: Integers
    scores: Integers | None
    voters: Integers
    weights: Integers
    weight_unit: int = 1

    def __len__(self) -> int:
        return len(self.weights)

    @cached_property
    def rows(self) -> Integers:
        """The ballot each entry of `projects` belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def named(self, ballot: int) -> list[int]:
        """Return the projects a ballot names."""
        named: list[int] = self.projects[self.offsets[ballot] : self.offsets[ballot + 1]].tolist()
        return named


@dataclass(frozen=True)
class Voters:
    """Who voted: `ids` in file order, and what else the file says about them, a column at a time."""

    ids: Sequence[str]
    columns: Sequence[str] = ()
    column: Callable[[str], Sequence[str]] = field(default=lambda _name: (), repr=False)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Election:
    """Projects, one budget, ballots. `minor` minor units make one unit of `currency`, `score_unit` scores a point.

    `least_voters` is how many persons a project needs by the election's own word, whatever the rule asks for.
    """

    name: str
    projects: tuple[Project, ...]
    budget: int
    ballots: Ballots
    group_of: Integers
    voters: Voters
    kind: BallotKind = "approval"
    scoring: Scoring = "approval"
    score_unit: int = 1
    minor: int = 1
    currency: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    weights: Sequence[Fraction] | None = None
    least_voters: int = 0

    def weight_of(self, voter: int) -> Fraction:
        """Return what the vote of the voter at this place counts; 1 is ordinary."""
        return Fraction(1) if self.weights is None else self.weights[voter]

    @cached_property
    def costs(self) -> list[int]:
        """The cost of every project, in minor units."""
        return [project.cost for project in self.projects]

    @cached_property
    def index(self) -> dict[str, int]:
        """Where each project id stands in `projects`."""
        return {project.id: at for at, project in enumerate(self.projects)}

    @cached_property
    def weight(self) -> int:
        """The weight of all voters together, empty ballots included: they hold a share too."""
        return int(self.ballots.weights.sum())

    @cached_property
    def share(self) -> Fraction:
        """An ordinary voter's equal part of the budget, exactly, in minor units."""
        return Fraction(self.budget * self.ballots.weight_unit, self.weight) if self.weight else Fraction(0)

    @cached_property
    def supports(self) -> Supports:
        """The ballots seen from the projects."""
        return supports_of(self)


@dataclass(frozen=True)
class Supports:
    """Project c is named by ballots `rows[offsets[c]:offsets[c + 1]]`, with those `weights` and `scores`.

    `voters[c]` is how many persons support it, `votes[c]` their weight, `points[c]` the same weighed by score.
    """

    offsets: list[int]
    rows: Integers
    weights: Floats
    scores: Floats | None
    voters: list[int]
    votes: list[int]
    points: list[int]

    def of(self, project: int) -> Integers:
        """Return the ballots naming a project."""
        return self.rows[self.offsets[project] : self.offsets[project + 1]]

    def weights_of(self, project: int) -> Floats:
        """Return their weights."""
        return self.weights[self.offsets[project] : self.offsets[project + 1]]

    def scores_of(self, project: int) -> Floats | None:
        """Return the scores they give it; None where every score is 1."""
        return None if self.scores is None else self.scores[self.offsets[project] : self.offsets[project + 1]]


def supports_of(election: Election) -> Supports:
    """Turn the ballots over: from ballots naming projects to projects named by ballots."""
    ballots = election.ballots
    order = np.argsort(ballots.projects, kind="stable")
    rows = ballots.rows[order]
    weights = ballots.weights[rows]
    count = len(election.projects)
    offsets = np.concatenate(([0], np.cumsum(np.bincount(ballots.projects, minlength=count)))).astype(
        np.int64
    )
    scores = None if ballots.scores is None else ballots.scores[order]
    votes = _segments(weights, offsets)
    points = votes if scores is None else _points(weights, scores, offsets)
    if max([election.weight, *points, *votes], default=0) >= LARGEST_EXACT:
        raise Refused(
            "weights_too_fine",
            ko="표의 가중치나 점수의 합이 2^53을 넘어 정확히 셀 수 없습니다. 가중치를 간단한 비로 주세요.",
            en="The weights or scores sum beyond 2^53. Give weights as a simpler ratio.",
        )
    return Supports(
        offsets=offsets.tolist(),
        rows=rows,
        weights=weights.astype(np.float64),
        scores=None if scores is None else scores.astype(np.float64),
        voters=_segments(ballots.voters[rows], offsets),
        votes=votes,
        points=points,
    )


def _segments(values: Integers, offsets: Integers) -> list[int]:
    total = np.concatenate(([0], np.cumsum(values)))
    sums: list[int] = (total[offsets[1:]] - total[offsets[:-1]]).tolist()
    return sums


def _points(weights: Integers, scores: Integers, offsets: Integers) -> list[int]:
    """Return weights times scores for each project; where these might not fit into 64 bits, in Python's numbers."""
    largest = int(weights.max(initial=0)) * int(scores.max(initial=0)) * len(weights)
    return _segments(weights * scores if largest < 2**63 else weights.astype(object) * scores, offsets)


def group_ballots(
    ballots: Iterable[tuple[tuple[int, ...], tuple[int, ...] | None]],
    weights: Sequence[Fraction] | None = None,
) -> tuple[Ballots, Integers]:
    """Put equal ballots together; return them with the row of each voter.

    A ballot is its projects (ascending indices, none twice) and, where scores differ, as many whole scores ≥ 1.
    `weights` holds one positive fraction a voter; None counts everyone as 1.
    """
    rows: dict[tuple[tuple[int, ...], tuple[int, ...] | None], int] = {}
    group_of = np.fromiter((rows.setdefault(ballot, len(rows)) for ballot in ballots), dtype=np.int64)
    voters = np.bincount(group_of, minlength=len(rows)).astype(np.int64)
    if weights is None:
        return assemble(list(rows), voters, voters, 1), group_of
    unit = lcm(*(weight.denominator for weight in weights)) if weights else 1
    whole = [int(weight * unit) for weight in weights]
    if sum(whole) >= LARGEST_EXACT:
        raise Refused(
            "weights_too_fine",
            ko="표의 가중치의 합이 2^53을 넘어 정확히 셀 수 없습니다. 가중치를 간단한 비로 주세요.",
            en="The weights sum beyond 2^53. Give weights as a simpler ratio.",
        )
    divisor = gcd(unit, *whole) if whole else 1
    sums = [0] * len(rows)
    for row, weight in zip(group_of.tolist(), whole, strict=True):
        sums[row] += weight // divisor
    return assemble(list(rows), voters, np.array(sums, dtype=np.int64), unit // divisor), group_of


def assemble(
    rows: Sequence[tuple[tuple[int, ...], tuple[int, ...] | None]],
    voters: Integers,
    weights: Integers,
    unit: int,
) -> Ballots:
    """Lay distinct ballots out as flat arrays."""
    offsets = np.concatenate(([0], np.cumsum([len(projects) for projects, _ in rows]))).astype(np.int64)
    projects = np.fromiter((c for named, _ in rows for c in named), dtype=np.int64, count=int(offsets[-1]))
    scores = None
    if any(points is not None for _, points in rows):
        scores = np.fromiter(
            (s for named, points in rows for s in (points or (1,) * len(named))),
            dtype=np.int64,
            count=len(projects),
        )
    return Ballots(offsets, projects, scores, voters, weights, unit)
