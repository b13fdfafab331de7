"""What programmes put on a citizen's own page: the ones they wait for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jiphyeon.contexts.programmes.queries import wishes
from jiphyeon.foundation.ui.my_page import Now, Share
from jiphyeon.foundation.ui.saying import day


def of_person(person: UUID, on: date) -> Share:
    """Return what a person asked to be told of, each leading to the page where it can be taken back."""
    return Share(now=[Now(one.name, one.url, _waits(one)) for one in wishes.of_person(person, on)])


def _waits(one: wishes.WishLine) -> str:
    if one.opens_on is not None:
        return _("접수가 열리면 알려 드립니다. 여는 날: {day}").format(day=day(one.opens_on))
    return _("접수가 열리면 알려 드립니다. 날짜는 아직 정해지지 않았습니다.")
