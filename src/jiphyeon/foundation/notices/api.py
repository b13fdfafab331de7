"""The front door of notices: send one, list a person's, count the unread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NewType
from uuid import UUID

from django.urls import reverse

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.notices import actions, queries
from jiphyeon.foundation.notices.terms import terms_of
from jiphyeon.kernel import Words

NoticeKey = NewType("NoticeKey", UUID)


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """One line of an inbox. `number` also stands in the e-mail, so that a person can tell it is the same notice."""

    key: NoticeKey
    number: str
    title: Words
    on: date
    sent_at: datetime
    opened_at: datetime | None
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A notice as it reads."""

    title: Words
    body: Words


def send(
    *,
    to: UUID,
    template: str,
    values: Mapping[str, str | int],
    about: str,
    dedupe: str,
    on: date,
    link: str = "",
) -> NoticeKey:
    """Put a notice into a person's inbox, within the caller's transaction, and let an e-mail say that it came, as the person chose.

    `values` fill the template's placeholders: text and days (ISO) as str, numbers and whole won as int. The same
    `dedupe` twice is one notice. Refused: no wording in force on the day, values that do not fit, a link out of the house.
    """
    return NoticeKey(
        actions.send(
            to=to, template=template, values=values, about=about, dedupe=dedupe, on=on, at=now(), link=link
        )
    )


def preview(*, template: str, values: Mapping[str, str | int], on: date) -> Reading:
    """Return how a notice would read to its reader, before anybody sends it. Refused like `send`."""
    written = queries.as_written(template, values, on)
    return Reading(written.title, written.body)


def inbox(person: UUID) -> list[NoticeCard]:
    """Return a person's notices, newest first."""
    return [
        NoticeCard(
            key=NoticeKey(notice.key),
            number=notice.number,
            title=notice.written().title,
            on=notice.on,
            sent_at=notice.sent_at,
            opened_at=notice.opened_at,
            url=reverse("notices:notice", args=[notice.key]),
            about=notice.about,
        )
        for notice in queries.inbox(person)
    ]


def unread_count(person: UUID) -> int:
    """Return how many notices a person has not opened."""
    return queries.unread_count(person)


def has_consented(person: UUID, basis: str) -> bool:
    """Return whether a person agrees to be served electronically by a law now; `basis` as `mail.yaml` names it."""
    return queries.has_consented(person, basis)


def sent_by(day: date) -> int:
    """Return how many notices had been sent by the end of a day."""
    return queries.sent_by(day)


def opened(keys: Iterable[NoticeKey]) -> set[NoticeKey]:
    """Return which of some notices their readers have opened."""
    return {NoticeKey(key) for key in queries.opened(list(keys))}


def load_city(pack: Path) -> None:
    """Publish the wordings of the rooms and of the city pack, and read how the city tells of them."""
    terms_of(pack)
    actions.publish_wordings(pack)


def rooms_wordings() -> list[Path]:
    """Return the files in which rooms word their own notices."""
    return actions.rooms_wordings()
