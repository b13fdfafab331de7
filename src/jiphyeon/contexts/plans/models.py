"""The tree as rows, and its history, which is only ever added to."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.contexts.plans.enums import Change
from jiphyeon.foundation.organisation.models import Unit


class Plan(models.Model):
    """One year's plan. Its keeper may enter for every initiative, beside the unit that owns it."""

    year = models.PositiveSmallIntegerField(unique=True)
    title_ko = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    vision_ko = models.CharField(max_length=300)
    vision_en = models.CharField(max_length=300)
    published = models.DateField()
    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    source_ko = models.CharField(max_length=200)
    source_en = models.CharField(max_length=200)
    source_verified = models.BooleanField()


class Heading(models.Model):
    """A direction of the plan, or the matters in hand beside the directions."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="headings")
    code = models.SlugField(max_length=60)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    summary_ko = models.CharField(max_length=200)
    summary_en = models.CharField(max_length=200)
    is_direction = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="a_heading_code_is_used_once_a_plan")
        ]


class Initiative(models.Model):
    """One promise of the plan. `carried_out_by` names the pages of what does it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="initiatives")
    heading = models.ForeignKey(Heading, on_delete=models.CASCADE, related_name="initiatives")
    code = models.SlugField(max_length=60)
    systems = models.JSONField(default=list)
    name_ko = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    promise_ko = models.CharField(max_length=400)
    promise_en = models.CharField(max_length=400)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="initiatives")
    carried_out_by = models.JSONField(default=list)
    called_off_on = models.DateField(null=True, blank=True)
    called_off_ko = models.CharField(max_length=300, blank=True)
    called_off_en = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="an_initiative_code_is_used_once_a_plan")
        ]


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Words for many milestones."""

    def overdue(self, on: date) -> Self:
        """Those whose day has passed undone, in initiatives that still stand."""
        standing = Q(initiative__called_off_on__isnull=True) | Q(initiative__called_off_on__gt=on)
        undone = Q(done_on__isnull=True) | Q(done_on__gt=on)
        return self.filter(standing, undone, due__lt=on)


class Milestone(models.Model):
    """A task of an initiative, with a day where one was promised. `code` is set for those that came with the plan."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="milestones")
    code = models.SlugField(max_length=60, blank=True)
    name_ko = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "code"],
                condition=~Q(code=""),
                name="a_task_code_is_used_once_an_initiative",
            ),
        ]


class MilestoneChange(models.Model):
    """One line of a milestone's history; never altered."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="history")
    what = models.CharField(max_length=10, choices=[(word, word) for word in Change])
    on = models.DateField()
    at = models.DateTimeField()
    by_key = models.UUIDField(null=True)
    by_name = models.CharField(max_length=100)
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    evidence = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]


class Figure(models.Model):
    """A number an initiative is followed by. Live ones come from the rooms; the others are entered by their owner."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="figures")
    code = models.SlugField(max_length=60)
    name_ko = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    unit_ko = models.CharField(max_length=30)
    unit_en = models.CharField(max_length=30)
    how_ko = models.CharField(max_length=300)
    how_en = models.CharField(max_length=300)
    target = models.BigIntegerField(null=True, blank=True)
    is_live = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "code"], name="a_figure_code_is_used_once_an_initiative"
            ),
        ]


class FigureValue(models.Model):
    """A figure's value on a day. A correction is a later row for the same day; the last one recorded counts."""

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="values")
    on = models.DateField()
    value = models.BigIntegerField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=100, blank=True)
    evidence = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["figure", "on"], name="plans_value_by_day")]
