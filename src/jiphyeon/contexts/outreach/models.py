"""Whom the office told of support they seem due: rounds, contacts, and who asked not to be told."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from jiphyeon.contexts.outreach.rules import ContactState
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.secrets.fields import PersonName
from jiphyeon.kernel import choices


class OutreachRound(models.Model):
    """One bulk of notices about one programme, confirmed by one officer who saw the preview."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.SlugField(max_length=60, db_index=True)
    version = models.CharField(max_length=60)
    on = models.DateField()
    by = models.UUIDField()
    by_name = PersonName()
    wait_days = models.PositiveIntegerField()
    left_out = models.JSONField(default=dict)
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]


class OutreachContact(models.Model):
    """One person of a round. What they are due was judged from what they let us keep for exactly this."""

    round = models.ForeignKey(OutreachRound, on_delete=models.PROTECT, related_name="contacts")
    programme = models.SlugField(max_length=60)
    person = models.UUIDField()
    on = models.DateField()
    state = EnumField(
        ContactState, max_length=10, choices=choices(ContactState), default=ContactState.WAITING
    )
    left_because = models.CharField(max_length=20, blank=True)
    notice = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "person", "-on"], name="outreach_told_before")]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="a_person_is_told_once_in_a_round"),
            models.CheckConstraint(
                condition=~Q(state=ContactState.SENT) | Q(notice__isnull=False),
                name="a_person_told_has_a_notice",
            ),
        ]


class OutreachChoice(models.Model):
    """Whether a person wants to be told of support they seem due. No row: they were never asked, so they are not told."""

    person = models.UUIDField(unique=True)
    wanted = models.BooleanField()
    on = models.DateField()
