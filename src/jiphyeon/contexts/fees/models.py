"""An answered fee reduction: the answer and its receipt, not the papers behind it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText


class FeeAnswer(models.Model):
    """One look at one facility's fee for one person. `answers` holds yes/no by qualification with evidence, sealed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.UUIDField(db_index=True)
    facility = models.SlugField(max_length=60)
    on = models.DateField()
    full = models.BigIntegerField()
    off = models.BigIntegerField()
    applied = EncryptedText(default="")  # on which ground: a fact about the person
    answers = EncryptedJSON()
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(off__gte=0) & Q(off__lte=F("full")), name="a_reduction_is_at_most_the_fee"
            ),
            models.UniqueConstraint(fields=["person", "facility", "on"], name="one_fee_answer_a_day"),
        ]
