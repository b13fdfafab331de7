"""Compiled values: a yes/no that may be unknown, and a number, day or word of which the ends are known.

The tree walk answers an unknown number with a `Range`; here its two ends are two SQL expressions, and an end that
is NULL is open. Where both ends are one expression the value is a point: NULL then means that anything is possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm

from sqlglot import exp

SQL = exp.Expr
LARGEST = 2**63 - 1
LARGEST_PLAIN = 2**31 - 1
# A bare NULL is text to some databases.
UNKNOWN: SQL = exp.cast(exp.null(), "BOOLEAN")
NOTHING: SQL = exp.cast(exp.null(), "BIGINT")


@dataclass(frozen=True, slots=True)
class Truth:
    """A boolean expression; NULL is unknown. `certain`: it is never NULL."""

    sql: SQL
    certain: bool = False

    @property
    def constant(self) -> bool | None:
        """Return the one value it can only have; None where it depends on the row."""
        return bool(self.sql.this) if isinstance(self.sql, exp.Boolean) else None


@dataclass(frozen=True, slots=True)
class End:
    """One end of a number: `top / (bottom × scale)`, the bottom (a positive expression) only after a division.

    `least` and `most` bound `top` over all rows, so that its type can be chosen; None: nothing is known.
    """

    top: SQL
    scale: int = 1
    bottom: SQL | None = None
    least: int | None = None
    most: int | None = None
    constant: int | None = None

    @property
    def is_small(self) -> bool:
        """Return whether the top fits 64 bits whatever the row."""
        return (
            self.least is not None
            and self.most is not None
            and self.least >= -LARGEST
            and self.most <= LARGEST
        )

    def scaled(self, scale: int) -> End:
        """Return the same end over another scale, a multiple of its own."""
        return self if scale == self.scale else replace_scale(times(self, scale // self.scale), scale)


@dataclass(frozen=True, slots=True)
class Span:
    """A number, day or word between `low` and `high`; None as an end: always open. `certain`: neither is ever NULL."""

    low: End | None
    high: End | None
    certain: bool = False

    @property
    def is_point(self) -> bool:
        """Return whether both ends are one."""
        return self.low is self.high and self.low is not None

    @property
    def constant(self) -> int | None:
        """Return the number it can only be over its scale; None where it depends on the row."""
        return self.low.constant if self.is_point and self.low is not None else None


OPEN = Span(None, None)


def point(end: End, *, certain: bool) -> Span:
    """Return the span of one end."""
    return Span(end, end, certain)


def number(value: int) -> SQL:
    """Return a whole number as SQL."""
    return exp.Neg(this=exp.Literal.number(-value)) if value < 0 else exp.Literal.number(value)


def day(value: date) -> SQL:
    """Return a day as SQL."""
    return exp.cast(exp.Literal.string(value.isoformat()), "DATE")


def reckon(make: type[exp.Binary], left: End, right: End, least: int | None, most: int | None) -> SQL:
    """Return `left make right`, in 64 bits where every row's result fits, else in 38 digits."""
    fits = least is not None and most is not None and least >= -LARGEST and most <= LARGEST
    a, b = (left.top, right.top) if fits else (_widened(left), _widened(right))
    if fits and max(abs(least or 0), abs(most or 0)) > LARGEST_PLAIN:
        a = exp.cast(a.copy(), "BIGINT")  # engines reckon with the short numbers written in a rule in 32 bits
    return make(this=wrapped(a), expression=wrapped(b))


def _widened(end: End) -> SQL:
    return end.top.copy() if end.constant is not None else exp.cast(end.top.copy(), "DECIMAL(38, 0)")


def wrapped(sql: SQL) -> SQL:
    """Return an expression safe as an operand."""
    copy = sql.copy()
    return exp.Paren(this=copy) if isinstance(copy, exp.Binary | exp.Neg | exp.Not) else copy


def whole_quotient(top: SQL, bottom: SQL, *, wide: bool) -> SQL:
    """Return the whole part of a quotient. `wide`: of decimals, which DuckDB would divide as floats (see `printed`)."""
    made = exp.IntDiv(this=top, expression=bottom)
    made.meta["wide"] = wide
    return made


def printed(query: SQL, dialect: str) -> str:
    """Return a statement as one database reads it, exact there too."""

    def exact(node: SQL) -> SQL:
        # Only PostgreSQL orders text by the customs of a country unless it is told not to.
        if isinstance(node, exp.Collate) and dialect != "postgres":
            inner: SQL = node.this
            return inner
        # DuckDB divides decimals as 64-bit floats, also with //; its 128-bit whole numbers it divides exactly.
        if dialect == "duckdb" and isinstance(node, exp.IntDiv) and node.meta.get("wide"):
            for side in ("this", "expression"):
                node.set(side, exp.cast(node.args[side], exp.DType.INT128))
        return node

    text: str = query.transform(exact).sql(dialect)
    return text


def times(end: End, factor: int) -> End:
    """Return an end times a whole constant."""
    if factor == 1:
        return end
    if end.constant is not None:
        product = end.constant * factor
        return End(number(product), end.scale, end.bottom, product, product, product)
    corners = [None if one is None else one * factor for one in (end.least, end.most)]
    least, most = corners if factor >= 0 else corners[::-1]
    other = End(number(factor), least=factor, most=factor, constant=factor)
    return End(reckon(exp.Mul, end, other, least, most), end.scale, end.bottom, least, most)


def replace_scale(end: End, scale: int) -> End:
    """Return the end with its top read over another scale."""
    return End(end.top, scale, end.bottom, end.least, end.most, end.constant)


def aligned(left: End, right: End) -> tuple[End, End]:
    """Return both ends over one denominator: scales by their least common multiple, bottoms crosswise."""
    common = lcm(left.scale, right.scale)
    a, b = left.scaled(common), right.scaled(common)
    if a.bottom is None and b.bottom is None:
        return a, b
    return _crossed(a, b.bottom), _crossed(b, a.bottom)


def _crossed(end: End, bottom: SQL | None) -> End:
    if bottom is None:
        return End(end.top, end.scale, None, end.least, end.most, end.constant)
    top = exp.Mul(this=exp.cast(wrapped(end.top), "DECIMAL(38, 0)"), expression=wrapped(bottom))
    return End(top, end.scale)


def case(*branches: tuple[SQL, SQL], otherwise: SQL | None = None) -> SQL:
    """Return CASE WHEN … THEN … [ELSE …] END; without `otherwise` the rest is NULL."""
    built = exp.Case(ifs=[exp.If(this=when.copy(), true=then.copy()) for when, then in branches])
    if otherwise is not None:
        built.set("default", otherwise.copy())
    return built


def compared(how: type[exp.Binary], left: End, right: End) -> SQL:
    """Return a plain comparison of two ends; NULL where either is."""
    a, b = aligned(left, right)
    return how(this=wrapped(a.top), expression=wrapped(b.top))


def every(parts: Sequence[SQL]) -> SQL:
    """Return the conjunction; TRUE of nothing."""
    return exp.and_(*(part.copy() for part in parts)) if parts else exp.true()


def some(parts: Sequence[SQL]) -> SQL:
    """Return the disjunction; FALSE of nothing."""
    return exp.or_(*(part.copy() for part in parts)) if parts else exp.false()


def is_null(sql: SQL) -> SQL:
    """Return `sql IS NULL`."""
    return exp.Is(this=wrapped(sql), expression=exp.null())


def constant(value: bool | int | Fraction | date | str) -> End:  # noqa: FBT001 -- a value of the rule, not a switch
    """Return a value written in the rule as an end."""
    if isinstance(value, date):
        return End(day(value))
    if isinstance(value, str):
        return End(exp.Literal.string(value))
    exact = Fraction(value)
    top = exact.numerator
    return End(number(top), exact.denominator, None, top, top, top)
