"""What an owner enters: kept with its history, refused to others, and nothing changes on a refusal."""

import uuid
from datetime import UTC, date, datetime

import pytest

from jiphyeon.contexts.plans import actions
from jiphyeon.contexts.plans.models import Figure, FigureValue, Milestone, MilestoneChange
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.kernel import Refused

TODAY = date(2024, 3, 4)
NOW = datetime(2024, 3, 4, 5, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def owner(unit: str = "policy-planning-division") -> Actor:
    return Actor(
        user=uuid.uuid4(), name="한지우", roles=frozenset({Role.PLAN_OWNER}), unit=unit, post="plan-officer"
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
            figure_id=live.pk, value=99, on=TODAY, evidence="문서", by=owner(), today=TODAY, at=NOW
        )

    assert not FigureValue.objects.exists()


def test_an_entered_figure_keeps_its_corrections(sejong):
    live = Figure.objects.get(code="granted", initiative__code="youth-rent")
    kept = Figure.objects.create(initiative=live.initiative, code="homes", is_live=False)

    for value in (10, 12):
        actions.enter_figure(
            figure_id=kept.pk, value=value, on=TODAY, evidence="현황 보고", by=owner(), today=TODAY, at=NOW
        )

    assert [row.value for row in FigureValue.objects.filter(figure=kept)] == [10, 12]
