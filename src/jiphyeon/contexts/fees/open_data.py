"""What the fees publish: facilities, what lowers their fees, and how many were lowered without paper, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from jiphyeon.contexts.fees import queries
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.open_data import small_counts
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Field, Parameter, Row
from jiphyeon.kernel import Refused, Words

title = Words("감면", "Fee reductions")

_WON = Words("원", "won")
_ANSWERS = Words("건", "answers")
_OF = Field("facility", Words("시설", "Facility"))


def _facilities() -> list[str]:
    return list(programmes.policy().facilities)


_FACILITY = Parameter("facility", Words("시설", "Facility"), "choice", choices=_facilities)


def _asked_for(asked: Asked) -> Iterator[programmes.Facility]:
    """Yield the facilities asked for that have a fee on the day."""
    for place in programmes.policy().facilities.values():
        if place.first <= asked.as_of and asked.choice.get("facility", place.id) == place.id:
            yield place


def facilities(asked: Asked) -> Iterator[Row]:
    """Yield one row a facility."""
    for place in _asked_for(asked):
        yield {
            "facility": place.id,
            "name": place.words,
            "fee": place.fee,
            "per": place.unit,
            "holds_from": place.first,
            "programme": place.programme,
            "verified": place.verified,
        }


def reductions(asked: Asked) -> Iterator[Row]:
    """Yield one row a facility and qualification, the highest reduction first."""
    for place in _asked_for(asked):
        try:
            found = queries.reductions(place, asked.as_of)
        except Refused:  # no terms were in force that day
            continue
        for one in found:
            yield {
                "facility": place.id,
                "qualification": one.kind,
                "name": one.words,
                "off": one.percent,
                "citation": one.citation,
                "verified": one.verified,
            }


def answers(asked: Asked) -> Iterator[Row]:
    """Yield one row a facility and month that is over."""
    rule = small_counts.small_counts(Path(settings.CITY_PACK), asked.as_of)
    for month in queries.months(before=asked.as_of.replace(day=1)):
        if asked.choice.get("facility", month.facility) != month.facility:
            continue
        checked, lowered = rule.parts(month.answers, month.lowered)
        yield {
            "facility": month.facility,
            "month": f"{month.first:%Y-%m}",
            "checked": checked,
            "lowered": lowered,
            "off": month.off if lowered is not None else None,
        }


datasets = (
    Dataset(
        "facilities",
        Words("시설과 이용료", "Facilities and their fees"),
        Words("이용료를 감면받을 수 있는 시설입니다.", "Facilities whose fee can be lowered."),
        Words("그날 적용되는 이용료입니다.", "The fee that holds on the day."),
        (
            _OF,
            Field("name", Words("이름", "Name"), "words"),
            Field("fee", Words("이용료", "Fee"), "whole", _WON),
            Field("per", Words("단위", "For"), "words"),
            Field("holds_from", Words("적용되는 첫날", "Holds from"), "day"),
            Field("programme", Words("감면 기준", "Terms of the reduction")),
            Field("verified", Words("원문을 확인함", "Read in its source"), "yes_no"),
        ),
        facilities,
        "irregular",
        as_of="any day",
        key=("facility",),
    ),
    Dataset(
        "reductions",
        Words("감면율", "Reductions"),
        Words(
            "시설마다 어떤 자격이 얼마를 낮추는지입니다.",
            "By how much each qualification lowers a facility's fee.",
        ),
        Words(
            "여러 자격이 있으면 가장 높은 것 하나만 적용합니다.",
            "Of several qualifications the highest alone counts.",
        ),
        (
            _OF,
            Field("qualification", Words("자격", "Qualification")),
            Field("name", Words("이름", "Name"), "words"),
            Field("off", Words("감면율", "Taken off"), more=Words("이용료의 백분율", "Per cent of the fee")),
            Field("citation", Words("근거", "Law"), "words"),
            Field("verified", Words("원문을 확인함", "Read in its source"), "yes_no"),
        ),
        reductions,
        "irregular",
        as_of="any day",
        key=("facility", "qualification"),
        parameters=(_FACILITY,),
    ),
    Dataset(
        "answers",
        Words("서류 없는 감면", "Reductions without paper"),
        Words(
            "서류 없이 감면을 확인한 건수와 낮춘 금액입니다.",
            "How often a reduction was checked without paper, and how much was taken off.",
        ),
        Words(
            "끝난 달만 셉니다. 같은 사람이 같은 시설에서 하루에 여러 번 확인하면 한 건입니다. {small}",
            "Months that are over. A person's checks at one facility on one day are one. {small}",
        ).filled(small=small_counts.HOW),
        (
            _OF,
            Field("month", Words("달", "Month"), more=Words("2024-03 꼴", "Written 2024-03")),
            Field("checked", Words("확인한 건수", "Checked"), "whole", _ANSWERS),
            Field("lowered", Words("낮춘 건수", "Lowered"), "whole", _ANSWERS),
            Field("off", Words("낮춘 금액", "Taken off"), "whole", _WON),
        ),
        answers,
        "monthly",
        as_of="any day",
        key=("facility", "month"),
        parameters=(_FACILITY,),
    ),
)
