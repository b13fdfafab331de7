"""Take a person's choice item by item, and begin the walk to the provider."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.mydata import permissions, queries
from jiphyeon.contexts.mydata.actions.provider import Provider
from jiphyeon.contexts.mydata.enums import ConsentState
from jiphyeon.contexts.mydata.models import Authorisation, Consent, ConsentItem
from jiphyeon.contexts.mydata.rules.catalogue import CatalogueItem
from jiphyeon.contexts.mydata.rules.consent import challenge, may_fetch
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.kernel import Words

WALK = timedelta(minutes=15)


def state_hash(state: str) -> str:
    """Return what is kept of the value that ties the way back to the way out."""
    return sha256(state.encode()).hexdigest()


@transaction.atomic
def choose(*, key: UUID, by: Actor, agreed: Collection[str], on: date, at: datetime) -> Consent:
    """Write down which items a person agrees to; none at all is a refusal, and a respected one.

    Refused: somebody else's consent, one that is over. The choice may be changed until something was fetched.
    """
    consent = Consent.objects.select_for_update().filter(key=key, person=permissions.the_person(by)).first()
    if consent is None:
        raise permissions.unknown()
    may_fetch(consent.state, last=consent.last_day, on=on)
    items = list(consent.items.all())
    for item in items:
        item.agreed, item.granted = item.code in agreed, None
    ConsentItem.objects.bulk_update(items, ["agreed", "granted"])
    chosen = [item.code for item in items if item.agreed]
    consent.state = ConsentState.GIVEN if chosen else ConsentState.REFUSED
    consent.decided_at = at
    consent.save(update_fields=["state", "decided_at"])
    terms = queries.consent_facts(consent, items)
    append(kind=f"mydata.{consent.state}", subject=str(consent.key), facts=terms, on=on)
    note(
        by=by,
        verb=f"mydata.{consent.state}",
        about=f"consent:{consent.key}",
        person=consent.person,
        reason="본인 동의",
        details={"about": consent.about, "items": chosen},
    )
    return consent


def walk(
    *, consent: Consent, provider: Provider, redirect_uri: str, language: str, on: date, at: datetime
) -> str:
    """Return the provider's address to send the person to. Speaks HTTP, so no transaction may be open.

    Refused where the provider does not answer: the person stays here and may try again or bring papers.
    """
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(32)
    items = [item for item in consent.items.all() if item.agreed]
    address = provider.push(
        {
            "redirect_uri": redirect_uri,
            "scope": " ".join(item.code for item in items),
            "state": state,
            "code_challenge": challenge(verifier),
            "offline": "1" if consent.regular else "0",
            "ui_locales": language,
            "terms": json.dumps(_terms(consent, items, on)),
        }
    )
    Authorisation.objects.create(
        consent=consent,
        state_hash=state_hash(state),
        verifier=verifier,
        redirect_uri=redirect_uri,
        expires_at=at + WALK,
    )
    return address


def _terms(consent: Consent, items: list[ConsentItem], on: date) -> dict[str, object]:
    table = queries.catalogue()
    labels = {item.code: _labels(table.item(item.code), item.facts) for item in items}
    return {**consent.terms, "items": labels, "last_day": consent.last_day.isoformat(), "on": on.isoformat()}


def _labels(item: CatalogueItem, asked: Collection[str]) -> dict[str, object]:
    """Return the words of an item and of the facts asked of it, for the holder's page, where the person sees what would be sent."""
    return {
        **_both(item.words),
        "facts": {
            fact.name: {
                **_both(fact.words),
                "type": fact.type,
                "options": {code: _both(words) for code, words in fact.options.items()},
            }
            for fact in item.asked(asked)
        },
    }


def _both(words: Words) -> dict[str, str]:
    return {"ko": words.ko, "en": words.en}
