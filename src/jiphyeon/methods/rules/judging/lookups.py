"""Tables and brackets looked up by something that is not known exactly."""

from __future__ import annotations

from typing import Any

from jiphyeon.methods.rules.judging.ranges import ANYTHING, Range, ends, hull
from jiphyeon.methods.rules.model import parameters, tree


def rows_between(rows: tree.Rows, key: Range) -> Any:
    """Return the hull of the rows the key can still reach; anything where it can miss the table."""
    whole = [one for one in rows.rows if isinstance(one, int)]
    if len(whole) != len(rows.rows) or not whole:
        return hull(rows.rows.values())
    first, last = min(whole), max(whole)
    if key.low is None or key.low < first or (rows.beyond is None and (key.high is None or key.high > last)):
        return ANYTHING
    reached = [
        value for one, value in rows.rows.items() if key.low <= one and (key.high is None or one <= key.high)
    ]
    if key.high is not None and key.high > last:
        reached.append(parameters.row(rows, int(key.high)) or 0)
    if key.low > last:
        reached.append(parameters.row(rows, int(key.low)) or 0)
    found = hull(reached)
    if key.high is None and rows.beyond:
        low, high = ends(found)
        return Range(low, None) if rows.beyond > 0 else Range(None, high)
    return found


def steps_between(steps: tree.Steps, size: Range) -> Any:
    """Return the hull of the steps the size can still reach; anything where it can pass the last."""
    reached, below = [], None
    for up_to, value in steps.steps:
        from_here = below is None or size.high is None or size.high > below
        to_here = up_to is None or size.low is None or size.low <= up_to
        if from_here and to_here:
            reached.append(value)
        below = up_to
    past_the_last = below is not None and (size.high is None or size.high > below)
    return ANYTHING if past_the_last or not reached else hull(reached)
