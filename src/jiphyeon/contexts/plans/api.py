"""The front door of the plan: other rooms post their figures here, and the desk reads the tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from jiphyeon.contexts.plans import queries
from jiphyeon.contexts.plans.enums import NAMED, InitiativeState
from jiphyeon.contexts.plans.models import Figure, FigureValue, Heading, Initiative, Milestone, Plan
from jiphyeon.contexts.plans.queries import FigureRow, HeadingCard, InitiativeCard, PlanTree, years
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.search import index
from jiphyeon.kernel import Words, source
from jiphyeon.kernel.source import Block

__all__ = [
    "FigureRow",
    "HeadingCard",
    "InitiativeCard",
    "PlanTree",
    "count_anew",
    "counts",
    "initiative",
    "initiatives_of",
    "living_plan",
    "load_city",
    "overdue_tasks",
    "post_count",
    "post_figure",
    "tasks_due",
    "years",
]


def living_plan(year: int, *, on: date) -> PlanTree | None:
    """Return a year's plan as of a day; None where the pack has none."""
    try:
        return queries.tree(year, on=on)
    except Plan.DoesNotExist:
        return None


def initiative(code: str, year: int, *, on: date) -> InitiativeCard | None:
    """Return one initiative as of a day."""
    cards = queries.cards_of(Initiative.objects.filter(plan__year=year, code=code), on=on)
    return cards[0] if cards else None


def initiatives_of(by: Actor, *, on: date) -> list[InitiativeCard]:
    """Return the initiatives a plan owner keeps, late ones first; nothing for anyone else."""
    if not by.has(PLAN_OWNER):
        return []
    rows = Initiative.objects.filter(Q(owner__code=by.unit) | Q(plan__keeper__code=by.unit))
    return sorted(
        queries.cards_of(rows, on=on),
        key=lambda c: (c.state != InitiativeState.WAITING, c.next_due or date.max),
    )


def overdue_tasks(on: date) -> int:
    """Return how many tasks are late on a day, of all initiatives that still stand."""
    return Milestone.objects.overdue(on).count()


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A task that is due on a day, with the initiative it belongs to."""

    due: date
    words: Words
    year: int
    code: str


def tasks_due(by: Actor, first: date, last: date, *, on: date) -> list[TaskDue]:
    """Return the undone tasks of a plan owner's initiatives that are due in a period, as of a day; nothing for anyone else."""
    if not by.has(PLAN_OWNER):
        return []
    kept = Q(initiative__owner__code=by.unit) | Q(initiative__plan__keeper__code=by.unit)
    found = Milestone.objects.open_between(first, last, on).filter(kept)
    return [
        TaskDue(
            one.due,
            Words.joined(" · ", [one.name, one.initiative.name]),
            one.initiative.plan.year,
            one.initiative.code,
        )
        for one in found.select_related("initiative__plan").order_by("due", "id")
        if one.due is not None
    ]


def post_figure(*, initiative: str, figure: str, value: int, on: date) -> None:
    """Set a live figure's value for a day; the year's plan that covers the day takes it, or else the latest before.

    A room says what it knows and need not know whether the plan asks for it: a figure the pack does not declare
    is passed over. Called inside the room's own transaction, so figure and deed stand or fall together.
    """
    _post(Figure.objects.filter(initiative__code=initiative, code=figure), value, on)


def counts() -> dict[str, Callable[[date], int]]:
    """Return what rooms count by themselves (`counts` in their `apps.py`), by name; a figure shows it by `counts: name`."""
    return {name: room.find(where) for room in rooms() for name, where in sorted(room.counts.items())}


def count_anew(name: str, *, on: date) -> None:
    """Count what a room counts, as it stands on a day, and post it; hearing twice counts once."""
    post_count(name, counts()[name](on), on=on)


def post_count(counts: str, value: int, *, on: date) -> None:
    """Set, for a day, the figures of the plan that show a count of this name; like `post_figure` otherwise."""
    _post(Figure.objects.filter(counts=counts), value, on)


def _post(figures: QuerySet[Figure], value: int, on: date) -> None:
    live = figures.filter(is_live=True, initiative__plan__year__lte=on.year)
    latest = live.aggregate(year=Max("initiative__plan__year"))["year"]
    # One row a day is enough for a live figure: it can be counted again from its room at any time.
    for figure in live.filter(initiative__plan__year=latest):
        FigureValue.objects.update_or_create(
            figure=figure, on=on, by_name__isnull=True, defaults={"value": value, "at": now()}
        )


@transaction.atomic
def load_city(pack: Path) -> None:
    """Read `plan/*.yaml`. What the pack says is brought up to date; what owners entered stays.

    Raises Refused with the file where a unit or a key is not known.
    """
    for file in sorted((pack / "plan").glob("*.yaml")):
        _load_plan(source.read(file, f"plan/{file.name}"))


_OF_A_PLAN = ("year", "title", "vision", "published", "keeper", "source", "directions", "also")
_OF_AN_INITIATIVE = (
    "code",
    "systems",
    "name",
    "promise",
    "owner",
    "carried_out_by",
    "called_off",
    "tasks",
    "figures",
)


def _load_plan(data: Block) -> None:
    what = "the plan"
    units = {unit.code: unit for unit in Unit.objects.all()}
    loaded = (
        data.only(_OF_A_PLAN, what).block("source", what).only({"name", "verified"}, "the source of the plan")
    )
    plan, _ = Plan.objects.update_or_create(
        year=data.whole("year", what),
        defaults={
            "title": data.words("title", what),
            "vision": data.words("vision", what),
            "published": data.day("published", what),
            "keeper": units[data.choice("keeper", units, what)],
            "source": loaded.words("name", what),
            "source_verified": loaded.truth("verified", what),
        },
    )
    headings = [(heading, True) for heading in data.listed("directions", what)]
    headings += [(data.block("also", what), False)] if "also" in data else []
    order, kept = 0, []
    for place, (heading, is_direction) in enumerate(headings):
        heading.only({"code", "name", "summary", "initiatives"}, "a direction")
        code = heading.text("code", "a direction")
        row, _ = Heading.objects.update_or_create(
            plan=plan,
            code=code,
            defaults={
                "name": heading.words("name", code),
                "summary": heading.words("summary", code),
                "is_direction": is_direction,
                "order": place,
            },
        )
        for item in heading.listed("initiatives", code):
            order += 1
            item.only(_OF_AN_INITIATIVE, "an initiative")
            owner = item.choice("owner", units, "an initiative")
            kept.append(_load_initiative(plan, row, units[owner], item, order))
    plan.initiatives.exclude(pk__in=kept).delete()
    index.keep_only(
        "initiative",
        (f"{year}/{code}" for year, code in Initiative.objects.values_list("plan__year", "code")),
    )


def _load_initiative(plan: Plan, heading: Heading, owner: Unit, item: Block, order: int) -> int:
    code = item.text("code", "an initiative")
    off = (
        item.block("called_off", code).only({"day", "why", "verified"}, code)
        if "called_off" in item
        else None
    )
    row, _ = Initiative.objects.update_or_create(
        plan=plan,
        code=code,
        defaults={
            "heading": heading,
            "systems": [source.whole_of(one) for one in item.values("systems", code)],
            "name": item.words("name", code),
            "promise": item.words("promise", code),
            "owner": owner,
            "carried_out_by": [one.text for one in item.values("carried_out_by", code, default=True)],
            "called_off_on": off.day("day", code) if off else None,
            "called_off": off.words("why", code) if off else Words("", ""),
            "order": order,
        },
    )
    # What somebody called otherwise, or took off the plan under the name it had then.
    named = set(row.milestones.filter(history__what__in=NAMED).values_list("code", flat=True))
    for place, task in enumerate(item.listed("tasks", code, default=True)):
        what = f"a task of {code}"
        task.only({"code", "name", "due", "done"}, what)
        called, fields = task.words("name", what), dict[str, object](order=place)
        begun = task.text("code", what)
        # An owner may have moved the day or said the name anew; the pack's are only where a task begins.
        Milestone.objects.update_or_create(
            initiative=row,
            code=begun,
            defaults=fields if begun in named else {**fields, "name": called},
            create_defaults={
                **fields,
                "name": called,
                "due": task.day("due", what) if "due" in task else None,
                "done_on": task.day("done", what) if "done" in task else None,
            },
        )
    for place, figure in enumerate(item.listed("figures", code, default=True)):
        _load_figure(row, figure, place)
    index.put(
        kind="initiative",
        key=f"{plan.year}/{row.code}",
        title=row.name,
        text=row.promise,
        also=Words.joined(" | ", [owner.name, *(task.name for task in row.milestones.all())]),
        url=reverse("plans:initiative", args=[plan.year, row.code]),
    )
    return row.pk


def _load_figure(initiative: Initiative, figure: Block, place: int) -> None:
    what = f"a figure of {initiative.code}"
    figure.only({"code", "name", "unit", "how", "target", "live", "counts"}, what)
    Figure.objects.update_or_create(
        initiative=initiative,
        code=figure.text("code", what),
        defaults={
            "name": figure.words("name", what),
            "unit": figure.words("unit", what),
            "how": figure.words("how", what),
            "target": figure.whole("target", what) if "target" in figure else None,
            "is_live": figure.truth("live", what, default=True),
            "counts": figure.choice("counts", sorted(counts()), what) if "counts" in figure else "",
            "order": place,
        },
    )
