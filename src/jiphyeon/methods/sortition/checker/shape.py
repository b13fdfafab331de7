"""What a published draw looks like, checked before anything in it is believed: kinds, bounds and names of fields.

`load` reads a file, `check_shape` judges a document. Both refuse with the place inside the file; a field that the shape
does not know is no error, but it is named, since nobody will check what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from jiphyeon.kernel import Json, Place, Refused, read_json

LARGEST = 10**15
"""No number in a draw is larger; whole numbers up to here are exact in every reader of JSON."""

_INDEX = re.compile(r"(0|[1-9][0-9]{0,8})\Z")

Shape: TypeAlias = Callable[[Any, str, list[str]], None]
"""Judges a value at a place and adds the places of fields that it does not know to the list."""


_CODES = {
    "json_name_twice": "name_twice",
    "json_not_a_number": "number_unusable",
    "json_number_too_long": "number_unusable",
    "json_half_sign": "record_malformed",
    "json_unreadable": "json_broken",
    "json_not_utf8": "json_broken",
    "json_too_deep": "json_broken",
}
"""What a verdict calls each fault of a file: these words are published."""


def load(path: Path) -> Json:
    """Read a JSON file as it is written. Refuses what the house's reader of JSON refuses, in the words of a verdict."""
    try:
        document: Json = read_json(path, as_written=True)
    except Refused as error:
        code = _CODES.get(error.code, error.code)
        raise Refused(code, ko=error.words.ko, en=error.words.en, place=error.place) from error
    return document


def check_shape(document: Any, shape: Shape, at: str = "") -> tuple[str, ...]:
    """Return the places of fields that the shape does not know. Refuses what does not have the shape."""
    unknown: list[str] = []
    shape(document, at, unknown)
    return tuple(unknown)


def _malformed(at: str, en: str, ko: str) -> Refused:
    return Refused(
        "record_malformed",
        ko="기록의 형식이 잘못되었습니다: {need_ko}이어야 합니다.",
        en="The record is malformed: {need_en} is needed here.",
        place=Place("record", key=at or None),
        need_ko=ko,
        need_en=en,
    )


def a_whole(least: int = 0, most: int = LARGEST) -> Shape:
    """A whole number between two bounds."""

    def judge(value: Any, at: str, _unknown: list[str]) -> None:
        if type(value) is not int or not least <= value <= most:
            raise _malformed(at, f"a whole number from {least} to {most}", f"{least}부터 {most}까지의 정수")

    return judge


def a_number(value: Any, at: str, _unknown: list[str]) -> None:
    """A finite number."""
    if type(value) not in (int, float) or not -LARGEST <= value <= LARGEST:
        raise _malformed(at, "a finite number", "유한한 수")


def a_text(value: Any, at: str, _unknown: list[str]) -> None:
    """Any text."""
    if not isinstance(value, str):
        raise _malformed(at, "text", "글")


def nothing(value: Any, at: str, _unknown: list[str]) -> None:
    """The null of JSON."""
    if value is not None:
        raise _malformed(at, "null", "null")


def either(*shapes: Shape) -> Shape:
    """Whatever one of the shapes takes."""

    def judge(value: Any, at: str, unknown: list[str]) -> None:
        for shape in shapes[:-1]:
            try:
                return shape(value, at, unknown)
            except Refused:
                continue
        return shapes[-1](value, at, unknown)

    return judge


def a_list(of: Shape, least: int = 0) -> Shape:
    """A list whose items all have one shape."""

    def judge(value: Any, at: str, unknown: list[str]) -> None:
        if not isinstance(value, list | tuple) or len(value) < least:
            raise _malformed(at, f"a list of {least} or more", f"{least}개 이상의 목록")
        for number, item in enumerate(value):
            of(item, f"{at}[{number}]", unknown)

    return judge


def by_number(of: Shape) -> Shape:
    """An object whose names are whole numbers as JSON must write them."""

    def judge(value: Any, at: str, unknown: list[str]) -> None:
        if not isinstance(value, Mapping):
            raise _malformed(at, "an object", "묶음")
        for name, item in value.items():
            if not isinstance(name, str) or not _INDEX.match(name):
                raise _malformed(at, "an object with numbers as names", "번호를 이름으로 한 묶음")
            of(item, f"{at}.{name}", unknown)

    return judge


def by_name(of: Shape) -> Shape:
    """An object with any names."""

    def judge(value: Any, at: str, unknown: list[str]) -> None:
        if not isinstance(value, Mapping):
            raise _malformed(at, "an object", "묶음")
        for name, item in value.items():
            of(item, f"{at}.{name}", unknown)

    return judge


def an_object(need: Mapping[str, Shape], may: Mapping[str, Shape] | None = None) -> Shape:
    """An object with fields that it must and fields that it may have."""
    known = {**need, **(may or {})}

    def judge(value: Any, at: str, unknown: list[str]) -> None:
        if not isinstance(value, Mapping):
            raise _malformed(at, "an object", "묶음")
        for name in need:
            if name not in value:
                raise _malformed(f"{at}.{name}" if at else name, "a field of this name", "이 이름의 항목")
        for name, item in value.items():
            inner = f"{at}.{name}" if at else str(name)
            if name in known:
                known[name](item, inner, unknown)
            else:
                unknown.append(inner)

    return judge


_row = a_whole(1)
_count = a_whole()
_signed = a_whole(-LARGEST)
_prices = by_number(a_number)
_leaf = an_object({"box": by_number(a_list(_count, 2)), "prices": _prices})
_bounds = {"category": a_text, "feature": a_text, "minimum": _count, "maximum": _count}
_quota = an_object(_bounds, {"law": a_text})

CERTIFICATE = an_object(
    {"algorithm": a_text, "objective": a_text},
    {
        "optimal": nothing,
        "residual": a_number,
        "profiles": a_list(a_list(_row, 1), 1),
        "chances": a_list(a_number, 1),
        "stages": a_list(
            an_object({"value": a_number, "settles": a_list(_count), "weights": _prices, "prices": _prices})
        ),
        "cuts": a_list(
            an_object({"coefficients": by_number(_signed), "bound": _signed, "leaves": a_list(_leaf)})
        ),
        "prices": _prices,
        "below": _prices,
        "above": _prices,
        "lottery": an_object({"panels": a_list(a_list(_row, 1), 1), "weights": a_list(a_number, 1)}),
    },
)

STATEMENT = an_object(
    {
        "seats": a_whole(1),
        "categories": a_list(a_text),
        "quotas": a_list(_quota),
        "people": a_list(a_list(a_text), 1),
        "relations": a_list(an_object({"kind": a_text, "limit": _count, "members": a_list(_row)})),
        "objective": a_text,
        "probabilities": a_list(a_number, 1),
        "minimum": a_number,
        "maximum": a_number,
        "gini": a_number,
        "geometric_mean": a_number,
        "panels": a_list(a_list(_row, 1), 1),
        "weights": a_list(a_number, 1),
        "certificate": CERTIFICATE,
    },
    {
        "order": a_list(_row, 1),
        "rounding": an_object(
            {
                "panels": _count,
                "largest_change": a_number,
                "minimum_before": a_number,
                "minimum_after": a_number,
                "lost_minimum": a_number,
            }
        ),
        "body": an_object(
            {"size": a_whole(1), "quotas": a_list(an_object(_bounds)), "sitting": a_list(a_list(a_text))}
        ),
        "relaxed": a_list(a_text, 1),
        "asked": a_list(_quota, 1),
        "never": a_list(
            an_object(
                {"rows": a_list(_row, 1), "because": a_list(a_text)},
                {"sides": a_list(a_list(either(_count, a_text), 2)), "leaves": a_list(_leaf)},
            )
        ),
        "alternates": an_object({"number": a_whole(1), "rates": a_list(a_number, 1)}),
    },
)

RECORD = an_object(
    {
        "format": a_text,
        "statement": STATEMENT,
        "source": an_object({"kind": a_text, "name": a_text}, {"seals": by_name(a_text)}),
        "commitment": a_text,
        "value": either(nothing, a_text, by_name(a_text)),
        "selected": either(nothing, a_list(_row, 1)),
    },
    {
        "signature": a_text,
        "alternates": an_object(
            {
                "rows": a_list(_row),
                "breach_without": a_number,
                "breach_with": a_number,
                "samples": _count,
            }
        ),
    },
)
