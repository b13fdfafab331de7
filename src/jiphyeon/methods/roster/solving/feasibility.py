"""One committee on one day: whether any filling of its free seats would keep its rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiphyeon.methods.roster.law import OFFICIAL, WOMAN, YOUTH, Counted, Reckoned, ShareRule
from jiphyeon.methods.roster.solving.situation import ABSENT, Block, Situation

BEST = (YOUTH | WOMAN, YOUTH, WOMAN, 0)
"""Whom a free seat is best given to, for women and men apart: the young first."""


@dataclass(frozen=True, slots=True)
class CommitteeDay:
    """One committee on one quarter's day: who certainly sits, how many seats are free, who could take them."""

    sitting: NDArray[np.int64]
    ex_officio: NDArray[np.int64]
    free: int
    at_hand: NDArray[np.int64]

    def can_comply(
        self, rules: Sequence[ShareRule], *, constituted: bool = True, terms: bool = True, pool: bool = True
    ) -> bool:
        """Return whether some filling of the free seats keeps `rules`.

        Without `constituted` nobody need sit, without `terms` every seat is free and its holder may take it again, without `pool` anybody is at hand.
        """
        sitting = self.sitting if terms else np.zeros(8, dtype=np.int64)
        free = self.free + (0 if terms else int(self.sitting.sum()))
        hand = self.at_hand + (0 if terms else self.sitting)
        hand = hand if pool else np.full(8, free)
        women, men = np.meshgrid(np.arange(free + 1), np.arange(free + 1), indexing="ij")
        young_women, young_men = np.minimum(women, hand[YOUTH | WOMAN]), np.minimum(men, hand[YOUTH])
        older_women, older_men = women - young_women, men - young_men
        fits = (women + men <= free) & (older_women <= hand[WOMAN]) & (older_men <= hand[0])
        if constituted:
            fits &= women + men + sitting.sum() > 0
        for rule in rules:
            for side in rule.sides:
                weight = np.array(side.appointed)
                total = int(weight @ sitting + np.array(side.ex_officio) @ self.ex_officio)
                fits &= (
                    total
                    + weight[YOUTH | WOMAN] * young_women
                    + weight[YOUTH] * young_men
                    + weight[WOMAN] * older_women
                    + weight[0] * older_men
                ) >= 0
        return bool(fits.any())


def committee_day(situation: Situation, block: Block, near: NDArray[np.int64], t: int) -> CommitteeDay:
    """Return a block on the day of quarter t; `near` are the raw codes of the people it may newly appoint."""
    sitting, ex_officio = np.zeros(8, dtype=np.int64), np.zeros(8, dtype=np.int64)
    for group in block.groups:
        if group.leaves > t and group.sitting[t] != ABSENT:
            sitting[group.sitting[t]] += len(group.holders)
    for codes in block.ex_officio:
        if codes[t] != ABSENT:
            ex_officio[codes[t]] += 1
    again = [
        np.tile(np.array(group.raw), (len(group.holders), 1))
        for group in block.groups
        if group.leaves <= t and group.renewals
    ]
    people = np.concatenate([near.reshape(-1, situation.calendar.quarters), *again])
    mine = people[:, t]
    if situation.rules.reckoned is Reckoned.APPOINTMENT:
        # Whoever was young when appointed, in any quarter so far, still counts.
        mine = (mine & ~YOUTH) | np.bitwise_or.reduce(people[:, : t + 1] & YOUTH, axis=1)
    if not any(rule.counted in {Counted.OFFICIAL, Counted.CIVILIAN} for rule in block.rules[t]):
        mine = mine & ~OFFICIAL
    free = sum(block.free(t, chair=chair) for chair in block.seats)
    return CommitteeDay(sitting, ex_officio, free, np.bincount(mine, minlength=8))


def could_be_lawful(situation: Situation, block: Block, near: NDArray[np.int64]) -> int | None:
    """Return in how many quarters at most a block can be lawful, each looked at alone; None where that is unsure.

    It is sure where being young never harms and no official could be appointed.
    """
    quarters = 0
    for t in range(situation.calendar.quarters):
        here = committee_day(situation, block, near, t)
        monotone = all(rule.floor for rule in block.rules[t] if rule.counted is Counted.YOUTH)
        if not monotone or here.at_hand[OFFICIAL:].any():
            return None
        if block.judged[t]:
            quarters += here.can_comply(block.rules[t], constituted=bool(block.seats))
    return quarters
