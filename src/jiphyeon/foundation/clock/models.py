"""The demo city lives on a civil day of its own; without demo mode this table is empty and not read."""

from django.db import models
from django.db.models import Q


class CivilDay(models.Model):
    """The one row that holds the demo city's day."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_civil_day")]
