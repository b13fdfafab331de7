"""Resident and foreigner registration numbers: recognised so that they are never taken in.

Collecting them needs a basis in a statute (개인정보 보호법 24의2); none of what is asked here has one, so a number typed
into any form is refused before a view sees it.
"""

from __future__ import annotations

import re
from datetime import date

# Six digits of a birthday, a digit for century and sex (5–8: foreigners), six more; numbers issued since October 2020
# carry no check digit, so none is asked for.
_SHAPE = re.compile(r"(?<![0-9A-Za-z])(\d{2})(\d{2})(\d{2})\s?-?\s?([1-8])\d{6}(?![0-9A-Za-z])")
_CENTURY = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}


def holds_resident_number(text: str) -> bool:
    """Return whether a text holds a number that can be somebody's.

    >>> holds_resident_number("제 번호는 900101-2123456입니다")
    True
    >>> holds_resident_number("계약 번호 901332-1123456"), holds_resident_number("2024-000123")
    (False, False)
    """
    return any(_is_a_day(*found.groups()) for found in _SHAPE.finditer(text))


def _is_a_day(year: str, month: str, day: str, kind: str) -> bool:
    try:
        date(_CENTURY[kind] + int(year), int(month), int(day))
    except ValueError:
        return False
    return True
