"""The queue. A job is a row; whoever holds its newest fence may finish it, nobody else."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.secrets.fields import EncryptedJSON


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("대기")
    RUNNING = "running", _("처리 중")
    DONE = "done", _("완료")
    DEAD = "dead", _("멈춤")


class JobQuerySet(models.QuerySet["Job"]):
    """Many jobs."""

    def due(self, moment: datetime) -> JobQuerySet:
        """Waiting jobs whose time has come and whose lane is free, in the order they should run."""
        ahead = Job.objects.filter(
            lane=OuterRef("lane"), pk__lt=OuterRef("pk"), state__in=[JobState.WAITING, JobState.RUNNING]
        )
        return self.filter(
            Q(lane__isnull=True) | ~Exists(ahead), state=JobState.WAITING, run_after__lte=moment
        ).order_by("-priority", "run_after", "pk")

    def abandoned(self, moment: datetime) -> JobQuerySet:
        """Running jobs whose worker has not been heard of since its lease ran out."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=moment)

    def dead(self) -> JobQuerySet:
        """Jobs that nobody will try again unless an officer says so; newest first."""
        return self.filter(state=JobState.DEAD).order_by("-finished_at", "-pk")


class Job(models.Model):
    """One call of one task. Arguments and failures are sealed: either may carry a person's data."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(max_length=300)
    arguments = EncryptedJSON()
    queue = models.CharField(max_length=60, default="default")
    # Jobs of one lane run one at a time in the order they were put in.
    lane = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 -- NULL keeps the lane's index small
    priority = models.SmallIntegerField(default=0)
    state = EnumField(JobState, max_length=8, choices=JobState.choices, default=JobState.WAITING)
    run_after = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = EncryptedJSON(null=True, blank=True)
    answer = EncryptedJSON(null=True, blank=True)
    retried_by = models.UUIDField(null=True, blank=True)
    retried_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.values), name="a_job_stands_somewhere_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                name="a_running_job_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(F("state"), F("priority").desc(), F("run_after"), F("id"), name="jobs_in_order"),
            models.Index(fields=["lane", "state"], condition=Q(lane__isnull=False), name="jobs_by_lane"),
            models.Index(fields=["state", "finished_at"], name="jobs_by_end"),
        ]

    @property
    def is_finished(self) -> bool:
        """Return whether nothing more will happen by itself."""
        return self.state in {JobState.DONE, JobState.DEAD}


class Scheduled(models.Model):
    """How far one entry of the schedule has come; what the entries are is said in code."""

    name = models.CharField(max_length=300, primary_key=True)
    last_at = models.DateTimeField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
