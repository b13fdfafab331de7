"""The living plan as the home page: who sees what of it, as of which day, and what it costs."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiphyeon.contexts.plans import api as plans
from jiphyeon.contexts.plans.models import Initiative, Milestone
from jiphyeon.contexts.plans.tasks import count_the_day

DAY = date(2024, 3, 4)


def page_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(page):
    return len(re.findall(r'class="plan-row ', page))


def test_everybody_sees_every_initiative_and_how_many_are_at_work(reader):
    plan = plans.living_plan(2024, on=DAY)

    page = page_of(reader(language="en").get("/"))

    assert rows_of(page) == len(plan.initiatives)
    assert f"Of {len(plan.initiatives)} initiatives, <strong>{len(plan.at_work)}</strong>" in page
    assert page.count("plan-row plan-at_work") == len(plan.at_work)


def test_one_count_of_what_is_at_work_whoever_says_it(reader):
    count_the_day.func(DAY.isoformat(), prepared=count_the_day.func.prepare(DAY.isoformat()))
    plan = plans.living_plan(2024, on=DAY)
    count = len(plan.at_work)

    figure = next(
        f for card in plan.initiatives for f in card.figures if f.code == "at-work" and f.value is not None
    )

    assert figure.value == count
    assert rows_of(page_of(reader().get("/?for=me"))) == count
    assert f"<strong>{count}개</strong>가 오늘 일하고" in page_of(reader().get("/"))


def test_a_day_before_the_plan_says_nothing_of_today(reader):
    page = page_of(reader().get("/?on=2023-06-01"))

    assert "오늘 일하고" not in page
    assert "이날에는 아직 발표하지 않은 계획입니다." in page
    assert "plan-row plan-at_work" not in page


def test_a_door_whose_room_is_not_built_says_so_and_leads_nowhere(reader):
    page = page_of(reader(language="en").get("/"))
    doors = page[page.index("plan-doors") : page.index("plan-asof")]

    assert 'href="/programmes/find/"' in doors
    assert "Get a certificate <small>not open yet</small>" in doors
    assert "/certificates/" not in doors


def test_what_i_can_use_shows_only_initiatives_with_a_door(reader):
    with_doors = [card for card in plans.living_plan(2024, on=DAY).initiatives if card.doors]

    page = page_of(reader("hana").get("/?for=me"))

    assert rows_of(page) == len(with_doors) > 0


def test_my_divisions_initiatives_are_for_officers_alone(reader):
    own = [c for c in plans.living_plan(2024, on=DAY).initiatives if c.owner_code == "youth-policy-division"]

    officer, citizen = reader("jiwoo").get("/?for=division"), reader("hana").get("/?for=division")

    assert rows_of(page_of(officer)) == len(own) > 0
    assert "우리 부서 과제" in page_of(officer)
    assert "우리 부서 과제" not in page_of(citizen)


def test_a_division_without_initiatives_is_told_so_and_led_back(reader):
    page = page_of(reader("garam").get("/?for=division"))

    assert "보여 드릴 과제가 없습니다." in page


def test_as_of_a_later_day_what_was_due_is_overdue(reader):
    row = Initiative.objects.get(code="youth-rent", plan__year=2024)
    Milestone.objects.filter(initiative=row).update(due=date(2024, 6, 1), done_on=None)

    before, after = reader().get("/?on=2024-05-31"), reader().get("/?on=2024-06-02")

    assert "plan-row plan-waiting" not in page_of(before)
    assert page_of(after).count("plan-row plan-waiting") == 1


@pytest.mark.parametrize("asked", ["gestern", "2024-13-01", "0"])
def test_a_day_that_is_none_is_said_and_today_is_shown(reader, asked):
    page = page_of(reader(language="en").get("/", {"on": asked}))

    assert "The date could not be read; today is shown." in page


@pytest.mark.parametrize("asked", ["2031", "1999"])
def test_a_year_without_a_plan_leads_to_the_one_there_is(reader, asked):
    page = page_of(reader(language="en").get("/", {"year": asked}))

    assert f"The city pack has no plan for {asked} yet." in page
    assert rows_of(page) == 0


@pytest.mark.parametrize("asked", ["next", "20245", "２０２４"])
def test_a_year_that_is_none_is_taken_as_this_one(reader, asked):
    assert rows_of(page_of(reader().get("/", {"year": asked}))) > 0


def test_the_plan_costs_few_queries_and_no_more_for_more_initiatives(reader):
    client = reader()
    client.get("/")
    with CaptureQueriesContext(connection) as many:
        page_of(client.get("/"))
    Initiative.objects.exclude(code="youth-rent").delete()

    with CaptureQueriesContext(connection) as few:
        assert rows_of(page_of(client.get("/"))) == 1

    assert len(many) <= len(few)
    assert len(many) <= 15
