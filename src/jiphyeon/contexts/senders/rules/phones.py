"""Telephone numbers as programs write them: blanks and hyphens go, and another country's is known by its plus."""

from __future__ import annotations

import re

_BETWEEN = str.maketrans("", "", " \t-().\u00a0\u2010\u2011\u2012\u2013\u200b")
_HOME = re.compile(r"(?:\+?82)?0?(1[016789][0-9]{7,8})")
_ABROAD = re.compile(r"\+[1-9][0-9]{6,14}")


def plain_number(written: str) -> str | None:
    """Return a mobile number as it is kept, 01012345678 or +44…; None where it is none.

    >>> plain_number("+82 10-1234-5678"), plain_number("010.1234.5678"), plain_number("+44 7700 900123"), plain_number("02-120")
    ('01012345678', '01012345678', '+447700900123', None)
    """
    number = written.translate(_BETWEEN)
    if home := _HOME.fullmatch(number):
        return f"0{home[1]}"
    return number if _ABROAD.fullmatch(number) and not number.startswith("+82") else None


def is_abroad(number: str) -> bool:
    """Return whether a number as it is kept is another country's."""
    return number.startswith("+")
