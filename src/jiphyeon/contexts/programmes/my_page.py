"""What programmes put on a citizen's own page: the ones they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jiphyeon.contexts.programmes.queries import catalogue, wishes
from jiphyeon.contexts.programmes.queries.applied import applied
from jiphyeon.foundation.ui.my_page import Ahead, Now, Share
from jiphyeon.foundation.ui.saying import day
from jiphyeon.kernel import Words

OPENS = Words("접수가 열리는 날", "Applications open")
CLOSES = Words("접수 마지막 날", "Last day to apply")


def of_person(person: UUID, on: date) -> Share:
    """Return what a person asked to be told of, each leading to the page where it can be taken back."""
    waiting = wishes.of_person(person, on)
    opening = [
        Ahead(f"{one.programme}:opens:{one.opens_on}", one.opens_on, OPENS, one.name, one.url)
        for one in waiting
        if one.opens_on is not None
    ]
    return Share(
        now=[Now(one.name, one.url, _waits(one)) for one in waiting], ahead=[*opening, *_closing(person, on)]
    )


def _closing(person: UUID, on: date) -> Iterator[Ahead]:
    """Yield the last days of the calls for which a person has begun to write and not sent."""
    for card in catalogue.cards(on):
        begun = applied(person, card.id, on) if card.call and card.call.period.last else None
        if begun is not None and not begun.sent and card.call and card.call.period.last:
            last = card.call.period.last
            yield Ahead(f"{card.id}:closes:{last}", last, CLOSES, card.name, begun.url)


def _waits(one: wishes.WishLine) -> str:
    if one.opens_on is not None:
        return _("접수가 열리면 알려 드립니다. 여는 날: {day}").format(day=day(one.opens_on))
    return _("접수가 열리면 알려 드립니다. 날짜는 아직 정해지지 않았습니다.")
