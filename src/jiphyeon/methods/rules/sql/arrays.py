"""The compiled expressions over arrays: what a database would be asked, computed here for many rows at once.

A hash join and a result file cost a database far more than the few comparisons of a rule; where ids are whole numbers
the same expressions over arrays cost a third. They are the same trees, node by node with the same meaning of NULL, so
there is still one definition. Every number carries the ends it lies between: what could leave 64 bits is not computed
here but given back (`NeedsDatabase`) for a database with wider numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from jiphyeon.methods.rules.sql.values import LARGEST, SQL

Flags = NDArray[np.bool_]
Look = Callable[[str], "Vector"]
EPOCH = date(1970, 1, 1).toordinal()


class NeedsDatabase(Exception):  # noqa: N818 -- nothing failed; somebody else is asked
    """The expression, or the numbers in it, need a database."""


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """One value a row: yes/no, 64-bit whole numbers (days count from 1970-01-01), or words as places in `words`.

    `missing` marks NULL (None: nothing is); what stands at a missing place means nothing. `low`, `high`: nothing
    lies outside, the meaningless included. A constant has values without a dimension.
    """

    values: NDArray[Any]
    missing: Flags | None = None
    low: int = 0
    high: int = 0
    words: tuple[str, ...] | None = None

    @classmethod
    def of_numbers(cls, values: NDArray[Any], missing: Flags | None = None) -> Vector:
        """Return whole numbers with the ends they have."""
        if not values.size:
            return cls(values, missing)
        return cls(values, missing, int(values.min()), int(values.max()))

    def at(self, places: NDArray[Any] | slice, absent: Flags | None = None) -> Vector:
        """Return the values at these places; missing also where `absent`."""
        if not self.values.ndim:
            return (
                self
                if absent is None
                else Vector(self.values, _either(self.missing, absent), self.low, self.high, self.words)
            )
        missing = None if self.missing is None else self.missing[places]
        return Vector(self.values[places], _either(missing, absent), self.low, self.high, self.words)

    def spread(self, count: int) -> Vector:
        """Return it with one value for each of `count` rows."""
        if self.values.ndim and (self.missing is None or self.missing.ndim):
            return self
        missing = None if self.missing is None else np.broadcast_to(self.missing, count)
        return Vector(np.broadcast_to(self.values, count), missing, self.low, self.high, self.words)

    @property
    def met(self) -> Flags:
        """Return where a yes/no is known to be yes."""
        return self.values if self.missing is None else self.values & ~self.missing

    @property
    def unmet(self) -> Flags:
        """Return where a yes/no is known to be no."""
        return ~self.values if self.missing is None else ~(self.values | self.missing)


NOTHING = Vector(np.zeros((), np.int64), np.ones((), np.bool_))


def computed(sql: SQL, look: Look) -> Vector:
    """Return what an expression comes to, `look` giving the columns it names. Raises NeedsDatabase."""
    maker = _MAKERS.get(type(sql))
    if maker is None:
        raise NeedsDatabase(type(sql).__name__)
    return maker(sql, look)


# -- NULL -------------------------------------------------------------------------------------------------------


def _either(left: Flags | None, right: Flags | None) -> Flags | None:
    if left is None or right is None:
        return right if left is None else left
    return left | right


def _is(sql: exp.Is, look: Look) -> Vector:
    if not isinstance(sql.expression, exp.Null):
        raise NeedsDatabase("IS of anything but NULL")
    value = computed(sql.this, look)
    if value.missing is None:
        return Vector(np.zeros(value.values.shape, np.bool_))
    return Vector(value.missing)


def _coalesce(sql: exp.Coalesce, look: Look) -> Vector:
    found = computed(sql.this, look)
    for other in sql.expressions:
        if found.missing is None:
            break
        found = _chosen(~found.missing, found, computed(other, look))
    return found


def _chosen(when: Flags, then: Vector, otherwise: Vector) -> Vector:
    """Return `then` where `when` holds, else `otherwise`."""
    if _is_nothing(then) or _is_nothing(otherwise):
        one = otherwise if _is_nothing(then) else then
        absent = when if _is_nothing(then) else ~when
        return Vector(one.values, _either(one.missing, absent), one.low, one.high, one.words)
    if then.words != otherwise.words:
        raise NeedsDatabase("words of two columns")
    missing = None
    if then.missing is not None or otherwise.missing is not None:
        missing = np.where(when, _flags(then.missing), _flags(otherwise.missing))
    values = np.where(when, then.values, otherwise.values)
    return Vector(values, missing, min(then.low, otherwise.low), max(then.high, otherwise.high), then.words)


def _is_nothing(one: Vector) -> bool:
    return not one.values.ndim and one.missing is not None and not one.missing.ndim and bool(one.missing)


def _flags(missing: Flags | None) -> Flags:
    return np.zeros((), np.bool_) if missing is None else missing


def _case(sql: exp.Case, look: Look) -> Vector:
    default = sql.args.get("default")
    found = NOTHING if default is None else computed(default, look)
    for branch in reversed(sql.args["ifs"]):
        found = _chosen(_truth(branch.this, look).met, computed(branch.args["true"], look), found)
    return found


# -- yes and no -------------------------------------------------------------------------------------------------


def _and(sql: exp.And, look: Look) -> Vector:
    left, right = _truth(sql.this, look), _truth(sql.expression, look)
    if left.missing is None and right.missing is None:
        return Vector(left.values & right.values)
    met, unmet = left.met & right.met, left.unmet | right.unmet
    return Vector(met, ~(met | unmet))


def _or(sql: exp.Or, look: Look) -> Vector:
    left, right = _truth(sql.this, look), _truth(sql.expression, look)
    if left.missing is None and right.missing is None:
        return Vector(left.values | right.values)
    met, unmet = left.met | right.met, left.unmet & right.unmet
    return Vector(met, ~(met | unmet))


def _not(sql: exp.Not, look: Look) -> Vector:
    inner = _truth(sql.this, look)
    return Vector(~inner.values, inner.missing)


def _truth(sql: SQL, look: Look) -> Vector:
    """Return a yes/no; a bare NULL is one where one is wanted."""
    one = computed(sql, look)
    return one if one.values.dtype == np.bool_ else Vector(one.values.astype(np.bool_), one.missing)


def _compared(how: np.ufunc) -> Callable[[Any, Look], Vector]:
    def compare(sql: exp.Binary, look: Look) -> Vector:
        left, right = computed(sql.this, look), computed(sql.expression, look)
        if left.words is not None or right.words is not None:
            return _same_words(left, right, same=how is np.equal) if how in _EITHER_WAY else _no_order()
        return Vector(how(_plain(left, right), _plain(right, left)), _either(left.missing, right.missing))

    return compare


def _plain(one: Vector, beside: Vector) -> Any:
    """Return its values; a constant beside an array as Python's number, so that the array is not widened for it."""
    return one.values if one.values.ndim or not beside.values.ndim else one.values.item()


_EITHER_WAY = {np.equal, np.not_equal}


def _no_order() -> Vector:
    raise NeedsDatabase("words have no order here")


def _same_words(left: Vector, right: Vector, *, same: bool) -> Vector:
    if left.words != right.words:
        if left.values.ndim and right.values.ndim:
            raise NeedsDatabase("words of two columns")
        left, right = (right, left) if not left.values.ndim else (left, right)
        if left.words is None or right.words is None:
            raise NeedsDatabase("a word and a number")
        word = right.words[int(right.values)]
        place = left.words.index(word) if word in left.words else -1
        right = Vector(np.asarray(place), right.missing)
    answers = left.values == right.values
    return Vector(answers if same else ~answers, _either(left.missing, right.missing))


def _in(sql: exp.In, look: Look) -> Vector:
    value = computed(sql.this, look)
    options = [computed(one, look) for one in sql.expressions]
    answers = [
        _same_words(value, one, same=True).values
        if value.words is not None
        else value.values == _plain(one, value)
        for one in options
    ]
    return Vector(reduce(np.logical_or, answers), value.missing)


# -- numbers ----------------------------------------------------------------------------------------------------


def _within(values: Callable[[], NDArray[Any]], missing: Flags | None, *ends: int) -> Vector:
    """Return numbers whose ends are among `ends`. Raises NeedsDatabase before any can leave 64 bits."""
    low, high = min(ends), max(ends)
    if low < -LARGEST or high > LARGEST:
        raise NeedsDatabase("more than 64 bits")
    return Vector(values(), missing, low, high)


def _wide(one: Vector) -> NDArray[Any]:
    return one.values if one.values.dtype == np.int64 else one.values.astype(np.int64)


def _pair(sql: exp.Binary, look: Look) -> tuple[Vector, Vector, Flags | None]:
    left, right = computed(sql.this, look), computed(sql.expression, look)
    if left.words is not None or right.words is not None:
        raise NeedsDatabase("words are not computed with")
    return left, right, _either(left.missing, right.missing)


def _add(sql: exp.Add, look: Look) -> Vector:
    left, right, missing = _pair(sql, look)
    return _within(lambda: _wide(left) + _wide(right), missing, left.low + right.low, left.high + right.high)


def _sub(sql: exp.Sub, look: Look) -> Vector:
    left, right, missing = _pair(sql, look)
    return _within(lambda: _wide(left) - _wide(right), missing, left.low - right.high, left.high - right.low)


def _mul(sql: exp.Mul, look: Look) -> Vector:
    left, right, missing = _pair(sql, look)
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return _within(lambda: _wide(left) * _wide(right), missing, *corners)


def _neg(sql: exp.Neg, look: Look) -> Vector:
    one = computed(sql.this, look)
    return _within(lambda: -_wide(one), one.missing, -one.low, -one.high)


def _divided(sql: exp.IntDiv, look: Look) -> Vector:
    """Whole division towards zero, as databases divide; the divisor is above zero wherever a rule divides."""
    left, right, missing = _pair(sql, look)
    if right.low < 1:
        raise NeedsDatabase("a divisor that may be zero")
    quotient = lambda: np.floor_divide(_wide(left), _wide(right))  # noqa: E731 -- computed once the ends are known
    if left.low < 0:
        quotient = lambda: np.sign(_wide(left)) * np.floor_divide(np.abs(_wide(left)), _wide(right))  # noqa: E731
    return _within(quotient, missing, 0, left.low, left.high)


def _rest(sql: exp.Mod, look: Look) -> Vector:
    """The rest of a division towards zero: it has the sign of what is divided."""
    left, right, missing = _pair(sql, look)
    if right.low < 1:
        raise NeedsDatabase("a divisor that may be zero")
    low, high = min(0, max(left.low, 1 - right.high)), max(0, min(left.high, right.high - 1))
    return _within(lambda: np.fmod(_wide(left), _wide(right)), missing, low, high)


def _extreme(how: np.ufunc) -> Callable[[Any, Look], Vector]:
    def extreme(sql: exp.Func, look: Look) -> Vector:
        """Return the least or greatest of what is known; missing only where nothing is."""
        parts = [computed(one, look) for one in (sql.this, *sql.expressions)]
        found = parts[0]
        for one in parts[1:]:
            if found.missing is None and one.missing is None:
                ends = (min(found.low, one.low), max(found.high, one.high))
                found = Vector(how(found.values, one.values), None, *ends)
                continue
            here, there = ~_flags(found.missing), ~_flags(one.missing)
            values = np.where(
                here & there, how(found.values, one.values), np.where(here, found.values, one.values)
            )
            found = Vector(values, ~(here | there), min(found.low, one.low), max(found.high, one.high))
        return found

    return extreme


def _part_of_day(sql: exp.Extract, look: Look) -> Vector:
    one = computed(sql.expression, look)
    days = one.values.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    match sql.name.upper():
        case "YEAR":
            return Vector.of_numbers(days.astype("datetime64[Y]").astype(np.int64) + 1970, one.missing)
        case "MONTH":
            return Vector(months.astype(np.int64) % 12 + 1, one.missing, 1, 12)
        case "DAY":
            return Vector((days - months.astype("datetime64[D]")).astype(np.int64) + 1, one.missing, 1, 31)
    raise NeedsDatabase(sql.name)


# -- values -----------------------------------------------------------------------------------------------------


def _literal(sql: exp.Literal, _look: Look) -> Vector:
    if sql.is_string:
        return Vector(np.zeros((), np.int32), words=(str(sql.this),))
    number = int(sql.this)
    if abs(number) > LARGEST:
        raise NeedsDatabase("more than 64 bits")
    return Vector(np.asarray(number, np.int64), None, number, number)


def _cast(sql: exp.Cast, look: Look) -> Vector:
    wanted = sql.to.this
    if isinstance(sql.this, exp.Null):
        return NOTHING
    if wanted is exp.DType.DATE and isinstance(sql.this, exp.Literal):
        count = date.fromisoformat(str(sql.this.this)).toordinal() - EPOCH
        return Vector(np.asarray(count, np.int64), None, count, count)
    if wanted in {exp.DType.BIGINT, exp.DType.DECIMAL}:
        # Numbers here know their ends; none needs more room before it would be given back.
        return computed(sql.this, look)
    raise NeedsDatabase(f"CAST to {wanted}")


_MAKERS: Mapping[type, Callable[[Any, Look], Vector]] = {
    exp.Column: lambda sql, look: look(sql.name),
    exp.Paren: lambda sql, look: computed(sql.this, look),
    exp.Boolean: lambda sql, _look: Vector(np.asarray(bool(sql.this))),
    exp.Null: lambda _sql, _look: NOTHING,
    exp.Literal: _literal,
    exp.Cast: _cast,
    exp.Is: _is,
    exp.Coalesce: _coalesce,
    exp.Case: _case,
    exp.And: _and,
    exp.Or: _or,
    exp.Not: _not,
    exp.EQ: _compared(np.equal),
    exp.NEQ: _compared(np.not_equal),
    exp.LT: _compared(np.less),
    exp.LTE: _compared(np.less_equal),
    exp.GT: _compared(np.greater),
    exp.GTE: _compared(np.greater_equal),
    exp.In: _in,
    exp.Add: _add,
    exp.Sub: _sub,
    exp.Mul: _mul,
    exp.Neg: _neg,
    exp.IntDiv: _divided,
    exp.Mod: _rest,
    exp.Least: _extreme(np.minimum),
    exp.Greatest: _extreme(np.maximum),
    exp.Extract: _part_of_day,
}
