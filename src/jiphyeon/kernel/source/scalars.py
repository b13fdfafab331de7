"""One value as written, and what it means: decided by who asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, NoReturn

from jiphyeon.kernel.days import day_of as kernel_day
from jiphyeon.kernel.refusal import Place, Refused
from jiphyeon.kernel.spelling import did_you_mean, perhaps

# Forty digits are more than any country's budget; a file of a million digits is no number.
WHOLE = re.compile(r"-?[0-9][0-9_]{0,39}\Z")
EXACT = re.compile(r"-?[0-9][0-9_]{0,39}(\.[0-9]{1,40})?%?\Z")
QUOTIENT = re.compile(r"-?[0-9]{1,40}/[1-9][0-9]{0,39}\Z")
FOREIGN_TRUTHS = {
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "True",
    "False",
    "TRUE",
    "FALSE",
    "Yes",
    "No",
    "On",
    "Off",
}


@dataclass(slots=True)
class Scalar:
    """One value as written. `line` 0: it was typed, not read from a file."""

    text: str
    file: str
    line: int
    quoted: bool

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(self.file, self.line or None)

    def stop(self, code: str, en: str, ko: str, **values: Any) -> NoReturn:
        raise Refused(code, ko=ko, en=en, place=self.place, **values)


def text_of(one: Scalar) -> str:
    """Return a text that says something."""
    if not one.text.strip():
        one.stop("empty_text", "Something must stand here.", "비어 있습니다. 내용을 적어 주세요.")
    return one.text.strip()


def truth_of(one: Scalar) -> bool:
    """Return true or false, and refuse YAML's other ways to say it."""
    if one.quoted or one.text not in {"true", "false"}:
        hint = " Write true or false." if one.text in FOREIGN_TRUTHS else ""
        one.stop(
            "not_a_truth",
            "{text!r} is neither true nor false.{hint}",
            "‘{text}’은(는) true도 false도 아닙니다. 둘 가운데 하나로 적어 주세요.",
            text=one.text,
            hint=hint,
        )
    return one.text == "true"


def whole_of(one: Scalar, *, least: int | None = None) -> int:
    """Return a whole number, of at least `least`; `1_000` is a thousand."""
    if one.quoted or not WHOLE.match(one.text):
        one.stop(
            "not_whole",
            "{text!r} is not a whole number.",
            "‘{text}’은(는) 정수가 아닙니다. 1000이나 1_000처럼 적어 주세요.",
            text=one.text,
        )
    if least is not None and int(one.text) < least:
        one.stop(
            "too_small",
            "{text} is too small: at least {least} is expected.",
            "{text}은(는) 너무 작습니다. {least} 이상으로 적어 주세요.",
            text=one.text,
            least=least,
        )
    return int(one.text)


def won_of(one: Scalar) -> int:
    """Return whole won. A decimal point near money is refused, even `.0`."""
    if not one.quoted and re.match(r"-?[\d_]+(\.\d*|(\.\d*)?e[+-]?\d+)\Z", one.text, re.IGNORECASE):
        one.stop(
            "money_not_whole",
            "Money is whole won: write {text!r} without a decimal point.",
            "돈은 원 단위로 적습니다. ‘{text}’을(를) 소수점 없이 적어 주세요.",
            text=one.text,
        )
    if one.quoted or not WHOLE.match(one.text):
        one.stop(
            "not_whole",
            "{text!r} is not a whole number of won (100_000_000 is well written).",
            "‘{text}’은(는) 원 단위의 정수가 아닙니다. 100_000_000처럼 적어 주세요.",
            text=one.text,
        )
    return int(one.text)


def fraction_of(one: Scalar) -> Fraction:
    """Return an exact number: 1.5, 150%, 3/2."""
    text = one.text.replace("_", "")
    if not one.quoted and QUOTIENT.match(text):
        return Fraction(text)
    if one.quoted or not EXACT.match(one.text):
        one.stop(
            "not_a_number",
            "{text!r} is not an exact number (150%, 1.5 and 3/2 are).",
            "‘{text}’은(는) 정확한 수가 아닙니다. 150%, 1.5, 3/2처럼 적어 주세요.",
            text=one.text,
        )
    return exact(text)


@cache
def exact(text: str) -> Fraction:
    """Return the fraction a number or percentage says; the same text gives the same object."""
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def day_of(one: Scalar) -> date:
    """Return a day written 2024-03-04."""
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", one.text):
        one.stop(
            "not_a_day",
            "{text!r} is not a day; write it as 2024-03-04.",
            "‘{text}’은(는) 날짜가 아닙니다. 2024-03-04처럼 적어 주세요.",
            text=one.text,
        )
    try:
        return _day(one.text)
    except ValueError:
        one.stop(
            "no_such_day",
            "There is no day {text!r}.",
            "‘{text}’은(는) 없는 날짜입니다. 있는 날짜로 적어 주세요.",
            text=one.text,
        )


_day = cache(kernel_day)


def choice_of(one: Scalar, known: Mapping[str, Any] | Iterable[str], what: str) -> str:
    """Return one of the known words."""
    words = list(known)
    if one.text not in words:
        one.stop(
            "not_a_choice",
            "{what} cannot be {text!r}{hint} One of: {words}.",
            "‘{text}’은(는) 쓸 수 없습니다.{maybe} 쓸 수 있는 것: {words}",
            what=what,
            text=one.text,
            hint=did_you_mean(one.text, words),
            maybe=perhaps(one.text, words),
            words=", ".join(words),
        )
    return one.text
