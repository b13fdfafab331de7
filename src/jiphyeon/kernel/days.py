"""A calendar day as files write it, one spelling so that nothing has to be guessed; and as people write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from jiphyeon.kernel import written_days
from jiphyeon.kernel.refusal import Refused
from jiphyeon.kernel.words import Words

# Every term counted from a day within these years ends on a day that a calendar still has.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def day_of(text: str) -> date:
    """Return the day written `2024-03-04`. Raises ValueError for every other spelling and for days that are not.

    `date.fromisoformat` also takes `20240304` and `2024-W10-1`; a reader would not notice that a week was meant.

    >>> day_of("2024-03-04")
    datetime.date(2024, 3, 4)
    >>> day_of("1997-W18-4")
    Traceback (most recent call last):
    ValueError: a day is written like 2024-03-04, not '1997-W18-4'
    """
    if not _DAY.match(text):
        raise ValueError(f"a day is written like 2024-03-04, not {text!r:.60}")
    return date.fromisoformat(text)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(
    r"\(?(?:[월화수목금토일]요일|\([월화수목금토일]\)|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b)\)?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4}|[0-9]{2})[^0-9]{1,3}([0-9]{1,2})[^0-9]{1,3}([0-9]{1,2})")
_RUN = re.compile(r"([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[ .]*([a-z]{3,9})\.?[ ,]*([0-9]{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? *([0-9]{1,2})(?:st|nd|rd|th)?[ ,]+([0-9]{4})")


def written_day(text: str, today: Callable[[], date]) -> date:
    """Return the day people mean by what they write: 1998년 5월 5일, 98.5.5, 19980505, 5 May 1998. ValueError for none.

    A year of two digits is the latest such year that is not more than one year ahead; only then is it asked what day it is.

    >>> written_day("98.5.5", lambda: date(2024, 3, 4))
    datetime.date(1998, 5, 5)
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = " ".join(_WEEKDAY.sub(" ", plain).split()).strip(" .,")
    for unit, sign in (("년", "."), ("월", "."), ("일", ""), ("年", "."), ("月", "."), ("日", "")):
        plain = plain.replace(unit, sign)
    plain = plain.strip(" .,")
    found = _YEAR_FIRST.fullmatch(plain) if re.fullmatch(r"[0-9 ./,\-–·']+", plain) else None
    found = found or _RUN.fullmatch(plain)
    if found:
        year, month, day = found.groups()
        return date(_whole_year(year, today), int(month), int(day))
    if named := _DAY_MONTH.fullmatch(plain):
        day, month, year = named.groups()
    elif named := _MONTH_DAY.fullmatch(plain):
        month, day, year = named.groups()
    else:
        raise ValueError(text)
    return date(int(year), _MONTHS.index(month[:3]) + 1, int(day))


def _whole_year(year: str, today: Callable[[], date]) -> int:
    if len(year) > 2:
        return int(year)
    latest = today().year + 1
    return latest - (latest - int(year)) % 100


def day_words(day: date) -> Words:
    """Return a day as people read it, whatever the machine's locale.

    >>> day_words(date(2024, 3, 2))
    Words(ko='2024. 3. 2.(토)', en='Sat 2 March 2024')
    """
    return Words(written_days.korean(day), written_days.english(day))


def day_mark_words(day: date) -> Words:
    """Return a day as it stands where there is little room, on the axis of a chart or in a column.

    >>> day_mark_words(date(2024, 3, 2))
    Words(ko='2024. 3. 2.', en='2 Mar 2024')
    """
    return Words(
        f"{day.year}. {day.month}. {day.day}.",
        f"{day.day} {written_days.ENGLISH_MONTHS[day.month - 1][:3]} {day.year}",
    )


def countable(day: date) -> date:
    """Return the day itself. Refused outside the years that can be counted from.

    >>> countable(date(2024, 3, 4))
    datetime.date(2024, 3, 4)
    """
    if not FIRST <= day <= LAST:
        raise Refused(
            "day_out_of_range",
            ko="{first}년부터 {last}년 사이의 날짜를 적어 주세요.",
            en="Write a day between the years {first} and {last}.",
            first=FIRST.year,
            last=LAST.year,
        )
    return day
