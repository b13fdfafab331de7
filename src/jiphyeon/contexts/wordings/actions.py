"""Begin a text, change it, begin its next edition, approve it: each one transaction."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from jiphyeon.contexts.wordings.enums import Variant
from jiphyeon.contexts.wordings.events import WordingApproved
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.rules.texts import WordingText, require_storable
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.kernel import Refused


def begin(*, content: WordingText, by: Actor, on: date) -> UUID:
    """Begin a text. Refused: one that asks for a resident number, a link that carries data, who does not write."""
    require_storable(content, messages.office().domains)
    row = Edition(opened_on=on)
    row.put(content)
    return move(row, "begin", by=by, on=on).row.key


@transaction.atomic
def write(*, key: UUID, content: WordingText, seen: int, by: Actor, on: date) -> None:
    """Change what a draft says. Refused as `begin`, and where it changed since it was read."""
    require_storable(content, messages.office().domains)
    row = hold(Edition, key, "write", by=by, seen=seen)
    if row.content != content:
        row.put(content)
        move(row, "write", by=by, on=on)


@transaction.atomic
def begin_next(*, key: UUID, by: Actor, on: date) -> UUID:
    """Begin the next edition of a text as a draft that says the same as this one. Refused while another is being written."""
    row = Edition.objects.select_for_update().get(key=key)
    every = list(Edition.objects.select_for_update().of_text(row.text))
    if any(one.stands_at.is_open for one in every):
        raise Refused(
            "wording_is_being_written",
            ko="이 문구의 다음 판을 이미 쓰고 있습니다. 그 판을 이어서 고쳐 주세요.",
            en="The next edition of this text is being written already. Go on with that one.",
        )
    made = Edition(opened_on=on, text=row.text, edition=every[0].edition + 1)
    made.put(row.content)
    return move(made, "begin", by=by, on=on).row.key


@transaction.atomic
def approve(*, key: UUID, seen: int, by: Actor, on: date) -> None:
    """Let an edition be used in the place of the one before, and sent. Refused for whoever had a hand in it."""
    row = hold(Edition, key, "approve", by=by, seen=seen)
    before = Edition.objects.select_for_update().of_text(row.text).in_use().first()
    if before is not None:
        move(before, "replace", by=by, on=on)
    move(row, "approve", by=by, on=on, announce=[WordingApproved(text=str(row.text), edition=str(row.key))])
    _publish(row)


def published_key(text: UUID, variant: Variant) -> UUID:
    """Return the key by which messages know a text in a variant; its version there is the edition's number."""
    return uuid5(text, variant.value)


def _publish(row: Edition) -> None:
    """Have messages sent in the words of an edition, in every variant that is written."""
    content = row.content
    channel = messages.Channel(content.channel)
    for variant in content.variants:
        language = content.language(variant)
        subject, body = content.in_variant(variant)
        is_phone = channel is messages.Channel.TEXT
        messages.publish(
            key=published_key(row.text, variant),
            version=row.edition,
            channel=channel,
            language=language,
            sender=messages.office().number if is_phone else city_of(settings.CITY_PACK).name.text(language),
            subject=subject,
            body=body,
            buttons=content.buttons,
        )
