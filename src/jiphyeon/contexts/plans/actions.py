"""Deeds on the plan: may, decide, change, tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.plans import permissions, queries, rules
from jiphyeon.contexts.plans.enums import Change
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone, MilestoneChange
from jiphyeon.contexts.plans.queries import FigureLine
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files import store
from jiphyeon.foundation.files.store import Upload
from jiphyeon.foundation.imports.declaring import Taking, beside
from jiphyeon.foundation.jobs.turns import take_turn
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append
from jiphyeon.kernel import Refused, Words

# What each entry is called where anyone checks the public log.
_ENTRIES = {
    "figure_entered": ("과제 값 적음", "Figure entered"),
    "milestone_added": ("할 일 더함", "Task added"),
    "milestone_moved": ("기한 바꿈", "Due day moved"),
    "milestone_done": ("할 일 마침", "Task finished"),
    "milestone_reopened": ("할 일 다시 엶", "Task reopened"),
    "milestone_renamed": ("할 일 이름 바꿈", "Task renamed"),
    "milestone_removed": ("할 일 지움", "Task removed"),
    "figure_added": ("과제 지표 더함", "Figure added"),
}
EVIDENCE = "plans.evidence"
EVIDENCE_KINDS = frozenset({"pdf", "png", "jpeg", "xlsx"})
for _entry, (_ko, _en) in _ENTRIES.items():
    name_kind(f"plans.{_entry}", _ko, _en)


@transaction.atomic
def finish_milestone(
    *, milestone_id: int, done_on: date, note: str, evidence: str, by: Actor, today: date, at: datetime
) -> None:
    """Record that a milestone is done, with what proves it. Raises Refused, Milestone.DoesNotExist."""
    milestone = _locked(milestone_id, by)
    rules.check_done(done_on=done_on, today=today, evidence=evidence, note=note)
    if milestone.done_on == done_on and _is_repeated(milestone, Change.DONE, note=note, evidence=evidence):
        return
    milestone.done_on = done_on
    milestone.save(update_fields=["done_on"])
    _write(
        MilestoneChange(milestone=milestone, what=Change.DONE, on=done_on, note=note, evidence=evidence),
        by=by,
        at=at,
    )


@transaction.atomic
def reopen_milestone(*, milestone_id: int, note: str, by: Actor, today: date, at: datetime) -> None:
    """Take a finish back; the history keeps both. Taking it back twice is taking it back once."""
    milestone = _locked(milestone_id, by)
    if milestone.done_on is None:
        return
    milestone.done_on = None
    milestone.save(update_fields=["done_on"])
    _write(MilestoneChange(milestone=milestone, what=Change.REOPENED, on=today, note=note), by=by, at=at)


@transaction.atomic
def move_milestone(
    *, milestone_id: int, due: date | None, note: str, by: Actor, today: date, at: datetime
) -> None:
    """Change the day a milestone is due. The day before stays in the history; sent twice it is written once."""
    milestone = _locked(milestone_id, by)
    if milestone.due == due and _is_repeated(milestone, Change.MOVED, note=note):
        return
    before, milestone.due = milestone.due, due
    milestone.save(update_fields=["due"])
    _write(
        MilestoneChange(
            milestone=milestone, what=Change.MOVED, on=today, note=note, due_before=before, due_after=due
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def add_milestone(
    *, initiative_id: int, name: str, name_en: str, due: date | None, by: Actor, today: date, at: datetime
) -> int:
    """Add a milestone of the owner's own; return its number. The same one sent twice, or from two tabs, is added once."""
    initiative = Initiative.objects.select_related("owner", "plan__keeper").get(pk=initiative_id)
    permissions.require_keeper(by, initiative)
    take_turn(f"plans:initiative:{initiative.pk}")
    same = initiative.milestones.filter(
        name_ko=name, name_en=name_en, due=due, code="", done_on=None, removed_on=None
    ).first()
    if same is not None:
        return same.pk
    milestone = Milestone.objects.create(
        initiative=initiative, name=Words(name, name_en), due=due, order=1000
    )
    _write(
        MilestoneChange(
            milestone=milestone, what=Change.ADDED, on=today, due_after=due, name_after=milestone.name
        ),
        by=by,
        at=at,
    )
    return milestone.pk


@transaction.atomic
def rename_milestone(
    *, milestone_id: int, name: str, name_en: str, note: str, by: Actor, today: date, at: datetime
) -> None:
    """Call a milestone otherwise; the name before stays in the history. Called what it is called already, nothing happens."""
    milestone = _locked(milestone_id, by)
    before, after = milestone.name, Words(name, name_en)
    if before == Words(name, name_en or name):
        return
    milestone.name = after
    milestone.save(update_fields=["name_ko", "name_en"])
    _write(
        MilestoneChange(
            milestone=milestone,
            what=Change.RENAMED,
            on=today,
            note=note,
            name_before=before,
            name_after=after,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def remove_milestone(*, milestone_id: int, note: str, by: Actor, today: date, at: datetime) -> None:
    """Take a milestone off the plan from today on: it stays in the history, and on the plan as of days before."""
    milestone = _locked(milestone_id, by)
    milestone.removed_on = today
    milestone.save(update_fields=["removed_on"])
    _write(
        MilestoneChange(
            milestone=milestone, what=Change.REMOVED, on=today, note=note, name_after=milestone.name
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def add_figure(
    *, initiative_id: int, name: Words, unit: Words, how: Words, target: int | None, by: Actor, today: date
) -> int:
    """Add a figure that the owner enters by hand; return its number. The same one sent twice is added once."""
    initiative = Initiative.objects.select_related("owner", "plan__keeper").get(pk=initiative_id)
    permissions.require_keeper(by, initiative)
    take_turn(f"plans:initiative:{initiative.pk}")
    same = initiative.figures.filter(name_ko=name.ko, is_live=False).first()
    if same is not None:
        return same.pk
    place = initiative.figures.filter(code__startswith=queries.OWN).count() + 1
    figure = Figure.objects.create(
        initiative=initiative, code=f"{queries.OWN}{place}", name=name, unit=unit, how=how, target=target,
        is_live=False, order=1000,
    )  # fmt: skip
    append(
        kind="plans.figure_added",
        subject=f"{initiative.code}/{figure.code}",
        facts=queries.figure_facts(figure),
        on=today,
    )
    return figure.pk


@transaction.atomic
def enter_figure(
    *,
    figure_id: int,
    value: int,
    on: date,
    evidence: str,
    link: str,
    paper: Upload | None,
    by: Actor,
    today: date,
    at: datetime,
) -> None:
    """Enter a figure's value for a day; an earlier value of that day stays in the history. Sent twice it is entered once.

    A value is shown by an address or a paper. One that corrects another of the same day keeps its paper unless it has a
    new one. Refused as `files.store.keep` refuses a paper.
    """
    figure = _kept_by_hand(figure_id, by)
    last = _last(figure, on)
    before = last if paper is None and last is not None and last.paper is not None else None
    rules.check_figure(
        on=on, today=today, evidence=evidence, shown=bool(link or paper is not None or before is not None)
    )
    if (
        paper is None
        and last is not None
        and (last.value, last.evidence, last.link) == (value, evidence, link)
    ):
        return
    row = FigureValue(figure=figure, value=value, on=on, at=at, by_name=by.name, evidence=evidence, link=link)
    if paper is not None:
        kept = store.keep(paper, kinds=EVIDENCE_KINDS, owner=_named(by), purpose=EVIDENCE)
        row.paper, row.paper_sha256 = kept.key, kept.sha256
    elif before is not None:
        row.paper, row.paper_sha256 = before.paper, before.paper_sha256
    _enter(row, today=today)


@transaction.atomic
def take_back_figure(*, figure_id: int, on: date, note: str, by: Actor, today: date, at: datetime) -> None:
    """Take back what was entered for a day; it stays in the history. Nothing happens where nothing stands."""
    figure = _kept_by_hand(figure_id, by)
    last = _last(figure, on)
    if last is None or last.value is None:
        return
    _enter(FigureValue(figure=figure, value=None, on=on, at=at, by_name=by.name, evidence=note), today=today)


def take_figures(rows: Iterator[FigureLine], taking: Taking) -> int:
    """Enter the values of a file. Refused as a whole where one is of an initiative that the officer does not keep."""
    at, count = now(), 0
    for line in rows:
        figure = _kept_by_hand(line.figure, taking.by)
        rules.check_figure(on=line.on, today=taking.on, evidence=line.evidence, shown=True)
        _enter(
            FigureValue(
                figure=figure, value=line.value, on=line.on, at=at, by_name=taking.by.name,
                evidence=line.evidence, link=line.link, came_by=taking.key,
            ),
            today=taking.on,
        )  # fmt: skip
        count += 1
    return count


def against_figure(line: FigureLine, taking: Taking) -> list[Refused]:
    """Return all that speaks against a line of a file: another division's initiative, a day that has not come."""
    figure = Figure.objects.select_related("initiative__owner", "initiative__plan__keeper").get(
        pk=line.figure
    )
    return [
        *beside("initiative", lambda: permissions.require_keeper(taking.by, figure.initiative)),
        *beside(
            "on",
            lambda: rules.check_figure(on=line.on, today=taking.on, evidence=line.evidence, shown=True),
        ),
    ]


def give_figures_back(taking: Taking) -> None:
    """Enter anew what stood before a file was taken, day by day. Refused where a value was corrected since."""
    at = now()
    for row in FigureValue.objects.filter(came_by=taking.key).order_by("pk"):
        figure = _kept_by_hand(row.figure_id, taking.by)
        if _last(figure, row.on) != row:
            raise Refused(
                "figure_corrected_since",
                ko="‘{figure}’의 {on} 값은 그 뒤에 고쳤습니다. 그 값을 먼저 살펴보세요. 아무것도 되돌리지 않았습니다.",
                en="The value of ‘{figure_en}’ on {on} was corrected since. Look at it first; nothing was taken back.",
                figure=figure.name.ko,
                figure_en=figure.name.en,
                on=row.on,
            )
        before = FigureValue.objects.filter(figure=figure, on=row.on, pk__lt=row.pk).order_by("pk").last()
        again = FigureValue(figure=figure, value=None, on=row.on, at=at, by_name=taking.by.name)
        for name in ("value", "evidence", "link", "paper", "paper_sha256") if before is not None else ():
            setattr(again, name, getattr(before, name))
        _enter(again, today=taking.on)


def _kept_by_hand(figure_id: int, by: Actor) -> Figure:
    figure = Figure.objects.select_related("initiative__owner", "initiative__plan__keeper").get(
        pk=figure_id, is_live=False
    )
    permissions.require_keeper(by, figure.initiative)
    take_turn(f"plans:figure:{figure.pk}")
    return figure


def _last(figure: Figure, on: date) -> FigureValue | None:
    return FigureValue.objects.filter(figure=figure, on=on).order_by("pk").last()


def _enter(row: FigureValue, *, today: date) -> None:
    row.save(force_insert=True)
    append(
        kind="plans.figure_entered",
        subject=f"{row.figure.initiative.code}/{row.figure.code}",
        facts=queries.value_facts(row),
        on=today,
    )


def _named(by: Actor) -> UUID:
    if by.user is None:
        raise Refused(
            "nobody", ko="로그인한 사람만 할 수 있습니다.", en="Only somebody signed in can do this."
        )
    return by.user


def _locked(milestone_id: int, by: Actor) -> Milestone:
    milestone = (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("initiative__owner")
        .get(pk=milestone_id)
    )
    permissions.require_keeper(by, milestone.initiative)
    if milestone.removed_on is not None:
        raise Refused(
            "task_removed",
            ko="지운 할 일입니다. 과제 화면에서 바뀐 기록을 확인해 주세요.",
            en="This task was removed. See what changed on the initiative's page.",
        )
    return milestone


def _is_repeated(milestone: Milestone, what: Change, **values: str) -> bool:
    """Return whether the last line of a task's history already says this: the same form came twice."""
    last = milestone.history.order_by("pk").last()
    return (
        last is not None
        and last.what == what
        and all(getattr(last, name) == text for name, text in values.items())
    )


def _write(change: MilestoneChange, *, by: Actor, at: datetime) -> None:
    change.by_key, change.by_name, change.at = by.user, by.name, at
    change.save(force_insert=True)
    append(
        kind=f"plans.milestone_{change.what}",
        subject=f"{change.milestone.initiative.code}/{change.milestone_id}",
        facts=queries.change_facts(change),
        on=change.on,
    )
