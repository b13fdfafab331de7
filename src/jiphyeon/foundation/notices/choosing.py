"""What a person chooses: how they are told of each topic; whether they agree to be served electronically, by which law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.notices import queries
from jiphyeon.foundation.notices.enums import Topic, Way
from jiphyeon.foundation.notices.models import Choice, Consent
from jiphyeon.foundation.notices.terms import terms_of
from jiphyeon.kernel import Refused


@transaction.atomic
def choose(*, ways: Mapping[Topic, Way], by: Actor, at: datetime) -> None:
    """Keep how a person wants to be told of some topics."""
    if by.user is None:
        raise Refused(
            "not_you", ko="로그인한 본인만 고를 수 있습니다.", en="Only you, signed in, can choose."
        )
    keep(by.user, ways, at=at)


def keep(person: UUID, ways: Mapping[Topic, Way], *, at: datetime) -> None:
    """Keep choices, the last one of each topic."""
    for topic, way in ways.items():
        Choice.objects.update_or_create(person=person, topic=topic, defaults={"way": way, "at": at})


@transaction.atomic
def leave(*, person: UUID, topics: Iterable[Topic], at: datetime) -> None:
    """Have no more e-mails about topics, by one click in a mail program; again, it changes nothing."""
    keep(person, dict.fromkeys(topics, Way.INBOX), at=at)


@transaction.atomic
def consent(*, basis: str, agreed: bool, by: Actor, on: date, at: datetime) -> None:
    """Agree to be served electronically by a law, or withdraw it. Refused: no such consent, or nobody signed in."""
    if by.user is None:
        raise Refused(
            "not_you", ko="로그인한 본인만 고를 수 있습니다.", en="Only you, signed in, can choose."
        )
    terms_of(settings.CITY_PACK).basis(basis)
    last = Consent.objects.of(by.user).filter(basis=basis).select_for_update().first()
    if (last.agreed if last else False) == agreed:
        return
    row = Consent.objects.create(key=uuid4(), person=by.user, basis=basis, agreed=agreed, on=on, at=at)
    append(kind="notices.consent", subject=str(row.key), facts=queries.consent_facts(row), on=on)
