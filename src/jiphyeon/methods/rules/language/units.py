"""Which units may meet in an expression: months never meet years, nor a percentage a bare ratio.

Types keep won from counts; units keep counts from one another. A number written in the rule takes the unit of what
it stands beside.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jiphyeon.kernel import Words
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.parameters import Parameters
from jiphyeon.methods.rules.model.tree import MONEY, NUMBERS, Node, Type
from jiphyeon.methods.rules.model.values import SIGN
from jiphyeon.methods.rules.model.vocabulary import Vocabulary

ANY = "any"  # a number written in the rule
NONE = ""  # a number without a unit
WON, YEARS, MONTHS, PEOPLE = "won", "year", "month", "people"


class UnitsDiffer(ValueError):  # noqa: N818 -- what happened, in the words of the one who catches it
    """Two units that cannot meet."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left or 'a number without unit'} and {right or 'a number without unit'}")
        self.left, self.right = left, right


class Units:
    """Works out the unit of every number, by the units of facts and parameters."""

    def __init__(self, facts: Vocabulary, parameters: Parameters) -> None:
        self.facts = facts
        self.parameters = parameters

    def of(self, node: Node) -> str:
        """Return the unit of a number, checking everything inside it. Raises UnitsDiffer.

        What stands behind a fact was checked when the fact was read.
        """
        kind = node.__class__
        if kind is tree.Constant:
            return ANY
        if isinstance(node, tree.FactRef):
            found = name_of(self.facts[node.name].unit)
            if found == NONE and node.derived is not None:
                found = self.of(node.derived)
        elif isinstance(node, tree.ParameterRef):
            found = name_of(self.parameters[node.name].unit)
        else:
            found = self._beyond(node, [self.of(part) for part in tree.children(node)])
        return WON if node.type in MONEY and found != ANY else found

    def _beyond(self, node: Node, inside: list[str]) -> str:
        if isinstance(node, tree.TableValue | tree.BracketValue):
            return name_of(self.parameters[node.name].unit)
        return _RULES.get(node.__class__, _met)(node, inside)


@cache
def name_of(unit: Words | None) -> str:
    """Return one name for a unit, singular or plural: `year` for years and year."""
    return NONE if unit is None else unit.en.strip().lower().removesuffix("s")


def _alike(left: str, right: str) -> str:
    if ANY in {left, right} or left == right:
        return right if left == ANY else left
    # A measure without a unit may stand beside one that has one; a bare ratio beside a percentage may not.
    if SIGN.en not in {left, right} and NONE in {left, right}:
        return left or right
    raise UnitsDiffer(left, right)


def _product(left: str, right: str) -> str:
    if {left, right} == {NONE, SIGN.en}:
        return ANY  # a share of a number, or a number of shares
    bare = {ANY, NONE, SIGN.en}
    if left in bare:
        return left if right == ANY else right
    return left if right in bare else NONE


def _quotient(left: str, right: str) -> str:
    if right in {ANY, NONE, SIGN.en}:
        return NONE if left == right else left
    return NONE


def _met(node: Node, inside: list[str]) -> str:
    """Return the one unit of what is compared, added or chosen from."""
    if node.__class__ not in _MEETINGS or tree.children(node)[0].type not in NUMBERS:
        return NONE
    found = inside[0]
    for other in inside[1:]:
        if found != other:
            found = _alike(found, other)
    return found if node.type is not Type.BOOLEAN else NONE


def _period(node: tree.Within, inside: list[str]) -> str:
    _alike(node.unit.value.removesuffix("s"), inside[2])
    return NONE


def _chosen(node: tree.If, inside: list[str]) -> str:
    return _alike(inside[1], inside[2]) if node.type in NUMBERS else NONE


_MEETINGS = {
    tree.Compare,
    tree.Between,
    tree.Add,
    tree.Subtract,
    tree.Least,
    tree.Greatest,
    tree.Round,
    tree.SumOver,
    tree.OneOf,
}
_RULES: dict[type, Callable[[Any, list[str]], str]] = {
    tree.Named: lambda _node, inside: inside[0],
    tree.AgeOn: lambda _node, _inside: YEARS,
    tree.MonthsBetween: lambda _node, _inside: MONTHS,
    tree.CountOver: lambda _node, _inside: PEOPLE,
    tree.Within: _period,
    tree.If: _chosen,
    tree.Multiply: lambda _node, inside: _product(*inside),
    tree.Divide: lambda _node, inside: _quotient(*inside),
}
