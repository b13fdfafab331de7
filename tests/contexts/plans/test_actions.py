"""What an owner enters: kept with its history, refused to others, and nothing changes on a refusal."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiphyeon.contexts.plans import actions, api, queries
from jiphyeon.contexts.plans.models import Figure, FigureValue, Milestone, MilestoneChange
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger import rows
from jiphyeon.kernel import Refused, Words

TODAY = date(2024, 3, 4)
NOW = datetime(2024, 3, 4, 5, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def owner(unit: str = "policy-planning-division") -> Actor:
    return Actor(
        user=uuid.uuid4(), name="한지우", roles=frozenset({PLAN_OWNER}), unit=unit, post="plan-officer"
    )


def test_a_finish_is_kept_with_its_proof_and_who_entered_it(sejong):
    milestone = Milestone.objects.get(code="announce")

    actions.finish_milestone(
        milestone_id=milestone.pk, done_on=date(2024, 1, 18), note="", evidence="https://example.org/p",
        by=owner(), today=TODAY, at=NOW,
    )  # fmt: skip

    milestone.refresh_from_db()
    written = MilestoneChange.objects.get(milestone=milestone)
    assert milestone.done_on == date(2024, 1, 18)
    assert (written.what, written.by_name, written.evidence) == ("done", "한지우", "https://example.org/p")


def test_a_moved_day_keeps_the_day_before(sejong):
    milestone = Milestone.objects.get(code="five-year-plan")

    actions.move_milestone(
        milestone_id=milestone.pk, due=date(2025, 1, 31), note="협의 지연", by=owner("university-division"),
        today=TODAY, at=NOW,
    )  # fmt: skip

    written = MilestoneChange.objects.get(milestone=milestone)
    assert (written.due_before, written.due_after) == (date(2024, 12, 31), date(2025, 1, 31))


@pytest.mark.parametrize("forged", [{"due": date(2026, 1, 1)}, {"done_on": date(2024, 2, 1)}])
def test_a_tasks_day_that_its_history_does_not_give_is_named(sejong, forged):
    task = Milestone.objects.get(code="five-year-plan")
    fields = {"milestone_id": task.pk, "by": owner("university-division"), "today": TODAY, "at": NOW}
    actions.move_milestone(due=date(2025, 1, 31), note="협의 지연", **fields)
    actions.finish_milestone(done_on=TODAY, note="끝", evidence="", **fields)
    actions.reopen_milestone(note="아직", **fields)
    assert rows.compare().problems == []

    Milestone.objects.filter(pk=task.pk).update(**forged)

    assert [words.en for words in rows.compare().problems] == [
        f"Task {task.pk}: its name or one of its days is not what its history says."
    ]


def test_another_division_may_not_enter_anything(sejong):
    milestone = Milestone.objects.get(code="five-year-plan")

    with pytest.raises(Refused) as no:
        actions.finish_milestone(
            milestone_id=milestone.pk, done_on=TODAY, note="끝", evidence="", by=owner("budget-division"),
            today=TODAY, at=NOW,
        )  # fmt: skip

    assert no.value.code == "not_the_owner"
    milestone.refresh_from_db()
    assert milestone.done_on is None
    assert not MilestoneChange.objects.exists()


def test_a_live_figure_cannot_be_entered_by_hand(sejong):
    live = Figure.objects.get(code="granted", initiative__code="youth-rent")

    with pytest.raises(Figure.DoesNotExist):
        actions.enter_figure(
            figure_id=live.pk,
            value=99,
            on=TODAY,
            evidence="문서",
            link="https://example.org/",
            paper=None,
            by=owner(),
            today=TODAY,
            at=NOW,
        )

    assert not FigureValue.objects.exists()


def test_an_entered_figure_keeps_its_corrections(sejong):
    live = Figure.objects.get(code="granted", initiative__code="youth-rent")
    kept = Figure.objects.create(initiative=live.initiative, code="homes", is_live=False)

    for value in (10, 12):
        actions.enter_figure(
            figure_id=kept.pk,
            value=value,
            on=TODAY,
            evidence="현황 보고",
            link="https://example.org/",
            paper=None,
            by=owner(),
            today=TODAY,
            at=NOW,
        )

    assert [row.value for row in FigureValue.objects.filter(figure=kept)] == [10, 12]


def by_hand():
    """Return a figure that its owner enters."""
    return Figure.objects.get(code="saved", initiative__code="spending-review")


def enter(figure, value=10, **values):
    given = {"on": TODAY, "evidence": "현황 보고 3쪽", "link": "https://example.org/report", "paper": None}
    actions.enter_figure(
        figure_id=figure.pk,
        value=value,
        by=owner("budget-division"),
        today=TODAY,
        at=NOW,
        **{**given, **values},
    )


def paper(content=b"%PDF-1.7 a report\n%%EOF"):
    return SimpleUploadedFile("report.pdf", content)


def shown(figure, on=TODAY):
    """Return what the initiative's page shows of a figure: its values by day."""
    card = api.initiative(figure.initiative.code, 2024, on=on)
    return next(row.values for row in card.figures if row.code == figure.code)


def test_a_task_renamed_keeps_its_name_before_and_the_pack_does_not_undo_it(sejong, settings):
    task = Milestone.objects.get(code="five-year-plan")
    before = task.name
    fields = {"milestone_id": task.pk, "by": owner("university-division"), "today": TODAY, "at": NOW}

    for _twice in range(2):
        actions.rename_milestone(name="다섯 해 계획 세우기", name_en="", note="쉬운 말로", **fields)
    api.load_city(settings.CITY_PACK)

    change = MilestoneChange.objects.get(milestone=task)
    assert (change.name_before, change.name_after.ko) == (before, "다섯 해 계획 세우기")
    assert Milestone.objects.get(pk=task.pk).name == Words("다섯 해 계획 세우기", "다섯 해 계획 세우기")
    assert rows.compare().problems == []


def test_a_task_removed_is_gone_from_its_day_on_and_can_be_changed_no_more(sejong, settings):
    task = Milestone.objects.get(code="five-year-plan")
    fields = {"milestone_id": task.pk, "by": owner("university-division"), "today": TODAY, "at": NOW}
    actions.remove_milestone(note="다른 과제로 옮김", **fields)
    api.load_city(settings.CITY_PACK)

    def tasks(on):
        return {row.id for row in api.initiative(task.initiative.code, 2024, on=on).milestones}

    assert task.pk not in tasks(TODAY)
    assert task.pk in tasks(date(2024, 3, 3))
    assert task not in Milestone.objects.overdue(date(2025, 6, 1))
    with pytest.raises(Refused) as no:
        actions.move_milestone(due=None, note="다시", **fields)
    assert no.value.code == "task_removed"
    assert rows.compare().problems == []

    Milestone.objects.filter(pk=task.pk).update(removed_on=None)
    assert len(rows.compare().problems) == 1


def added(name="설명회 열기"):
    initiative = Milestone.objects.get(code="five-year-plan").initiative
    arguments = {"by": owner("university-division"), "today": TODAY, "at": NOW}
    key = actions.add_milestone(initiative_id=initiative.pk, name=name, name_en="", due=None, **arguments)
    return Milestone.objects.get(pk=key), arguments


def test_a_task_that_nobody_added_is_named(sejong):
    task, _arguments = added()
    forged = Milestone.objects.create(initiative=task.initiative, name=Words("몰래 넣은 일", ""), order=1)

    assert [words.en for words in rows.compare().problems] == [
        f"Task {forged.pk}: its history says that nobody added it."
    ]


@pytest.mark.parametrize("removed", [False, True])
def test_a_task_called_otherwise_than_when_it_was_added_or_removed_is_named(sejong, removed):
    task, problems = added()
    if removed:
        actions.remove_milestone(milestone_id=task.pk, note="끝난 일", **problems)
    assert rows.compare().checked.problems == ()

    Milestone.objects.filter(pk=task.pk).update(name_ko="다른 일")
    assert [words.en for words in rows.compare().problems] == [
        f"Task {task.pk}: its name or one of its days is not what its history says."
    ]

    MilestoneChange.objects.filter(milestone=task).update(name_after_ko="다른 일", name_after_en="")
    about = f"a change of task {task.initiative.code}/{task.pk}"
    assert {words.en.partition(" (")[0] for words in rows.compare().problems} == {
        f"{about}: name is not what was recorded",
        f"{about}: name_en is not what was recorded",
    }


def test_the_leaf_of_a_task_added_before_leaves_held_its_name_is_said_to_lack_it(sejong, monkeypatch):
    monkeypatch.setattr(
        queries, "change_facts", lambda change, _new=queries.change_facts: {
            name: given for name, given in _new(change).items() if not name.startswith("name")
        },
    )  # fmt: skip
    task, _arguments = added()
    monkeypatch.undo()
    MilestoneChange.objects.filter(milestone=task).update(name_after_ko="", name_after_en="")

    book = rows.compare()

    assert book.problems == []
    assert [words.en.rpartition(": ")[2] for words in book.unchecked] == ["name (1), name_en (1)."]


def test_a_value_that_nothing_shows_is_refused(sejong):
    with pytest.raises(Refused) as no:
        enter(by_hand(), link="")

    assert no.value.code == "nothing_shows_it"
    assert not FigureValue.objects.exists()


def test_a_corrected_value_keeps_its_paper_and_each_has_its_leaf(sejong):
    figure = by_hand()
    enter(figure, link="", paper=paper())
    enter(figure, 12, link="")
    enter(figure, 12, link="")  # sent twice

    first, second = FigureValue.objects.order_by("pk")
    assert (first.paper, first.paper_sha256) == (second.paper, second.paper_sha256)
    assert first.paper_sha256
    assert shown(figure) == ((TODAY, 12),)
    assert rows.compare().problems == []

    FigureValue.objects.filter(pk=second.pk).update(paper_sha256="0" * 64)
    assert rows.compare().problems


def test_a_value_taken_back_is_shown_no_more_and_stays_in_the_history(sejong):
    figure = by_hand()
    enter(figure)
    for _twice in range(2):
        actions.take_back_figure(
            figure_id=figure.pk,
            on=TODAY,
            note="다른 날의 값",
            by=owner("budget-division"),
            today=TODAY,
            at=NOW,
        )

    assert shown(figure) == ()
    assert list(FigureValue.objects.values_list("value", "evidence")) == [
        (10, "현황 보고 3쪽"),
        (None, "다른 날의 값"),
    ]
    assert rows.compare().problems == []


def test_an_owner_adds_a_figure_once_and_another_division_none(sejong):
    initiative = by_hand().initiative
    fields = {
        "initiative_id": initiative.pk, "name": Words("살핀 사업", "Projects looked at"), "unit": Words("개", "projects"),
        "how": Words("센다", "Counted"), "target": 40, "today": TODAY,
    }  # fmt: skip
    made = {actions.add_figure(by=owner("budget-division"), **fields) for _twice in range(2)}

    assert Figure.objects.filter(initiative=initiative, code="own-1", is_live=False).count() == 1 == len(made)
    assert rows.compare().problems == []
    with pytest.raises(Refused):
        actions.add_figure(by=owner("youth-policy-division"), **fields)


def test_a_pack_read_again_keeps_the_figures_its_owners_added(sejong, settings):
    initiative = by_hand().initiative
    actions.add_figure(
        initiative_id=initiative.pk, name=Words("살핀 사업", "Projects"), unit=Words("개", "projects"),
        how=Words("센다", "Counted"), target=None, by=owner("budget-division"), today=TODAY,
    )  # fmt: skip
    api.load_city(settings.CITY_PACK)

    assert initiative.figures.filter(code="own-1").exists()
