"""Why no panel meets the quotas, and the least that would have to give way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.checker.published import LeafRow
from jiphyeon.methods.sortition.pool import Quota, Relation, Task, in_order
from jiphyeon.methods.sortition.solver.linear import Program, Unsolved
from jiphyeon.methods.sortition.solver.polytope import Polytope, Vector, polytope
from jiphyeon.methods.sortition.solver.search import Search
from jiphyeon.methods.sortition.statement import cut_plain


@dataclass(frozen=True, slots=True)
class Change:
    """A quota with the bounds it would need."""

    quota: Quota
    minimum: int
    maximum: int

    def __str__(self) -> str:
        changes = []
        if self.minimum != self.quota.minimum:
            changes.append(f"minimum {self.quota.minimum} → {self.minimum}")
        if self.maximum != self.quota.maximum:
            changes.append(f"maximum {self.quota.maximum} → {self.maximum}")
        return f"{self.quota}: {', '.join(changes)}"


@dataclass(frozen=True, slots=True)
class Side:
    """One demand on the panel: a row of the polytope from below or from above."""

    row: int
    below: bool
    words: str
    law: str = ""

    def __str__(self) -> str:
        return f"{self.words} ({self.law})" if self.law else self.words


@dataclass(frozen=True, slots=True)
class Explanation:
    """`conflict`: demands that cannot hold together, while any all but one of them can.

    `relaxation`: the cheapest changes that let some panel through; None where the flexible bounds, the relations
    and the pool allow none.
    """

    conflict: tuple[Side, ...]
    relaxation: tuple[Change, ...] | None

    def refusal(self) -> Refused:
        """Return the answer to somebody who asked for an impossible panel."""
        together = "; ".join(str(side) for side in self.conflict)
        if self.relaxation is None:
            ko_help = "허용된 완화 범위 안에서는 해결할 수 없습니다."
            en_help = "No relaxation within the flexible bounds helps."
        else:
            changes = "; ".join(str(change) for change in self.relaxation)
            ko_help = f"가장 적은 완화: {changes}"
            en_help = f"The smallest relaxation: {changes}."
        return Refused(
            "quotas_impossible",
            ko="할당을 모두 지키는 구성이 없습니다. 함께 지킬 수 없는 조건: {together}. {help_ko}",
            en="No panel meets the quotas. These cannot hold together: {together}. {help_en}",
            together=together,
            help_ko=ko_help,
            help_en=en_help,
        )


def explain(task: Task) -> Explanation:
    """Explain an impossible task. The caller knows that it is impossible."""
    return Explanation(conflict(task), relaxation(task))


def relaxed(task: Task) -> tuple[Task, tuple[Change, ...]]:
    """Return the task with its smallest relaxation applied, and the changes. Refuses where none helps."""
    task = in_order(task)
    changes = relaxation(task)
    if changes is None:
        raise explain(task).refusal()
    wider = {change.quota: change for change in changes}
    quotas = tuple(
        replace(quota, minimum=wider[quota].minimum, maximum=wider[quota].maximum)
        if quota in wider
        else quota
        for quota in task.quotas
    )
    return replace(task, quotas=quotas), changes


def relaxation(task: Task) -> tuple[Change, ...] | None:
    """Return the cheapest changes of bounds, within `lowest` and `highest`, that let some panel through.

    Raising a maximum costs 1 a seat; lowering a minimum costs 1 + 2/minimum, for a seat taken from a small
    guarantee takes more of it away.
    """
    task = in_order(task)
    body = polytope(task)
    profiles, quotas = len(body.capacity), len(task.quotas)
    room_low = np.array([float(q.minimum - (q.lowest or 0)) for q in task.quotas])
    room_high = np.array(
        [float((task.seats if q.highest is None else q.highest) - q.maximum) for q in task.quotas]
    )
    slack = np.zeros((len(body.lower), quotas))
    slack[np.arange(quotas), np.arange(quotas)] = 1.0
    program = Program(
        np.hstack([body.matrix, slack, -slack]),
        body.lower,
        body.upper,
        floor=np.zeros(profiles + 2 * quotas),
        ceiling=np.concatenate([body.capacity, np.maximum(room_low, 0), np.maximum(room_high, 0)]),
        cost=-np.concatenate(
            [np.zeros(profiles), [1 + 2 / max(q.minimum, 1) for q in task.quotas], np.ones(quotas)]
        ),
        whole=np.ones(profiles + 2 * quotas, dtype=bool),
    )
    try:
        found = np.round(program.vertex()).astype(int)
    except Unsolved:
        return None
    lowered, raised = found[profiles : profiles + quotas], found[profiles + quotas :]
    return tuple(
        Change(quota, quota.minimum - int(down), quota.maximum + int(up))
        for quota, down, up in zip(task.quotas, lowered, raised, strict=True)
        if down or up
    )


@dataclass(frozen=True, slots=True)
class Shut:
    """`sides`: demands that keep somebody off every panel, by their number in a certificate; `leaves` prove it.

    There are no leaves where the proof grew too long.
    """

    sides: tuple[Side, ...]
    leaves: list[LeafRow]


def why_never(task: Task, row: int, *, apart: bool = False) -> Shut:
    """Return a minimal set of demands that keep the person of a row (from 1) off every panel, and the proof."""
    task = in_order(task)
    body = polytope(task, apart=apart)
    place = task.pool.rows.index(row)
    profile = next(number for number, group in enumerate(body.members) if place in group)
    unit = np.zeros((1, len(body.capacity)))
    unit[0, profile] = 1.0
    seated = replace(
        body,
        matrix=np.vstack([body.matrix, unit]),
        lower=np.append(body.lower, 1.0),
        upper=np.append(body.upper, np.inf),
    )
    wish = Side(len(body.lower), below=True, words=f"row {row} on the panel")
    found = _conflict(seated, [*_sides(task, body), wish])
    sides = [side for side in found if side is not wish]
    lower, upper = _bounds(body, sides)
    free = replace(body, lower=lower, upper=upper)
    cut = Search(free).prove(unit[0].astype(np.int64), 0)
    published = tuple(replace(side, row=body.published(side.row)) for side in sides)
    return Shut(published, cut_plain(cut, body)["leaves"] if cut.bound == 0 else [])


def conflict(task: Task) -> tuple[Side, ...]:
    """Return a minimal set of demands that cannot hold together, found by leaving out one after another."""
    task = in_order(task)
    body = polytope(task)
    return _conflict(body, _sides(task, body))


def _conflict(body: Polytope, sides: list[Side]) -> tuple[Side, ...]:
    sides = _suspects(body, sides)
    kept = list(sides)
    for side in sides:
        without = [other for other in kept if other is not side]
        if not _possible(body, without):
            kept = without
    return tuple(kept)


def _sides(task: Task, body: Polytope) -> list[Side]:
    """Return every demand in words, relations first so that they are the first to be left out."""
    sides = []
    first_relation = body.seats_row + 1
    for place, number in enumerate(body.ties):
        words = _tie(task, task.pool.relations[number])
        sides.append(Side(first_relation + place, below=False, words=words))
    for row, quota in enumerate(task.quotas):
        have = int(body.matrix[row] @ body.capacity)
        supply = f", of whom the pool has {have}" if have < quota.minimum else ""
        sides.append(
            Side(row, below=True, words=f"at least {quota.minimum} with {quota}{supply}", law=quota.law)
        )
        sides.append(Side(row, below=False, words=f"at most {quota.maximum} with {quota}", law=quota.law))
    sides.append(Side(body.seats_row, below=True, words=f"{task.seats} seats to fill"))
    sides.append(Side(body.seats_row, below=False, words=f"no more than {task.seats} seats"))
    return sides


def _tie(task: Task, relation: Relation) -> str:
    rows = ", ".join(str(row) for row in sorted(task.pool.rows[member] for member in relation.members))
    if relation.limit == 0:
        return f"nobody of rows {rows} ({relation.kind})"
    return f"at most {relation.limit} of rows {rows} ({relation.kind})"


def _suspects(body: Polytope, sides: list[Side]) -> list[Side]:
    """Return the demands that already conflict over fractions, where some do; otherwise all of them."""
    lower, upper = _bounds(body, sides)
    rows, profiles = body.matrix.shape
    answer = Program(
        np.hstack([body.matrix, np.eye(rows), -np.eye(rows)]),
        lower,
        upper,
        floor=np.zeros(profiles + 2 * rows),
        ceiling=np.concatenate([body.capacity, np.full(2 * rows, np.inf)]),
        cost=np.concatenate([np.zeros(profiles), -np.ones(2 * rows)]),
    ).solve()
    if answer.value > -1e-7:
        return sides
    priced = [
        side
        for side in sides
        if (answer.prices[side.row] < -1e-9 if side.below else answer.prices[side.row] > 1e-9)
    ]
    return sides if _possible(body, priced) else priced


def _bounds(body: Polytope, sides: Sequence[Side]) -> tuple[Vector, Vector]:
    lower, upper = np.full(len(body.lower), -np.inf), np.full(len(body.upper), np.inf)
    for side in sides:
        if side.below:
            lower[side.row] = body.lower[side.row]
        else:
            upper[side.row] = body.upper[side.row]
    return lower, upper


def _possible(body: Polytope, sides: Sequence[Side]) -> bool:
    """Return whether some whole counts meet these demands."""
    lower, upper = _bounds(body, sides)
    profiles = len(body.capacity)
    program = Program(
        body.matrix,
        lower,
        upper,
        floor=np.zeros(profiles),
        ceiling=body.capacity,
        cost=np.zeros(profiles),
        whole=np.ones(profiles, dtype=bool),
    )
    try:
        program.vertex()
    except Unsolved:
        return False
    return True
