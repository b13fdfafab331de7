"""Counting a judged population: who fails which clauses, gathered by pattern, so that one pass serves every question.

Each clause is a bit. Rows are grouped by the bits they fail and the bits they leave open; a few thousand such
patterns stand for everybody, and any number of scenarios is read off them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from jiphyeon.methods.rules.population.results import ClauseFigures, Figures
from jiphyeon.methods.rules.sql.values import SQL, case, number

BITS = 62


def masks(clauses: Sequence[tuple[SQL, bool]]) -> list[SQL]:
    """Return whole numbers that hold, a bit a clause, what fails and (in as many more) what stays open.

    `clauses`: a yes/no column and whether it is never NULL. At most 62 clauses fit one number.
    """
    found: list[SQL] = []
    for start in range(0, len(clauses), BITS):
        part = clauses[start : start + BITS]
        fails = [
            case((exp.Not(this=sql.copy()), number(1 << bit)), otherwise=number(0))
            for bit, (sql, _) in enumerate(part)
        ]
        opens = [
            case((exp.Is(this=sql.copy(), expression=exp.null()), number(1 << bit)), otherwise=number(0))
            for bit, (sql, certain) in enumerate(part)
            if not certain
        ]
        found += [_total(fails), _total(opens)]
    return found


def _total(parts: Sequence[SQL]) -> SQL:
    found: SQL = number(0)
    for one in parts:
        found = exp.Add(this=found, expression=exp.cast(one, "BIGINT"))
    return exp.cast(exp.Paren(this=found), "BIGINT")


@dataclass(frozen=True)
class Patterns:
    """The patterns of a judged population: masks by group (columns: fails, opens, fails, opens, …) and people in each."""

    masks: tuple[NDArray[np.int64], ...]
    people: NDArray[np.int64]

    def any_of(self, bits: Sequence[int], *, open_: bool = False) -> NDArray[np.bool_]:
        """Return, for each pattern, whether it fails (or leaves open) any of the clauses at `bits`."""
        found = np.zeros(len(self.people), dtype=np.bool_)
        for group in range(len(self.masks) // 2):
            wanted = sum(1 << (bit - group * BITS) for bit in bits if bit // BITS == group)
            found |= (self.masks[2 * group + open_] & wanted) != 0
        return found

    def has(self, bit: int, *, open_: bool = False) -> NDArray[np.bool_]:
        """Return, for each pattern, whether it fails (or leaves open) one clause."""
        return self.any_of([bit], open_=open_)


def figures(
    patterns: Patterns, clauses: Sequence[tuple[str, int]], amount_total: int | None, amount_open: int
) -> Figures:
    """Return the figures of one set of clauses (id and bit) over the patterns."""
    people = patterns.people
    bits = [bit for _, bit in clauses]
    failing, opening = patterns.any_of(bits), patterns.any_of(bits, open_=True)
    failed = {bit: patterns.has(bit) for bit in bits}
    how_many = sum((one.astype(np.int64) for one in failed.values()), np.zeros(len(people), dtype=np.int64))
    alone = (how_many == 1) & ~opening
    counted = tuple(
        ClauseFigures(
            name,
            int(people[failed[bit]].sum()),
            int(people[patterns.has(bit, open_=True)].sum()),
            int(people[failed[bit] & alone].sum()),
        )
        for name, bit in clauses
    )
    return Figures(
        people=int(people.sum()),
        passes=int(people[~failing & ~opening].sum()),
        fails=int(people[failing].sum()),
        unknown=int(people[~failing & opening].sum()),
        amount_total=amount_total,
        amount_open=amount_open,
        clauses=counted,
    )
