"""The lists of changes and of trials: what waits for whom, counts that are their rows, search, files."""

import re
from datetime import date, timedelta

import pytest
from tests.contexts.benefits.conftest import TODAY, officer
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.contexts.programmes.rules.changes import Change
from jiphyeon.contexts.reforms.actions import reforming
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.contexts.reforms.tables.lists import REFORMS, RUNS
from jiphyeon.foundation.queues import work
from jiphyeon.foundation.ui.saying import localized

pytestmark = pytest.mark.django_db

FIRST = date(2024, 7, 1)


@pytest.fixture(autouse=True)
def civil_day(monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)


@pytest.fixture
def editor(office):
    return officer("yujin", "rules_editor", name="최유진")


@pytest.fixture
def approver(office):
    return officer("haeun", "rules_approver", name="강하은")


@pytest.fixture
def written(office, editor):
    """A draft, one that waits, one put aside, and one whose first day comes before anybody decides."""

    def draft(name, first=FIRST, *, on=TODAY, asks=False):
        by = office.actor(editor)
        key = reforming.draft(Change(name, first, {"age_limit": "34"}), by=by, on=on)
        if asks:
            reforming.propose(key=key, authority="조례 제3조", reason="법에 맞춥니다.", by=by, on=on)
        return key

    draft("작성하는 개정안")
    reforming.drop(key=draft("버린 개정안"), by=office.actor(editor))
    draft("늦은 개정안", TODAY, on=TODAY - timedelta(days=5), asks=True)
    return draft("기다리는 개정안", asks=True)


def run_of(reform, editor, state=RunState.DONE):
    run = ReformRun.objects.create(
        as_of=FIRST,
        asked={"versions": [["youth-rent", "2024"]], "reforms": [], "curve": None},
        population={"name": "few", "synthetic": True},
        state=state,
        asked_by=editor.key,
        asked_name="최유진",
        asked_on=TODAY,
        known_on=TODAY,
        result={} if state is RunState.DONE else None,
    )
    run.reforms.add(reform)
    return run


def listed(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return re.findall(r'class="jip-row-link"[^>]*>([^<]*)<', page.content.decode())


def works(office, user):
    return {one.name: one for one in work.of_officer(office.actor(user), TODAY)}


def test_every_count_is_its_rows(office, editor, written):
    reform = Reform.objects.get(key=written)
    run_of(reform, editor)
    run_of(reform, editor, RunState.CANCELLED)

    assert_counts_are_the_rows(REFORMS, office.actor(editor), TODAY)
    assert_counts_are_the_rows(RUNS, office.actor(editor), TODAY)


def test_a_change_that_waits_stands_first_in_its_approvers_work_and_in_nobody_elses(
    office, editor, approver, written
):
    waiting = works(office, approver)["reforms-reforms"]
    doors = [(localized(word), count) for word, _url, count in waiting.doors]

    assert doors == [("승인 기다림", 2)]
    assert [localized(line.title).partition(" · ")[0] for line in waiting.lines] == [
        "늦은 개정안",
        "기다리는 개정안",
    ]
    assert all(re.search(r" · 20\d\d\. \d+\. \d+\.\(.\)$", localized(line.title)) for line in waiting.lines)
    mine = works(office, editor)["reforms-reforms"]
    assert [localized(line.title).partition(" · ")[0] for line in mine.lines] == ["작성하는 개정안"]
    assert ("시행일이 와 고칠 것", 1) in [(localized(word), count) for word, _url, count in mine.doors]
    assert not works(office, office.seoyeon)["reforms-reforms"].doors
    assert "reforms-runs" not in works(office, editor)


def test_a_list_is_narrowed_by_view_programme_and_name(client, editor, written):
    client.force_login(editor)

    assert listed(client, "/reforms/all/") == ["늦은 개정안", "기다리는 개정안"][::-1]
    assert listed(client, "/reforms/all/?view=dropped") == ["버린 개정안"]
    assert listed(client, "/reforms/all/?view=all&programme=job-interview-support&number=작성") == [
        "작성하는 개정안"
    ]
    found = client.post("/queues/reforms.reforms/find/?view=all", {"wanted": "늦은"})
    assert listed(client, found["Location"]) == ["늦은 개정안"]
    assert "개정안 이름" in client.get("/reforms/all/").content.decode()


def test_trials_are_found_by_their_change_and_ask_for_no_number(client, editor, written):
    reform = Reform.objects.get(key=written)
    other = Reform.objects.get(name="작성하는 개정안")
    run_of(reform, editor)
    run_of(other, editor)
    client.force_login(editor)

    assert listed(client, f"/reforms/runs/?reform={written}") == ["기다리는 개정안"]
    assert len(listed(client, "/reforms/runs/?number=zzz")) == 2
    assert 'name="wanted"' not in client.get("/reforms/runs/").content.decode()


def test_what_was_not_worked_out_or_given_up_is_in_one_view(client, editor, written):
    reform = Reform.objects.get(key=written)
    run_of(reform, editor, RunState.CANCELLED)
    client.force_login(editor)

    assert listed(client, "/reforms/runs/?view=ended") == ["기다리는 개정안"]


def test_lists_take_the_same_queries_for_few_rows_and_many(client, editor, written):
    reform = Reform.objects.get(key=written)
    run_of(reform, editor)
    client.force_login(editor)

    def grow():
        for _each in range(20):
            Reform.objects.create(
                name="또", first=FIRST, parts=reform.parts, state=reform.state, drafted_by=editor.key,
                drafted_name="최유진", drafted_on=TODAY,
            )  # fmt: skip
            run_of(reform, editor)

    assert_queries_do_not_grow(
        lambda: [listed(client, "/reforms/all/?view=all"), listed(client, "/reforms/runs/")], grow
    )


def test_one_comes_back_to_the_list_from_a_change_and_walks_on(client, editor, written):
    client.force_login(editor)

    page = client.get(f"/reforms/{written}/?view=waiting&sort=-drafted_on").content.decode()

    assert "1 / 2" in page
    assert "/reforms/all/?view=waiting&amp;sort=-drafted_on" in page
    assert "queue-walk" not in client.get(f"/reforms/{written}/").content.decode()
