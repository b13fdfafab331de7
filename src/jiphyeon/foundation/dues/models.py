"""What is owed to the city, what it comes to from which day, what was asked of the payment house, and what it told."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.dues.enums import DueState, Kind, Outcome
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.fields.words import WordsField
from jiphyeon.foundation.secrets.fields import EncryptedJSON, PersonName
from jiphyeon.kernel import Words

_PAID = (DueState.PAID, DueState.REFUNDING, DueState.REFUNDED)


class Receivable(models.Model):
    """One due. `amount` is what it comes to before any change; `leaf` is that of its last deed on the log."""

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=60)
    owner_key = models.CharField(max_length=60, blank=True)
    title = EncryptedJSON(
        longest=2_000
    )  # in both languages, by their codes: it may name a car, a place, a day
    payer = PersonName()
    amount = models.BigIntegerField()
    until = models.DateField()
    opened_on = models.DateField()
    state = EnumField(DueState, max_length=9, default=DueState.OPEN)
    paid = models.BigIntegerField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    reason = EncryptedJSON(null=True, blank=True, longest=2_000)
    leaf = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_due_is_opened_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_due_is_of_something"),
            models.CheckConstraint(
                condition=Q(state__in=_PAID, paid__isnull=False, paid_at__isnull=False, paid_on__isnull=False)
                | (~Q(state__in=_PAID) & Q(paid__isnull=True)),
                name="a_paid_due_says_what_and_when",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "owner_key"], name="dues_by_owner"),
            models.Index(fields=["state", "until", "key"], name="dues_by_state"),
        ]

    @property
    def called(self) -> Words:
        """Return what it is for."""
        return Words(self.title["ko"], self.title["en"])

    @property
    def is_late(self) -> bool:
        """Return whether it was paid after its day."""
        return self.paid_on is not None and self.paid_on > self.until


class AmountChange(models.Model):
    """What a due comes to from a day on, and why: a reduction or an addition by law."""

    due = models.ForeignKey(Receivable, on_delete=models.PROTECT, related_name="changes")
    first = models.DateField()
    amount = models.BigIntegerField()
    reason = WordsField(max_length=300)
    cites = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["due", "first"], name="a_due_changes_once_a_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_changed_due_is_of_something"),
        ]


class Order(models.Model):
    """What the payment house was asked to take: a due's amount on a civil day. It is good there for half an hour."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    due = models.ForeignKey(Receivable, on_delete=models.PROTECT, related_name="orders")
    amount = models.BigIntegerField()
    on = models.DateField()
    asked_at = models.DateTimeField()


class Movement(models.Model):
    """Money the payment house says it took or gave back, by its own key. `refund` is the key we asked it back under."""

    key = models.UUIDField(editable=False)
    order_key = models.UUIDField()
    order = models.ForeignKey(
        Order, null=True, blank=True, on_delete=models.PROTECT, related_name="movements"
    )
    kind = EnumField(Kind, max_length=8)
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    outcome = EnumField(Outcome, max_length=12)
    refund = models.UUIDField(null=True, blank=True, unique=True)
    refunded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_movement_is_recorded_once"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(outcome=Outcome.TAKEN, kind=Kind.PAID),
                name="an_order_is_paid_once",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="movements_by_moment")]
