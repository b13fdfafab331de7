"""Cells of a database: each read strictly as the type its column must have; what cannot be read is told, not guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from jiphyeon.kernel import Refused
from jiphyeon.kernel.days import day_of
from jiphyeon.kernel.text import clean, identifier
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population.sources.schema import EXACT_IN_A_FLOAT
from jiphyeon.methods.rules.population.sources.schema import FLOAT_DIGITS as DIGITS
from jiphyeon.methods.rules.population.sources.texts import PLAIN

_STEP = Decimal(1).scaleb(-DIGITS)
_DECIMAL = re.compile(rf"-?\d{{1,12}}(\.\d{{1,{DIGITS}}})?\Z", re.ASCII)
BadValues = list[tuple[int, Any]]


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(value)
    if isinstance(value, float) and abs(value) >= EXACT_IN_A_FLOAT:
        raise ValueError(value)
    found = int(value)
    if found != value or abs(found) >= 2**63:
        raise ValueError(value)
    return found


def _decimal(value: Any) -> Decimal:
    if isinstance(value, str) and _DECIMAL.match(value):
        return Decimal(value).quantize(_STEP)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(value)
    # A float of areas or rates is the decimal somebody wrote, to so many digits.
    written = Decimal(f"{value:.{DIGITS}f}") if isinstance(value, float) else Decimal(value)
    if not abs(written) < 10**12 or (isinstance(value, float) and float(written) != value):
        raise ValueError(value)
    found = written.quantize(_STEP)
    if found != written:
        raise ValueError(value)
    return found


def _truth(value: Any) -> bool:
    if not isinstance(value, int) or value not in {0, 1}:
        raise TypeError(value)
    return bool(value)


def _day(value: Any) -> date:
    if isinstance(value, str):
        return day_of(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # bytes that are no UTF-8 came as lone surrogates
    return clean(value)


def _id(value: Any) -> str:
    try:
        found = identifier(_text(value))
    except Refused as no:
        raise ValueError(value) from no
    if not found:
        raise ValueError(value)
    return found


class Reading:
    """How a column of one type is read. `wanted`: what must stand there, in Korean and English."""

    def __init__(
        self, arrow: pa.DataType, as_it_is: set[type], read: Callable[[Any], Any], wanted: tuple[str, str]
    ) -> None:
        self.arrow = arrow
        self.as_it_is = as_it_is
        self.read = read
        self.wanted = wanted

    def column(self, cells: Sequence[Any]) -> tuple[pa.Array, BadValues]:
        """Return the cells as a column, and those that cannot be read by their place (they count as missing)."""
        if set(map(type, cells)) - {type(None)} <= self.as_it_is:
            try:
                column = pa.array(cells, self.arrow)
                if (
                    self.arrow != pa.string()
                    or pc.all(pc.match_substring_regex(column, f"^{PLAIN}$")).as_py() is not False
                ):
                    return column, []
            except (pa.ArrowException, OverflowError, UnicodeEncodeError):
                pass  # some cell does not fit: find out which
        found: list[Any] = []
        bad_values: BadValues = []
        for place, cell in enumerate(cells):
            try:
                found.append(None if cell is None else self.read(cell))
            except (TypeError, ValueError, ArithmeticError):
                found.append(None)
                bad_values.append((place, cell))
        return pa.array(found, self.arrow), bad_values


WHOLE = Reading(pa.int64(), {int}, _whole, ("정수", "a whole number (64 bits)"))
TEXT = Reading(pa.string(), {str}, _text, ("글자", "a word (in UTF-8)"))
ID = Reading(pa.string(), {str}, _id, ("번호", "an id (a word in UTF-8, nothing in it hidden)"))
READINGS = {
    Type.BOOLEAN: Reading(
        pa.bool_(), {bool}, _truth, ("참이나 거짓(SQLite에서는 1이나 0)", "true or false (in SQLite 1 or 0)")
    ),
    Type.INTEGER: WHOLE,
    Type.WON: Reading(pa.int64(), {int}, _whole, ("원 단위 정수", "whole won (a whole number of 64 bits)")),
    Type.FRACTION: Reading(
        pa.decimal128(18, DIGITS),
        {Decimal, int},
        _decimal,
        (f"소수점 아래 {DIGITS}자리까지의 수", f"a number with at most {DIGITS} digits after the point"),
    ),
    Type.DATE: Reading(
        pa.date32(), {date}, _day, ("2024-03-04처럼 적은 날짜", "a day such as 2024-03-04, without a time")
    ),
    Type.CHOICE: TEXT,
    Type.CODE: TEXT,
}
