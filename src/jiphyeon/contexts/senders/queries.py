"""What pages and programs read: plain values, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q, Sum

from jiphyeon.contexts.senders.enums import KeyKind, Stage, Told, Type
from jiphyeon.contexts.senders.models import (
    ApiKey,
    DayCount,
    Notification,
    ReceivedText,
    Service,
    ServiceEvent,
)
from jiphyeon.contexts.senders.rules.statuses import states_of
from jiphyeon.foundation.ledger.kinds import name_fact
from jiphyeon.foundation.ledger.rows import unheld
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.kernel import Words

PAGE = 250
"""Notifications on a page of the contract's lists."""
DAYS_SHOWN = 14
EVENTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as a line of the list."""

    key: UUID
    number: str
    name: str
    unit: Words
    stage: Stage


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as officers see it: never what it is."""

    key: UUID
    name: str
    kind: KeyKind
    made_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class UseLine:
    """What a service sent on a day with keys that send, and with test keys."""

    day: date
    sent: dict[Type, int]
    tested: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as officers see it: nothing of whom it is about."""

    key: UUID
    kind: str
    about: UUID
    state: Told
    tries: int
    answered: str
    made_at: datetime
    told_at: datetime | None
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A notification with what its message says: `to`, `subject` and `body` are "" once their time is over."""

    row: Notification
    to: str
    subject: str
    body: str


def terms_file() -> Path:
    """Return where the city says its limits."""
    return settings.CITY_PACK / "senders.yaml"


def unit_names() -> dict[str, Words]:
    """Return what the units are called, by their codes, in their order."""
    return {unit.code: unit.name for unit in Unit.objects.all()}


def rows(found: Sequence[Service]) -> list[ServiceRow]:
    """Return services as lines."""
    units = unit_names()
    return [
        ServiceRow(
            row.key, row.number or "", row.name, units.get(row.unit, Words(row.unit, row.unit)), row.stage
        )
        for row in found
    ]


def keys_of(service: Service) -> list[KeyLine]:
    """Return a service's keys, those that work first."""
    return [
        KeyLine(one.key, one.name, one.kind, one.made_at, one.revoked_at)
        for one in service.keys.order_by("revoked_at", "-pk")
    ]


def working_keys(service: UUID) -> list[ApiKey]:
    """Return the keys of a service that work, each with its service."""
    return list(
        ApiKey.objects.filter(service__key=service, revoked_at__isnull=True).select_related("service")
    )


def use_of(service: Service, today: date) -> list[UseLine]:
    """Return what a service sent over the last days, the newest first; days without are left out."""
    counted = (
        DayCount.objects.filter(service=service, day__gt=today - timedelta(days=DAYS_SHOWN), day__lte=today)
        .values_list("day", "type", "with_key")
        .annotate(sent=Sum("count"))
    )
    days: dict[date, UseLine] = {}
    for day, type_, with_key, sent in counted:
        line = days.get(day) or UseLine(day, dict.fromkeys(Type, 0), 0)
        if with_key == KeyKind.TEST:
            line = UseLine(day, line.sent, line.tested + sent)
        else:
            line.sent[Type(type_)] += sent
        days[day] = line
    return [days[day] for day in sorted(days, reverse=True)]


def sent_on(service: Service, day: date, type_: Type | None = None) -> int:
    """Return how much a service sent on a day, of one type or of all; test keys send nothing."""
    counts = DayCount.objects.filter(service=service, day=day).exclude(with_key=KeyKind.TEST)
    if type_ is not None:
        counts = counts.filter(type=type_)
    return sum(counts.values_list("count", flat=True))


def events_of(service: Service) -> list[EventLine]:
    """Return what a service was told of last."""
    return [
        EventLine(
            one.key, one.kind, one.about, one.state, one.tries, one.answered, one.made_at, one.told_at,
            one.body is not None,
        )
        for one in ServiceEvent.objects.filter(service=service).order_by("-pk")[:EVENTS_SHOWN]
    ]  # fmt: skip


def letters_to_post(service: Service) -> list[Notification]:
    """Return letters that came as files and have not been posted, the oldest first."""
    waiting = Notification.objects.filter(service=service, file__isnull=False, state=State.CREATED)
    return list(waiting.exclude(with_key=KeyKind.TEST).order_by("pk")[:EVENTS_SHOWN])


def notification(service: Service, key: UUID) -> Found | None:
    """Return one notification of a service; None where there is none."""
    row = Notification.objects.filter(service=service, key=key).first()
    return with_messages([row])[0] if row is not None else None


def notifications(
    service: Service,
    kinds: Collection[KeyKind],
    *,
    words: Collection[str] = (),
    types: Collection[Type] = (),
    reference: str = "",
    older_than: UUID | None = None,
    bulk: UUID | None = None,
) -> list[Found]:
    """Return a page of a service's notifications, the newest first."""
    found = Notification.objects.of(service).filter(with_key__in=kinds)
    if words:
        stands = Q()
        for type_ in Type:
            stands |= Q(type=type_, state__in=states_of(type_, words))
        found = found.filter(stands)
    if types:
        found = found.filter(type__in=types)
    if reference:
        found = found.filter(reference=reference)
    if bulk is not None:
        found = found.filter(bulk=bulk)
    if older_than is not None:
        behind = (
            Notification.objects.filter(service=service, key=older_than).values_list("pk", flat=True).first()
        )
        found = found.filter(pk__lt=behind) if behind is not None else found.none()
    return with_messages(found[:PAGE])


def with_messages(found: Iterable[Notification]) -> list[Found]:
    """Return notifications with what their messages say, in one query more."""
    every = list(found)
    read = messages.read([row.key for row in every])
    return [_with_message(row, read.get(row.key)) for row in every]


def _with_message(row: Notification, read: messages.Read | None) -> Found:
    if read is not None:
        return Found(row, read.address, read.subject, read.body)
    own = row.own or {}
    return Found(row, own.get("to", ""), own.get("subject", ""), own.get("body", ""))


def received(service: Service, *, older_than: UUID | None) -> list[ReceivedText]:
    """Return a page of what was written to a service, the newest first."""
    found = ReceivedText.objects.filter(service=service).order_by("-pk")
    if older_than is not None:
        behind = found.filter(key=older_than).values_list("pk", flat=True).first()
        found = found.filter(pk__lt=behind) if behind is not None else found.none()
    return list(found[:PAGE])


def declare_rows() -> None:
    """Name what the leaves of a service say, and say which rows have none."""
    name_fact("senders", "key", "열쇠", "Key")
    name_fact("senders", "case.settings", "설정의 해시", "Hash of its settings")
    unheld(
        Words(
            "프로그램이 부탁한 하나하나는 기록부에 적지 않습니다. 보내는 곳과 그 열쇠는 적습니다",
            "what programs ask for is not put on the log one by one; services and their keys are",
        ),
        [
            "senders.ApiKey",
            "senders.Notification",
            "senders.DayCount",
            "senders.ServiceEvent",
            "senders.ReceivedText",
        ],
    )
