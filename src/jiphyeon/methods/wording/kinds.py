"""What kind of thing comes into a gap, where the wording says it: a day, a number, an amount; and how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from jiphyeon.kernel import Refused, WordsEnum, day_of, in_words
from jiphyeon.kernel.words import Language
from jiphyeon.kernel.written_days import ENGLISH_DAYS, ENGLISH_MONTHS, KOREAN_DAYS, english, korean

_WHOLE = re.compile(r"-?[0-9]{1,18}\Z")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,5}\Z")
_LONG_DAYS = ("day", "sday", "nesday", "rsday", "day", "urday", "day")


class Kind(WordsEnum):
    """What a gap wants where it says so behind a colon: `((due:day))`, `((납부 기한:날짜))`."""

    DAY = "day", "날짜", "day"
    DAY_IN_FULL = "day in full", "긴 날짜", "day in full"
    NUMBER = "number", "수", "number"
    WON = "won", "금액", "won"
    WON_IN_WORDS = "won in words", "읽는 금액", "won in words"

    def written(self, name: str, value: object, language: Language) -> str:
        """Return a value as it stands in the text. Refused, by name: what is no day, or no whole number.

        >>> Kind.DAY.written("due", "2024-03-02", "ko"), Kind.WON_IN_WORDS.written("sum", 120000, "ko")
        ('2024. 3. 2.(토)', '12만 원')
        """
        return _WRITERS[self](name, value, language)


def _day(name: str, value: object) -> date:
    try:
        return day_of(str(value).strip())
    except ValueError:
        raise Refused(
            "wording_value_not_a_day",
            ko="‘{name}’에는 날짜를 2024-03-02처럼 적어 주세요.",
            en="Write a day like 2024-03-02 for “{name}”.",
            name=name,
        ) from None


def _number(name: str, value: object) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not (_WHOLE.match(text) or _GROUPED.match(text)):
        raise Refused(
            "wording_value_not_a_number",
            ko="‘{name}’에는 수를 1200이나 1,200처럼 적어 주세요. 소수와 단위는 쓰지 않습니다.",
            en="Write a whole number like 1200 or 1,200 for “{name}”, without a unit.",
            name=name,
        )
    return int(text.replace(",", ""))


def _written_day(name: str, value: object, language: Language) -> str:
    day = _day(name, value)
    return english(day) if language == "en" else korean(day)


def _day_in_full(name: str, value: object, language: Language) -> str:
    day = _day(name, value)
    at = day.weekday()
    if language == "en":
        return f"{ENGLISH_DAYS[at]}{_LONG_DAYS[at]} {day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}년 {day.month}월 {day.day}일 {KOREAN_DAYS[at]}요일"


def _written_number(name: str, value: object, _language: Language) -> str:
    return f"{_number(name, value):,}"


def _won(name: str, value: object, language: Language) -> str:
    number = _number(name, value)
    return f"{number:,} won" if language == "en" else f"{number:,}원"


def _won_in_words(name: str, value: object, language: Language) -> str:
    return _won(name, value, language) if language == "en" else in_words(_number(name, value))


_WRITERS: dict[Kind, Callable[[str, object, Language], str]] = {
    Kind.DAY: _written_day,
    Kind.DAY_IN_FULL: _day_in_full,
    Kind.NUMBER: _written_number,
    Kind.WON: _won,
    Kind.WON_IN_WORDS: _won_in_words,
}
