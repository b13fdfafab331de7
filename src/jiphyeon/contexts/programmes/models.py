"""The changes of terms that a second officer approved, as they lie over the city's files."""

from __future__ import annotations

import uuid

from django.db import models

from jiphyeon.contexts.programmes.rules.changes import Change
from jiphyeon.contexts.programmes.rules.overlaying import Enacted
from jiphyeon.foundation.secrets.fields import EncryptedText


class Wish(models.Model):
    """That a person wants to be told when applications for a programme open.

    It is gone once they are told, take it back, or it was kept long enough. `programme` is sealed, for what somebody waits
    for tells how they live; `mark` leads to it and tells nothing.
    """

    person = models.UUIDField(db_index=True)
    mark = models.CharField(max_length=64, unique=True)
    programme = EncryptedText()
    on = models.DateField()


class Amendment(models.Model):
    """An approved change, in the order of approval. It is never changed; another one follows it.

    `key` is that of the reform it comes from. `shared`: values for every programme that uses them, as `rules.new_values`
    keeps them. `parts`: by programme, its own values and conditions.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=80)
    first = models.DateField()
    shared = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    authority = models.CharField(max_length=200, blank=True)
    authority_read = models.BooleanField(default=False)
    recorded_on = models.DateField()
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first__gt=models.F("recorded_on")) & ~models.Q(leaf=""),
                name="an_amendment_does_not_reach_back_and_is_in_the_log",
            )
        ]

    @property
    def label(self) -> str:
        """Return what the version it made is called by."""
        return f"R{self.place}"

    @property
    def enacted(self) -> Enacted:
        """Return it as the rules take it."""
        change = Change.from_row(self.name, self.first, self.shared, self.parts)
        return Enacted(change, self.recorded_on, self.label, self.authority, self.authority_read)
