"""Texts as they were published, messages on their way, batches of them, and how each channel fares."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.fields.text import FreeText
from jiphyeon.foundation.messages.enums import FAILURES, BatchState, Channel, State, Urgency
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText


class Text(models.Model):
    """A published wording for one channel. It is never changed: a better one is a new version."""

    key = models.UUIDField(editable=False)
    version = models.PositiveIntegerField()
    channel = EnumField(Channel, max_length=8)
    language = models.CharField(max_length=8)
    sender = models.CharField(max_length=120)
    subject = FreeText(longest=1_000, blank=True)
    body = FreeText(longest=2_000_000)
    buttons = models.JSONField(default=list, blank=True)
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="a_version_of_a_text_is_published_once")
        ]


class Batch(models.Model):
    """Many messages of one text. Its counts grow with each block that is stored or done: its rows are never counted."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    channel = EnumField(Channel, max_length=8)
    urgency = models.PositiveSmallIntegerField(default=Urgency.CAMPAIGN)
    state = EnumField(BatchState, max_length=9, default=BatchState.FILLING)
    owner = models.CharField(max_length=60)
    owner_key = models.CharField(max_length=60, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    handed_over = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gte=models.F("handed_over") + models.F("failed") + models.F("cancelled")),
                name="no_more_is_done_of_a_batch_than_it_has",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "urgency", "id"],
                condition=Q(state=BatchState.READY),
                name="batches_that_go_out",
            )
        ]

    @property
    def waiting(self) -> int:
        """Return how many of its messages are neither handed over nor given up."""
        return self.total - self.handed_over - self.failed - self.cancelled


class MessageSet(models.QuerySet["Message"]):
    """Many messages."""

    def waiting(self, channel: Channel, batch: int | None) -> Self:
        """Those of a channel that wait, of one batch (its row) or of none."""
        return self.filter(channel=channel, state=State.CREATED, batch=batch)

    def due(self, channel: Channel, batch: int | None, moment: datetime) -> Self:
        """Those that wait and whose time has come, in the order they should go."""
        return self.waiting(channel, batch).filter(next_at__lte=moment).order_by("urgency", "next_at")

    def abandoned(self, moment: datetime) -> Self:
        """Those that were taken and of which nothing was heard since their lease ran out."""
        return self.filter(state=State.SENDING, lease_until__lt=moment)


class Message(models.Model):
    """One text to one address: the row is the item of the queue too. Its key is the Message-ID of every try."""

    key = models.UUIDField(editable=False)
    channel = EnumField(Channel, max_length=8)
    urgency = models.PositiveSmallIntegerField(default=Urgency.ORDINARY)
    state = EnumField(State, max_length=17, default=State.CREATED)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+", db_index=False)
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    address = EncryptedText(null=True, blank=True, longest=1_000)
    mark = models.CharField(max_length=64)
    values = EncryptedJSON(null=True, blank=True)
    headers = EncryptedJSON(null=True, blank=True)
    digest = models.CharField(max_length=64)
    owner = models.CharField(max_length=60)
    owner_key = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=1_000, blank=True)
    attempt = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_owner = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_message_is_put_once"),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, lease_until__isnull=False, lease_owner__isnull=False)
                | (~Q(state=State.SENDING) & Q(lease_until__isnull=True, lease_owner__isnull=True)),
                name="a_message_is_leased_while_it_is_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.HANDED_OVER, State.DELIVERED])
                | Q(handed_over_at__isnull=False),
                name="a_message_handed_over_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*FAILURES, State.CANCELLED, State.DELIVERED])
                | Q(completed_at__isnull=False),
                name="a_message_that_ended_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "batch", "urgency", "next_at"],
                condition=Q(state=State.CREATED),
                name="messages_in_order",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state=State.SENDING), name="messages_being_sent"
            ),
            models.Index(
                fields=["batch", "state"],
                condition=Q(state__in=FAILURES),
                name="messages_given_up",
            ),
            models.Index(
                fields=["completed_at"], condition=Q(address__isnull=False), name="messages_to_be_emptied"
            ),
            models.Index(fields=["mark"], name="messages_to_an_address"),
        ]


class Tally(models.Model):
    """How many messages of a channel came to one end on one day, for one reason: counted as they end."""

    channel = EnumField(Channel, max_length=8)
    day = models.DateField()
    state = EnumField(State, max_length=17)
    reason = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "day", "state", "reason"], name="an_end_is_counted_in_one_place"
            )
        ]


class ChannelStatus(models.Model):
    """Whether a channel is paused by a person, or found to be away: then it is left alone until `rest_until`."""

    channel = EnumField(Channel, max_length=8)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.UUIDField(null=True, blank=True)
    away_since = models.DateTimeField(null=True, blank=True)
    rest_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel"], name="a_channel_has_one_status"),
            models.CheckConstraint(
                condition=Q(away_since__isnull=True, rest_until__isnull=True)
                | Q(away_since__isnull=False, rest_until__isnull=False),
                name="a_channel_that_is_away_rests",
            ),
        ]
