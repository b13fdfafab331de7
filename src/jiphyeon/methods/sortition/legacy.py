"""The greedy draw that offices know: fill the scarcest quota first, at random, and start over when stuck.

Kept for comparison. It promises nothing about anybody's chance, and says so: the lottery it returns is the list of
panels that its repeated runs gave.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from jiphyeon.kernel import Refused
from jiphyeon.methods.sortition.pool import Quota, Task

STARTS = 200


def legacy_panels(
    task: Task, number: int, dice: Random, progress: Callable[[str], None] = lambda _: None
) -> list[list[int]]:
    """Return `number` panels (positions in the pool), each from a run of its own.

    Refuses where a run found no panel in STARTS starts; that does not mean that there is none.
    """
    panels = []
    for count in range(number):
        if count % 100 == 0:
            progress(f"legacy: panel {count + 1} of {number}")
        panels.append(_panel(task, dice))
    return panels


def _panel(task: Task, dice: Random) -> list[int]:
    for _ in range(STARTS):
        panel = _Attempt(task).fill(dice)
        if panel is not None:
            return sorted(panel)
    raise Refused(
        "greedy_stuck",
        ko="탐욕 방식은 {starts}번 시도해도 구성을 찾지 못했습니다. 다른 목적함수를 쓰십시오.",
        en="The greedy draw found no panel in {starts} starts; another objective will find one or say why not.",
        starts=STARTS,
    )


class _Attempt:
    """One start: who is left, who is chosen, and how many of each quota."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.left = set(range(len(task.pool)))
        self.chosen: list[int] = []
        self.have = dict.fromkeys(task.quotas, 0)
        for relation in task.pool.relations:
            if relation.limit == 0:
                self.left.difference_update(relation.members)
        for quota in task.quotas:
            if quota.maximum == 0:
                self._close(quota)

    def fill(self, dice: Random) -> list[int] | None:
        """Return a panel, or None where this start got stuck."""
        while len(self.chosen) < self.task.seats:
            scarcest = self._scarcest()
            candidates = sorted(self.left if scarcest is None else self._with(scarcest))
            if not candidates:
                return None
            self._choose(dice.choice(candidates))
        met = all(quota.minimum <= count <= quota.maximum for quota, count in self.have.items())
        return self.chosen if met else None

    def _with(self, quota: Quota) -> set[int]:
        return {row for row in self.left if self.task.pool.people[row][quota.category] == quota.feature}

    def _scarcest(self) -> Quota | None:
        """Return the quota that still needs the largest part of the people left for it."""
        needs = [
            (quota, quota.minimum - count) for quota, count in self.have.items() if count < quota.minimum
        ]
        if not needs:
            return None
        return max(needs, key=lambda pair: pair[1] / max(len(self._with(pair[0])), 0.1))[0]

    def _choose(self, row: int) -> None:
        self.left.discard(row)
        self.chosen.append(row)
        person = self.task.pool.people[row]
        for quota in self.have:
            if person[quota.category] == quota.feature:
                self.have[quota] += 1
                if self.have[quota] == quota.maximum:
                    self._close(quota)
        for relation in self.task.pool.relations:
            if (
                row in relation.members
                and sum(other in self.chosen for other in relation.members) >= relation.limit
            ):
                self.left.difference_update(relation.members)

    def _close(self, quota: Quota) -> None:
        self.left -= self._with(quota)
