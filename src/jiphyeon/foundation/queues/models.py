"""How an officer likes to see a list, and who stands in for whom while they are away."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.queues.kept_queries import SealedQuery
from jiphyeon.foundation.secrets.fields import EncryptedText


class SavedView(models.Model):
    """A list as it was narrowed, under a name an officer gave it."""

    officer = models.UUIDField()
    queue = models.CharField(max_length=60)
    name = EncryptedText(longest=40)  # people are written into it
    query = SealedQuery(longest=1_000)

    class Meta:
        ordering = ["id"]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Many absences, in words."""

    def on(self, day: date) -> Self:
        """Keep those that run on a day."""
        return self.filter(first__lte=day, last__gte=day)

    def meeting(self, first: date, last: date) -> Self:
        """Keep those that share a day with a period."""
        return self.filter(first__lte=last, last__gte=first)


class Absence(models.Model):
    """An officer is away from `first` to `last`, both included, and `substitute` sees their work as their own.

    It hands over the list, not a power: the substitute does what their own roles allow.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    officer = models.UUIDField(db_index=True)
    substitute = models.UUIDField(db_index=True)
    first = models.DateField()
    last = models.DateField()
    reason = EncryptedText(default="")
    told_by = models.UUIDField()
    told_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="an_absence_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(officer=F("substitute")), name="nobody_stands_in_for_themselves"
            ),
        ]
