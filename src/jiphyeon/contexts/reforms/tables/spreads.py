"""Whom a change touches: bands of age, income and household, and towns, in words and as charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.foundation.ui.charts import Bars, Series, TownMap
from jiphyeon.foundation.ui.charts.towns import towns_of
from jiphyeon.foundation.ui.saying import language, won_words
from jiphyeon.kernel import Words

SPREADS = {
    "age": Words("나이", "age"),
    "town": Words("읍·면·동", "town"),
    "income": Words("가구 월 소득", "monthly household income"),
    "household_size": Words("가구원 수", "people in the household"),
}


def band_words(by: str, key: str) -> str:
    """Return a band's name: 19–24세, 200만 원 미만, 4명 이상."""
    if key == "unknown":
        return _("모름")
    if by == "town":
        return town_words(key)
    unit = _number_of(by)
    if key.startswith("<"):
        return _("{value} 미만").format(value=unit(int(key[1:])))
    if key.endswith("+"):
        return _("{value} 이상").format(value=unit(int(key[:-1])))
    low, dash, high = key.partition("–")
    if not dash:
        return unit(int(low))
    return f"{unit(int(low))} – {unit(int(high) + (by == 'income'))}"


def town_words(code: str) -> str:
    """Return a town's name by its code or Korean name; the code itself where the map's data do not know it."""
    towns = towns_of(settings.CITY_PACK)
    named = {town.code: town.name for town in towns.drawn} | dict(towns.later)
    return named[code].text(language()) if code in named else code


def _number_of(by: str) -> Callable[[int], str]:
    if by == "income":
        return won_words
    if by == "household_size":
        return lambda number: ngettext("{n}명", "{n}명", number).format(n=f"{number:,}")
    pattern = _("{n}세") if by == "age" else "{n}"
    return lambda number: pattern.format(n=f"{number:,}")


def spread_charts(spread: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Any]:
    """Return a chart for each way in which people are told apart, titled by where most changes."""
    charts: list[Any] = []
    speech = language()
    for by, shares in spread.items():
        touched = [share for share in shares if share["winners"] or share["losers"] or share["due_before"]]
        if not touched:
            continue
        top = max(touched, key=lambda share: (share["winners"] + share["losers"], share["due_before"]))
        title = _("{by}별: {band}에서 가장 많이 달라집니다.").format(
            by=SPREADS.get(by, Words(by, by)).text(speech), band=band_words(by, top["key"])
        )
        if by == "town":
            change = {share["key"]: share["winners"] + share["losers"] for share in shares}
            charts.append(TownMap(title, change, _("명")))
        series = [
            Series(_("늘어나는 사람"), [share["winners"] for share in touched]),
            Series(_("줄어드는 사람"), [share["losers"] for share in touched]),
        ]
        if by != "town":
            charts.append(Bars(title, [band_words(by, share["key"]) for share in touched], series, _("명")))
    return charts
