"""The pages of rules, reforms and outreach: who gets in, what is refused in words, what is written into the trail."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from tests.contexts.benefits.conftest import DUE, SAID, TODAY, officer

from jiphyeon.contexts.outreach.models import OutreachChoice
from jiphyeon.contexts.programmes.rules.changes import Change, Part
from jiphyeon.contexts.reforms.actions import reforming, running
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.foundation.ledger.trail import looks_at

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


READ = ["/reforms/", "/reforms/rules/youth-rent/"]
TELL = ["/outreach/", "/outreach/youth-rent/"]


@pytest.mark.parametrize("address", [*READ, *TELL])
def test_officers_read_and_citizens_do_not(office, editor, approver, as_, address):
    readers = [office.seoyeon, office.minjae, office.garam]
    readers += [editor, approver] if address in READ else []

    assert [as_(user).get(address).status_code for user in readers] == [200] * len(readers)
    assert as_(office.hana).get(address).status_code == 403
    assert as_(None).get(address).status_code == 302


def test_only_an_editor_builds_and_only_an_approver_decides(office, editor, approver, as_):
    build, decide = "/reforms/rules/youth-rent/new/", f"/reforms/{uuid4()}/approve/"

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
    ("field", "typed", "message"),
    [
        ("shared.age_limit", "서른넷", "숫자로 적어 주세요"),
        ("shared.age_limit", "3.5", "숫자로 적어 주세요"),
        ("youth-rent.income_share", "많이", "숫자로 적어 주세요"),
        ("name", "", "필수"),
    ],
)
def test_a_wrong_value_is_said_and_nothing_is_kept(editor, as_, field, typed, message):
    fields = {
        "name": "하나", "first": "2024-07-01", "programmes": ["youth-rent"],
        "youth-rent.deposit_cap": "1억 2000만", field: typed,
    }  # fmt: skip

    page = as_(editor).post("/reforms/rules/youth-rent/new/", fields).content.decode()

    assert 'role="alert"' in page
    assert message in page or field == "name"
    assert Reform.objects.count() == 0


def test_what_people_write_is_kept_as_the_data_files_write_it(editor, as_):
    fields = {
        "name": "넓게", "first": "2024-07-01", "programmes": ["youth-rent"],
        "youth-rent.deposit_cap": "1억 2,000만 원", "youth-rent.income_share": "160",
        "youth-rent.c1.clause": "no-home", "youth-rent.c1.how": "drop", "youth-rent.c2.clause": "one-person",
        "youth-rent.c2.fact": "household_size", "youth-rent.c2.how": "<=", "youth-rent.c2.value": "2",
    }  # fmt: skip

    as_(editor).post("/reforms/rules/youth-rent/new/", fields)

    reform = Reform.objects.get()
    assert reform.shared == {}
    assert reform.parts == {
        "youth-rent": {
            "parameters": {"deposit_cap": "120000000", "income_share": "160%"},
            "clauses": {"no-home": None, "one-person": "household_size <= 2"},
        }
    }
    assert reform.first == date(2024, 7, 1)


def test_as_of_and_known_on_are_days_in_the_address_and_nonsense_is_today(editor, as_):
    client = as_(editor)

    assert "기준판 2023" in client.get("/reforms/rules/youth-rent/?as_of=2023-05-01").content.decode()
    assert "기준판 2024" in client.get("/reforms/rules/youth-rent/?as_of=soon&known_on=x").content.decode()
    early = client.get("/reforms/rules/youth-rent/?as_of=1900-01-01")
    assert (early.status_code, "시행되는 기준이 없습니다" in early.content.decode()) == (200, True)


def test_in_english_the_button_shows_and_the_headings_name_what_is_under_them(editor, as_):
    page = as_(editor).get("/reforms/rules/youth-rent/", headers={"accept-language": "en"}).content.decode()

    assert re.search(r'<button type="submit"[^>]*>Show</button>', page)
    headings = re.findall(r"<h2>([^<]*)</h2>", page)
    assert {"Conditions", "Versions", "Changes"} <= set(headings)


def test_listing_a_person_is_written_into_their_trail(office, as_):
    OutreachChoice.objects.create(person=office.hana.key, wanted=True, on=TODAY)
    office.holders.known[office.hana.key] = {**DUE, **SAID}

    page = as_(office.seoyeon).get("/outreach/youth-rent/").content.decode()

    assert "김하나" in page
    assert "맞는 조건" in page
    assert "&#x27;청년 주거임대료 지원&#x27;을 받으실 수 있을 것 같습니다." in page
    assert [(look.by, look.verb) for look in looks_at(office.hana.key)] == [
        ("박서연", "benefits.outreach_listed")
    ]


def test_nobody_is_told_of_a_fee(office, as_):
    assert as_(office.seoyeon).get("/outreach/facility-fee-reduction/").status_code == 404


# -- every door, as every role ----------------------------------------------------------------------------

CHANGE = Change("34세까지", date(2024, 7, 1), {"age_limit": "34"})
READ_RULES = {"yujin", "haeun", "seoyeon", "minjae", "sora", "garam"}
TELLS = {"seoyeon", "minjae", "sora", "garam"}
DOORS = [
    ("get", "reforms/", READ_RULES, 200),
    ("get", "reforms/all/", READ_RULES, 200),
    ("get", "reforms/runs/", READ_RULES, 200),
    ("get", "queues/reforms.reforms/rows.xlsx", READ_RULES, 200),
    ("get", "reforms/rules/youth-rent/", READ_RULES, 200),
    ("get", "reforms/{draft}/", READ_RULES, 200),
    ("get", "reforms/runs/{run}/", READ_RULES, 200),
    ("get", "reforms/runs/{run}/state.json", READ_RULES, 200),
    ("get", "reforms/runs/{run}/report.pdf", READ_RULES, 404),
    ("get", "reforms/runs/{run}/report.xlsx", READ_RULES, 404),
    ("get", "reforms/new/", {"yujin"}, 200),
    ("get", "reforms/rules/youth-rent/new/", {"yujin"}, 200),
    ("get", "reforms/runs/new/", {"yujin"}, 200),
    ("get", "reforms/rules/youth-rent/runs/new/", {"yujin"}, 200),
    ("post", "reforms/{draft}/propose/", {"yujin"}, 200),
    ("post", "reforms/{draft}/drop/", {"yujin"}, 302),
    ("post", "reforms/{draft}/take-back/", {"yujin"}, 302),
    ("post", "reforms/runs/{run}/again/", {"yujin"}, 302),
    ("post", "reforms/runs/{run}/report/", {"yujin"}, 302),
    ("post", "reforms/runs/{run}/cancel/", {"yujin"}, 302),
    ("post", "reforms/{draft}/approve/", {"haeun"}, 302),
    ("post", "reforms/{draft}/refuse/", {"haeun"}, 200),
    ("get", "outreach/", TELLS, 200),
    ("get", "outreach/rounds/", TELLS, 200),
    ("get", "outreach/youth-rent/", TELLS, 200),
    ("post", "outreach/youth-rent/send/", {"seoyeon", "sora"}, 302),
]


@pytest.mark.parametrize(("method", "address", "allowed", "answer"), DOORS)
def test_every_door_opens_to_those_whose_duty_it_is_and_to_nobody_else(
    *, office, editor, approver, as_, method, address, allowed, answer, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    (tmp_path / "populations" / "few").mkdir(parents=True)
    (tmp_path / "populations" / "few" / "people.csv").write_text("person_id\n1\n", encoding="utf-8")
    by = office.actor(editor)
    draft = reforming.draft(CHANGE, by=by, on=TODAY)
    run = running.ask(running.Question([draft], "few", CHANGE.first), by=by, on=TODAY)
    people = {
        "hana": office.hana, "seoyeon": office.seoyeon, "minjae": office.minjae, "sora": office.sora,
        "garam": office.garam, "yujin": editor, "haeun": approver,
    }  # fmt: skip
    url = "/" + address.format(draft=draft, run=run)

    got = {name: getattr(as_(user), method)(url).status_code for name, user in people.items()}
    stranger = getattr(as_(None), method)(url)

    assert got == {name: answer if name in allowed else 403 for name in people}
    assert stranger.status_code == 302
    assert "/accounts/" in stranger["Location"]


def test_a_draft_that_fits_no_more_says_so_and_cannot_be_laid_before_anybody(office, editor, as_):
    change = Change("a", date(2024, 7, 1), {}, {"youth-rent": Part({"rent_cap": "700000"})})
    key = reforming.draft(change, by=office.actor(editor), on=TODAY)
    Reform.objects.filter(key=key).update(
        parts={"youth-rent": {"parameters": {"gone_cap": "700000"}, "clauses": {}}}
    )

    page = as_(editor).get(f"/reforms/{key}/").content.decode()

    assert "지금의 기준에 맞지 않습니다" in page
    assert "이라는 기준값은 없습니다" in page
    assert "/propose/" not in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"first": "2024-03-04"}, "시행일은 오늘(2024. 3. 4.(월))보다 뒤여야 합니다."),
        ({"shared.age_limit": "39"}, "지금과 같은 값입니다. 그대로 두려면 비워 주세요."),
        ({"shared.age_limit": "-1"}, "0보다 작은 값은 쓸 수 없습니다."),
        ({"shared.age_limit": "--1"}, "숫자로 적어 주세요."),
        ({"shared.median_income.2": "삼백"}, "기준 중위소득(월) 2인: 숫자로 적어 주세요."),
        ({"shared.median_income.2": "9" * 19}, "기준 중위소득(월) 2인: 숫자로 적어 주세요."),
        ({"youth-rent.age_limit": "36"}, "위에서 모든 지원에 바꾼 값입니다. 한 곳에만 적어 주세요."),
        ({"youth-rent.c1.fact": "household_size"}, "바꿀 조건을 골라 주세요."),
        ({"youth-rent.c1.clause": "one-person"}, "어떻게 바꿀지 골라 주세요."),
        ({"youth-rent.c1.clause": "one-person", "youth-rent.c1.how": "<="}, "무엇을 볼지 골라 주세요."),
        (
            {"youth-rent.c1.clause": "one-person", "youth-rent.c1.how": "<=", "youth-rent.c1.fact": "household_size"},
            "값을 적어 주세요.",
        ),
        (
            {"youth-rent.c1.clause": "area", "youth-rent.c1.how": "drop", "youth-rent.c2.clause": "area",
             "youth-rent.c2.how": "drop"},
            "같은 조건을 두 번 바꿀 수 없습니다.",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_above(editor, as_, fields, message):
    values = {
        "name": "가",
        "first": "2024-07-01",
        "programmes": ["youth-rent"],
        "shared.age_limit": "34",
        **fields,
    }

    page = unescape(as_(editor).post("/reforms/new/", values).content.decode())

    summary, _, below = page.partition("jip-fields" if "jip-fields" in page else "</ul></div>")
    assert message in re.sub(r"<[^>]+>", "", summary)
    assert message.rpartition(": ")[2] in below
    assert Reform.objects.count() == 0


def test_asking_for_more_fields_keeps_what_is_written_and_judges_nothing(editor, as_):
    fields = {
        "name": "",
        "first": "2024-07-01",
        "shared.age_limit": "삼",
        "programmes": ["youth-rent"],
        "show": "1",
    }

    page = as_(editor).post("/reforms/new/", fields).content.decode()

    assert 'role="alert"' not in page
    assert 'value="삼"' in page
    assert 'name="youth-rent.rent_cap"' in page
    assert Reform.objects.count() == 0


def test_a_change_is_taken_up_again_with_all_that_was_written(editor, as_):
    fields = {
        "name": "넓게", "first": "2024-07-01", "programmes": ["youth-rent"], "shared.age_limit": "34",
        "shared.median_income.2": "370만", "shared.median_income.beyond": "90만", "youth-rent.income_share": "160",
        "youth-rent.c1.clause": "no-home", "youth-rent.c1.how": "drop", "youth-rent.c2.clause": "one-person",
        "youth-rent.c2.fact": "household_size", "youth-rent.c2.how": "<=", "youth-rent.c2.value": "2",
    }  # fmt: skip
    client = as_(editor)
    client.post("/reforms/new/", fields)
    first = Reform.objects.get()

    form = client.get(f"/reforms/new/?from={first.key}").context["form"]
    again = {field.html_name: value for field in form if (value := field.value()) not in (None, "", [])}
    client.post("/reforms/new/", {**again, "first": "2024-07-01"})

    second = Reform.objects.exclude(pk=first.pk).get()
    assert (second.shared, second.parts) == (first.shared, first.parts)
    assert first.shared == {
        "age_limit": "34", "median_income": {"rows": {"2": "3700000"}, "beyond": "900000"},
    }  # fmt: skip


@pytest.mark.parametrize("address", ["reforms/new/?from=nonsense", "reforms/runs/new/?reform=nonsense"])
def test_nonsense_in_an_address_is_nothing(editor, as_, address):
    assert as_(editor).get(f"/{address}").status_code == 200


def test_a_change_that_is_not_there_cannot_be_taken_up(editor, as_):
    assert as_(editor).get(f"/reforms/new/?from={uuid4()}").status_code == 404


def test_a_day_that_is_none_stays_where_it_was_typed_with_its_error(office, editor, as_):
    page = as_(editor).get("/reforms/rules/youth-rent/?as_of=2024-13-40&known_on=2024-03-03").content.decode()

    assert re.search(r'name="as_of"[^>]*value="2024-13-40"|value="2024-13-40"[^>]*name="as_of"', page)
    assert re.search(r'name="known_on"[^>]*value="2024-03-03"|value="2024-03-03"[^>]*name="known_on"', page)
    assert page.count("jip-field jip-invalid") == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"shared.age_limit": "18"}, "shared.age_limit"),
        ({"shared.age_from": "40"}, "shared.age_from"),
        ({"shared.age_from": "30", "shared.age_limit": "25"}, "shared.age_limit"),
    ],
)
def test_an_upper_age_below_the_lower_one_is_refused_beside_its_field(editor, as_, fields, field):
    answer = as_(editor).post("/reforms/new/", {"name": "하나", "first": "2024-07-01", **fields})

    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert "아무도 해당하지 않습니다" in form.errors[field][0]
    assert Reform.objects.count() == 0


def test_ends_that_meet_are_kept(editor, as_):
    as_(editor).post("/reforms/new/", {"name": "하나", "first": "2024-07-01", "shared.age_limit": "19"})

    assert Reform.objects.get().shared == {"age_limit": "19"}
