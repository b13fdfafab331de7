"""The plan in the city pack: whole, and read in without losing what owners entered."""

from datetime import date

import pytest
from django.conf import settings

from jiphyeon.contexts.plans import api, tasks
from jiphyeon.contexts.plans.models import Figure, FigureValue, Initiative, Milestone
from jiphyeon.kernel import Refused

MARCH_4 = date(2024, 3, 4)
pytestmark = pytest.mark.django_db


def test_every_system_the_plan_names_is_in_the_tree(sejong):
    plan = api.living_plan(2024, on=MARCH_4)

    assert {number for card in plan.initiatives for number in card.systems} == set(range(1, 29))
    assert [heading.code for heading in plan.headings if heading.is_direction] == [
        "renewal",
        "together",
        "world",
    ]


def test_reading_the_pack_again_changes_nothing_and_keeps_what_was_entered(sejong):
    announced = Milestone.objects.get(code="announce")
    announced.due, announced.done_on = date(2024, 1, 19), date(2024, 1, 18)
    announced.save()
    before = (Initiative.objects.count(), Milestone.objects.count(), Figure.objects.count())

    api.load_city(settings.CITY_PACK)

    assert (Initiative.objects.count(), Milestone.objects.count(), Figure.objects.count()) == before
    announced.refresh_from_db()
    assert (announced.due, announced.done_on) == (date(2024, 1, 19), date(2024, 1, 18))


def test_the_garden_expo_stands_until_the_day_it_was_given_up(sejong):
    before = api.initiative("garden-expo", 2024, on=date(2024, 12, 10))
    after = api.initiative("garden-expo", 2024, on=date(2024, 12, 11))

    assert before.state != "called_off"
    assert before.called_off_on is None
    assert after.state == "called_off"


def test_a_posted_figure_shows_from_its_day_on_and_an_unknown_one_is_not_zero(sejong):
    api.post_figure(initiative="youth-rent", figure="granted", value=3, on=MARCH_4)
    api.post_figure(initiative="youth-rent", figure="granted", value=4, on=MARCH_4)
    api.post_figure(initiative="youth-rent", figure="no-such-figure", value=9, on=MARCH_4)

    granted = {f.code: f.value for f in api.initiative("youth-rent", 2024, on=MARCH_4).figures}
    earlier = {f.code: f.value for f in api.initiative("youth-rent", 2024, on=date(2024, 3, 3)).figures}
    assert granted["granted"] == 4
    assert granted["applied"] is None
    assert earlier["granted"] is None
    assert FigureValue.objects.count() == 1


def test_the_whole_plan_takes_the_same_few_queries_however_large(sejong, django_assert_num_queries):
    with django_assert_num_queries(7):
        api.living_plan(2024, on=MARCH_4)


def test_a_year_without_a_plan_is_none(sejong):
    assert api.living_plan(2031, on=MARCH_4) is None


def test_the_plan_counts_its_own_day_once_however_often_it_is_asked(sejong):
    for _ in range(2):
        counted = tasks.count_the_day.func.prepare(day="2024-03-04")
        tasks.count_the_day.func(day="2024-03-04", prepared=counted)

    at_work = next(f for f in api.initiative("living-plan", 2024, on=MARCH_4).figures if f.code == "at-work")
    plan = api.living_plan(2024, on=MARCH_4)
    assert at_work.values == ((MARCH_4, sum(1 for card in plan.initiatives if card.doors)),)
    assert at_work.value > 0


def test_what_a_room_counts_goes_to_every_figure_that_shows_it_whatever_its_code(sejong):
    Figure.objects.filter(initiative__code="youth-rent", code="applied").update(counts="notices-sent")

    api.post_count("notices-sent", 12, on=MARCH_4)

    for code, figure in (("mobile-notices", "sent"), ("youth-rent", "applied")):
        shown = {f.code: f.value for f in api.initiative(code, 2024, on=MARCH_4).figures}
        assert shown[figure] == 12


def test_a_figure_that_nobody_counts_is_refused_with_what_is_counted(sejong, tmp_path):
    plan = (settings.CITY_PACK / "plan" / "2024.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan").mkdir()
    misspelt = plan.replace("counts: notices-sent", "counts: notice-sent")
    (tmp_path / "plan" / "2024.yaml").write_text(misspelt, encoding="utf-8")

    with pytest.raises(Refused) as no:
        api.load_city(tmp_path)

    line = next(n for n, text in enumerate(misspelt.splitlines(), 1) if "counts: notice-sent" in text)
    assert str(no.value) == (
        f"plan/2024.yaml, line {line}: 'counts' of a figure of mobile-notices cannot be 'notice-sent'; did you mean "
        "'notices-sent'? One of: e_notices.served, initiatives-at-work, notices-sent, published-programmes."
    )
