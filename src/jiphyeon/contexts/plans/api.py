"""The front door of the plan: other rooms post their figures here, and the desk reads the tree."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Q

from jiphyeon.contexts.plans import queries
from jiphyeon.contexts.plans.enums import State
from jiphyeon.contexts.plans.models import Figure, FigureValue, Heading, Initiative, Milestone, Plan
from jiphyeon.contexts.plans.queries import FigureRow, HeadingCard, InitiativeCard, PlanTree, years
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.foundation.search import index
from jiphyeon.kernel import Place, Refused, Words

__all__ = [
    "FigureRow",
    "HeadingCard",
    "InitiativeCard",
    "PlanTree",
    "initiative",
    "kept_by",
    "living_plan",
    "load_city",
    "post_figure",
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


def kept_by(by: Actor, *, on: date) -> list[InitiativeCard]:
    """Return the initiatives a plan owner keeps, late ones first; nothing for anyone else."""
    if not by.has(Role.PLAN_OWNER):
        return []
    rows = Initiative.objects.filter(Q(owner__code=by.unit) | Q(plan__keeper__code=by.unit))
    return sorted(
        queries.cards_of(rows, on=on), key=lambda c: (c.state != State.WAITING, c.next_due or date.max)
    )


def post_figure(*, initiative: str, figure: str, value: int, on: date) -> None:
    """Set a live figure's value for a day; the year's plan that covers the day takes it, or else the latest before.

    A room says what it knows and need not know whether the plan asks for it: a figure the pack does not declare
    is passed over. Called inside the room's own transaction, so figure and deed stand or fall together.
    """
    declared = (
        Figure.objects.filter(
            initiative__code=initiative, code=figure, is_live=True, initiative__plan__year__lte=on.year
        )
        .order_by("-initiative__plan__year")
        .first()
    )
    if declared is None:
        return
    # One row a day is enough for a live figure: it can be counted again from its room at any time.
    FigureValue.objects.update_or_create(
        figure=declared, on=on, by_name="", defaults={"value": value, "at": now()}
    )


@transaction.atomic
def load_city(pack: Path) -> None:
    """Read `plan/*.yaml`. What the pack says is brought up to date; what owners entered stays.

    Raises Refused with the file where a unit or a key is not known.
    """
    for file in sorted((pack / "plan").glob("*.yaml")):
        _load_plan(yaml.safe_load(file.read_text(encoding="utf-8")), file)


def _load_plan(data: dict[str, Any], file: Path) -> None:
    units = {unit.code: unit for unit in Unit.objects.all()}
    plan, _ = Plan.objects.update_or_create(
        year=data["year"],
        defaults={
            **_both("title", data["title"]),
            **_both("vision", data["vision"]),
            "published": data["published"],
            "keeper": units[data["keeper"]],
            **_both("source", data["source"]["name"]),
            "source_verified": data["source"]["verified"],
        },
    )
    headings = [(h, True) for h in data["directions"]] + ([(data["also"], False)] if "also" in data else [])
    order, kept = 0, []
    for place, (heading, is_direction) in enumerate(headings):
        row, _ = Heading.objects.update_or_create(
            plan=plan,
            code=heading["code"],
            defaults={
                **_both("name", heading["name"]),
                **_both("summary", heading["summary"]),
                "is_direction": is_direction,
                "order": place,
            },
        )
        for item in heading["initiatives"]:
            order += 1
            if item["owner"] not in units:
                raise Refused(
                    "unit_unknown",
                    en="The initiative {initiative!r} is owned by {owner!r}, which organisation.yaml does not name.",
                    place=Place(file.name),
                    initiative=item["code"],
                    owner=item["owner"],
                )
            kept.append(_load_initiative(plan, row, units[item["owner"]], item, order))
    plan.initiatives.exclude(pk__in=kept).delete()


def _load_initiative(plan: Plan, heading: Heading, owner: Unit, item: dict[str, Any], order: int) -> int:
    called_off = item.get("called_off") or {}
    row, _ = Initiative.objects.update_or_create(
        plan=plan,
        code=item["code"],
        defaults={
            "heading": heading,
            "systems": item["systems"],
            **_both("name", item["name"]),
            **_both("promise", item["promise"]),
            "owner": owner,
            "carried_out_by": item.get("carried_out_by", []),
            "called_off_on": called_off.get("day"),
            **_both("called_off", called_off.get("why", {"ko": "", "en": ""})),
            "order": order,
        },
    )
    for place, task in enumerate(item.get("tasks", [])):
        # An owner may have moved the day; the pack's day is only where a task begins.
        Milestone.objects.update_or_create(
            initiative=row,
            code=task["code"],
            defaults={**_both("name", task["name"]), "order": place},
            create_defaults={
                **_both("name", task["name"]),
                "order": place,
                "due": task.get("due"),
                "done_on": task.get("done"),
            },
        )
    for place, figure in enumerate(item.get("figures", [])):
        Figure.objects.update_or_create(
            initiative=row,
            code=figure["code"],
            defaults={
                **_both("name", figure["name"]),
                **_both("unit", figure["unit"]),
                **_both("how", figure["how"]),
                "target": figure.get("target"),
                "is_live": figure.get("live", True),
                "order": place,
            },
        )
    index.put(
        kind="initiative",
        key=f"{plan.year}/{row.code}",
        title=Words(row.name_ko, row.name_en),
        text=Words(f"{row.promise_ko} {owner.name_ko}", f"{row.promise_en} {owner.name_en}"),
        url=f"/plans/{plan.year}/{row.code}/",
        audience="everyone",
    )
    return row.pk


def _both(name: str, words: dict[str, str]) -> dict[str, str]:
    if set(words) != {"ko", "en"}:
        # A comma in an unquoted sentence starts another key: say so before half a sentence is shown.
        raise Refused(
            "words_not_two",
            en="{name} wants exactly ko and en, but has {keys}; put sentences with commas in quotes.",
            name=name,
            keys=", ".join(map(str, words)),
        )
    return {f"{name}_ko": words["ko"], f"{name}_en": words["en"]}
