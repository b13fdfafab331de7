"""The household: sums, counts and questions over its members, also those whom nobody has listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jiphyeon.methods.rules.judging.fact_access import Closure, FactValues, Make
from jiphyeon.methods.rules.judging.ranges import added, multiplied, settled
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.tree import Node
from jiphyeon.methods.rules.model.vocabulary import AS_OF, MEMBERS, Vocabulary

Unlisted = Callable[[FactValues], tuple[int, int | None]]


def unlisted_members(facts: Vocabulary) -> Unlisted:
    """Return how many members nobody has listed: at least, and at most where that is known."""
    size_fact = facts.size_fact
    bound = facts[size_fact].maximum if size_fact else None
    most = bound - 1 if isinstance(bound, int) else None

    def unlisted(own: FactValues) -> tuple[int, int | None]:
        if MEMBERS in own:
            return 0, 0
        size = own.get(size_fact)
        return (0, most) if size is None else (size - 1, size - 1)

    return unlisted


def sum_over(make: Make, unlisted: Unlisted, node: tree.SumOver) -> Closure:
    """A sum over all members."""
    value = make(node.value)

    def total(own: FactValues, _who: FactValues) -> Any:
        found = value(own, own)
        for member in own.get(MEMBERS, ()):
            found = added(found, value(own, member))
        least, most = unlisted(own)
        if most == 0:
            return found
        return added(found, multiplied(value(own, {AS_OF: own[AS_OF]}), settled(least, most)))

    return total


def count_over(make: Make, unlisted: Unlisted, node: tree.CountOver) -> Closure:
    """How many members meet a condition."""
    condition = make(node.condition)
    bounds = {True: (1, 1), False: (0, 0), None: (0, 1)}

    def count(own: FactValues, _who: FactValues) -> Any:
        low = high = 0
        for person in (own, *own.get(MEMBERS, ())):
            a, b = bounds[condition(own, person)]
            low, high = low + a, high + b
        least, most = unlisted(own)
        if most == 0:
            return settled(low, high)
        a, b = bounds[condition(own, {AS_OF: own[AS_OF]})]
        return settled(low + a * least, high if b == 0 else None if most is None else high + b * most)

    return count


def some_member(make: Make, unlisted: Unlisted, inner: Node, *, wanted: bool) -> Closure:
    """Any (`wanted` True) or all (False): the first member whose answer is `wanted` settles it."""
    condition = make(inner)

    def some(own: FactValues, _who: FactValues) -> Any:
        answer: bool | None = not wanted
        for person in (own, *own.get(MEMBERS, ())):
            one = condition(own, person)
            if one is wanted:
                return wanted
            if one is None:
                answer = None
        least, most = unlisted(own)
        if most == 0:
            return answer
        one = condition(own, {AS_OF: own[AS_OF]})
        if one is wanted and least > 0:
            return wanted
        return answer if one is (not wanted) else None

    return some
