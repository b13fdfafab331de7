"""The greedy draw that offices know: fill the scarcest quota first, at random, and start over when stuck.

Kept for comparison. It promises nothing about anybody's chance, and says so: the lottery it returns is the list of
panels that its repeated runs gave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from random import Random

import numpy as np

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.pool import Relation, Task
from jiphyeon.methods.sortition.solver.polytope import Polytope, Vector, polytope

STARTS = 200


def legacy_panels(
    task: Task, number: int, dice: Random, progress: Callable[[str], None] = lambda _: None
) -> list[list[int]]:
    """Return `number` panels (positions in the pool), each from a run of its own.

    Refuses where a run found no panel in STARTS starts; that does not mean that there is none.
    """
    body = polytope(task, apart=True)
    ties: dict[int, list[Relation]] = defaultdict(list)
    for tie in task.pool.relations:
        for member in tie.members if tie.limit else ():
            ties[member].append(tie)
    group_of = {place: profile for profile, group in enumerate(body.members) for place in group}
    panels = []
    for count in range(number):
        if count % 100 == 0:
            progress(f"legacy: panel {count + 1} of {number}")
        panels.append(_panel(body, ties, group_of, dice))
    return panels


def _panel(
    body: Polytope, ties: Mapping[int, list[Relation]], group_of: Mapping[int, int], dice: Random
) -> list[int]:
    for _ in range(STARTS):
        panel = _Attempt(body, ties, group_of).fill(dice)
        if panel is not None:
            return sorted(panel)
    raise Refused(
        "greedy_stuck",
        ko="탐욕 방식은 {starts}번 시도해도 구성을 찾지 못했습니다. 다른 목적함수를 쓰십시오.",
        en="The greedy draw found no panel in {starts} starts; another objective will find one or say why not.",
        starts=STARTS,
    )


class _Attempt:
    """One start: how many of each profile are left to choose from, who is chosen, and who may no longer be."""

    def __init__(
        self, body: Polytope, ties: Mapping[int, list[Relation]], group_of: Mapping[int, int]
    ) -> None:
        self.body, self._ties, self._group_of = body, ties, group_of
        self.left = body.capacity.copy()
        self.chosen = np.zeros(len(body.capacity))
        self.panel: list[int] = []
        self._gone: set[int] = set()
        self._close()

    def fill(self, dice: Random) -> list[int] | None:
        """Return a panel, or None where this start got stuck."""
        while len(self.panel) < self.body.seats:
            candidates = self.left * self._scarcest()
            people = int(candidates.sum())
            if not people:
                return None
            profile = int(np.searchsorted(candidates.cumsum(), dice.randrange(people), side="right"))
            self._choose(self._somebody(self.body.members[profile], dice))
            self.chosen[profile] += 1
            self._close()
        return self.panel if self.body.holds(self.chosen.astype(np.int64)) else None

    def _somebody(self, group: tuple[int, ...], dice: Random) -> int:
        """Return one of a profile who may still be chosen, each as likely as any other."""
        while (person := dice.choice(group)) in self._gone:
            pass
        return person

    def _choose(self, person: int) -> None:
        self.panel.append(person)
        self._leave(person)
        for tie in self._ties.get(person, ()):
            if sum(other in tie.members for other in self.panel) >= tie.limit:
                for member in tie.members:
                    self._leave(member)

    def _leave(self, person: int) -> None:
        if person not in self._gone:
            self._gone.add(person)
            profile = self._group_of[person]
            self.left[profile] = max(0.0, self.left[profile] - 1)

    def _scarcest(self) -> Vector:
        """Return who counts for the quota that still needs the largest part of the people left for it, or everybody."""
        quotas = self.body.matrix[: self.body.seats_row]
        needs = self.body.lower[: self.body.seats_row] - quotas @ self.chosen
        if not (needs > 0).any():
            return np.ones(len(self.left))
        return np.asarray(quotas[int((needs / np.maximum(quotas @ self.left, 0.1)).argmax())])

    def _close(self) -> None:
        """Let nobody be chosen who would break a maximum or sit with somebody they may not sit with."""
        full = self.body.matrix @ self.chosen >= self.body.upper
        full[self.body.seats_row] = False
        self.left[self.body.matrix[full].any(axis=0)] = 0
