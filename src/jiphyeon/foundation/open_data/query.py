"""A reader's question read strictly: what is not offered, not a day or not a number is refused, never passed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Parameter
from jiphyeon.kernel import Refused
from jiphyeon.kernel.spelling import did_you_mean, perhaps

ROWS, MOST_ROWS = 1000, 10_000
"""Rows of one answer in JSON: where nothing is said, and at most. CSV always gives the whole table."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of the table."""

    offset: int = 0
    limit: int = ROWS


def read(dataset: Dataset, query: QueryDict, *, today: date, pages: bool) -> tuple[Asked, Page]:
    """Return what was asked. Refused with the parameter's name where it cannot be answered as asked."""
    offered = {one.name: one for one in dataset.parameters}
    given = {name: str(value) for name, value in query.items()}
    known = [*offered, "as_of", *(("offset", "limit") if pages else ())]
    for name in query:
        if name not in known:
            raise Refused(
                "parameter_unknown",
                ko="'{name}'(으)로는 물을 수 없습니다.{perhaps} 쓸 수 있는 것: {known}",
                en="There is no parameter {name}{hint} There are: {known}.",
                name=name[:60],
                known=", ".join(known),
                hint=did_you_mean(name[:60], known),
                perhaps=perhaps(name[:60], known),
            )
        if len(query.getlist(name)) > 1:
            raise Refused(
                "parameter_twice",
                ko="'{name}'이(가) 두 번 적혀 있습니다. 한 번만 적어 주세요.",
                en="The parameter {name} stands twice; give it once.",
                name=name,
            )
    whole: dict[str, int] = {}
    choice: dict[str, str] = {}
    for name, one in offered.items():
        if name in given and one.kind == "whole":
            whole[name] = number(given, name, least=one.least, most=one.most)
        elif name in given:
            choice[name] = _chosen(given[name], one)
    page = Page()
    if pages:
        page = Page(
            number(given, "offset", least=0, most=10**9, default=0),
            number(given, "limit", least=1, most=MOST_ROWS, default=ROWS),
        )
    return Asked(_day(dataset, given, today), whole, choice), page


def _day(dataset: Dataset, query: Mapping[str, str], today: date) -> date:
    if "as_of" not in query:
        return today
    day = asked_day(query["as_of"])
    if day > today:
        raise Refused(
            "day_to_come",
            ko="{day}은(는) 아직 오지 않은 날입니다. 오늘({today})까지의 날짜를 적어 주세요.",
            en="{day} has not come yet. Give a day up to today, {today}.",
            day=day,
            today=today,
        )
    if day != today and dataset.as_of == "today":
        raise Refused(
            "only_today",
            ko="이 자료는 오늘 모습만 있습니다. as_of를 빼고 물어봐 주세요.",
            en="This table only says how things stand today. Ask without as_of.",
        )
    return day


def number(query: Mapping[str, str], name: str, *, least: int, most: int, default: int | None = None) -> int:
    """Return a whole number from the query. Refused for anything else, and outside `least` to `most`."""
    given = query.get(name)
    if given is None and default is not None:
        return default
    digits = given or ""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 15:
        raise Refused(
            "number_wanted",
            ko="{name}에는 {least} 이상의 정수를 넣어 주세요.",
            en="{name} wants a whole number of at least {least}.",
            name=name,
            least=least,
        )
    if not least <= int(digits) <= most:
        raise Refused(
            "number_out_of_range",
            ko="{name}에는 {least}부터 {most}까지의 정수를 넣어 주세요.",
            en="{name} wants a whole number from {least} to {most}.",
            name=name,
            least=least,
            most=most,
        )
    return int(digits)


def _chosen(given: str, one: Parameter) -> str:
    choices = list(one.choices())
    if given in choices:
        return given
    raise Refused(
        "choice_unknown",
        ko="{name}에 '{given}'은(는) 없습니다.{perhaps} 쓸 수 있는 것: {choices}",
        en="{name} has no {given}{hint} There are: {choices}.",
        name=one.name,
        given=given[:60],
        choices=", ".join(choices),
        hint=did_you_mean(given[:60], choices),
        perhaps=perhaps(given[:60], choices),
    )
