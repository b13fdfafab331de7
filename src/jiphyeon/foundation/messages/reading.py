"""What was put, read again by whoever put it: for a sender that asks what became of a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from jiphyeon.foundation.messages.models import Message
from jiphyeon.foundation.messages.texts import wording_of


@dataclass(frozen=True, slots=True)
class Read:
    """A message as its addressee has it; each is "" once its time to be kept is over."""

    address: str
    subject: str
    body: str


def read(keys: Iterable[UUID]) -> Mapping[UUID, Read]:
    """Return messages by their keys, in one query."""
    found = Message.objects.filter(key__in=list(keys)).select_related("text")
    return {row.key: _read(row) for row in found}


def _read(row: Message) -> Read:
    if row.address is None or row.values is None:
        return Read("", "", "")
    rendered = wording_of(row.text).rendered(row.values)
    return Read(row.address, rendered.subject, rendered.body)
