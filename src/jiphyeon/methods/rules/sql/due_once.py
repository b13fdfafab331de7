"""Due once, as SQL: which of several people of one household or dwelling who are due comes first.

The same order as in `rules.claims`, for every database: unknown keys last, then ids by length and sign by sign.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from jiphyeon.methods.rules.sql.values import SQL, case, every, is_null, number


def parted(homes: Sequence[SQL]) -> list[SQL]:
    """Return what two people of one home have alike: the first of the columns that says anything."""
    found: list[SQL] = []
    for place, home in enumerate(homes):
        before = [is_null(one) for one in homes[:place]]
        found.append(case((every(before), home)) if before else home.copy())
    return found


def first_claimant(due: SQL, homes: Sequence[SQL], keys: Sequence[tuple[SQL, bool]], identity: SQL) -> SQL:
    """Return whether nobody who is due is known to come before somebody who is; TRUE for who is not due themselves.

    Of whom nobody knows where they live, nobody is known to come before them.

    `homes`: the columns that say who lives together; where the first says nothing, the next does. `keys`: columns, each
    with whether the lowest comes first.
    """
    settled = exp.Coalesce(this=due.copy(), expressions=[exp.false()])
    words = exp.cast(identity.copy(), "TEXT")
    order = [
        exp.Ordered(this=column.copy(), desc=not lowest_first, nulls_first=False)
        for column, lowest_first in keys
    ]
    order += [
        exp.Ordered(this=exp.Length(this=words.copy()), desc=False, nulls_first=False),
        exp.Ordered(this=exp.Collate(this=words, expression=exp.to_identifier("C", quoted=True)), desc=False, nulls_first=False),
    ]  # fmt: skip
    place = exp.Window(
        this=exp.RowNumber(),
        partition_by=[*parted(homes), settled.copy()],
        order=exp.Order(expressions=order),
    )
    return case(
        (exp.Not(this=exp.Paren(this=settled)), exp.true()),
        (every([is_null(home) for home in homes]), exp.true()),
        otherwise=exp.EQ(this=place, expression=number(1)),
    )
