"""Answers kept by a room's officers for one another."""

from __future__ import annotations

import uuid

from django.db import models

from jiphyeon.foundation.secrets.fields import EncryptedText, PersonName


class Reply(models.Model):
    """One answer of a room (`of`: its lifecycle). Sealed: nobody should write a person into it, and somebody will."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    of = models.SlugField(max_length=40)
    title = EncryptedText(longest=60)
    body = EncryptedText(longest=2_000)
    english = EncryptedText(longest=2_000, default="")
    changed_on = models.DateField()
    changed_by = models.UUIDField()
    changed_name = PersonName()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
