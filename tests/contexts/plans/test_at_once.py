"""The same form from two tabs at the same moment, or sent twice, is one deed on the plan."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from tests.at_once import at_once

from jiphyeon.contexts.plans import actions, api
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone, MilestoneChange
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.organisation import pack

TODAY, NOW = date(2024, 3, 4), datetime(2024, 3, 4, 5, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sejong():
    pack.load_city(settings.CITY_PACK)
    api.load_city(settings.CITY_PACK)


def owner(initiative):
    return {
        "by": Actor(
            user=uuid.UUID(int=7),
            name="한지우",
            roles=frozenset({PLAN_OWNER}),
            unit=initiative.owner.code,
            post="plan-officer",
        ),
        "today": TODAY,
        "at": NOW,
    }


def test_one_task_is_added(sejong):
    initiative = Initiative.objects.first()

    added = at_once(
        4,
        lambda: actions.add_milestone(
            initiative_id=initiative.pk, name="설명회", name_en="", due=None, **owner(initiative)
        ),
    )

    assert len(set(added)) == 1
    assert Milestone.objects.filter(name_ko="설명회").count() == 1
    assert MilestoneChange.objects.count() == 1


def test_one_value_is_entered(sejong):
    live = Figure.objects.get(code="granted", initiative__code="youth-rent")
    figure = Figure.objects.create(initiative=live.initiative, code="homes", is_live=False)

    at_once(
        4,
        lambda: actions.enter_figure(
            figure_id=figure.pk,
            value=7,
            on=TODAY,
            evidence="회의록",
            link="https://example.org/",
            paper=None,
            **owner(figure.initiative),
        ),
    )

    assert FigureValue.objects.filter(figure=figure, on=TODAY).count() == 1


def test_one_finish_one_move_and_one_reopening_are_written(sejong):
    task = Milestone.objects.get(code="announce")
    who = owner(task.initiative)
    proof = "https://example.org/p"

    for deed in (
        lambda: actions.move_milestone(milestone_id=task.pk, due=date(2024, 5, 1), note="협의", **who),
        lambda: actions.finish_milestone(milestone_id=task.pk, done_on=TODAY, note="", evidence=proof, **who),
        lambda: actions.reopen_milestone(milestone_id=task.pk, note="다시", **who),
    ):
        at_once(3, deed)

    assert list(MilestoneChange.objects.order_by("pk").values_list("what", flat=True)) == [
        "moved",
        "done",
        "reopened",
    ]
