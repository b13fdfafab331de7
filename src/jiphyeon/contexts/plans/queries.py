"""Reads of the tree, as frozen rows in the reader's language-free form (Words); four queries however large the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from jiphyeon.contexts.plans import rules
from jiphyeon.contexts.plans.enums import NAMED, Change, InitiativeState
from jiphyeon.contexts.plans.models import (
    Figure,
    FigureValue,
    Initiative,
    Milestone,
    MilestoneChange,
    Plan,
)
from jiphyeon.foundation.ledger.rows import Leaves, Row, declare, unheld
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.refusal import Place


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
class FigureLine:
    """One value out of a file: of which figure, on which day, where it comes from, where it can be seen."""

    figure: int
    on: date
    value: int
    evidence: str
    link: str


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
    state: InitiativeState
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
    def at_work(self) -> tuple[InitiativeCard, ...]:
        """Return the initiatives that an open room carries out: the one count of them, wherever it is said."""
        return tuple(card for card in self.initiatives if card.doors and card.called_off_on is None)


def years() -> list[int]:
    """Return the years that have a plan, latest first."""
    return list(Plan.objects.order_by("-year").values_list("year", flat=True))


def at_work(on: date) -> int:
    """Return how many initiatives of a day's plan are carried out."""
    past = [year for year in years() if year <= on.year]
    return len(tree(past[0], on=on).at_work) if past else 0


def tree(year: int, *, on: date) -> PlanTree:
    """Return the whole plan of a year. Raises Plan.DoesNotExist."""
    plan = Plan.objects.get(year=year)
    cards = {card.code: card for card in cards_of(Initiative.objects.filter(plan=plan), on=on)}
    headings: dict[int, list[InitiativeCard]] = defaultdict(list)
    for code, heading_id in plan.initiatives.order_by("order").values_list("code", "heading_id"):
        headings[heading_id].append(cards[code])
    return PlanTree(
        year=plan.year,
        title=plan.title,
        vision=plan.vision,
        published=plan.published,
        source=plan.source,
        source_verified=plan.source_verified,
        headings=tuple(
            HeadingCard(
                code=h.code,
                name=h.name,
                summary=h.summary,
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
    for milestone in Milestone.objects.standing(on).filter(initiative__in=rows):
        milestones[milestone.initiative_id].append(milestone)
    figures: dict[int, list[Figure]] = defaultdict(list)
    for figure in Figure.objects.filter(initiative__in=rows):
        figures[figure.initiative_id].append(figure)
    values: dict[int, dict[date, int]] = defaultdict(dict)
    known = FigureValue.objects.filter(figure__initiative__in=rows, on__lte=on).order_by("on", "id")
    for figure_id, day, value in known.values_list("figure_id", "on", "value"):
        if value is None:
            values[figure_id].pop(day, None)
        else:
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
    # Before a plan was published nothing carried it out, whatever is open today.
    published = row.plan.published <= on
    doors = tuple(at for reference in row.carried_out_by if (at := door_of(reference))) if published else ()
    return InitiativeCard(
        year=row.plan.year,
        code=row.code,
        systems=tuple(row.systems),
        name=row.name,
        promise=row.promise,
        owner_code=row.owner.code,
        owner=row.owner.name,
        state=rules.state_of(
            built=bool(doors), called_off_on=row.called_off_on, steps=[step for _, step in steps], on=on
        ),
        called_off_on=row.called_off_on if row.called_off_on and row.called_off_on <= on else None,
        called_off_why=row.called_off,
        doors=doors,
        milestones=tuple(
            MilestoneRow(
                m.pk,
                m.code,
                m.name,
                m.due,
                step.done_on,
                step.is_overdue(on),
            )
            for m, step in steps
        ),
        figures=tuple(
            FigureRow(
                code=f.code,
                name=f.name,
                unit=f.unit,
                how=f.how,
                target=f.target,
                is_live=f.is_live,
                values=tuple(sorted(values[f.pk].items())),
            )
            for f in figures
        ),
    )


def figure_by_hand(initiative: str, figure: str, on: date) -> int:
    """Return the number of a figure entered by hand, by names or codes, in the latest plan up to a day.

    Refused, beside its column, where there is none, or where its values come from a room or lie ahead.
    """
    code = initiative.strip()
    named = Q(initiative__code=code) | Q(initiative__name_ko=code) | Q(initiative__name_en__iexact=code)
    known = list(
        Figure.objects.filter(named, initiative__plan__year__lte=on.year)
        .order_by("-initiative__plan__year", "order", "id")
        .values_list("id", "code", "name_ko", "name_en", "is_live", "initiative__plan__year")
    )
    known = [row for row in known if row[5] == known[0][5]]
    if (
        not known
        and not Initiative.objects.filter(
            Q(code=code) | Q(name_ko=code) | Q(name_en__iexact=code), plan__year__lte=on.year
        ).exists()
    ):
        raise Refused(
            "no_such_initiative",
            ko="이런 과제가 없습니다. 과제 화면에 있는 이름을 그대로 적어 주세요.",
            en="There is no such initiative. Write its name as on its page.",
            place=Place("", column="initiative"),
        )
    wanted = figure.strip().casefold()
    by_hand = [row for row in known if not row[4]]
    for pk, *names, _is_live, _year in by_hand:
        if wanted in {name.casefold() for name in names}:
            return int(pk)
    raise Refused(
        "no_figure_by_hand",
        ko="이 과제에 손으로 적는 지표로 있는 것이 아닙니다. 있는 지표: {known}",
        en="This is none of the initiative's figures that are entered by hand. There are: {known_en}.",
        known=", ".join(row[2] for row in by_hand) or "없음",
        known_en=", ".join(row[3] for row in by_hand) or "none",
        place=Place("", column="figure"),
    )


def door_of(reference: str) -> str:
    """Return the address that a reference of the plan leads to; empty where no such page is open.

    A reference is the name of a page, followed by what it takes: `mydata:mine`, `programmes:programme rent-support`.
    """
    name, *taken = reference.split()
    try:
        return reverse(name, args=taken)
    except NoReverseMatch:
        return ""


OWN = "own-"  # begins the code of a figure that an owner added
_WHO = Words(
    "누가 적었는지는 기록부에 적지 않습니다", "who entered it, and in which words, is not put on the log"
)


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`."""
    declare(
        Words("적은 값", "figures entered"),
        kinds=["plans.figure_entered"],
        rows=_entered,
        holds=["plans.FigureValue"],
        apart={
            _WHO: ["plans.FigureValue.at", "plans.FigureValue.by_name"],
            Words("파일의 내용을 견줍니다", "the contents of the paper are compared"): [
                "plans.FigureValue.paper"
            ],
            Words("어느 파일로 들였는지는 적지 않습니다", "by which file it came is not put on the log"): [
                "plans.FigureValue.came_by"
            ],
        },
    )
    declare(Words("더한 지표", "figures added"), kinds=["plans.figure_added"], rows=_added)
    declare(
        Words("할 일의 이력", "changes of tasks"),
        kinds=[f"plans.milestone_{what}" for what in Change],
        rows=_changes,
        holds=["plans.MilestoneChange"],
        apart={
            _WHO: [f"plans.MilestoneChange.{column}" for column in ("at", "by_key", "by_name", "note")],
            Words("새 기한과 새 이름을 견줍니다", "the day it was moved to and the new name are compared"): [
                f"plans.MilestoneChange.{column}"
                for column in ("due_before", "name_before_ko", "name_before_en")
            ],
        },
    )
    unheld(
        Words(
            "계획에서 읽은 것이며, 할 일의 이름과 날짜는 더하거나 바꾼 이력이 있을 때만 그 이력과 견줍니다",
            "read from the plan; a task's name and days are held against its history, where somebody added or changed it",
        ),
        [f"plans.{table}" for table in ("Plan", "Heading", "Initiative", "Milestone", "Figure")],
    )


def value_facts(value: FigureValue) -> dict[str, str | int | None]:
    """Return what the leaf of a value commits to; what shows it is there where it was given."""
    facts = {"on": value.on.isoformat(), "value": value.value, "evidence": value.evidence}
    shown = {"link": value.link, "paper": value.paper_sha256}
    return facts | {name: text for name, text in shown.items() if text}


def change_facts(change: MilestoneChange) -> dict[str, str | None]:
    """Return what the leaf of a task's change commits to."""
    facts = {
        "on": change.on.isoformat(),
        "due": change.due_after.isoformat() if change.due_after else None,
        "evidence": change.evidence,
    }
    named: dict[str, str | None] = {"name": change.name_after.ko, "name_en": change.name_after.en}
    return facts | named if change.what in NAMED else facts


def _entered(_leaves: Leaves) -> Iterator[Row]:
    values = FigureValue.objects.filter(figure__is_live=False).select_related("figure__initiative")
    for value in values.order_by("pk").iterator(500):
        facts = value_facts(value)
        about = f"{value.figure.initiative.code}/{value.figure.code}"
        name = Words("{about}의 {on} 값", "the value of {about} on {on}").filled(about=about, on=value.on)
        yield Row(name, "plans.figure_entered", about, facts, which=facts)


def _added(_leaves: Leaves) -> Iterator[Row]:
    figures = Figure.objects.filter(code__startswith=OWN).select_related("initiative")
    for figure in figures.order_by("pk").iterator(500):
        about = f"{figure.initiative.code}/{figure.code}"
        facts = figure_facts(figure)
        yield Row(Words(f"지표 {about}", f"figure {about}"), "plans.figure_added", about, facts, which=facts)


def figure_facts(figure: Figure) -> dict[str, str | int | None]:
    """Return what the leaf of a figure commits to that its owner added."""
    return {
        "name": figure.name.ko,
        "unit": figure.unit.ko,
        "how": figure.how.ko,
        "target": figure.target,
    }


def _changes(_leaves: Leaves) -> Iterator[Row | Words]:
    changes = MilestoneChange.objects.select_related("milestone__initiative").order_by("pk")
    for change in changes.iterator(500):
        facts = change_facts(change)
        about = f"{change.milestone.initiative.code}/{change.milestone_id}"
        name = Words(f"할 일 {about}의 이력", f"a change of task {about}")
        # Until version 0.4.0 only the leaf of a new name held one.
        which = {k: v for k, v in facts.items() if change.what == Change.RENAMED or not k.startswith("name")}
        yield Row(name, f"plans.milestone_{change.what}", about, facts, change.on, which=which)
    yield from _tasks_that_differ()
    for task in Milestone.objects.filter(code="").exclude(history__what=Change.ADDED):
        yield Words(
            "할 일 {task}: 누가 더했다는 이력이 없습니다.",
            "Task {task}: its history says that nobody added it.",
        ).filled(task=task.pk)


def _tasks_that_differ() -> Iterator[Words]:
    """Yield the tasks whose present names and days are not those of the last lines of their history; those without are the plan's."""
    for task in Milestone.objects.filter(history__isnull=False).distinct().prefetch_related("history"):
        days: dict[str, date | Words | None] = {}
        for change in sorted(task.history.all(), key=lambda change: change.pk):
            if change.what in {Change.ADDED, Change.MOVED}:
                days["due"] = change.due_after
            elif change.what in {Change.DONE, Change.REOPENED}:
                days["done_on"] = change.on if change.what == Change.DONE else None
            elif change.what == Change.REMOVED:
                days["removed_on"] = change.on
            if change.what in NAMED and change.name_after.ko:
                days["name"] = change.name_after
        if any(getattr(task, name) != day for name, day in days.items()):
            yield Words(
                "할 일 {task}: 이름이나 날짜가 이력과 다릅니다.",
                "Task {task}: its name or one of its days is not what its history says.",
            ).filled(task=task.pk)
