"""A calendar day as people read it, whatever the machine's locale."""

from __future__ import annotations

from datetime import date

KOREAN_DAYS = "월화수목금토일"
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def korean(day: date) -> str:
    """Return a day as Korean writes it.

    >>> korean(date(2024, 3, 2))
    '2024. 3. 2.(토)'
    """
    return f"{day.year}. {day.month}. {day.day}.({KOREAN_DAYS[day.weekday()]})"


def english(day: date) -> str:
    """Return a day as English writes it.

    >>> english(date(2024, 3, 2))
    'Sat 2 March 2024'
    """
    return f"{ENGLISH_DAYS[day.weekday()]} {day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
