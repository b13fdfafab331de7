"""What passes between the office and the citizen about a case, and how an officer likes to see the queue."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from jiphyeon.contexts.benefits.enums import ObjectionState, PaperState
from jiphyeon.contexts.benefits.models.case import Case, choices
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText


class Supplement(models.Model):
    """Something more was asked for; the clock stands still from `asked_on` until `answered_on`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="supplements")
    asked_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    request = EncryptedText()
    answer = EncryptedText(default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_on__isnull=True), name="one_supplement_waits_at_a_time"
            )
        ]


class Paper(models.Model):
    """A paper brought instead of data: the file lies in the files room under `file`; an officer reads it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    file = models.UUIDField()
    fact = models.SlugField(max_length=60, blank=True)
    title = EncryptedText()
    brought_on = models.DateField()
    state = models.CharField(max_length=10, choices=choices(PaperState), default=PaperState.WAITING)

    class Meta:
        ordering = ["id"]


class OfficerFact(models.Model):
    """What an officer established from a paper or a call: the value, and what it rests on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="officer_facts")
    fact = models.SlugField(max_length=60)
    value = EncryptedJSON()
    basis = EncryptedText()
    by = models.UUIDField()
    by_name = models.CharField(max_length=100)
    on = models.DateField()

    class Meta:
        ordering = ["id"]


class Remark(models.Model):
    """A note among officers, or a line of talk with the citizen."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remarks")
    at = models.DateTimeField(auto_now_add=True)
    on = models.DateField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=100)
    to_citizen = models.BooleanField(default=False)
    from_citizen = models.BooleanField(default=False)
    body = EncryptedText()

    class Meta:
        ordering = ["id"]


class Objection(models.Model):
    """An objection to a decision, 행정기본법 36. Its day may be moved once: `extended_from` is the day before that."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    made_on = models.DateField()
    due_on = models.DateField()
    body = EncryptedText()
    state = models.CharField(max_length=10, choices=choices(ObjectionState), default=ObjectionState.OPEN)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_name = models.CharField(max_length=100, blank=True)
    answer = EncryptedText(default="")
    extended_on = models.DateField(null=True, blank=True)
    extended_from = models.DateField(null=True, blank=True)
    extended_by = models.UUIDField(null=True, blank=True)
    extended_name = models.CharField(max_length=100, blank=True)
    extension_reason = EncryptedText(default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(extended_from__isnull=True, extended_on__isnull=True, extended_by__isnull=True)
                | Q(
                    extended_from__lt=F("due_on"),
                    extended_on__lte=F("extended_from"),
                    extended_by__isnull=False,
                ),
                name="an_objections_day_is_moved_later_in_time_and_by_a_person",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=ObjectionState.OPEN), name="one_objection_waits_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN) | Q(answered_by__isnull=False),
                name="an_objection_is_answered_by_a_person",
            ),
        ]


class SavedView(models.Model):
    """A queue filter an officer gave a name."""

    officer = models.UUIDField(db_index=True)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["officer", "name"], name="one_view_per_name")]
