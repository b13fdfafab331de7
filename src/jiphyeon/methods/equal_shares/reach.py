"""What matters below a share: projects that all their supporters together could not pay for are left out.

A project whose supporters' shares do not reach its cost is never bought from that share nor from a lower one, whatever
else is. Without such projects many ballots become equal, and every run has less to do. Nothing about an outcome changes.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from jiphyeon.methods.equal_shares.election import Ballots, Election, Integers

MOST_CELLS = 50_000_000
WORTH_IT = 0.85


def within_reach(election: Election, share: Fraction) -> tuple[Election, list[int]] | None:
    """Return the election without what is out of reach at `share`, and where its projects stood; None if not worth it."""
    votes, unit = election.supports.votes, election.ballots.weight_unit
    kept = [c for c, cost in enumerate(election.costs) if votes[c] and votes[c] * share >= cost * unit]
    ballots = election.ballots
    place = np.full(len(election.projects), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    column = place[ballots.projects]
    stays = column >= 0
    if int(stays.sum()) > WORTH_IT * len(stays) or len(ballots) * len(kept) > MOST_CELLS:
        return None
    scores = np.ones(len(stays), dtype=np.int64) if ballots.scores is None else ballots.scores
    cells = np.zeros((len(ballots), len(kept)), dtype=np.uint8 if ballots.scores is None else np.int64)
    cells[ballots.rows[stays], column[stays]] = scores[stays]
    smaller = replace(
        election,
        projects=tuple(election.projects[c] for c in kept),
        ballots=_grouped(cells, ballots),
        group_of=np.empty(0, dtype=np.int64),
    )
    return smaller, kept


def _grouped(cells: Integers, ballots: Ballots) -> Ballots:
    """Put equal rows together; `cells` holds the score of every ballot for every project, 0 where it names it not."""
    packed = np.packbits(cells, axis=1) if cells.dtype == np.uint8 else cells
    rows = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1] * packed.itemsize))).ravel()
    _, first, group = np.unique(rows, return_index=True, return_inverse=True)
    weights = np.bincount(group, weights=ballots.weights).astype(np.int64)
    voters = np.bincount(group, weights=ballots.voters).astype(np.int64)
    distinct = cells[first]
    row, column = np.nonzero(distinct)
    offsets = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(first))))).astype(np.int64)
    scores = None if ballots.scores is None else distinct[row, column].astype(np.int64)
    return Ballots(offsets, column.astype(np.int64), scores, voters, weights, ballots.weight_unit)
