"""What the relay says of people: asked a block at a time, kept sealed for some days, found by a keyed hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from jiphyeon.foundation.relays.enums import Standing
from jiphyeon.foundation.relays.models import Identity
from jiphyeon.foundation.relays.service import Relay
from jiphyeon.foundation.secrets.keys import keyed_hasher

KEPT = timedelta(days=7)
"""For how long what the relay said is used: whoever joins or leaves it meanwhile is told of by its answer to the document."""


@dataclass(frozen=True, slots=True)
class Known:
    """How somebody stands; `ci` is their linking value where the relay knows them."""

    standing: Standing
    ci: str = ""


def known(relay: Relay, people: Sequence[str], *, at: datetime) -> dict[str, Known]:
    """Return how people stand, by what we know them by; whoever is not known lately is asked for. Raises Away."""
    mark = keyed_hasher("relays_identity.mark")
    marks = {mark(one): one for one in people}
    rows = Identity.objects.filter(mark__in=marks, asked_at__gt=at - KEPT)
    found = {marks[row.mark]: Known(row.standing, row.ci or "") for row in rows}
    unknown = [one for one in people if one not in found]
    if not unknown:
        return found
    answers = {one: _read(*said) for one, said in relay.convert(unknown).items()}
    asked = {one: answers.get(one, Known(Standing.NOT_MEMBER)) for one in unknown}
    with transaction.atomic():
        Identity.objects.bulk_create(
            [
                Identity(mark=mark(one), standing=said.standing, ci=said.ci or None, asked_at=at)
                for one, said in asked.items()
            ],
            update_conflicts=True,
            unique_fields=["mark"],
            update_fields=["standing", "ci", "asked_at"],
        )
    return found | asked


def _read(result: str, ci: str) -> Known:
    if result == Standing.MATCHED and ci:
        return Known(Standing.MATCHED, ci)
    return Known(Standing.REFUSED if result == Standing.REFUSED else Standing.NOT_MEMBER)


def forget(*, at: datetime) -> int:
    """Forget what was asked too long ago to be used; return how many."""
    return Identity.objects.filter(asked_at__lte=at - KEPT).delete()[0]
