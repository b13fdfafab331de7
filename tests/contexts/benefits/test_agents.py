"""Somebody comes to the counter for somebody else: who they are, by what paper, until when; seen by both sides, and ended."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.contexts.benefits.conftest import DUE, SAID, TODAY

from jiphyeon.contexts.benefits.actions import applying, purging
from jiphyeon.contexts.benefits.enums import Channel
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.casework import agents
from jiphyeon.foundation.casework.agency import agency_of
from jiphyeon.foundation.casework.models import Agent
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.notices import api as notices

pytestmark = pytest.mark.django_db
UNTIL = date(2024, 9, 4)


@pytest.fixture
def case(office, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    key = applying.take_in(
        person=office.hana.key, programme="youth-rent", channel=Channel.COUNTER, facts={**DUE, **SAID},
        basis="등본", token=uuid4(), by=office.actor(office.seoyeon), on=TODAY,
    )  # fmt: skip
    return Case.objects.get(key=key)


@pytest.fixture
def desk(office, client):
    client.force_login(office.seoyeon)
    return client


@pytest.fixture(autouse=True)
def march(monkeypatch):
    for place in ("foundation.accounts.middleware",):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)


def form(case, **more):
    paper = SimpleUploadedFile("wiim.pdf", b"%PDF-1.4 power of attorney\n%%EOF")
    fields = {
        "version": Case.objects.get(key=case.key).version, "agent": "김어머니", "relation": "lineal",
        "phone": "010-0000-0909", "paper": paper, "until": UNTIL.isoformat(), **more,
    }  # fmt: skip
    return {name: value for name, value in fields.items() if value is not None}


def names(desk, case, **more):
    return desk.post(f"/benefits/desk/{case.key}/deeds/name_agent/", form(case, **more))


def test_the_machine_that_prepares_meanwhile_does_not_undo_what_was_written(case, desk, run_jobs):
    written = form(case)
    run_jobs()
    assert Case.objects.get(key=case.key).version > written["version"]

    assert desk.post(f"/benefits/desk/{case.key}/deeds/name_agent/", written).status_code == 302

    assert Agent.objects.get().name == "김어머니"


def test_what_was_written_for_a_deed_stays_where_the_matter_has_moved_on(case, desk, run_jobs):
    written = {"version": case.version, "comment": "면접 확인서를 내 주세요."}
    run_jobs()
    where = f"/benefits/desk/{case.key}/deeds/ask_supplement/"

    asked = desk.post(where, written)

    page = asked.content.decode()
    assert asked.status_code == 422
    assert "화면을 연 뒤에 이 건이 바뀌었습니다" in page
    assert "면접 확인서를 내 주세요." in page
    seen = Case.objects.get(key=case.key).version
    assert f'name="version" value="{seen}"' in page
    assert desk.post(where, {**written, "version": seen}).status_code == 302


def test_an_agent_is_taken_down_with_paper_and_both_sides_see_them(case, desk, office, client):
    assert names(desk, case).status_code == 302

    agent = Agent.objects.get()
    assert (agent.name, agent.relation, agent.until, agent.named_name) == (
        "김어머니",
        "lineal",
        UNTIL,
        "박서연",
    )
    assert case.papers.get().key == agent.paper
    page = desk.get(f"/benefits/desk/{case.key}/").content.decode()
    assert "김어머니" in page
    assert "010-0000-0909" in page
    client.force_login(office.hana)
    mine = client.get(f"/benefits/mine/{case.key}/").content.decode()
    assert "김어머니" in mine
    assert "010-0000-0909" not in mine
    assert notices.inbox(office.hana.key)[0].title.en == "An agent was written down"
    assert Entry.objects.get(kind="benefits.agent_named").sealed["facts"]["until"] == "2024-09-04"
    assert [words.en for words in rows.compare().problems] == []


def test_the_receipt_names_the_agent(case, desk, office, client):
    names(desk, case)
    client.force_login(office.hana)

    page = client.get(f"/benefits/mine/{case.key}/receipt/").content.decode()

    assert "김어머니 (부모, 자녀, 조부모, 손자녀)" in page
    assert agents.pairs(case, TODAY) == [("대리인", "김어머니 (부모, 자녀, 조부모, 손자녀)")]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"paper": None}, "서류가 없으면 대리인으로 받을 수 없습니다."),
        ({"agent": ""}, "신분증에 적힌 대리인의 이름을 적어 주세요."),
        ({"relation": "stranger"}, ""),
        ({"until": ""}, "위임장에 적힌 마지막 날을 적어 주세요."),
    ],
)
def test_nobody_acts_without_name_relation_paper_and_last_day(case, desk, more, message):
    page = names(desk, case, **more)

    assert page.status_code in {200, 422}
    assert message in page.content.decode()
    assert not Agent.objects.exists()
    assert not case.papers.exists()


@pytest.mark.parametrize(
    ("until", "kept"),
    [(TODAY - timedelta(days=1), False), (TODAY, True), (date(2025, 3, 4), True), (date(2025, 3, 5), False)],
)
def test_an_authority_lasts_from_today_to_the_longest_term(case, desk, until, kept):
    names(desk, case, until=until.isoformat())

    assert Agent.objects.exists() == kept
    assert case.papers.exists() == kept


def test_another_agent_takes_the_place_of_the_one_before_and_the_agency_is_ended_with_words(
    case, desk, office
):
    names(desk, case)
    names(desk, case, agent="박변호사", relation="lawyer")
    assert [(one.name, one.ended_on) for one in Agent.objects.order_by("pk")] == [
        ("김어머니", TODAY),
        ("박변호사", None),
    ]

    where = f"/benefits/desk/{case.key}/deeds/end_agent/"
    desk.post(where, {"version": Case.objects.get(key=case.key).version, "comment": ""})
    assert Agent.objects.filter(ended_on=None).exists()
    desk.post(where, {"version": Case.objects.get(key=case.key).version, "comment": "본인이 거두었습니다."})

    assert not Agent.objects.filter(ended_on=None).exists()
    assert [words.en for words in rows.compare().problems] == []


def test_after_the_last_day_the_authority_is_marked_as_run_out(case, desk):
    names(desk, case)

    assert [line.holds for line in agents.lines(case, UNTIL)] == [True]
    assert [line.holds for line in agents.lines(case, UNTIL + timedelta(days=1))] == [False]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "다른 사람"}, {"phone": "010-0000-0000"}, {"relation": "lawyer"}, {"until": date(2024, 12, 1)},
        {"paper": UUID(int=9)}, {"named_on": date(2024, 3, 1)}, {"named_by": UUID(int=9)}, {"named_name": "다른 사람"},
        {"ended_on": date(2024, 3, 6)}, {"ended_by": UUID(int=9)}, {"ended_on": None, "ended_by": None},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_is_changed_of_an_agent_in_the_rows_is_named(case, desk, changes):
    names(desk, case)
    names(desk, case, agent="박변호사", relation="lawyer")
    desk.post(
        f"/benefits/desk/{case.key}/deeds/end_agent/",
        {"version": Case.objects.get(key=case.key).version, "comment": "본인이 거두었습니다."},
    )
    assert [words.en for words in rows.compare().problems] == []
    agent = Agent.objects.first()
    for name, value in changes.items():
        setattr(agent, name, value)
    agent.save()

    assert any("the agent of application" in words.en for words in rows.compare().problems)


def test_name_and_telephone_go_with_the_papers(case, desk, office):
    names(desk, case)
    applying.withdraw(key=case.key, by=office.actor(office.hana), on=TODAY)

    assert purging.purge(key=case.key, on=TODAY + timedelta(days=1)) == 1

    agent = Agent.objects.get()
    assert (agent.name, agent.phone) == ("", "")
    assert agents.lines(case, TODAY) == ()
    assert [words.en for words in rows.compare().problems] == []


def test_the_counter_leads_on_to_the_agent(desk, office):
    fields = {
        "token": str(uuid4()), "account": "doyun", "channel": "counter", "basis": "등본과 위임장", "by_agent": "on",
    }  # fmt: skip

    answer = desk.post("/benefits/desk/new/youth-rent/", fields)

    assert (
        answer["Location"]
        == f"/benefits/desk/{Case.objects.get(person=office.doyun.key).key}/deeds/name_agent/"
    )


def test_every_relation_of_the_city_says_its_paper_and_its_law(settings):
    agency = agency_of(settings.CITY_PACK)

    assert [one.code for one in agency.relations] == [
        "spouse", "lineal", "sibling", "lawyer", "permitted", "guardian",
    ]  # fmt: skip
    assert all(one.law.verified and one.paper.ko for one in agency.relations)
    assert agents.last_day(TODAY) == date(2025, 3, 4)
