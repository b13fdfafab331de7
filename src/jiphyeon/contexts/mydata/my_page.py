"""What consents put on a citizen's own page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse

from jiphyeon.contexts.mydata import api
from jiphyeon.foundation.ui.my_page import Part, Share
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Words

_STATES: dict[str, tuple[Words, Tone]] = {
    "asked": (Words("동의를 여쭈었습니다", "Your consent was asked for"), "info"),
    "given": (Words("동의하셨습니다", "You agreed"), "good"),
    "refused": (Words("동의하지 않으셨습니다", "You did not agree"), "off"),
    "withdrawn": (Words("동의를 거두셨습니다", "You took your consent back"), "off"),
    "closed": (Words("쓰임이 끝나 닫았습니다", "Closed: it has served its purpose"), "off"),
    "expired": (Words("동의 기간이 끝났습니다", "The consent has run out"), "off"),
}


def of_person(person: UUID, on: date) -> Share:
    """Return a person's consents; whoever looked under one is said to have done so in the consent's own words."""
    cards = api.consents_of(person, on=on)
    moments = [
        Moment(
            day=card.first_day,
            title=_STATES[card.state][0],
            text=card.purpose,
            tone=_STATES[card.state][1],
            url=card.url,
        )
        for card in cards
    ]
    return Share(
        parts=[Part("consents", Words("동의", "Consents"), moments)],
        links=[(Words("내 자료 동의", "My consents"), reverse("mydata:mine"))],
        reasons={f"consent:{card.key}": card.purpose for card in cards},
    )
