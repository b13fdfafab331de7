"""Who the relay knows, what was given to it, what it told us, and which tokens were used."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.relays.enums import Callback, Fault, Kind, Standing
from jiphyeon.foundation.secrets.fields import EncryptedText


class Identity(models.Model):
    """What the relay said of somebody, found by a keyed hash; their linking value is sealed. Asked anew after some days."""

    mark = models.CharField(max_length=64)
    standing = EnumField(Standing, max_length=10)
    ci = EncryptedText(null=True, blank=True, longest=200)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark"], name="what_a_relay_says_of_somebody_is_kept_once"),
            models.CheckConstraint(
                condition=Q(ci__isnull=False) | ~Q(standing=Standing.MATCHED),
                name="a_matched_identity_has_its_ci",
            ),
        ]


class Document(models.Model):
    """A message that was put to the relay, by the message's key; each moment is the relay's own."""

    key = models.UUIDField(editable=False)
    owner = models.CharField(max_length=60)
    owner_key = models.CharField(max_length=60, blank=True)
    standing = EnumField(Standing, max_length=10)
    ci_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="a_document_is_put_to_the_relay_once")]


class ReceivedCallback(models.Model):
    """One event the relay told us, whatever it told it by and however often."""

    event = models.UUIDField()
    document = models.UUIDField()
    kind = EnumField(Kind, max_length=13)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    outcome = EnumField(Callback, max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event"], name="an_event_of_the_relay_is_recorded_once")
        ]
        indexes = [
            models.Index(fields=["received_at"], name="callbacks_by_moment"),
            models.Index(
                fields=["received_at"],
                condition=~Q(outcome=Callback.RECORDED),
                name="callbacks_that_need_a_look",
            ),
        ]


class RefusedCallback(models.Model):
    """How many calls of a day were turned away at our door, and when the last one came. Nothing they said is kept."""

    day = models.DateField()
    reason = EnumField(Fault, max_length=10)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "reason"], name="refused_callbacks_are_counted_by_day_and_reason"
            )
        ]


class RedeemedToken(models.Model):
    """A token that opened a document here, by its keyed hash: the same never opens again, whatever the relay says."""

    mark = models.CharField(max_length=64)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    identified_at = models.DateTimeField()
    consented_at = models.DateTimeField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark"], name="a_token_opens_once")]
