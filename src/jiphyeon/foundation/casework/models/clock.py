"""The legal clock of a matter, and the days on which it stands still."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.casework.models.beside import Beside
from jiphyeon.foundation.casework.models.terms import Counting
from jiphyeon.foundation.clock.deadlines import Unit
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.kernel import choices


class LegalClock(Beside):
    """The term a matter is to be dealt with by. It may be lengthened once: `extended_from` is the last day before that."""

    started_on = models.DateField()
    count = models.PositiveSmallIntegerField()
    unit = EnumField(Unit, max_length=14, choices=choices(Unit))
    counting = EnumField(Counting, max_length=14, choices=choices(Counting))
    law = models.JSONField()
    due_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    extended_from = models.DateField(null=True, blank=True)
    extended_by = models.UUIDField(null=True, blank=True)
    extended_count = models.PositiveSmallIntegerField(null=True, blank=True)
    extended_unit = EnumField(Unit, max_length=14, choices=choices(Unit), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lifecycle", "case"], name="a_case_has_one_legal_clock"),
            models.CheckConstraint(
                condition=Q(extended_from__isnull=True, extended_on__isnull=True, extended_count__isnull=True)
                | Q(extended_from__isnull=False, extended_on__isnull=False, extended_count__isnull=False),
                name="a_term_is_lengthened_on_a_day_by_so_much",
            ),
        ]


class ClockStop(Beside):
    """Days on which the clock stands still, both included; an open end: it stands still now."""

    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["lifecycle", "case"], name="casework_stops")]
        constraints = [
            models.UniqueConstraint(
                fields=["lifecycle", "case"],
                condition=Q(last__isnull=True),
                name="a_clock_is_stopped_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")),
                name="a_clock_runs_on_after_it_was_stopped",
            ),
        ]
