"""The private address under which a person's calendar is fetched."""

from __future__ import annotations

from django.db import models

from jiphyeon.foundation.secrets.fields import EncryptedText


class CalendarAddress(models.Model):
    """One address a person: whoever knows it can read the days. `token` is sealed; `mark` finds it without telling it."""

    person = models.UUIDField(unique=True)
    mark = models.CharField(max_length=64, unique=True)
    token = EncryptedText()
    made_on = models.DateField()
