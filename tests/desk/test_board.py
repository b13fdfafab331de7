"""The head's board of a week: each number leads to exactly the rows it counts."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.ui.boards import Week


@pytest.fixture
def cases(sejong):
    """Two applications of this week, one of last week that is late."""
    hana, today = User.objects.get(username="hana").key, civil_today()
    monday = today - timedelta(days=today.weekday())
    for place, (on, due) in enumerate(
        [
            (monday, today + timedelta(days=9)),
            (today, today + timedelta(days=9)),
            (monday - timedelta(days=1), today - timedelta(days=1)),
        ]
    ):
        Case.objects.create(
            person=hana, programme="youth-rent", call=f"c{place}", state="prepared", token=uuid4(),
            opened_on=on, applied_on=on, due_on=due, number=f"2024-00010{place}",
        )  # fmt: skip


def numbers(page):
    """Return the numbers of the board with their addresses, by room and words."""
    found = {}
    for name, section in re.findall(r'aria-labelledby="board-([\w-]+)">(.*?)</section>', page, re.DOTALL):
        for url, words, count in re.findall(r'<a href="([^"]+)">([^<]+)<b>([\d,]+)</b></a>', section):
            found[name, words] = (int(count.replace(",", "")), url.replace("&amp;", "&"))
    return found


def test_the_board_counts_a_week_and_what_waits_and_every_number_opens_its_rows(cases, reader):
    head = reader("jiho")
    found = numbers(head.get("/board/").content.decode())

    assert found["benefits-cases", "들어온 신청"][0] == 2
    assert found["benefits-cases", "결정한 신청"][0] == 0
    assert found["benefits-cases", "기한 지남"][0] == 1
    assert found["benefits-cases", "할 일"][0] == 3
    for (room, words), (count, url) in found.items():
        rows = head.get(url)
        assert rows.status_code == 200, (room, words)
        if room != "plans":
            match = re.search(
                r'aria-current="page">[^<]*<span class="jip-count">([\d,]+)', rows.content.decode()
            )
            assert int(match[1].replace(",", "")) == count, (room, words)


def test_another_week_counts_what_was_of_that_week(cases, reader):
    before = civil_today() - timedelta(days=7)
    found = numbers(reader("jiho").get("/board/", {"week": before.isoformat()}).content.decode())

    assert found["benefits-cases", "들어온 신청"][0] == 1
    assert found["benefits-cases", "할 일"][0] == 3  # what waits is told as of today


@pytest.mark.parametrize("written", ["gestern", "9999-12-31", "0001-01-01", ""])
def test_a_week_that_cannot_be_read_is_this_week(sejong, reader, written):
    assert reader("jiho").get("/board/", {"week": written}).status_code == 200


@pytest.mark.parametrize("username", ["hana", "seoyeon", "garam", "taeo"])
def test_only_a_head_opens_the_board(sejong, reader, username):
    assert reader(username).get("/board/").status_code == 403


def test_a_head_reads_an_application_and_changes_nothing(cases, reader):
    case, head = Case.objects.get(number="2024-000100"), reader("jiho")

    assert head.get(f"/benefits/desk/{case.key}/").status_code == 200
    assert "윤지호" in reader("hana").get("/ledger/looks/").content.decode()
    assert head.post(f"/benefits/desk/{case.key}/say/", {"body": "?"}).status_code == 403
    assert head.post(f"/benefits/desk/{case.key}/deeds/take/", {"version": case.version}).status_code == 404
    assert head.post("/benefits/desk/together/propose/", {"selected": [case.number]}).status_code == 403
    assert Case.objects.get(pk=case.pk).version == case.version


def test_a_week_begins_on_monday():
    week = Week.of(date(2024, 3, 3), date(2024, 3, 4))

    assert (week.first, week.last, week.is_now) == (date(2024, 2, 26), date(2024, 3, 3), False)
    assert (week.before.last, week.after.first, week.after.is_now) == (
        date(2024, 2, 25),
        date(2024, 3, 4),
        True,
    )
