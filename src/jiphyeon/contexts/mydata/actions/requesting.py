"""Ask a person for consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.mydata import queries
from jiphyeon.contexts.mydata.enums import ConsentState
from jiphyeon.contexts.mydata.models import Consent, ConsentItem
from jiphyeon.contexts.mydata.rules.consent import last_day
from jiphyeon.foundation.jobs.turns import take_turn
from jiphyeon.kernel import Refused, Words


@transaction.atomic
def ask(
    *,
    person: UUID,
    purpose: str,
    about: str,
    items: Sequence[tuple[str, Words, Sequence[str]]],
    return_to: str,
    regular_until: date | None,
    needed_until: date | None = None,
    on: date,
    at: datetime,
) -> UUID:
    """Lay a consent before a person and return its key. The same question still open is not asked twice, from two tabs neither.

    `items`: each with why it is needed and which of its facts (none named: all). Refused: no item, an item twice, an item,
    fact or purpose the catalogue does not know, a way back that leads out.
    """
    table = queries.catalogue()
    why = table.purpose(purpose)
    codes = [code for code, _why, _facts in items]
    if not codes or len(set(codes)) != len(codes):
        raise Refused(
            "consent_items",
            ko="동의에는 항목이 하나 이상 있어야 하고, 같은 항목은 한 번만 적습니다.",
            en="A consent names at least one item, and each item once.",
        )
    if not return_to.startswith("/") or return_to.startswith("//"):
        raise Refused(
            "consent_return",
            ko="동의를 마치고 돌아올 곳은 이 사이트 안의 주소여야 합니다.",
            en="A consent returns to an address within this site.",
        )
    wanted = [table.item(code) for code in codes]
    asked = {code: [fact.name for fact in table.item(code).asked(facts)] for code, _why, facts in items}
    if any(set(facts) - set(asked[code]) for code, _why, facts in items):
        raise Refused(
            "consent_facts",
            ko="동의에는 그 항목에서 받는 사실만 적습니다.",
            en="A consent names facts that its item yields.",
        )
    end = last_day(on=on, regular_until=regular_until, needed_until=needed_until)
    take_turn(f"mydata:ask:{person}:{about}")
    for open_one in Consent.objects.of(person).filter(
        about=about, purpose=purpose, state=ConsentState.ASKED, last_day=end, return_to=return_to
    ):
        if [(item.code, item.facts) for item in open_one.items.all()] == list(asked.items()):
            return open_one.key
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        about=about,
        terms={
            "purpose": {"ko": why.words.ko, "en": why.words.en},
            "recipient": {"ko": why.recipient.ko, "en": why.recipient.en},
        },
        regular=regular_until is not None,
        first_day=on,
        last_day=end,
        keep_days=why.keep_days,
        return_to=return_to,
        asked_at=at,
    )
    reasons = {code: reason for code, reason, _facts in items}
    ConsentItem.objects.bulk_create(
        ConsentItem(
            consent=consent,
            order=order,
            code=item.code,
            holder=item.holder,
            route=item.route.code,
            facts=asked[item.code],
            reason={"ko": reasons[item.code].ko, "en": reasons[item.code].en},
        )
        for order, item in enumerate(wanted)
    )
    return consent.key
