"""Public holidays of the Republic of Korea, and what the city adds or strikes out before the library knows of it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from holidays import country_holidays

from jiphyeon.kernel import Place, Refused, Words

SATURDAY, SUNDAY = 5, 6


def holiday_name(day: date) -> Words | None:
    """Return the name of a public holiday (관공서의 공휴일에 관한 규정 제2조·제3조, substitute days included), or None.

    Sundays are public holidays too, but have no name here; see `is_holiday`.
    """
    return _named(day.year, settings.CITY_PACK).get(day)


def is_holiday(day: date) -> bool:
    """Return whether a day is a public holiday (공휴일): a Sunday or a named holiday. A Saturday is not one."""
    return day.weekday() == SUNDAY or holiday_name(day) is not None


def is_working_day(day: date) -> bool:
    """Return whether offices are open: neither a public holiday nor a Saturday (토요일)."""
    return day.weekday() != SATURDAY and not is_holiday(day)


def next_working_day(day: date) -> date:
    """Return `day` itself where offices are open, else the first open day after it (민법 제161조)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=64)
def _named(year: int, pack: Path) -> dict[date, Words]:
    korean = country_holidays("KR", years=year, language="ko")
    english = country_holidays("KR", years=year, language="en_US")
    named = {day: Words(name, english.get(day, name)) for day, name in korean.items()}
    added, struck = _of_city(pack)
    named |= {day: words for day, words in added.items() if day.year == year}
    return {day: words for day, words in named.items() if day not in struck}


def _of_city(pack: Path) -> tuple[dict[date, Words], set[date]]:
    """Read `holidays.yaml` of the city pack: days declared (or struck out) since the library was released."""
    file = pack / "holidays.yaml"
    if not file.exists():
        return {}, set()
    told: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    try:
        added = {row["day"]: Words(row["ko"], row["en"]) for row in told.get("added") or []}
        struck = {row["day"] for row in told.get("struck_out") or []}
    except (KeyError, TypeError) as wrong:
        raise Refused(
            "holidays_unreadable",
            ko="공휴일 자료의 각 줄에는 day, ko, en, source가 있어야 합니다.",
            en="Each row of the holidays needs day, ko, en and source.",
            place=Place(file.name),
        ) from wrong
    if not all(isinstance(day, date) for day in (*added, *struck)):
        raise Refused(
            "holiday_not_a_day",
            ko="공휴일의 day는 2027-10-04처럼 적어 주십시오.",
            en="A holiday's day is written like 2027-10-04.",
            place=Place(file.name),
        )
    return added, struck
