"""Thresholds, shares, tables and brackets: dated values, each with its citation and the day it was entered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal, cast

from jiphyeon.kernel import Citation, Place, Refused, Words
from jiphyeon.kernel.source import Scalar
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.methods.rules.model.tree import Rows, Steps, Type, Value
from jiphyeon.methods.rules.model.values import VALUE_OF, read_value

Content = Value | Rows | Steps


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from its first day on, until the next value's (or `last`). `recorded` None: known from the start.

    `known_until`: the last day it is known for; None: it stands until the law changes it.
    """

    first: date
    content: Content
    citation: Citation
    verified: bool
    last: date | None = None
    recorded: date | None = None
    note: Words | None = None
    unverified_rows: frozenset[int | str] = frozenset()
    place: Place | None = None
    known_until: date | None = None
    known_until_by: Citation | None = None

    def is_known_on(self, day: date) -> bool:
        """Return whether the value is known for a day it is in force on."""
        return self.known_until is None or day <= self.known_until


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named quantity of the law by date. `shape` "table" is looked up by a key, "bracket" by a size."""

    name: str
    label: Words
    type: Type
    shape: Literal["scalar", "table", "bracket"]
    values: tuple[Dated, ...] = field(repr=False)
    unit: Words | None = None
    key_type: Type = Type.INTEGER
    as_known: dict[date | None, list[Dated]] = field(default_factory=dict, compare=False, repr=False)

    def read(self, one: Scalar) -> Value:
        """Return a value of this parameter as somebody wrote it; a percentage needs its sign."""
        return read_value(one, self.type, self.unit)

    def read_number(self, one: Scalar) -> int | Fraction:
        """Return a value of a row or a step as somebody wrote it: tables and brackets hold numbers alone."""
        return cast("int | Fraction", self.read(one))

    def read_end(self, one: Scalar) -> int | Fraction:
        """Return where a step of a bracket ends, as somebody wrote it."""
        return cast("int | Fraction", VALUE_OF[self.key_type](one))

    def on(self, day: date, known_on: date | None = None) -> Dated:
        """Return the value in force on `day`, as it was known on `known_on` (None: as known now).

        Raises Refused where no value reaches that day.
        """
        known = self.known(known_on)
        place = bisect_right([one.first for one in known], day) - 1
        if place < 0 or ((last := known[place].last) is not None and day > last):
            raise Refused(
                "parameter_without_value",
                ko="{label}의 값이 {day}에는 정해져 있지 않습니다.",
                en="{name} has no value on {day}.",
                name=self.name,
                label=self.label.ko,
                day=day,
            )
        return known[place]

    def known(self, known_on: date | None) -> list[Dated]:
        """Return the values recorded by `known_on`, by first day; of two for one day the later recorded holds."""
        kept = self.as_known.get(known_on)
        if kept is not None:
            return kept
        by_first: dict[date, Dated] = {}
        for one in sorted(self.values, key=lambda one: (one.first, one.recorded or date.min)):
            if known_on is None or one.recorded is None or one.recorded <= known_on:
                by_first[one.first] = one
        found = self.as_known[known_on] = [by_first[first] for first in sorted(by_first)]
        return found

    def changed(self, content: Content, first: date, citation: Citation, note: Words) -> Parameter:
        """Return this parameter with another value from `first` on, later values dropped."""
        earlier = tuple(one for one in self.values if one.first < first)
        values = (*earlier, Dated(first, content, citation, verified=False, note=note))
        return replace(self, values=values, as_known={})


class Parameters(dict[str, Parameter]):
    """Parameters by name."""

    def changed(
        self, name: str, content: Content, first: date, citation: Citation, note: Words
    ) -> Parameters:
        """Return a copy with one parameter changed from a day on; this one stays as it is."""
        return Parameters({**self, name: self[name].changed(content, first, citation, note)})


def row(rows: Rows, key: int | str) -> int | Fraction | None:
    """Return the row under `key`, stepping past the last by `beyond`; None where there is none.

    >>> row(Rows({6: 100, 7: 120}, beyond=20), 9)
    160
    """
    found = rows.rows.get(key)
    if found is not None or rows.beyond is None or isinstance(key, str):
        return found
    last = max(one for one in rows.rows if isinstance(one, int))
    return rows.rows[last] + (key - last) * rows.beyond if key > last else None


def step(steps: Steps, size: int | Fraction) -> int | Fraction | None:
    """Return the value of the first step that reaches `size`; None past a last step that ends."""
    for up_to, value in steps.steps:
        if up_to is None or size <= up_to:
            return value
    return None


def unknown_parameter(name: str, known: Iterable[str], place: Place | None = None) -> Refused:
    """Return the refusal of a name that no parameter has, with the nearest that one has."""
    names = list(known)
    return Refused(
        "unknown_parameter",
        ko="'{name}'이라는 기준값은 없습니다.{perhaps}",
        en="There is no parameter called {name!r}{hint}",
        place=place,
        name=name,
        hint=did_you_mean(name, names),
        perhaps=perhaps(name, names),
    )
