"""The tree as rows, and its history, which is only ever added to."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from jiphyeon.contexts.plans.enums import Change
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.fields.words import WordsField
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.foundation.secrets.fields import PersonName


class Plan(models.Model):
    """One year's plan. Its keeper may enter for every initiative, beside the unit that owns it."""

    year = models.PositiveSmallIntegerField(unique=True)
    title = WordsField(max_length=120)
    vision = WordsField(max_length=300)
    published = models.DateField()
    keeper = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="plans")
    source = WordsField(max_length=200)
    source_verified = models.BooleanField()


class Heading(models.Model):
    """A direction of the plan, or the matters in hand beside the directions."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="headings")
    code = models.SlugField(max_length=60)
    name = WordsField(max_length=100)
    summary = WordsField(max_length=200)
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
    name = WordsField(max_length=120)
    promise = WordsField(max_length=400)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="initiatives")
    carried_out_by = models.JSONField(default=list)
    called_off_on = models.DateField(null=True, blank=True)
    called_off = WordsField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="an_initiative_code_is_used_once_a_plan")
        ]


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    """Words for many milestones."""

    def standing(self, on: date) -> Self:
        """Those that nobody had removed by a day."""
        return self.filter(Q(removed_on__isnull=True) | Q(removed_on__gt=on))

    def overdue(self, on: date) -> Self:
        """Those whose day has passed undone, in initiatives that still stand."""
        return self._undone(on).filter(due__lt=on)

    def open_between(self, first: date, last: date, on: date) -> Self:
        """Those that are due in a period and undone as of a day, in initiatives that still stand."""
        return self._undone(on).filter(due__range=(first, last))

    def _undone(self, on: date) -> Self:
        standing = Q(initiative__called_off_on__isnull=True) | Q(initiative__called_off_on__gt=on)
        return self.standing(on).filter(standing, Q(done_on__isnull=True) | Q(done_on__gt=on))


class Milestone(models.Model):
    """A task of an initiative, with a day where one was promised. `code` is set for those that came with the plan.

    One that was removed stays, with its history: it was promised once.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="milestones")
    code = models.SlugField(max_length=60, blank=True)
    name = WordsField(max_length=200, english_later=True)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    removed_on = models.DateField(null=True, blank=True)
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
    what = EnumField(Change, max_length=10)
    on = models.DateField()
    at = models.DateTimeField()
    by_key = models.UUIDField(null=True)
    by_name = PersonName()
    due_before = models.DateField(null=True)
    due_after = models.DateField(null=True)
    name_before = WordsField(max_length=200, blank=True, english_later=True)
    name_after = WordsField(max_length=200, blank=True, english_later=True)
    note = models.CharField(max_length=500, blank=True)
    evidence = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]


class Figure(models.Model):
    """A number an initiative is followed by. Live ones come from the rooms; the others are entered by their owner.

    `counts` names what a room counts by itself (`counts` in its `apps.py`), so that no room need know an initiative's code.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="figures")
    code = models.SlugField(max_length=60)
    name = WordsField(max_length=100)
    unit = WordsField(max_length=30)
    how = WordsField(max_length=300)
    target = models.BigIntegerField(null=True, blank=True)
    is_live = models.BooleanField(default=True)
    counts = models.SlugField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "code"], name="a_figure_code_is_used_once_an_initiative"
            ),
        ]


class FigureValue(models.Model):
    """A figure's value on a day. A correction is a later row for the same day; the last one recorded counts.

    `value` None takes back what was entered for that day. What an owner enters says where it comes from (`evidence`) and
    is shown by an address or a paper; `came_by` is the file it came in.
    """

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="values")
    on = models.DateField()
    value = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by_name = PersonName(null=True, blank=True)  # None: a room posted it
    evidence = models.CharField(max_length=500, blank=True)
    link = models.URLField(max_length=500, blank=True)
    paper = models.UUIDField(null=True, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True)
    came_by = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["figure", "on"], name="plans_value_by_day")]
