"""Register a service, change it, make and revoke its keys."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.senders.enums import KeyKind
from jiphyeon.contexts.senders.models import ApiKey, Service
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.kernel import Refused

MOST_KEYS = 20
"""Keys of a service that work at once: a token is tried with each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an officer says of a service. `guests`: whom it reaches on trial, telephone numbers and e-mail addresses as they are kept."""

    name: str
    unit: str
    number_for_answers: str = ""
    reply_to: str = ""
    contact_block: str = ""
    abroad: bool = False
    once: bool = False
    guests: tuple[str, ...] = ()
    callback_url: str = ""


@transaction.atomic
def register(*, content: Settings, by: Actor, on: date) -> UUID:
    """Register a service, on trial. Refused: a number for answers that another service has."""
    row = Service(opened_on=on, callback_secret=secrets.token_hex(32))
    _put(row, content)
    return move(row, "register", by=by, on=on).row.key


@transaction.atomic
def change(*, key: UUID, content: Settings, token: str | None, seen: int, by: Actor, on: date) -> None:
    """Change a service; `token` is what it wants to be told with, None: as before. Refused where it changed since it was read."""
    row = hold(Service, key, "change", by=by, seen=seen)
    _put(row, content)
    if token is not None:
        row.callback_token = token
    move(row, "change", by=by, on=on)


@transaction.atomic
def make_key(*, key: UUID, name: str, kind: KeyKind, by: Actor, on: date, at: datetime) -> str:
    """Make a key and return it, for the one time it is shown. Refused: a name that another key has, too many keys."""
    row = hold(Service, key, "make_key", by=by)
    working = row.keys.filter(revoked_at__isnull=True)
    if working.filter(name=name).exists():
        raise Refused(
            "key_name_taken",
            ko="이 이름의 열쇠가 이미 있습니다. 다른 이름을 적어 주세요.",
            en="There is a key of this name. Choose another name.",
        )
    if working.count() >= MOST_KEYS:
        raise Refused(
            "too_many_keys",
            ko="열쇠는 {most}개까지입니다. 쓰지 않는 열쇠를 먼저 없애 주세요.",
            en="A service has {most} keys at most. Revoke one that is not used.",
            most=MOST_KEYS,
        )
    made = ApiKey.objects.create(service=row, kind=kind, name=name, secret=str(uuid.uuid4()), made_at=at)
    move(row, "make_key", by=by, on=on, facts={"key": str(made.key)})
    return f"{name}-{row.key}-{made.secret}"


@transaction.atomic
def revoke_key(*, key: UUID, revoked: UUID, by: Actor, on: date, at: datetime) -> None:
    """Revoke a key; from the next request on it does not work. Refused where it was revoked before."""
    row = hold(Service, key, "revoke_key", by=by)
    if not row.keys.filter(key=revoked, revoked_at__isnull=True).update(revoked_at=at):
        raise Refused(
            "key_not_working",
            ko="이미 없앤 열쇠입니다.",
            en="This key was revoked before.",
        )
    move(row, "revoke_key", by=by, on=on, facts={"key": str(revoked)})


def _put(row: Service, content: Settings) -> None:
    number = content.number_for_answers
    if number and Service.objects.answers_at(number).exclude(key=row.key).exists():
        raise Refused(
            "number_taken",
            ko="{number}번으로 온 답은 이미 다른 보내는 곳이 받습니다. 다른 번호를 적어 주세요.",
            en="Another service receives what is written to {number}. Choose another number.",
            number=number,
        )
    row.name, row.unit = content.name, content.unit
    row.number_for_answers, row.reply_to = content.number_for_answers, content.reply_to
    row.contact_block = content.contact_block
    row.abroad, row.once = content.abroad, content.once
    row.guests = list(content.guests)
    row.callback_url = content.callback_url
