"""The pages of rules, reforms and outreach: who gets in, what is refused in words, what is written into the trail."""

from datetime import date
from uuid import uuid4

import pytest

from jiphyeon.contexts.benefits.models import OutreachChoice, Reform
from jiphyeon.foundation.ledger.trail import looks_at

from .conftest import DUE, SAID, TODAY, officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def civil_day(monkeypatch):
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: TODAY)


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.logout()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editor(office):
    return officer("yujin", "rules_editor", name="최유진")


@pytest.fixture
def approver(office):
    return officer("haeun", "rules_approver", name="강하은")


READ = ["/benefits/rules/", "/benefits/rules/youth-rent/"]
TELL = ["/benefits/outreach/", "/benefits/outreach/youth-rent/"]


@pytest.mark.parametrize("address", [*READ, *TELL])
def test_officers_read_and_citizens_do_not(office, editor, approver, as_, address):
    readers = [office.seoyeon, office.minjae, office.garam]
    readers += [editor, approver] if address in READ else []

    assert [as_(user).get(address).status_code for user in readers] == [200] * len(readers)
    assert as_(office.hana).get(address).status_code == 403
    assert as_(None).get(address).status_code == 302


def test_only_an_editor_builds_and_only_an_approver_decides(office, editor, approver, as_):
    build, decide = "/benefits/rules/youth-rent/reforms/new/", f"/benefits/rules/reforms/{uuid4()}/approve/"

    assert [as_(user).get(build).status_code for user in (editor, approver, office.seoyeon)] == [
        200,
        403,
        403,
    ]
    assert [as_(user).post(decide).status_code for user in (approver, editor, office.garam)] == [
        404,
        403,
        403,
    ]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("p_age_limit", "서른넷", "숫자로 적어 주세요"),
        ("p_age_limit", "3.5", "숫자로 적어 주세요"),
        ("p_income_share", "많이", "숫자로 적어 주세요"),
        ("name", "", "필수"),
    ],
)
def test_a_wrong_value_is_said_and_nothing_is_kept(editor, as_, field, typed, said):
    told = {"name": "하나", "first": "2024-07-01", "p_deposit_cap": "1억 2000만", field: typed}

    page = as_(editor).post("/benefits/rules/youth-rent/reforms/new/", told).content.decode()

    assert 'role="alert"' in page
    assert said in page or field == "name"
    assert Reform.objects.count() == 0


def test_what_people_write_is_kept_as_the_data_files_write_it(editor, as_):
    told = {
        "name": "넓게", "first": "2024-07-01", "p_deposit_cap": "1억 2,000만 원", "p_income_share": "160",
        "c1_clause": "no-home", "c1_how": "drop", "c2_clause": "one-person", "c2_fact": "household_size",
        "c2_how": "<=", "c2_value": "2",
    }  # fmt: skip

    as_(editor).post("/benefits/rules/youth-rent/reforms/new/", told)

    reform = Reform.objects.get()
    assert reform.parameters == {"deposit_cap": "120000000", "income_share": "160%"}
    assert reform.clauses == {"no-home": None, "one-person": "household_size <= 2"}
    assert reform.first == date(2024, 7, 1)


def test_as_of_and_known_on_are_days_in_the_address_and_nonsense_is_today(editor, as_):
    client = as_(editor)

    assert "기준판 2023" in client.get("/benefits/rules/youth-rent/?as_of=2023-05-01").content.decode()
    assert "기준판 2024" in client.get("/benefits/rules/youth-rent/?as_of=soon&known_on=x").content.decode()
    early = client.get("/benefits/rules/youth-rent/?as_of=1900-01-01")
    assert (early.status_code, "시행되는 기준이 없습니다" in early.content.decode()) == (200, True)


def test_listing_a_person_is_written_into_their_trail(office, as_):
    OutreachChoice.objects.create(person=office.hana.key, wanted=True, on=TODAY)
    office.holders.known[office.hana.key] = {**DUE, **SAID}

    page = as_(office.seoyeon).get("/benefits/outreach/youth-rent/").content.decode()

    assert "김하나" in page
    assert [(look.by, look.verb) for look in looks_at(office.hana.key)] == [
        ("박서연", "benefits.outreach_listed")
    ]


def test_nobody_is_told_of_a_fee(office, as_):
    assert as_(office.seoyeon).get("/benefits/outreach/facility-fee-reduction/").status_code == 404
