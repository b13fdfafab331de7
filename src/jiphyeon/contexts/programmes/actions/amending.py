"""Letting an approved change into the rules."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from jiphyeon.contexts.programmes.models import Amendment
from jiphyeon.contexts.programmes.queries import amendments
from jiphyeon.contexts.programmes.rules.changes import Change
from jiphyeon.foundation.jobs.turns import take_turn

IN_THE_RULES = "reforms:reforms"  # whose turn it is to let a change into the rules


def wait_to_amend() -> None:
    """Take the turn of whoever changes the rules, and look again at what another let in meanwhile."""
    take_turn(IN_THE_RULES)
    amendments.forget()


@transaction.atomic
def amend(
    change: Change, *, key: UUID, authority: str, authority_read: bool, leaf: str, recorded_on: date
) -> int:
    """Lay an approved change over the rules from its day on, and return its place in their order.

    `key` is that of the reform, `leaf` the hash of its approval on the public log. The caller has taken its turn.
    """
    place = (Amendment.objects.aggregate(last=Max("place"))["last"] or 0) + 1
    Amendment.objects.create(
        key=key,
        place=place,
        name=change.name,
        first=change.first,
        shared=dict(change.shared),
        parts={programme: part.as_json() for programme, part in change.parts.items()},
        authority=authority,
        authority_read=authority_read,
        recorded_on=recorded_on,
        leaf=leaf,
    )
    amendments.forget()
    return place
