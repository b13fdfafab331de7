"""Reads of the tree, as frozen rows in the reader's language-free form (Words); four queries however large the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from jiphyeon.contexts.plans import rules
from jiphyeon.contexts.plans.enums import State
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone, Plan
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure with its values by day up to the day asked for; `value` None means nothing is known yet, not zero."""

    code: str
    name: Words
    unit: Words
    how: Words
    target: int | None
    is_live: bool
    values: tuple[tuple[date, int], ...]

    @property
    def value(self) -> int | None:
        """Return the latest known value."""
        return self.values[-1][1] if self.values else None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone as of a day."""

    id: int
    code: str
    name: Words
    due: date | None
    done_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class InitiativeCard:
    """One initiative as of a day. `doors` are addresses of what carries it out; empty when nothing does yet."""

    year: int
    code: str
    systems: tuple[int, ...]
    name: Words
    promise: Words
    owner_code: str
    owner: Words
    state: State
    called_off_on: date | None
    called_off_why: Words
    doors: tuple[str, ...]
    milestones: tuple[MilestoneRow, ...]
    figures: tuple[FigureRow, ...]

    @property
    def next_due(self) -> date | None:
        """Return the earliest day that something undone is due."""
        return min((m.due for m in self.milestones if m.due and not m.done_on), default=None)


@dataclass(frozen=True, slots=True)
class HeadingCard:
    """A direction with its initiatives."""

    code: str
    name: Words
    summary: Words
    is_direction: bool
    initiatives: tuple[InitiativeCard, ...]


@dataclass(frozen=True, slots=True)
class PlanTree:
    """A year's plan as of a day."""

    year: int
    title: Words
    vision: Words
    published: date
    source: Words
    source_verified: bool
    headings: tuple[HeadingCard, ...]

    @property
    def initiatives(self) -> tuple[InitiativeCard, ...]:
        """Return every initiative, in the plan's order."""
        return tuple(card for heading in self.headings for card in heading.initiatives)

    @property
    def systems(self) -> frozenset[int]:
        """Return the numbers of the systems the plan names."""
        return frozenset(n for card in self.initiatives for n in card.systems)

    @property
    def systems_at_work(self) -> frozenset[int]:
        """Return those of them that some open room carries out today."""
        return frozenset(n for card in self.initiatives if card.doors for n in card.systems)


def years() -> list[int]:
    """Return the years that have a plan, latest first."""
    return list(Plan.objects.order_by("-year").values_list("year", flat=True))


def tree(year: int, *, on: date) -> PlanTree:
    """Return the whole plan of a year. Raises Plan.DoesNotExist."""
    plan = Plan.objects.get(year=year)
    cards = {card.code: card for card in cards_of(Initiative.objects.filter(plan=plan), on=on)}
    headings: dict[int, list[InitiativeCard]] = defaultdict(list)
    for code, heading_id in plan.initiatives.order_by("order").values_list("code", "heading_id"):
        headings[heading_id].append(cards[code])
    return PlanTree(
        year=plan.year,
        title=Words(plan.title_ko, plan.title_en),
        vision=Words(plan.vision_ko, plan.vision_en),
        published=plan.published,
        source=Words(plan.source_ko, plan.source_en),
        source_verified=plan.source_verified,
        headings=tuple(
            HeadingCard(
                code=h.code,
                name=Words(h.name_ko, h.name_en),
                summary=Words(h.summary_ko, h.summary_en),
                is_direction=h.is_direction,
                initiatives=tuple(headings[h.pk]),
            )
            for h in plan.headings.all()
        ),
    )


def cards_of(initiatives: QuerySet[Initiative], *, on: date) -> list[InitiativeCard]:
    """Return cards for many initiatives with one query each for initiatives, milestones, figures and values."""
    rows = list(initiatives.select_related("plan", "owner"))
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(initiative__in=rows):
        milestones[milestone.initiative_id].append(milestone)
    figures: dict[int, list[Figure]] = defaultdict(list)
    for figure in Figure.objects.filter(initiative__in=rows):
        figures[figure.initiative_id].append(figure)
    values: dict[int, dict[date, int]] = defaultdict(dict)
    known = FigureValue.objects.filter(figure__initiative__in=rows, on__lte=on).order_by("on", "id")
    for figure_id, day, value in known.values_list("figure_id", "on", "value"):
        values[figure_id][day] = value
    return [_card(row, milestones[row.pk], figures[row.pk], values, on) for row in rows]


def _card(
    row: Initiative,
    milestones: Iterable[Milestone],
    figures: Iterable[Figure],
    values: dict[int, dict[date, int]],
    on: date,
) -> InitiativeCard:
    steps = [(m, rules.Step(m.due, m.done_on if m.done_on and m.done_on <= on else None)) for m in milestones]
    doors = tuple(address for reference in row.carried_out_by if (address := door_of(reference)))
    return InitiativeCard(
        year=row.plan.year,
        code=row.code,
        systems=tuple(row.systems),
        name=Words(row.name_ko, row.name_en),
        promise=Words(row.promise_ko, row.promise_en),
        owner_code=row.owner.code,
        owner=Words(row.owner.name_ko, row.owner.name_en),
        state=rules.state_of(
            built=bool(doors), called_off_on=row.called_off_on, steps=[step for _, step in steps], on=on
        ),
        called_off_on=row.called_off_on if row.called_off_on and row.called_off_on <= on else None,
        called_off_why=Words(row.called_off_ko, row.called_off_en),
        doors=doors,
        milestones=tuple(
            MilestoneRow(
                m.pk,
                m.code,
                Words(m.name_ko, m.name_en or m.name_ko),
                m.due,
                step.done_on,
                step.is_overdue(on),
            )
            for m, step in steps
        ),
        figures=tuple(
            FigureRow(
                code=f.code,
                name=Words(f.name_ko, f.name_en),
                unit=Words(f.unit_ko, f.unit_en),
                how=Words(f.how_ko, f.how_en),
                target=f.target,
                is_live=f.is_live,
                values=tuple(sorted(values[f.pk].items())),
            )
            for f in figures
        ),
    )


def door_of(reference: str) -> str:
    """Return the address that a reference of the plan leads to; empty where no such page is open.

    A reference is the name of a page, followed by what it takes: `mydata:mine`, `benefits:programme youth-rent`.
    """
    name, *taken = reference.split()
    try:
        return reverse(name, args=taken)
    except NoReverseMatch:
        return ""
