"""A private address for each person who wants one: made, renewed (the old one dies), taken away, and followed to its owner."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from uuid import UUID

from jiphyeon.foundation.calendars.models import CalendarAddress
from jiphyeon.foundation.ledger.rows import unheld
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Words

LONGEST = 64


def _mark(token: str) -> str:
    return keyed_hash(token, purpose="calendars.address")


def token_of(person: UUID) -> str | None:
    """Return the secret part of a person's address; None where they have none."""
    found = CalendarAddress.objects.filter(person=person).first()
    return found.token if found is not None else None


def renew(person: UUID, *, on: date, dice: Callable[[], str] = lambda: secrets.token_urlsafe(32)) -> str:
    """Give a person a new address and return its secret part; one they had before leads nowhere any more."""
    token = dice()
    CalendarAddress.objects.update_or_create(
        person=person, defaults={"mark": _mark(token), "token": token, "made_on": on}
    )
    return token


def take_away(person: UUID) -> None:
    """Let a person's address lead nowhere; does nothing where there is none."""
    CalendarAddress.objects.filter(person=person).delete()


def person_of(token: str) -> UUID | None:
    """Return whose address this is; None for one that was renewed, taken away or never given."""
    if len(token) > LONGEST:
        return None
    found = CalendarAddress.objects.filter(mark=_mark(token)).first()
    return found.person if found is not None else None


def declare_rows() -> None:
    """Say why an address is not on the public log."""
    unheld(
        Words("남몰래 쓰는 주소는 기록부에 적지 않습니다", "a private address is not put on the log"),
        ["calendars.CalendarAddress"],
    )
