"""A file somebody handed in, what was found in it, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText, PersonName


class ImportState(models.TextChoices):
    """Where a file stands."""

    READING = "reading"
    STOPPED = "stopped"
    WRONG = "wrong"
    READY = "ready"
    TAKING = "taking"
    TAKEN = "taken"
    UNDONE = "undone"
    DROPPED = "dropped"


class Import(models.Model):
    """One file for one intake. `problem`: why it could not be read at all; `sample` and `errors` the first of each, sealed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intake = models.CharField(max_length=60)
    file = models.UUIDField()
    file_name = EncryptedText()
    kind = models.CharField(max_length=10)
    separator = models.CharField(max_length=1, default=",")
    sha256 = models.CharField(max_length=64)
    again = models.BooleanField(default=False)
    state = EnumField(ImportState, max_length=10, choices=ImportState.choices, default=ImportState.READING)
    rows = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    unused = EncryptedJSON(default=list)
    sample = EncryptedJSON(default=list)
    errors = EncryptedJSON(default=list)
    problem = EncryptedJSON(default=dict)
    asked_by = models.UUIDField(db_index=True)
    asked_name = PersonName()
    asked_on = models.DateField()
    taken_by = models.UUIDField(null=True, blank=True)
    taken_name = PersonName(default="")
    taken_on = models.DateField(null=True, blank=True)
    undone_name = PersonName(default="")
    undone_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "sha256"],
                condition=Q(state="taken", again=False),
                name="one_file_is_taken_once_unless_asked_for_again",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_by__isnull=False, wrong=0),
                name="a_file_is_taken_whole_and_by_a_person",
            ),
        ]
        indexes = [models.Index(fields=["intake", "sha256"], name="imports_same_file")]
