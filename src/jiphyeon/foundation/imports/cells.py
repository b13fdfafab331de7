"""What is written in a cell becomes a value, or a sentence that says what is wrong and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.days import countable
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.kernel.text import clean, identifier

Kind = Literal["text", "identifier", "whole", "won", "decimal", "day", "yes_no", "choice"]
Value = str | int | Decimal | date | bool
Raw = object  # text from a CSV; text, number, day or truth from a spreadsheet

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,5}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,12})?")
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})\.?)"
)
_YES = frozenset({"예", "네", "y", "yes", "true", "o", "1", "있음", "해당"})
_NO = frozenset({"아니요", "아니오", "n", "no", "false", "x", "0", "없음", "해당없음"})


def as_text(raw: Raw) -> str:
    """Return what a person sees in a cell: whole numbers without a point, days as 2024-03-02. Text is clean already."""
    if isinstance(raw, str) or raw is None:
        return raw or ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if not (raw.hour or raw.minute or raw.second) else raw.isoformat(" ")
    if isinstance(raw, date):
        return raw.isoformat()
    return clean(str(raw))


def value_of(raw: Raw, kind: Kind, choices: Mapping[str, Words]) -> Value:
    """Return a cell's value; never for an empty cell. Refused where it is no such value, with what to write instead."""
    if kind == "choice":
        return _choice(as_text(raw), choices)
    return _READERS[kind](raw)


def _text(raw: Raw) -> str:
    return as_text(raw)


def _identifier(raw: Raw) -> str:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raise Refused(
            "identifier_is_number",
            ko="숫자 칸이라 앞의 0이 사라졌을 수 있습니다. 이 열을 ‘텍스트’로 바꾸고 값을 확인해 다시 저장해 주세요.",
            en="This cell is a number, so zeros before it may be lost. Make the column text, check the values, and save again.",
        )
    text = as_text(raw)
    return text if text.isascii() and text.isprintable() else identifier(text)


def _whole(raw: Raw) -> int:
    text = as_text(raw)
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    if isinstance(raw, bool) or not _WHOLE.fullmatch(plain):
        raise Refused(
            "not_whole",
            ko="‘{text}’은(는) 정수가 아닙니다. 1200이나 1,200처럼 적어 주세요.",
            en="‘{text}’ is no whole number. Write it like 1200 or 1,200.",
            text=text[:60],
        )
    return int(plain)


def _won(raw: Raw) -> int:
    text = as_text(raw)
    try:
        amount = _whole(text.removesuffix("원").removeprefix("₩").strip() if isinstance(raw, str) else raw)
    except Refused:
        amount = -1
    if amount < 0:
        raise Refused(
            "not_won",
            ko="‘{text}’은(는) 금액이 아닙니다. 원 단위의 정수로, 1200000이나 1,200,000처럼 적어 주세요.",
            en="‘{text}’ is no amount. Write whole won, like 1200000 or 1,200,000.",
            text=text[:60],
        )
    return amount


def _decimal(raw: Raw) -> Decimal:
    text = as_text(raw)
    plain = text.replace(",", "") if _GROUPED.fullmatch(text.partition(".")[0]) else text
    if isinstance(raw, bool) or not _DECIMAL.fullmatch(plain):
        raise Refused(
            "not_decimal",
            ko="‘{text}’은(는) 수가 아닙니다. 26.4처럼 적어 주세요.",
            en="‘{text}’ is no number. Write it like 26.4.",
            text=text[:60],
        )
    return Decimal(plain)


def _day(raw: Raw) -> date:
    return _day_of(as_text(raw))


@lru_cache(maxsize=4_096)
def _day_of(text: str) -> date:
    found = _DAY.fullmatch(text.replace(" ", ""))
    try:
        parts = [int(part) for part in found.groups() if part is not None] if found is not None else [0, 0, 0]
        return countable(date(*parts))
    except ValueError:
        raise Refused(
            "not_a_day",
            ko="‘{text}’은(는) 있는 날짜가 아닙니다. 2024-03-02처럼 적어 주세요.",
            en="‘{text}’ is no day that exists. Write it like 2024-03-02.",
            text=text[:60],
        ) from None


def _yes_no(raw: Raw) -> bool:
    answer = as_text(raw).casefold().replace(" ", "")
    if answer in _YES:
        return True
    if answer in _NO:
        return False
    raise Refused(
        "not_yes_or_no",
        ko="‘{text}’은(는) 예나 아니요가 아닙니다. ‘예’ 또는 ‘아니요’로 적어 주세요.",
        en="‘{text}’ is neither yes nor no. Write yes or no.",
        text=as_text(raw)[:60],
    )


def _choice(text: str, choices: Mapping[str, Words]) -> str:
    wanted = "".join(text.split()).casefold()
    for code, words in choices.items():
        if wanted in _spellings(code, words):
            return code
    known = [words.ko for words in choices.values()]
    raise Refused(
        "not_a_choice",
        ko="‘{text}’은(는) 고를 수 있는 값이 아닙니다.{perhaps} 고를 수 있는 값: {known}",
        en="‘{text}’ is none of the values{hint} The values are: {english}.",
        text=text[:60],
        perhaps=perhaps(text, known),
        hint=did_you_mean(text, [words.en for words in choices.values()]),
        known=", ".join(known),
        english=", ".join(words.en for words in choices.values()),
    )


@lru_cache(maxsize=4_096)
def _spellings(code: str, words: Words) -> frozenset[str]:
    return frozenset("".join(one.split()).casefold() for one in (code, words.ko, words.en))


_READERS: dict[str, Callable[[Raw], Value]] = {
    "text": _text,
    "identifier": _identifier,
    "whole": _whole,
    "won": _won,
    "decimal": _decimal,
    "day": _day,
    "yes_no": _yes_no,
}
KIND_WORDS: dict[str, Words] = {
    "text": Words("글", "Text"),
    "identifier": Words("번호나 식별자(텍스트로)", "Number or identifier, as text"),
    "whole": Words("정수", "Whole number"),
    "won": Words("금액(원)", "Amount in won"),
    "decimal": Words("수", "Number"),
    "day": Words("날짜(2024-03-02)", "Day (2024-03-02)"),
    "yes_no": Words("예 또는 아니요", "Yes or no"),
    "choice": Words("정해진 값", "One of the values"),
}
EXAMPLES: dict[str, str] = {
    "text": "", "identifier": "", "whole": "12", "won": "1200000", "decimal": "26.4", "day": "2024-03-02", "yes_no": "예",
    "choice": "",
}  # fmt: skip
