"""What was done about appointments, and by whom; the appointments themselves are accounts' (`Appointment`)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.secrets.fields import EncryptedText, PersonName


class Deed(models.TextChoices):
    """What can be done about an appointment."""

    APPOINTED = "appointed", _("맡김")
    ENDED = "ended", _("끝냄")
    CALLED_OFF = "called_off", pgettext_lazy("appointment", "거둠")  # before a whole day was held


class Act(models.Model):
    """One deed. Plain values, so that it outlives post, role and appointment. `by` None: the machine room's command."""

    deed = EnumField(Deed, max_length=12)
    person = models.UUIDField(db_index=True)
    post = models.SlugField(max_length=60)
    roles = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    reason = EncryptedText()
    by = models.UUIDField(null=True)
    by_name = PersonName(default="")
    on = models.DateField()
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]
