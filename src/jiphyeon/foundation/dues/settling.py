"""The payment house's list of a day, asked for and held against ours; what it never told us is taken in."""

from __future__ import annotations

from datetime import date, datetime

from jiphyeon.foundation.dues import paying, queries
from jiphyeon.foundation.dues.paying import Told
from jiphyeon.foundation.dues.queries import SettlementLine
from jiphyeon.foundation.dues.service import House, NobodyAnswers
from jiphyeon.kernel import Refused


def compared(day: date, *, house: House | None) -> list[SettlementLine]:
    """Return the house's list of a calendar day held against ours. Refused where it cannot be asked."""
    return queries.settlement(_list(day, house), day)


def take_in(day: date, *, house: House | None, on: date, at: datetime) -> int:
    """Take in what the house's list of a day has and it never told us; return how much. Refused where it cannot be asked."""
    told = _list(day, house)
    missing = {line.key for line in queries.settlement(told, day) if line.ours is None}
    return len(paying.record([one for one in told if one.key in missing], on=on, at=at))


def _list(day: date, house: House | None) -> list[Told]:
    try:
        if house is not None:
            return paying.read_list(house.settled(day))
    except (NobodyAnswers, Refused):
        pass
    raise Refused(
        "house_away",
        ko="지금은 결제소의 목록을 받을 수 없습니다. 잠시 뒤에 다시 열어 주세요.",
        en="The payment house’s list cannot be had just now. Open this again in a moment.",
    )
