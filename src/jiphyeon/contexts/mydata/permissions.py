"""A consent is the person's own affair: nobody decides, withdraws or fetches in another's name."""

from __future__ import annotations

from uuid import UUID

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.kernel import Refused


def unknown() -> Refused:
    """Return the refusal that tells a stranger no more than that there is nothing for them."""
    return Refused("consent_unknown", ko="그런 동의가 없습니다.", en="There is no such consent.")


def the_person(by: Actor) -> UUID:
    """Return whose consents this actor may decide: their own. Refused for nobody and for the machine."""
    if by.user is None:
        raise unknown()
    return by.user
