"""A case, what was worked out for it, what was decided, and everything that happened to it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from jiphyeon.contexts.benefits.enums import AT_DESK, ENDED, OPEN, Channel, Deed, State, Verdict
from jiphyeon.foundation.secrets.fields import EncryptedJSON, EncryptedText


def choices(words: type[StrEnum]) -> dict[str, str]:
    """Return an enum as Django's choices."""
    return {member.value: member.name for member in words}


class CaseQuerySet(models.QuerySet["Case"]):
    """Many cases, in words."""

    def of(self, person: uuid.UUID) -> Self:
        """Keep one person's own."""
        return self.filter(person=person)

    def open(self) -> Self:
        """Keep those that have not ended."""
        return self.filter(state__in=OPEN)

    def at_desk(self) -> Self:
        """Keep what waits for the office, or for the citizen at the office's asking."""
        return self.filter(state__in=AT_DESK)

    def beyond_draft(self) -> Self:
        """Leave out what citizens are still writing: an officer never reads a draft."""
        return self.exclude(state=State.DRAFT).exclude(state=State.WITHDRAWN, number=None)

    def held_back(self) -> Self:
        """Keep running benefits whose payment waits for an officer after a recheck."""
        return self.filter(state=State.APPROVED, held_since__isnull=False)

    def late_on(self, day: date) -> Self:
        """Keep those whose answer is overdue; a case waiting for the citizen is never late."""
        return self.at_desk().exclude(state=State.SUPPLEMENT).filter(due_on__lt=day)

    def held(self, key: uuid.UUID) -> Case:
        """Return one case, locked until the transaction ends."""
        return self.select_for_update().get(key=key)


class Case(models.Model):
    """One person's claim to one programme in one call. `facts_said` is the citizen's own word, sealed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    person = models.UUIDField(db_index=True)
    programme = models.SlugField(max_length=60)
    call = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, choices=choices(State), default=State.DRAFT)
    channel = models.CharField(max_length=10, choices=choices(Channel), default=Channel.ONLINE)
    entered_by = models.UUIDField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(default=1)
    facts_said = EncryptedJSON(default=dict)
    token = models.UUIDField(unique=True)
    started_on = models.DateField()
    applied_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    officer = models.UUIDField(null=True, blank=True, db_index=True)
    proposal = models.CharField(max_length=10, choices=choices(Verdict), blank=True)
    proposal_reason = EncryptedText(default="")
    proposed_by = models.UUIDField(null=True, blank=True)
    proposed_name = models.CharField(max_length=100, blank=True)
    needs_signature = models.BooleanField(default=True)
    amount = models.BigIntegerField(default=0)
    rank = models.PositiveIntegerField(null=True, blank=True)
    within_places = models.BooleanField(null=True, blank=True)
    held_since = models.DateField(null=True, blank=True)
    opinion_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "call"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_open_case_per_person_programme_and_call",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_case_promises_no_negative_amount"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | (Q(applied_on__isnull=False) & Q(due_on__isnull=False) & Q(number__isnull=False)),
                name="a_case_sent_has_its_number_day_and_deadline",
            ),
            models.CheckConstraint(
                condition=Q(held_since__isnull=True) | Q(opinion_until__gte=F("held_since")),
                name="held_payments_leave_days_to_be_heard",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PROPOSED) | Q(proposed_by__isnull=False),
                name="a_proposal_has_a_proposer",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="benefits_queue"),
            models.Index(fields=["programme", "call", "state"], name="benefits_call"),
        ]

    @property
    def at(self) -> State:
        """Return the state as its word."""
        return State(self.state)

    @property
    def about(self) -> str:
        """Return what other rooms call this case."""
        return f"case:{self.key}"

    @property
    def has_ended(self) -> bool:
        """Return whether nothing more will happen unless somebody objects."""
        return self.at in ENDED


class Assessment(models.Model):
    """What the rules said of a case on a day, with exactly the facts they were given: enough to say it again.

    `known_on` is the day up to which rule data was known; `outcome_hash` is what a replay must reach.
    """

    class Kind(models.TextChoices):
        APPLICATION = "application"
        RECHECK = "recheck"
        OBJECTION = "objection"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.APPLICATION)
    made_on = models.DateField()
    as_of = models.DateField()
    selected_on = models.DateField()
    known_on = models.DateField()
    version_name = models.CharField(max_length=80)
    result = models.CharField(max_length=8)
    amount = models.BigIntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=choices(Verdict))
    reasons = EncryptedJSON(default=list)
    decided = models.JSONField(default=dict)
    facts = EncryptedJSON()
    outcome = EncryptedJSON()
    outcome_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def values(self) -> Mapping[str, Any]:
        """Return the bare facts that were given to the rules, by name."""
        return {fact["name"]: fact["value"] for fact in self.facts}


class Decision(models.Model):
    """A verdict with its signature and its leaf in the public log. Never changed, only followed by another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=choices(Verdict))
    amount = models.BigIntegerField(default=0)
    times = models.PositiveSmallIntegerField(default=0)
    per = models.CharField(max_length=8, blank=True)
    reason = EncryptedJSON()
    decided_on = models.DateField()
    signed_by = models.UUIDField(null=True, blank=True)
    signed_name = models.CharField(max_length=100)
    signed_post = models.CharField(max_length=100, blank=True)
    object_until = models.DateField()
    appeal_until = models.DateField()
    leaf = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict=Verdict.APPROVE) | Q(signed_by__isnull=False),
                name="a_refusal_is_signed_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[Verdict.APPROVE, Verdict.REFUSE]), name="a_decision_is_a_yes_or_a_no"
            ),
            models.CheckConstraint(
                condition=Q(object_until__gte=F("decided_on")), name="an_objection_has_its_days"
            ),
        ]


class Entry(models.Model):
    """One line of a case's history. `public` lines are also the citizen's."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    deed = models.CharField(max_length=20, choices=choices(Deed))
    on = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.UUIDField(null=True, blank=True)
    by_name = models.CharField(max_length=100)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    public = models.BooleanField(default=True)
    detail = EncryptedText(default="")
    leaf = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
