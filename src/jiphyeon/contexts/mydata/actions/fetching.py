"""Come back from the provider with a code, fetch each item's answer, prove it, and keep what it says."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from django.db import IntegrityError, transaction

from jiphyeon.contexts.mydata import permissions, queries
from jiphyeon.contexts.mydata.actions.agreeing import state_hash
from jiphyeon.contexts.mydata.actions.provider import WHOLE, Provider, Token
from jiphyeon.contexts.mydata.enums import AnswerState
from jiphyeon.contexts.mydata.events import AnswersArrived
from jiphyeon.contexts.mydata.models import Authorisation, Consent, ConsentItem, SeenAnswer, StoredAnswer
from jiphyeon.contexts.mydata.rules.catalogue import Fact
from jiphyeon.contexts.mydata.rules.consent import granted_scope, may_fetch
from jiphyeon.contexts.mydata.rules.proof import OLDEST, Asked, Attested, fits, proved
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.network.web import within
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Refused

AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking for one item: an attested answer, or the code of what went wrong."""

    code: str
    attested: Attested | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """A whole fetch: the token's scope as granted, the items asked, what each brought."""

    granted: list[str]
    fetched: list[Fetched]
    refresh: str | None


def claim(*, state: str, by: Actor, issuer: str, expected_issuer: str, at: datetime) -> Authorisation:
    """Take the walk this person began, once. Refused: not theirs, used, too late, or back from somebody else (RFC 9207)."""
    walk = (
        Authorisation.objects.select_related("consent")
        .filter(state_hash=state_hash(state), consent__person=permissions.the_person(by))
        .first()
    )
    if walk is None or issuer != expected_issuer:
        raise Refused(
            "walk_unknown",
            ko="시작하신 동의를 찾지 못했습니다. 신청 화면에서 다시 시작해 주세요.",
            en="We cannot find the consent you began. Please begin again from your application.",
        )
    if not Authorisation.objects.filter(pk=walk.pk, used_at__isnull=True).update(used_at=at):
        raise Refused(
            "walk_used",
            ko="이미 처리한 동의입니다.",
            en="This consent was already taken in.",
            consent=walk.consent.key,
        )
    if at > walk.expires_at:
        raise Refused(
            "walk_expired",
            ko="시간이 지나 동의를 마치지 못했습니다. 다시 해 주세요.",
            en="It took too long to finish the consent. Please try again.",
            consent=walk.consent.key,
        )
    return walk


def bring(*, walk: Authorisation, code: str, provider: Provider, on: date, at: datetime) -> Brought:
    """Exchange the code and fetch what it opens. Speaks HTTP, so no transaction may be open."""
    consent = walk.consent
    may_fetch(consent.state, last=consent.last_day, on=on)
    with within(WHOLE):
        token = provider.redeem(code=code, verifier=walk.verifier, redirect_uri=walk.redirect_uri)
        return _fetch(consent, token, provider, on=on, at=at)


def bring_again(*, key: UUID, provider: Provider, on: date, at: datetime) -> Brought:
    """Fetch anew under a regular consent, without the person. Speaks HTTP, so no transaction may be open."""
    consent = Consent.objects.get(key=key)
    may_fetch(consent.state, last=consent.last_day, on=on)
    if consent.refresh is None:
        raise Refused(
            "consent_once",
            ko="한 번만 가져오기로 한 동의입니다.",
            en="This consent was for one fetch only.",
        )
    return _fetch(consent, provider.renew(consent.refresh), provider, on=on, at=at)


def _fetch(consent: Consent, token: Token, provider: Provider, *, on: date, at: datetime) -> Brought:
    agreed = {item.code: item.facts for item in consent.items.all() if item.agreed}
    granted = granted_scope(token.scope, asked=list(agreed))
    keys = provider.keys()

    def ask(code: str) -> Fetched:
        facts = [fact.name for fact in queries.catalogue().item(code).asked(agreed[code])]
        return _one(code, facts, token.access, keys, provider, on=on, at=at)

    with ThreadPoolExecutor(AT_ONCE) as side_by_side:
        # Each thread takes the deadline of the whole along.
        asked = [side_by_side.submit(copy_context().run, ask, code) for code in granted]
        fetched = [one.result() for one in asked]
    return Brought(granted, fetched, token.refresh if consent.regular else None)


def _one(
    code: str,
    facts: Sequence[str],
    access: str,
    keys: Mapping[str, EllipticCurvePublicKey],
    provider: Provider,
    *,
    on: date,
    at: datetime,
) -> Fetched:
    nonce = secrets.token_urlsafe(24)
    asked = Asked(provider.issuer, provider.client, nonce, code)
    try:
        compact = provider.answer(code, access, facts=facts, nonce=nonce, on=on)
        return Fetched(code, proved(compact, keys=keys, asked=asked, at=at))
    except Refused as no:
        return Fetched(code, None, no.code)


@transaction.atomic
def keep(*, key: UUID, brought: Brought, on: date, at: datetime) -> Consent:
    """Write down what a fetch brought: values sealed, evidence beside them, each look-up in the trail.

    A consent withdrawn while the holders were being asked keeps nothing.
    """
    consent = Consent.objects.select_for_update().get(key=key)
    may_fetch(consent.state, last=consent.last_day, on=on)
    items = list(consent.items.filter(agreed=True))
    for item in items:
        item.granted = item.code in brought.granted
    ConsentItem.objects.bulk_update(items, ["granted"])
    expected = _linking_hash(consent.person)
    asked = {item.code: queries.catalogue().item(item.code).asked(item.facts) for item in items}
    kept = [
        row
        for one in brought.fetched
        for row in _answers(consent, one, asked[one.code], expected, on=on, at=at)
    ]
    StoredAnswer.objects.bulk_create(kept)
    consent.fetched_at = at
    if brought.refresh is not None:
        consent.refresh = brought.refresh
    consent.save(update_fields=["fetched_at", "refresh"])
    _tell(consent, items, kept, on=on)
    return consent


def _answers(
    consent: Consent, one: Fetched, asked: Sequence[Fact], expected: str | None, *, on: date, at: datetime
) -> list[StoredAnswer]:
    item = queries.catalogue().item(one.code)
    attested, problem = one.attested, one.problem
    if attested is not None:
        problem = _objection(attested, expected, on=on)
        until = min(attested.valid_until or date.max, on + timedelta(days=item.valid_days))
    rows = []
    for fact in asked:
        row = StoredAnswer(consent=consent, code=one.code, fact=fact.name, obtained_at=at, obtained_on=on)
        if attested is None or problem:
            row.state, row.problem = AnswerState.HOLDER_ERROR, problem
        else:
            row.rule, row.evidence, row.valid_until = attested.rule[:100], attested.evidence, until
            _say(row, fact, attested)
        rows.append(row)
    return rows


def _say(row: StoredAnswer, fact: Fact, attested: Attested) -> None:
    value = attested.facts.get(fact.name)
    if attested.outcome != "answered" or value is None:
        row.state, row.problem = AnswerState.UNKNOWN, "nothing_kept"
    elif not fits(fact, value):
        row.state, row.problem = AnswerState.HOLDER_ERROR, "malformed"
    else:
        row.state, row.value = AnswerState.ANSWERED, value


def _objection(attested: Attested, expected: str | None, *, on: date) -> str:
    """Return why a well signed answer is still not taken in, or "": somebody else's, seen before, past its day."""
    if expected is None or keyed_hash(attested.subject, purpose="ci") != expected:
        return "other_person"
    if attested.valid_until is not None and attested.valid_until < on:
        return "stale"
    try:
        with transaction.atomic():
            SeenAnswer.objects.create(jti=attested.jti[:100], forget_after=attested.expires_at + 2 * OLDEST)
    except IntegrityError:
        return "replayed"
    return ""


def _linking_hash(person: UUID) -> str | None:
    return Citizen.objects.filter(user__key=person).values_list("ci_hash", flat=True).first()


def _tell(consent: Consent, items: Sequence[ConsentItem], kept: Sequence[StoredAnswer], *, on: date) -> None:
    append(
        kind="mydata.answered",
        subject=str(consent.key),
        facts={"evidence": sorted({row.evidence for row in kept if row.evidence}), "about": consent.about},
        on=on,
    )
    for item in items:
        states = sorted({row.state for row in kept if row.code == item.code}) or [AnswerState.REFUSED]
        note(
            by=MACHINE,
            verb="mydata.looked_up",
            about=f"consent:{consent.key}:{item.code}",
            person=consent.person,
            reason=consent.purpose_words.ko,
            details={"holder": item.holder, "item": item.code, "outcome": states, "about": consent.about},
        )
    publish(AnswersArrived(str(consent.person), consent.about))


@transaction.atomic
def refused_there(*, walk: Authorisation, on: date, at: datetime) -> Consent:
    """Write down that the person allowed nothing on the provider's page."""
    empty = Brought(granted=[], fetched=[], refresh=None)
    return keep(key=walk.consent.key, brought=empty, on=on, at=at)
