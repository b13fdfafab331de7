"""What the account for payment puts on a citizen's own page."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.foundation.payees import queries
from jiphyeon.foundation.payees.enums import AccountState
from jiphyeon.foundation.ui.my_page import Now, Share
from jiphyeon.foundation.ui.saying import localized
from jiphyeon.kernel import Words

_LOOKED = Words("보낼 계좌 확인", "to see the account that money goes to")


def of_person(person: UUID, on: date) -> Share:
    """Return the way to a person's account, and what waits for them about it."""
    link = reverse("payees:mine")
    found = queries.current(person)
    waits = found is not None and found.at is AccountState.NOT_FOUND
    now = (
        [Now(_("은행에 없는 계좌입니다"), link, localized(found.words(on)))]
        if found is not None and waits
        else []
    )
    return Share(
        now=now,
        links=[(Words("돈을 받을 계좌", "My account for payment"), link)],
        reasons=dict.fromkeys(queries.given_by(person), _LOOKED),
    )
