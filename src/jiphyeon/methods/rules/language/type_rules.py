"""Which types go together: won never meets a bare count by accident, and dividing is always exact."""

from __future__ import annotations

from collections.abc import Sequence

from jiphyeon.methods.rules.model.tree import MONEY, NUMBERS, TEXTS, Constant, Node, Type


def _bare(node: Node) -> bool:
    # A whole number written in the rule takes the unit of what it stands beside; a fact or parameter never does.
    return isinstance(node, Constant) and node.type is Type.INTEGER


def comparable(left: Node, right: Node) -> bool:
    """Return whether the two can be compared at all."""
    if left.type in NUMBERS and right.type in NUMBERS:
        alike = (left.type in MONEY) == (right.type in MONEY)
        return alike or _bare(left) or _bare(right)
    if left.type in TEXTS and right.type in TEXTS:
        return True
    return left.type is right.type


def total(left: Node, right: Node) -> Type | None:
    """Return the type of a sum or difference; None where there is none."""
    if left.type not in NUMBERS or right.type not in NUMBERS or not comparable(left, right):
        return None
    return _widest([left.type, right.type])


def product(left: Type, right: Type) -> Type | None:
    """Return the type of a product: won by won is nothing."""
    if left not in NUMBERS or right not in NUMBERS or (left in MONEY and right in MONEY):
        return None
    if left in MONEY or right in MONEY:
        money, other = (left, right) if left in MONEY else (right, left)
        return Type.WON if money is Type.WON and other is Type.INTEGER else Type.EXACT_WON
    return Type.INTEGER if left is right is Type.INTEGER else Type.FRACTION


def quotient(left: Type, right: Type) -> Type | None:
    """Return the type of an exact quotient: won by won is a share, a count by won is nothing."""
    if left not in NUMBERS or right not in NUMBERS or (right in MONEY and left not in MONEY):
        return None
    return Type.EXACT_WON if left in MONEY and right not in MONEY else Type.FRACTION


def rounded_type(kind: Type) -> Type:
    """Return what a number becomes once rounded."""
    return Type.WON if kind in MONEY else Type.INTEGER


def common(parts: Sequence[Node]) -> Type | None:
    """Return the one type all parts can take; None where they cannot stand beside each other."""
    settled = [part for part in parts if not _bare(part)] or list(parts)
    kinds = {part.type for part in settled}
    if kinds <= TEXTS:
        return Type.CHOICE if Type.CHOICE in kinds else Type.CODE
    if len(kinds) == 1:
        only = kinds.pop()
        return only if only in NUMBERS or len(settled) == len(parts) else None
    if not kinds <= NUMBERS or len({kind in MONEY for kind in kinds}) > 1:
        return None
    return _widest(list(kinds))


def _widest(kinds: Sequence[Type]) -> Type:
    if any(kind in MONEY for kind in kinds):
        return Type.EXACT_WON if {Type.EXACT_WON, Type.FRACTION} & set(kinds) else Type.WON
    return Type.FRACTION if Type.FRACTION in kinds else Type.INTEGER


def adapted(node: Node, kind: Type) -> Node:
    """Return a bare whole number as the type it stands beside: 0 is no won beside won, and no choice of unit is lost."""
    if isinstance(node, Constant) and node.type is Type.INTEGER and kind in MONEY:
        return Constant(node.value, Type.WON)
    if isinstance(node, Constant) and node.type is Type.CODE and kind is Type.CHOICE:
        return Constant(node.value, Type.CHOICE)
    return node
