"""Deeds on the plan: may, decide, change, tell."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from jiphyeon.contexts.plans import permissions, rules
from jiphyeon.contexts.plans.enums import Change
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone, MilestoneChange
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append

# What each entry is called where anyone checks the public log.
_ENTRIES = {
    "figure_entered": ("과제 값 적음", "Figure entered"),
    "milestone_added": ("할 일 더함", "Task added"),
    "milestone_moved": ("기한 바꿈", "Due day moved"),
    "milestone_done": ("할 일 마침", "Task finished"),
    "milestone_reopened": ("할 일 다시 엶", "Task reopened"),
}
for _entry, (_ko, _en) in _ENTRIES.items():
    name_kind(f"plans.{_entry}", _ko, _en)


@transaction.atomic
def finish_milestone(
    *, milestone_id: int, done_on: date, note: str, evidence: str, by: Actor, today: date, at: datetime
) -> None:
    """Record that a milestone is done, with what proves it. Raises Refused, Milestone.DoesNotExist."""
    milestone = _held(milestone_id, by)
    rules.check_done(done_on=done_on, today=today, evidence=evidence, note=note)
    milestone.done_on = done_on
    milestone.save(update_fields=["done_on"])
    _write(milestone, Change.DONE, by=by, on=done_on, at=at, note=note, evidence=evidence)


@transaction.atomic
def reopen_milestone(*, milestone_id: int, note: str, by: Actor, today: date, at: datetime) -> None:
    """Take a finish back; the history keeps both."""
    milestone = _held(milestone_id, by)
    milestone.done_on = None
    milestone.save(update_fields=["done_on"])
    _write(milestone, Change.REOPENED, by=by, on=today, at=at, note=note)


@transaction.atomic
def move_milestone(
    *, milestone_id: int, due: date | None, note: str, by: Actor, today: date, at: datetime
) -> None:
    """Change the day a milestone is due. The day before stays in the history."""
    milestone = _held(milestone_id, by)
    before, milestone.due = milestone.due, due
    milestone.save(update_fields=["due"])
    _write(milestone, Change.MOVED, by=by, on=today, at=at, note=note, due_before=before, due_after=due)


@transaction.atomic
def add_milestone(
    *, initiative_id: int, name: str, name_en: str, due: date | None, by: Actor, today: date, at: datetime
) -> int:
    """Add a milestone of the owner's own; return its number."""
    initiative = Initiative.objects.select_related("owner", "plan__keeper").get(pk=initiative_id)
    permissions.require_keeper(by, initiative)
    milestone = Milestone.objects.create(
        initiative=initiative, name_ko=name, name_en=name_en, due=due, order=1000
    )
    _write(milestone, Change.ADDED, by=by, on=today, at=at, due_after=due)
    return milestone.pk


@transaction.atomic
def enter_figure(
    *, figure_id: int, value: int, on: date, evidence: str, by: Actor, today: date, at: datetime
) -> None:
    """Enter a figure's value for a day; an earlier value of that day stays in the history."""
    figure = Figure.objects.select_related("initiative__owner", "initiative__plan__keeper").get(
        pk=figure_id, is_live=False
    )
    permissions.require_keeper(by, figure.initiative)
    rules.check_figure(on=on, today=today, evidence=evidence)
    FigureValue.objects.create(figure=figure, value=value, on=on, at=at, by_name=by.name, evidence=evidence)
    append(
        kind="plans.figure_entered",
        subject=f"{figure.initiative.code}/{figure.code}",
        facts={"on": on.isoformat(), "value": value, "evidence": evidence},
        on=today,
    )


def _held(milestone_id: int, by: Actor) -> Milestone:
    milestone = (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("initiative__owner")
        .get(pk=milestone_id)
    )
    permissions.require_keeper(by, milestone.initiative)
    return milestone


def _write(
    milestone: Milestone,
    what: Change,
    *,
    by: Actor,
    on: date,
    at: datetime,
    note: str = "",
    evidence: str = "",
    due_before: date | None = None,
    due_after: date | None = None,
) -> None:
    MilestoneChange.objects.create(
        milestone=milestone, what=what, on=on, at=at, by_key=by.user, by_name=by.name,
        due_before=due_before, due_after=due_after, note=note, evidence=evidence,
    )  # fmt: skip
    append(
        kind=f"plans.milestone_{what}",
        subject=f"{milestone.initiative.code}/{milestone.pk}",
        facts={
            "on": on.isoformat(),
            "due": due_after.isoformat() if due_after else None,
            "evidence": evidence,
        },
        on=on,
    )
