"""What time and the person's will do to a consent: fetch again, warn, withdraw, close, erase."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from jiphyeon.contexts.mydata import permissions, queries
from jiphyeon.contexts.mydata.actions.provider import Provider
from jiphyeon.contexts.mydata.enums import ConsentState
from jiphyeon.contexts.mydata.events import ConsentEnded, FetchWanted, GrantToRevoke
from jiphyeon.contexts.mydata.models import Consent, ConsentSet, SeenAnswer, StoredAnswer
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.notices import api as notices
from jiphyeon.kernel import Refused

_RUNNING = [ConsentState.ASKED, ConsentState.GIVEN]


@transaction.atomic
def withdraw(*, key: UUID, by: Actor, on: date, at: datetime) -> Consent:
    """Withdraw one's own consent: nothing more is fetched, what was fetched is erased, the provider is told.

    What was decided on these answers meanwhile stands. Refused: not one's own, or already over.
    """
    consent = Consent.objects.select_for_update().filter(key=key, person=permissions.the_person(by)).first()
    if consent is None:
        raise permissions.unknown()
    if consent.state not in _RUNNING:
        raise Refused("consent_over", ko="이미 끝난 동의입니다.", en="This consent is already over.")
    _withdrawn(consent, on=on, at=at)
    note(
        by=by,
        verb="mydata.withdrawn",
        about=f"consent:{consent.key}",
        person=consent.person,
        reason="본인 철회",
        details={"about": consent.about},
    )
    return consent


@transaction.atomic
def withdraw_about(*, person: UUID, about: str, on: date, at: datetime) -> int:
    """Withdraw a person's running consents about a matter; returns how many."""
    running = Consent.objects.select_for_update().filter(person=person, about=about, state__in=_RUNNING)
    return len([_withdrawn(consent, on=on, at=at) for consent in running])


def _withdrawn(consent: Consent, *, on: date, at: datetime) -> Consent:
    to_revoke = consent.refresh is not None
    consent.state = ConsentState.WITHDRAWN
    consent.ended_on = on
    consent.save(update_fields=["state", "ended_on"])
    _erase(Consent.objects.filter(pk=consent.pk), at=at)
    append(kind="mydata.withdrawn", subject=str(consent.key), facts={"about": consent.about}, on=on)
    publish(ConsentEnded(str(consent.person), consent.about, str(consent.key)))
    if to_revoke:
        publish(GrantToRevoke(str(consent.key)))
    return consent


@transaction.atomic
def close_about(*, person: UUID, about: str, on: date) -> int:
    """End the consents of a matter that is decided; their answers are erased when their days to keep are over."""
    running = list(Consent.objects.select_for_update().filter(person=person, about=about, state__in=_RUNNING))
    for consent in running:
        consent.state, consent.ended_on = ConsentState.CLOSED, on
        consent.save(update_fields=["state", "ended_on"])
        if consent.refresh is not None:
            publish(GrantToRevoke(str(consent.key)))
    return len(running)


def revoke(*, key: UUID, provider: Provider) -> None:
    """Tell the provider that a consent ended. Speaks HTTP, so no transaction may be open; twice does no harm."""
    refresh = Consent.objects.values_list("refresh", flat=True).get(key=key)
    if refresh is not None:
        provider.revoke(refresh)


def forget_refresh(*, key: UUID) -> None:
    """Drop the key to later fetches, once the provider has heard that it opens nothing any more."""
    Consent.objects.filter(key=key).exclude(state=ConsentState.GIVEN).update(refresh=None)


@transaction.atomic
def want_what_is_due(*, on: date) -> int:
    """Have the holders asked again under the regular consents that are due on a day; returns how many."""
    due = queries.due_for_fetching(on)
    for key in due:
        publish(FetchWanted(str(key), on.isoformat()))
    return len(due)


@transaction.atomic
def say_what_ends(*, day: date, ahead: timedelta) -> int:
    """Send a notice for every regular consent that ends `ahead` from a day; returns how many."""
    ending = queries.ending_on(day + ahead)
    for consent in ending:
        notices.send(
            to=consent.person,
            template="consent-ending",
            values={
                "purpose_ko": consent.purpose_words.ko,
                "purpose_en": consent.purpose_words.en,
                "last": consent.last_day.isoformat(),
            },
            about=consent.about,
            dedupe=f"mydata:consent-ending:{consent.key}",
            on=day,
            link=reverse("mydata:consent", args=[consent.key]),
        )
    return len(ending)


@transaction.atomic
def purge(*, on: date, at: datetime) -> int:
    """Erase the values whose consent ended, by its last day or earlier, more than its days to keep ago.

    The state, the rule, the day and the evidence stay: they show what a decision stood on without saying it.
    """
    due = [
        consent.pk
        for consent in Consent.objects.filter(purged_at__isnull=True, fetched_at__isnull=False)
        if (consent.ended_on or consent.last_day) + timedelta(days=consent.keep_days) < on
    ]
    SeenAnswer.objects.filter(forget_after__lt=at).delete()
    return _erase(Consent.objects.filter(pk__in=due), at=at)


def _erase(consents: ConsentSet, *, at: datetime) -> int:
    StoredAnswer.objects.filter(consent__in=consents).update(value=None)
    return consents.update(purged_at=at)
