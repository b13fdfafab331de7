"""Due once: of several people of one household or dwelling who could have the same thing, who is it.

A programme says what it is due to (`per`) and, where that is not the person, in which order several claimants come.
Only those who are known to be due by their own conditions stand in anybody's way; unknown is not no.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jiphyeon.methods.rules.judging.plan import Plan, Result
from jiphyeon.methods.rules.model.programme import ClaimKey
from jiphyeon.methods.rules.model.vocabulary import AS_OF, CLAIMANTS, MEMBERS, PERSON_ID, Entity, Vocabulary

FactValues = dict[str, Any]


def claimed(plan: Plan, own: FactValues) -> Result:
    """Return whether somebody who is due by all their own conditions is before the one spoken of.

    PASS: nobody is known to be. UNKNOWN: somebody is due whom the order cannot part from them.
    """
    order, answer = plan.version.claimants, Result.PASS
    for other in _others(own, plan.version.facts):
        if any(answer_of[closure(other, other)] is not Result.PASS for closure, answer_of in plan.steps):
            continue
        first = _before(order, other, own)
        if first:
            return Result.FAIL
        if first is None:
            answer = Result.UNKNOWN
    return answer


def id_order(identity: str) -> tuple[int, str]:
    """Return what orders ids: the shorter first, then sign by sign; whole numbers so stand by their size.

    >>> sorted(["10", "9", "A2"], key=id_order)
    ['9', '10', 'A2']
    """
    return len(identity), identity


def _others(own: FactValues, facts: Vocabulary) -> Iterator[FactValues]:
    """Yield who else could claim: those told as claimants, else the household's other members in the same home."""
    claimants = own.get(CLAIMANTS)
    if claimants is not None:
        yield from claimants
        return
    members = own.get(MEMBERS, ())
    if not members:
        return
    shared = {
        name: value
        for name, value in own.items()
        if name in facts and facts[name].entity is not Entity.PERSON
    }
    self = {
        name: value
        for name, value in own.items()
        if name in {AS_OF, PERSON_ID} or (name in facts and facts[name].entity is Entity.PERSON)
    }
    for place, one in enumerate(members):
        yield {**shared, **one, MEMBERS: (self, *members[:place], *members[place + 1 :])}


def _before(order: tuple[ClaimKey, ...], one: FactValues, other: FactValues) -> bool | None:
    """Return whether `one` comes before `other`; None where neither the keys nor their ids can tell."""
    for key in order:
        left, right = one.get(key.fact), other.get(key.fact)
        if left == right:
            continue
        if left is None or right is None:
            return right is None  # whoever's is not known comes last
        return bool(left < right) is key.lowest_first
    left, right = one.get(PERSON_ID), other.get(PERSON_ID)
    return None if left is None or right is None else id_order(left) < id_order(right)
