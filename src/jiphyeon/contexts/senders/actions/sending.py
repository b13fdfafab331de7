"""Carry out what a program asks for: one notification, a letter that comes as a file, many at once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from typing import IO
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from jiphyeon.contexts.senders import queries
from jiphyeon.contexts.senders.actions.gathering import Gathering
from jiphyeon.contexts.senders.enums import KeyKind, Stage, Type
from jiphyeon.contexts.senders.models import SHARDS, ApiKey, Notification, Service
from jiphyeon.contexts.senders.roles import SENDER_MANAGER
from jiphyeon.contexts.senders.rules.answers import Rejected, bad, too_many
from jiphyeon.contexts.senders.rules.contract import Ask, Bulk, LetterFile
from jiphyeon.contexts.senders.rules.phones import plain_number
from jiphyeon.contexts.senders.rules.reaching import CHANNELS, address, require_reached
from jiphyeon.contexts.senders.rules.terms import Terms, simulated, terms_on
from jiphyeon.contexts.wordings import api as wordings
from jiphyeon.foundation.files import store as files
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.messages.putting import fresh_keys
from jiphyeon.foundation.secrets.fields import json_text
from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.kernel import Refused
from jiphyeon.methods import wording
from jiphyeon.methods.wording import Rendered, Sanitised, Value, Wording

OWNER = "senders"
_gathering = Gathering()
FILES = "senders.letter"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one: its key (of a simulated addressee there is no row), what is read, what was taken out of values."""

    key: UUID
    ask: Ask
    edition: int
    rendered: Rendered
    taken_out: Mapping[str, Sanitised] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Fit:
    """What may be sent: held against its text, its addressee and the key it was asked with."""

    ask: Ask
    to: str
    text: wordings.Published
    rendered: Rendered
    taken_out: Mapping[str, Sanitised]


def send(*, key: ApiKey, ask: Ask, day: date, at: datetime) -> Sent:
    """Send one notification, or find the one that its reference sent before. Rejected: whatever keeps it from being sent."""
    fit = _fit(key, ask, template(key.service, ask.template))
    sent = Sent(UUID(fresh_keys(1, at)[0]), fit.ask, fit.text.edition, fit.rendered, fit.taken_out)
    if _is_simulated(fit):
        return sent
    row = _row(key, fit, sent.key, at)
    if row.once and (before := _before(row)) is not None:
        return replace(sent, key=before)
    terms = _terms(day)

    def write() -> None:
        _count(key, ask.type, 1, terms, day)
        _put(key, [(fit, row)])

    try:
        _gathering.write(write)
    except IntegrityError:
        before = _before(row) if row.once else None
        if before is None:
            raise
        return replace(sent, key=before)
    return sent


@transaction.atomic
def send_letter_file(*, key: ApiKey, letter: LetterFile, day: date, at: datetime) -> UUID:
    """Keep a letter that is ready to be printed. Rejected: what is no PDF, and as `send`."""
    service = key.service
    require_reached(Type.LETTER, "", kind=key.kind, stage=service.stage, guests=())
    made = UUID(fresh_keys(1, at)[0])
    _count(key, Type.LETTER, 1, _terms(day), day)
    try:
        kept = files.keep(
            _Upload(f"{made}.pdf", BytesIO(letter.content)),
            kinds={"pdf"},
            owner=service.key,
            purpose=FILES,
            readers=[SENDER_MANAGER],
        )
    except Refused as no:
        raise bad(no.words.en) from None
    state = State.DELIVERED if key.kind is KeyKind.TEST else State.CREATED
    Notification.objects.create(
        key=made, service=service, type=Type.LETTER, with_key=key.kind, state=state, reference=letter.reference,
        file=kept.key, postage=letter.postage, created_at=at, **_ended(state, at),
    )  # fmt: skip
    return made


def send_bulk(*, key: ApiKey, bulk: Bulk, day: date, at: datetime) -> tuple[UUID, list[Sent | Rejected]]:
    """Send every row that is right, all of them or none; the others are told. Rejected: more than may be sent today."""
    text = template(key.service, bulk.template)
    fits: list[_Fit | Rejected] = []
    for one in bulk.rows:
        try:
            fits.append(one if isinstance(one, Rejected) else _fit(key, one, text))
        except Rejected as no:
            fits.append(no)
    keys = [UUID(made) for made in fresh_keys(len(fits) + 1, at)]
    whole, told, right = keys[-1], list[Sent | Rejected](), list[tuple[_Fit, Notification]]()
    for made, fit in zip(keys, fits, strict=False):
        if isinstance(fit, Rejected):
            told.append(fit)
            continue
        told.append(Sent(made, fit.ask, text.edition, fit.rendered))
        if not _is_simulated(fit):
            row = _row(key, fit, made, at)
            row.bulk, row.once = whole, ""
            right.append((fit, row))
    if right:
        with transaction.atomic():
            _count(key, right[0][0].ask.type, len(right), _terms(day), day)
            _put(key, right)
    return whole, told


def preview(*, service: Service, text: UUID, values: Mapping[str, Value]) -> tuple[int, Type, Rendered, str]:
    """Return how a text reads with values: its edition and type, what is read, and that as HTML. Rejected: as `send`."""
    found = template(service, text)
    type_ = TYPES[found.content.channel]
    rendered = _rendered(found.content, values)
    return found.edition, type_, rendered, wording.html(rendered.body) if type_ is Type.EMAIL else ""


TYPES = {wording.Channel(channel.value): type_ for type_, channel in CHANNELS.items()}


def template(service: Service, text: UUID) -> wordings.Published:
    """Return the edition a service sends with. Rejected: not in use, not its unit's, not for programs."""
    found = wordings.published(text)
    if found is None or found.content.unit != service.unit or found.content.channel not in TYPES:
        raise bad("Template not found")
    return found


def _fit(key: ApiKey, ask: Ask, text: wordings.Published) -> _Fit:
    service, content = key.service, text.content
    if TYPES[content.channel] is not ask.type:
        raise bad(f"{TYPES[content.channel]} template is not suitable for {ask.type} notification")
    _require_own_sender(service, ask)
    to = _simulated_address(ask) or address(ask.type, ask.to, abroad=service.abroad)
    if not _is_for_trying(ask.type, to):
        require_reached(ask.type, to, kind=key.kind, stage=service.stage, guests=service.guests)
    values, taken_out = _sanitised(ask)
    rendered = _rendered(content, values)
    fit = wording.measured(rendered.body, content.channel.limit, subject=rendered.subject)
    if fit.unreadable:
        raise bad(
            f"Message has characters that cannot be sent as a text message: {' '.join(fit.unreadable[:20])}"
        )
    if fit.over:
        raise bad(
            f"Content for template has {fit.length} {fit.limit.unit.words.en}, and must be no more than {fit.limit.most}"
        )
    if not rendered.body.strip():
        raise bad("Message is empty or just whitespace.")
    return _Fit(replace(ask, values=values), to, text, rendered, taken_out)


def _require_own_sender(service: Service, ask: Ask) -> None:
    if ask.from_id is None:
        return
    known, name, is_set = {
        Type.SMS: (service.sms_sender_id, "sms_sender_id", True),
        Type.EMAIL: (service.reply_to_id, "email_reply_to_id", bool(service.reply_to)),
    }[ask.type]
    if ask.from_id != known or not is_set:
        raise bad(f"{name} {ask.from_id} does not exist in database for service id {service.key}")


def _sanitised(ask: Ask) -> tuple[Mapping[str, Value], Mapping[str, Sanitised]]:
    wanted = {wording.folded(name) for name in ask.sanitise}
    if not wanted:
        return ask.values, {}
    taken_out = {
        name: wording.sanitised(str(value))
        for name, value in ask.values.items()
        if wording.folded(name) in wanted and not isinstance(value, list)
    }
    return {**ask.values, **{name: one.after for name, one in taken_out.items()}}, taken_out


@lru_cache(maxsize=256)
def _compiled(content: wordings.WordingText) -> Wording:
    return content.compiled(wordings.Variant.STANDARD)


def _rendered(content: wordings.WordingText, values: Mapping[str, Value]) -> Rendered:
    compiled = _compiled(content)
    if missing := compiled.compared(values).missing:
        raise bad(f"Missing personalisation: {', '.join(missing)}")
    try:
        return compiled.rendered(values)
    except Refused as no:
        raise bad(no.words.en) from None


def _simulated_address(ask: Ask) -> str:
    """Return an address for trying as it is written in the city's terms, "" for any other."""
    return ask.to if _is_for_trying(ask.type, ask.to) else ""


def _is_for_trying(type_: Type, to: str) -> bool:
    known = simulated(queries.terms_file())
    if type_ is Type.SMS:
        return to in known.phones or plain_number(to) in known.phones
    return type_ is Type.EMAIL and to.lower() in known.emails


def _is_simulated(fit: _Fit) -> bool:
    return _is_for_trying(fit.ask.type, fit.to)


def _row(key: ApiKey, fit: _Fit, made: UUID, at: datetime) -> Notification:
    ask = fit.ask
    state = State.DELIVERED if key.kind is KeyKind.TEST else State.CREATED
    once = ""
    if key.service.once and ask.reference:
        once = keyed_hash(f"{key.service.key}:{key.kind}:{ask.reference}", purpose="senders.once")
    return Notification(
        key=made,
        service=key.service,
        type=ask.type,
        with_key=key.kind,
        state=state,
        text=ask.template,
        edition=fit.text.edition,
        reference=ask.reference,
        once=once,
        asked=_hash_of(ask) if once else "",
        unsubscribe=ask.unsubscribe,
        postage="second" if ask.type is Type.LETTER else "",
        own={"to": fit.to, "subject": fit.rendered.subject, "body": fit.rendered.body}
        if key.kind is KeyKind.TEST
        else None,
        created_at=at,
        **_ended(state, at),
    )


def _ended(state: State, at: datetime) -> dict[str, datetime]:
    return {"sent_at": at, "completed_at": at} if state is State.DELIVERED else {}


def _hash_of(ask: Ask) -> str:
    said = [ask.type, str(ask.template), ask.to, ask.values, ask.unsubscribe, str(ask.from_id)]
    return keyed_hash(json_text(said), purpose="senders.asked")


def _before(row: Notification) -> UUID | None:
    """Return what the same reference sent before. Rejected where something else was asked with it."""
    found = (
        Notification.objects.filter(service=row.service, once=row.once).values_list("key", "asked").first()
    )
    if found is None:
        return None
    if found[1] != row.asked:
        raise bad("reference has been used for another notification")
    return found[0]


def _put(key: ApiKey, fits: Sequence[tuple[_Fit, Notification]]) -> None:
    """Write notifications, and the messages of those that go out."""
    Notification.objects.bulk_create([row for _fit, row in fits], batch_size=500)
    if key.kind is KeyKind.TEST:
        return
    text = fits[0][0].text.sent_as
    messages.put_all(text=text, rows=[(row.key, _addressee(key, fit)) for fit, row in fits], owner=OWNER)


def _addressee(key: ApiKey, fit: _Fit) -> messages.Addressee:
    ask = fit.ask
    if ask.type is not Type.EMAIL:
        return messages.Addressee(fit.to, ask.values)
    return messages.Addressee(fit.to, ask.values, unsubscribe=ask.unsubscribe, reply_to=key.service.reply_to)


def _terms(day: date) -> Terms:
    return terms_on(queries.terms_file(), day)


def _count(key: ApiKey, type_: Type, more: int, terms: Terms, day: date) -> None:
    """Add to a day's count. Rejected where that is more than may be sent; what test keys send is no sending."""
    service = key.service
    if key.kind is not KeyKind.TEST:
        if queries.sent_on(service, day, type_) + more > terms.a_day[type_]:
            raise too_many(type_, terms.a_day[type_])
        if service.stage is Stage.TRIAL and queries.sent_on(service, day) + more > terms.trial_a_day:
            raise too_many("total", terms.trial_a_day)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO senders_daycount (service_id, day, type, with_key, shard, count) VALUES (%s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (service_id, day, type, with_key, shard) "
            "DO UPDATE SET count = senders_daycount.count + excluded.count",
            [
                service.pk,
                connection.ops.adapt_datefield_value(day) or day,
                type_.value,
                key.kind.value,
                os.getpid() % SHARDS,
                more,
            ],
        )


@dataclass(slots=True)
class _Upload:
    name: str | None
    file: IO[bytes]
