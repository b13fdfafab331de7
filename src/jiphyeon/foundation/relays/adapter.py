"""The channel of the relay: identities are converted a block at a time, and documents of those it knows are put to it.

Before anything is put, a document is written down here: a callback may come before the answer.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import httpx
from django.db import transaction

from jiphyeon.foundation.accounts.registering import linking_hash
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages.channels import TAKEN, Outcome, Parcel, Result
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.texts import digest_of
from jiphyeon.foundation.relays import identities, service, telling
from jiphyeon.foundation.relays.addresses import CORPORATION, PERSON
from jiphyeon.foundation.relays.enums import Kind, Standing
from jiphyeon.foundation.relays.identities import Known
from jiphyeon.foundation.relays.models import Document
from jiphyeon.foundation.relays.pages import path_for
from jiphyeon.foundation.relays.service import Relay
from jiphyeon.kernel import Refused

AT_A_TIME = 100

_RESULTS = {
    "taken": TAKEN,
    "again": TAKEN,
    "not_member": Outcome(Result.NEVER, "relay-not_member"),
    "refused": Outcome(Result.NEVER, "relay-refused"),
    "later": Outcome(Result.NOT_NOW, "relay-later"),
}
_STANDINGS = {
    Standing.NOT_MEMBER: _RESULTS["not_member"],
    Standing.REFUSED: _RESULTS["refused"],
}
_CORPORATION = Outcome(Result.NEVER, "relay-corporation")
_UNFORESEEN = Outcome(Result.FAULT, "relay-invalid")


@dataclass(frozen=True, slots=True)
class _Made:
    """A parcel as the relay is given it; `fields` without the linking value."""

    identity: str
    fields: Mapping[str, str]


class RelayChannel:
    """Puts documents to the relay over connections that are kept."""

    channel = Channel.RELAY
    reports = True

    def __init__(self) -> None:
        self._http: httpx.Client | None = None

    def hand_over(self, block: Sequence[Parcel]) -> Generator[Outcome, None, None]:
        """Yield what the relay says of each. Raises Away where it is not there, or does not know us."""
        for first in range(0, len(block), AT_A_TIME):
            yield from self._handed_over(block[first : first + AT_A_TIME])

    def close(self) -> None:
        """Let the connections go."""
        http, self._http = self._http, None
        if http is not None:
            http.close()

    def _handed_over(self, parcels: Sequence[Parcel]) -> list[Outcome]:
        relay = self._relay()
        made = [_made(parcel) for parcel in parcels]
        people = {one.identity for one in made if isinstance(one, _Made)}
        at = now()
        known = identities.known(relay, sorted(people), at=at)
        _write_down(parcels, made, known, at)
        documents = [
            {**one.fields, "ci": known[one.identity].ci}
            for one in made
            if isinstance(one, _Made) and known[one.identity].standing is Standing.MATCHED
        ]
        results = relay.take(documents) if documents else {}
        return [_outcome(parcel, one, known, results) for parcel, one in zip(parcels, made, strict=True)]

    def _relay(self) -> Relay:
        self._http = self._http or service.fresh_connection()
        relay = service.the_relay(self._http)
        if relay is None:
            raise RuntimeError("The relay was taken away while messages went out by it.")
        return relay


def _made(parcel: Parcel) -> _Made | Outcome:
    """Return what the relay is given of a message, or why it never will be."""
    path = path_for(parcel.owner)
    try:
        address, read = parcel.address, parcel.rendered()
    except Refused as no:
        return Outcome(Result.FAULT, no.code[:60])
    if address.startswith(CORPORATION):
        return _CORPORATION
    if not address.startswith(PERSON):
        return Outcome(Result.NEVER, "relay-address")
    if path is None:
        return Outcome(Result.FAULT, "relay-no-page")
    return _Made(
        address.removeprefix(PERSON),
        {
            "id": str(parcel.key),
            "title": (read.subject or parcel.text.sender)[:200],
            "body": read.body,
            "digest": digest_of(read),
            "sender": parcel.text.sender,
            "path": path,
            "button": next(iter(parcel.text.buttons), ""),
        },
    )


def _write_down(
    parcels: Sequence[Parcel], made: Sequence[_Made | Outcome], known: Mapping[str, Known], at: datetime
) -> None:
    """Write down what is put and what never will be, each once, and tell their owners how the people stand."""
    rows = {}
    for parcel, one in zip(parcels, made, strict=True):
        if isinstance(one, _Made):
            standing, ci = known[one.identity].standing, known[one.identity].ci
        elif one is _CORPORATION:
            standing, ci = Standing.NOT_MEMBER, ""
        else:
            continue
        rows[parcel.key] = Document(
            key=parcel.key,
            owner=parcel.owner,
            owner_key=parcel.owner_key,
            standing=standing,
            ci_hash=linking_hash(ci) if ci else "",
            created_at=at,
        )
    with transaction.atomic():
        there = set(Document.objects.filter(key__in=rows).values_list("key", flat=True))
        new = [row for key, row in rows.items() if key not in there]
        Document.objects.bulk_create(new, ignore_conflicts=True)
        telling.tell([telling.Told.of(row, Kind(row.standing), at) for row in new])


def _outcome(
    parcel: Parcel, made: _Made | Outcome, known: Mapping[str, Known], results: Mapping[str, str]
) -> Outcome:
    if isinstance(made, Outcome):
        return made
    standing = known[made.identity].standing
    return _STANDINGS.get(standing) or _RESULTS.get(results.get(str(parcel.key), ""), _UNFORESEEN)
