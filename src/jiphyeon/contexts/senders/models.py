"""Services that send by program, their keys, what each asked for, what they are told of, what came back to them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.contexts.senders.enums import KeyKind, Stage, Told, Type
from jiphyeon.contexts.senders.rules.lifecycle import SERVICE
from jiphyeon.foundation.casework.models import CaseRow, number_constraint, state_constraint
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.fields.text import FreeText
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText
from jiphyeon.kernel import choices

SHARDS = 16
"""Rows that share one day's count, so that processes do not wait for each other's."""


class ServiceSet(models.QuerySet["Service"]):
    """Many services, in words."""

    def answers_at(self, number: str) -> Self:
        """Keep the one that receives what is written to a number."""
        return self.filter(number_for_answers=number).exclude(state=Stage.CLOSED)


class Service(CaseRow):
    """A service of an office. Its key is what its programs are called by; it sends with the texts of its unit."""

    lifecycle = SERVICE

    name = models.CharField(max_length=80)
    unit = models.SlugField(max_length=60, db_index=False)
    number_for_answers = models.CharField(max_length=20, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    contact_block = FreeText(blank=True, longest=500)
    abroad = models.BooleanField(default=False)
    once = models.BooleanField(default=False)
    guests = EncryptedJSON(default=list)
    callback_url = models.CharField(max_length=500, blank=True)
    callback_token = EncryptedText(default="", longest=500)
    callback_secret = EncryptedText(default="", longest=100)

    objects = ServiceSet.as_manager()

    class Meta:
        constraints = [
            state_constraint(SERVICE),
            number_constraint(SERVICE),
            models.UniqueConstraint(
                fields=["number_for_answers"],
                condition=~Q(number_for_answers="") & ~Q(state=Stage.CLOSED),
                name="answers_to_a_number_go_to_one_service",
            ),
        ]
        indexes = [models.Index(fields=["state", "name", "number"], name="senders_by_state")]

    @property
    def stage(self) -> Stage:
        """Return where it stands as its word."""
        return Stage(self.state)

    @property
    def sms_sender_id(self) -> uuid.UUID:
        """Return what programs call the number its text messages come from."""
        return uuid.uuid5(self.key, "sms")

    @property
    def reply_to_id(self) -> uuid.UUID:
        """Return what programs call the address its e-mails are answered to."""
        return uuid.uuid5(self.key, "email")

    def leaf_facts(self) -> Mapping[str, object]:
        """Return nothing more: its number says which it is."""
        return {}

    def standing_facts(self) -> Mapping[str, object]:
        """Return the hash of its settings; nothing of a guest or of a secret can be read off it."""
        shown = (
            "name",
            "unit",
            "number_for_answers",
            "reply_to",
            "contact_block",
            "abroad",
            "once",
            "callback_url",
        )
        return {"settings": digest_of({name: getattr(self, name) for name in shown})}


class ApiKey(models.Model):
    """A key of a service: shown once, kept sealed, because a token is checked with it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="keys")
    kind = EnumField(KeyKind, max_length=4, choices=choices(KeyKind))
    name = models.CharField(max_length=60)
    secret = EncryptedText(longest=100)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "name"],
                condition=Q(revoked_at__isnull=True),
                name="keys_of_a_service_have_names_of_their_own",
            )
        ]


class NotificationSet(models.QuerySet["Notification"]):
    """Many notifications, in words."""

    def of(self, service: Service) -> Self:
        """Keep one service's, the newest first."""
        return self.filter(service=service).order_by("-pk")


class Notification(models.Model):
    """What a program asked for. Where it goes and what fills it lies with the message of the same key.

    `own`: what no message carries, because nothing goes out (a test key's) or because it is a file. `once`: the hash of a
    reference that counts once; `asked`: the hash of what was asked with it.
    """

    key = models.UUIDField(unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    type = EnumField(Type, max_length=6, choices=choices(Type))
    with_key = EnumField(KeyKind, max_length=4, choices=choices(KeyKind))
    state = EnumField(State, max_length=17, default=State.CREATED)
    text = models.UUIDField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=1_000, blank=True)
    once = models.CharField(max_length=64, blank=True)
    asked = models.CharField(max_length=64, blank=True)
    unsubscribe = EncryptedText(default="", longest=2_000)
    own = EncryptedJSON(null=True, blank=True)
    file = models.UUIDField(null=True, blank=True)
    postage = models.CharField(max_length=10, blank=True)
    bulk = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "once"],
                condition=~Q(once=""),
                name="a_reference_of_a_service_counts_once",
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=False, edition__isnull=False, file__isnull=True)
                | Q(text__isnull=True, edition__isnull=True, type=Type.LETTER),
                name="a_notification_has_a_text_or_is_a_letter_of_its_own",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "with_key", "-id"], name="notifications_newest_first"),
            models.Index(
                fields=["service", "reference"], condition=~Q(reference=""), name="notifications_by_reference"
            ),
            models.Index(
                fields=["created_at"], condition=Q(own__isnull=False), name="notifications_to_empty"
            ),
        ]


class DayCount(models.Model):
    """How much a service sent on a day, in one of several rows that are added up: no notification is ever counted."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    type = EnumField(Type, max_length=6, choices=choices(Type))
    with_key = EnumField(KeyKind, max_length=4, choices=choices(KeyKind))
    shard = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "day", "type", "with_key", "shard"],
                name="what_is_sent_is_counted_in_one_place",
            ),
            models.CheckConstraint(condition=Q(shard__lt=SHARDS), name="a_days_count_has_so_many_rows"),
        ]


class ServiceEvent(models.Model):
    """One event a service is told: `key` is the same however often it is told. `body` goes when its time is over."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    body = EncryptedText(null=True, blank=True, longest=20_000)
    state = EnumField(Told, max_length=8, choices=choices(Told), default=Told.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    answered = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["service", "-id"], name="events_of_a_service"),
            models.Index(fields=["made_at"], condition=Q(body__isnull=False), name="events_to_empty"),
        ]


class ReceivedText(models.Model):
    """A text message that somebody wrote to a service's number; `given` is the gateway's own name for it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    given = models.CharField(max_length=64, unique=True)
    number = EncryptedText(longest=40)
    content = EncryptedText()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["service", "-id"], name="received_newest_first"),
            models.Index(fields=["at"], name="received_to_empty"),
        ]
