"""What e-notices put on a citizen's own page: the notices they opened."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse

from jiphyeon.contexts.e_notices.enums import SERVED, Step
from jiphyeon.contexts.e_notices.queries.letters import mine
from jiphyeon.contexts.e_notices.queries.sendings import kind_words
from jiphyeon.foundation.casework.lifecycle import Reader
from jiphyeon.foundation.ui.my_page import Ahead, Part, Share
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words

_NAME = Words("고지서", "Official notices")
_ANSWER = Words("고지서 의견 제출 기한", "Last day to answer an official notice")


def of_person(person: UUID, on: date) -> Share:
    """Return the notices of a person, and the days by which they may be answered."""
    rows = mine(person)
    moments = [
        Moment(
            row.served_on or row.opened_on,
            kind_words(row.sending.kind),
            row.stands_at.names.to(Reader.PERSON),
            url=reverse("e_notices:my_notice", args=[row.key]),
        )
        for row in rows
    ]
    ahead = [
        Ahead(
            f"e_notices:{row.key}",
            row.respond_by,
            _ANSWER,
            kind_words(row.sending.kind),
            reverse("e_notices:my_notice", args=[row.key]),
        )
        for row in rows
        if row.respond_by is not None and row.respond_by >= on and row.step in {*SERVED, Step.UPHELD}
    ]
    return Share([Part("e_notices", _NAME, moments)], ahead=ahead)
