"""An officer's month: the last days of what waits for them, from every list and from the plan."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.lists import assert_queries_do_not_grow

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.plans.models import Milestone
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.ui.calendars import Due, month_of
from jiphyeon.kernel import Words


def case(number, due, **more):
    return Case.objects.create(
        person=User.objects.get(username="hana").key, programme="youth-rent", call=str(number), token=uuid4(),
        opened_on=due, applied_on=due, due_on=due, number=f"2024-{number:06}", **{"state": "prepared", **more},
    )  # fmt: skip


def days(answer):
    """Return the rows of each day, by the anchor of the day."""
    page = answer.content.decode()
    return {
        anchor: re.findall(r"<li><a[^>]*>([^<]+)</a>", section)
        for anchor, section in re.findall(r'<section id="d(\d+)"(.*?)</section>', page, re.DOTALL)
    }


def test_a_month_shows_what_is_ones_own_or_nobodys_by_its_last_day(sejong, reader):
    today = civil_today()
    day = today.replace(day=20)
    seoyeon, jihun = (User.objects.get(username=name).key for name in ("seoyeon", "jihun"))
    case(1, day, assigned_to=seoyeon)
    case(2, day)
    case(3, day, assigned_to=jihun)  # a colleague's
    case(4, day, state="approved")  # nothing to do
    case(5, day + timedelta(days=40))  # another month

    found = days(reader("seoyeon").get("/my/calendar/"))

    assert [row.split(" · ")[0] for row in found[f"{day:%m%d}"]] == ["2024-000001", "2024-000002"]
    later = days(reader("seoyeon").get("/my/calendar/", {"day": str(day + timedelta(days=40))}))
    assert [len(rows) for rows in later.values()] == [1]


def test_tasks_of_the_plan_stand_among_them(sejong, reader):
    task = Milestone.objects.filter(initiative__owner__code="youth-policy-division").first()
    task.due, task.done_on = civil_today(), None
    task.save()

    assert task.name.ko in str(days(reader("jiwoo").get("/my/calendar/")))
    assert task.name.ko not in str(days(reader("seoyeon").get("/my/calendar/")))
    task.done_on = civil_today()
    task.save()
    assert task.name.ko not in str(days(reader("jiwoo").get("/my/calendar/")))


@pytest.mark.parametrize("written", ["x", "9999-12-31", "0001-01-01", "2024-02-30"])
def test_a_day_that_cannot_be_read_shows_this_month(sejong, reader, written):
    assert reader("seoyeon").get("/my/calendar/", {"day": written}).status_code == 200


def test_only_officers_have_one_and_it_asks_a_fixed_number_of_questions(sejong, reader):
    assert reader("hana").get("/my/calendar/").status_code == 403
    client, today = reader("seoyeon"), civil_today()
    case(1, today)
    assert_queries_do_not_grow(
        lambda: client.get("/my/calendar/"), lambda: [case(number, today) for number in range(2, 30)]
    )


def test_a_sheet_is_whole_weeks_from_monday_and_says_what_is_late():
    due = Due(date(2024, 2, 1), "x", "/x/", Words("가", "a"))
    month = month_of(date(2024, 2, 10), date(2024, 2, 10), [due])

    assert (month.weeks[0][0].day, month.weeks[-1][-1].day) == (date(2024, 1, 29), date(2024, 3, 3))
    assert {len(week) for week in month.weeks} == {7}
    assert [(day.day, day.is_late) for day in month.days] == [(date(2024, 2, 1), True)]
    assert (month.before, month.after) == (date(2024, 1, 31), date(2024, 3, 1))


def test_ones_own_calendar_is_told_how_much_is_due_and_of_nobody(sejong, reader, client):
    day = civil_today() + timedelta(days=3)
    case(1, day)
    case(2, day)
    officer = reader("seoyeon")
    assert officer.post("/my/days/", {"work": "1"})["Location"] == "/my/calendar/#ahead"
    address = officer.get("/my/calendar/").context["days_file"]

    text = client.get(address).content.decode()

    assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in text
    assert "신청 심사 마지막 날 2건" in text.replace("\r\n ", "")
    assert "2024-0000" not in text
    assert "김하나" not in text
    officer.post("/my/days/", {"work": "1", "off": "1"})
    assert client.get(address).status_code == 404
