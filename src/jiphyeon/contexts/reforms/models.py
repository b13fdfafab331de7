"""Changes of a programme's terms, what was found out about them, and who let them take effect."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from jiphyeon.contexts.programmes.api import Change
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.fields.text import FreeText
from jiphyeon.foundation.secrets.fields import PersonName
from jiphyeon.kernel import choices


class ReformSet(models.QuerySet["Reform"]):
    """Many reforms, in words."""

    def approved(self) -> Self:
        """Keep those in the rules, in the order they came into them."""
        return self.filter(state=ReformState.APPROVED).order_by("place")

    def not_dropped(self) -> Self:
        """Keep those that nobody has put aside."""
        return self.exclude(state=ReformState.DROPPED)

    def touching(self, programme: str) -> Self:
        """Keep those that alter a programme's terms, by themselves or by a shared value."""
        return self.filter(parts__has_key=programme)

    def locked(self, key: uuid.UUID) -> Reform:
        """Return one, locked until the transaction ends."""
        return self.select_for_update().get(key=key)


class Reform(models.Model):
    """A named change, of one programme or of several at once. Once approved it never changes.

    `shared`: values for every programme that uses them, as `rules.new_values` keeps them. `parts`: by programme, its own
    values and conditions; every programme the change touches has its part, an empty one where only shared values do.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    reason = FreeText(blank=True)
    authority = models.CharField(max_length=200, blank=True)
    first = models.DateField()
    shared = models.JSONField(default=dict)
    parts = models.JSONField(default=dict)
    state = EnumField(ReformState, max_length=10, choices=choices(ReformState), default=ReformState.DRAFT)
    drafted_by = models.UUIDField()
    drafted_name = PersonName()
    drafted_on = models.DateField()
    proposed_by = models.UUIDField(null=True, blank=True)
    proposed_name = PersonName(default="")
    proposed_on = models.DateField(null=True, blank=True)
    proposers = models.JSONField(default=list)  # everybody who ever laid it before the approvers
    decided_by = models.UUIDField(null=True, blank=True)
    decided_name = PersonName(default="")
    decided_on = models.DateField(null=True, blank=True)
    decision_reason = FreeText(blank=True)
    authority_read = models.BooleanField(default=False)
    place = models.PositiveIntegerField(null=True, blank=True, unique=True)
    leaf = models.CharField(max_length=64, blank=True)

    objects = ReformSet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[ReformState.APPROVED, ReformState.REFUSED])
                | (
                    Q(proposed_by__isnull=False)
                    & Q(decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
                name="a_reform_is_decided_by_a_second_officer",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReformState.APPROVED)
                | (Q(place__isnull=False) & Q(first__gt=F("decided_on")) & ~Q(leaf="")),
                name="an_approved_reform_does_not_reach_back_and_is_in_the_log",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReformState.REFUSED) | ~Q(decision_reason=""),
                name="a_reform_refused_says_why",
            ),
        ]

    @property
    def change(self) -> Change:
        """Return what it sets."""
        return Change.from_row(self.name, self.first, self.shared, self.parts)

    @property
    def label(self) -> str:
        """Return what the version it made is called by."""
        return f"R{self.place}" if self.place else ""


class ReformRun(models.Model):
    """One question put to a population: which programmes as known when, which scenarios, which file; and the answer.

    `asked` and `population` hold all that is needed to ask again: versions, values, digests. `result` holds what it comes
    to programme by programme.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    as_of = models.DateField()
    asked = models.JSONField()
    population = models.JSONField()
    state = EnumField(RunState, max_length=10, choices=choices(RunState), default=RunState.WAITING)
    step = models.CharField(max_length=60, blank=True)
    per_mille = models.PositiveSmallIntegerField(default=0)
    asked_by = models.UUIDField()
    asked_name = PersonName()
    asked_on = models.DateField()
    known_on = models.DateField()
    result = models.JSONField(null=True, blank=True)
    problem = models.JSONField(null=True, blank=True)
    report = models.BinaryField(null=True, blank=True)
    seal = models.JSONField(null=True, blank=True)
    reforms = models.ManyToManyField(Reform, related_name="runs")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE) | Q(result__isnull=False), name="a_run_done_has_its_result"
            ),
            models.CheckConstraint(
                condition=~Q(state=RunState.FAILED) | Q(problem__isnull=False), name="a_run_failed_says_why"
            ),
            models.CheckConstraint(
                condition=Q(report__isnull=True) | Q(seal__isnull=False), name="a_report_is_sealed"
            ),
        ]

    @property
    def programmes(self) -> list[str]:
        """Return the programmes it asked about, in their order."""
        return [programme for programme, _version in self.asked["versions"]]
