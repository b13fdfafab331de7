"""Public holidays of the Republic of Korea, and what a city adds or strikes out before the library knows of it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jiphyeon.kernel import source
from jiphyeon.kernel.words import Words

SATURDAY, SUNDAY = 5, 6


class Holidays:
    """The holidays of one city pack: 관공서의 공휴일에 관한 규정 제2조·제3조, substitute days included."""

    def __init__(self, pack: Path) -> None:
        self.pack = pack
        self.of_year = cache(self._of_year)

    def name(self, day: date) -> Words | None:
        """Return the name of a public holiday, or None. Sundays are public holidays too, but have no name here."""
        return self.of_year(day.year).get(day)

    def is_holiday(self, day: date) -> bool:
        """Return whether a day is a public holiday (공휴일): a Sunday or a named holiday. A Saturday is not one."""
        return day.weekday() == SUNDAY or self.name(day) is not None

    def is_open(self, day: date) -> bool:
        """Return whether offices are open: neither a public holiday nor a Saturday (토요일)."""
        return day.weekday() != SATURDAY and not self.is_holiday(day)

    def _of_year(self, year: int) -> dict[date, Words]:
        from holidays import country_holidays  # noqa: PLC0415 -- slow to import, and few need a holiday

        korean = country_holidays("KR", years=year, language="ko")
        english = country_holidays("KR", years=year, language="en_US")
        named = {day: Words(name, english.get(day, name)) for day, name in korean.items()}
        added, struck = self.of_city
        named |= {day: words for day, words in added.items() if day.year == year}
        return {day: words for day, words in named.items() if day not in struck}

    @property
    def of_city(self) -> tuple[dict[date, Words], set[date]]:
        """Return what `holidays.yaml` of the pack adds and strikes out: days declared since the library was released."""
        file = self.pack / "holidays.yaml"
        if not file.exists():
            return {}, set()
        block = source.read(file, file.name).only({"added", "struck_out"}, "the holidays")
        rows = block.listed("added", "the holidays", default=True)
        struck = block.listed("struck_out", "the holidays", default=True)
        what = "a holiday"
        for row in rows:
            row.only({"day", "ko", "en", "source"}, what)
        added = {row.day("day", what): Words(row.text("ko", what), row.text("en", what)) for row in rows}
        return added, {row.day("day", what) for row in struck}
