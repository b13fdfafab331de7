"""The closed set of expressions a clause can be made of: typed, frozen, comparable, and nothing else.

Two readers walk this tree and must agree: the three-valued walk in `walking` and any compiler to columns. Before
either does, `binding` replaces every parameter by its value on the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from fractions import Fraction

from jiphyeon.kernel import Rounding

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
    """Completed years (민법 158)."""

    birth: Node
    day: Node
    type: Type = Type.INTEGER


@dataclass(frozen=True, slots=True)
class MonthsBetween:
    """Completed months from `start` to `day`."""

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
    | Named
    | TableValue
    | BracketValue
    | Compare
    | Between
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
    if node.__class__ in _WITH_PARTS:
        parts: tuple[Node, ...] = node.parts  # type: ignore[union-attr]  # exactly the kinds that have parts
        return parts
    inside = [getattr(node, name) for name in _INSIDE[node.__class__]]
    return tuple([one for one in inside if one is not None])


_WITH_PARTS = frozenset({And, Or, Least, Greatest})


def names_inside(node: Node) -> tuple[str, ...]:
    """Return the names of the fields in which `node` keeps expressions."""
    if node.__class__ in _WITH_PARTS:
        return ("parts",)
    return tuple(name for name in _INSIDE[node.__class__] if getattr(node, name) is not None)


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and everything inside it, outer before inner."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))
