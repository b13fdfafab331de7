"""The closed set of expressions a clause can be made of: typed, frozen, comparable, and nothing else.

Two readers walk this tree and must agree: the three-valued interpreter (`judging.interpreter`) and any compiler to columns. Before
either does, `binding` replaces every parameter by its value on the day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from typing import Any

from jiphyeon.kernel import Rounding
from jiphyeon.kernel.periods import Unit

Value = bool | int | Fraction | date | str


class Type(StrEnum):
    """What a fact, a parameter or an expression is. EXACT_WON may hold parts of a won until it is rounded."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    WON = "won"
    EXACT_WON = "exact_won"
    FRACTION = "fraction"
    DATE = "date"
    CHOICE = "choice"
    CODE = "code"


NUMBERS = frozenset({Type.INTEGER, Type.WON, Type.EXACT_WON, Type.FRACTION})
MONEY = frozenset({Type.WON, Type.EXACT_WON})
TEXTS = frozenset({Type.CHOICE, Type.CODE})


class Comparison(StrEnum):
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    SAME = "=="
    OTHER = "!="


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in the rule itself, or a parameter's value once bound to a day."""

    value: Value
    type: Type


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day the version is asked about: the day named by the programme's `selected_by`."""

    type: Type = Type.DATE


@dataclass(frozen=True, slots=True)
class FactRef:
    """A fact of the applicant, of the household or dwelling, or (`of_member`) of the member being counted.

    `derived` is how the fact is worked out when nobody told it; a told value wins.
    """

    name: str
    type: Type
    of_member: bool = False
    derived: Node | None = None


@dataclass(frozen=True, slots=True)
class ParameterRef:
    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A parameter on a day past the last one its value is known for: whatever is told, nobody can say what it is."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Named:
    """An expression with a name of its own (a programme's `values`), so that sentences can show it."""

    name: str
    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's rows on one day. Whole-number keys past the last row add `beyond` for each step.

    `last_difference`: the law makes `beyond` the difference of the last two rows, so it moves with them.
    """

    rows: Mapping[int | str, int | Fraction] = field(hash=False)
    beyond: int | Fraction | None = None
    last_difference: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Steps:
    """A bracket's steps on one day: `(up to and including, value)`, the last without an end."""

    steps: tuple[tuple[int | Fraction | None, int | Fraction], ...]


@dataclass(frozen=True, slots=True)
class TableValue:
    """The row of table `name` under `key`; unknown where the table has no such row."""

    name: str
    key: Node
    type: Type
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class BracketValue:
    """The value of the first step of bracket `name` that reaches `at`."""

    name: str
    at: Node
    type: Type
    steps: Steps | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    how: Comparison
    left: Node
    right: Node
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends included."""

    value: Node
    low: Node
    high: Node
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Within:
    """`value` lies between `start` and the last day of the period counted after it (or from it), as 민법 제6장 counts.

    `count` is a number written in the rule or a parameter. `moved`: a last day on a Saturday or public holiday moves
    on to the next open day (제161조).
    """

    value: Node
    start: Node
    count: Node
    unit: Unit
    first_day_counts: bool = False
    moved: bool = False
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class OneOf:
    value: Node
    options: tuple[Value, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    part: Node
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class Add:
    left: Node
    right: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Subtract:
    left: Node
    right: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Multiply:
    left: Node
    right: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Divide:
    """Exact; unknown where the divisor is zero."""

    left: Node
    right: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Round:
    value: Node
    how: Rounding
    unit: int
    type: Type


@dataclass(frozen=True, slots=True)
class AgeOn:
    """Completed years (민법 제158조)."""

    birth: Node
    day: Node
    type: Type = Type.INTEGER


@dataclass(frozen=True, slots=True)
class MonthsBetween:
    """Completed months from `start` to `day`, the day of `start` counted as in an age; a term is `Within`."""

    start: Node
    day: Node
    type: Type = Type.INTEGER


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest part; unknown parts count (a known part is only an upper bound)."""

    parts: tuple[Node, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Greatest:
    parts: tuple[Node, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class If:
    condition: Node
    then: Node
    otherwise: Node
    type: Type


@dataclass(frozen=True, slots=True)
class SumOver:
    """The sum of `value` over every person of the household, the applicant included."""

    value: Node
    type: Type


@dataclass(frozen=True, slots=True)
class CountOver:
    """How many persons of the household, the applicant included, meet `condition`."""

    condition: Node
    type: Type = Type.INTEGER


@dataclass(frozen=True, slots=True)
class AnyOver:
    condition: Node
    type: Type = Type.BOOLEAN


@dataclass(frozen=True, slots=True)
class AllOver:
    condition: Node
    type: Type = Type.BOOLEAN


Node = (
    Constant
    | AsOf
    | FactRef
    | ParameterRef
    | NotKnown
    | Named
    | TableValue
    | BracketValue
    | Compare
    | Between
    | Within
    | OneOf
    | And
    | Or
    | Not
    | Add
    | Subtract
    | Multiply
    | Divide
    | Round
    | AgeOn
    | MonthsBetween
    | Least
    | Greatest
    | If
    | SumOver
    | CountOver
    | AnyOver
    | AllOver
)
NODES: tuple[type, ...] = Node.__args__


# Where each kind of node keeps the nodes inside it: asked once, because every reader of a tree asks it of every node.
_INSIDE: dict[type, tuple[str, ...]] = {
    kind: tuple(one.name for one in fields(kind) if str(one.type) in {"Node", "Node | None"})
    for kind in NODES
}


def children(node: Node) -> tuple[Node, ...]:
    """Return the expressions directly inside `node`, in reading order; a fact's derivation is inside it."""
    return _CHILDREN[node.__class__](node)


def _getter(kind: type) -> Callable[[Any], tuple[Node, ...]]:
    """Return what takes the expressions out of one kind of node: every reader asks it of every node."""
    names = _INSIDE[kind]
    if kind in _WITH_PARTS:
        return attrgetter("parts")
    if kind is FactRef:
        return lambda node: () if node.derived is None else (node.derived,)
    if len(names) > 1:
        return attrgetter(*names)
    if not names:
        return lambda _node: ()
    (name,) = names
    return lambda node: (getattr(node, name),)


_WITH_PARTS = frozenset({And, Or, Least, Greatest})
_CHILDREN = {kind: _getter(kind) for kind in NODES}


def names_inside(node: Node) -> tuple[str, ...]:
    """Return the names of the fields in which `node` keeps expressions."""
    if node.__class__ in _WITH_PARTS:
        return ("parts",)
    return tuple(name for name in _INSIDE[node.__class__] if getattr(node, name) is not None)


# What every reader of a tree can take: one step inwards costs it a few calls, and each part written out some work.
DEEPEST, MOST_PARTS = 30, 10_000


def extent(node: Node) -> tuple[int, int]:
    """Return how deep a tree is and how many parts it has written out, names and derived facts unfolded.

    Told without recursion, and no further than the bounds: a chain of names that each use the last one twice has few
    nodes, and more parts than anybody could walk.
    """
    deepest = parts = 0
    waiting = [(node, 1)]
    while waiting and parts <= MOST_PARTS and deepest <= DEEPEST:
        one, deep = waiting.pop()
        parts += 1
        deepest = max(deepest, deep)
        waiting += [(inner, deep + 1) for inner in children(one)]
    return deepest, parts


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and everything inside it, outer before inner."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if inside := children(one):
            waiting += inside[::-1]
