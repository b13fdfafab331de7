"""Every page opens for whom it is meant, and for nobody else; another's case is the same as none."""

import re
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook
from tests.contexts.benefits.conftest import TODAY, brings_paper, says
from tests.lists import assert_counts_are_the_rows

from jiphyeon.contexts.benefits.actions import applying, calls, handling, objecting, paying, signing
from jiphyeon.contexts.benefits.enums import CaseState, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.contexts.benefits.tables import CASES
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.ledger.models import Entry as LedgerEntry
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.ledger.order import put_in_order
from jiphyeon.foundation.ledger.trail import looks_at
from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.kernel import Refused, Words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def civil_day(monkeypatch):
    """The city lives on 2024-03-04."""
    for place in ("foundation.accounts.middleware", "foundation.clock.now"):
        monkeypatch.setattr(f"jiphyeon.{place}.civil_today", lambda: date(2024, 3, 4))


def version_of(key):
    return Case.objects.get(key=key).version


@pytest.fixture
def as_(client):
    def sign_in(user):
        client.logout()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


def addresses(key):
    """Yield every address of the room with what opens it."""
    mine = f"/benefits/mine/{key}/"
    desk = f"/benefits/desk/{key}/"
    return {
        "/programmes/": "everyone",
        "/programmes/find/": "everyone",
        "/programmes/youth-rent/": "everyone",
        "/programmes/youth-deposit-interest/": "everyone",
        "/programmes/facility-fee-reduction/": "everyone",
        "/programmes/job-interview-support/": "everyone",
        "/fees/": "everyone",
        "/programmes/api/programmes": "everyone",
        "/programmes/api/programmes/youth-rent": "everyone",
        "/benefits/programmes/youth-deposit-interest/apply/": "citizen",
        "/benefits/mine/": "citizen",
        "/benefits/mine/payments/": "citizen",
        "/ledger/looks/": "citizen",
        "/fees/boram-pool/": "citizen",
        "/benefits/api/cases": "citizen",
        mine: "owner",
        f"{mine}why/": "owner",
        f"{mine}receipt/": "owner",
        f"{mine}deeds/object/": "owner",
        "/benefits/desk/": "desk",
        "/queues/benefits.cases/rows.xlsx": "desk",
        "/benefits/desk/calls/youth-rent/2024-1/": "desk",
        desk: "desk",
        "/benefits/desk/new/youth-rent/": "preparer",
    }


OPENS = {
    "nobody": {"everyone"},
    "hana": {"everyone", "citizen", "owner"},
    "doyun": {"everyone", "citizen"},
    "seoyeon": {"everyone", "desk", "preparer"},
    "minjae": {"everyone", "desk"},
    "garam": {"everyone", "desk"},
}


@pytest.mark.parametrize("who", sorted(OPENS))
def test_pages_open_for_whom_they_are_meant_and_for_nobody_else(office, run_jobs, as_, who):
    key = office.applies(office.hana)
    run_jobs()
    client = as_(getattr(office, who, None))

    problems = {}
    for address, door in addresses(key).items():
        status = client.get(address).status_code
        right = {200} if door in OPENS[who] else {302, 401, 403, 404}
        if status not in right:
            problems[address] = status

    assert problems == {}


def test_every_kind_of_case_has_a_screen_for_its_owner_and_for_the_desk(office, run_jobs, as_):
    keys = [
        office.applies(office.hana),
        office.applies(office.doyun, known={"monthly_rent": None}),
    ]
    run_jobs()
    seoyeon = office.actor(office.seoyeon)
    handling.ask_supplement(key=keys[1], request="임대차계약서", by=seoyeon, on=date(2024, 3, 4))

    for owner, key in zip((office.hana, office.doyun), keys, strict=True):
        assert as_(owner).get(f"/benefits/mine/{key}/").status_code == 200
        assert as_(office.seoyeon).get(f"/benefits/desk/{key}/").status_code == 200


def test_a_draft_is_its_writers_alone(office, as_):
    by = office.actor(office.hana)
    key = applying.start(
        person=office.hana.key, programme="youth-rent", token=uuid4(), by=by, on=date(2024, 3, 4)
    )

    statuses = {
        who: as_(getattr(office, who)).get(f"/benefits/desk/{key}/").status_code
        for who in ("seoyeon", "garam")
    }

    assert statuses == {"seoyeon": 404, "garam": 404}
    for step in (1, 2, 3, 4):
        assert as_(office.hana).get(f"/benefits/mine/{key}/apply/{step}/").status_code == 200
        assert as_(office.doyun).get(f"/benefits/mine/{key}/apply/{step}/").status_code == 404


@pytest.mark.parametrize("deed", ["deeds/withdraw", "deeds/supply", "say", "papers"])
def test_nobody_acts_on_anothers_case_by_its_address(office, run_jobs, as_, deed):
    key = office.applies(office.hana)
    run_jobs()
    before = (Case.objects.get(key=key).state, HistoryLine.objects.count())

    status = (
        as_(office.doyun)
        .post(f"/benefits/mine/{key}/{deed}/", {"body": "…", "version": version_of(key)})
        .status_code
    )

    assert status == 404
    assert (Case.objects.get(key=key).state, HistoryLine.objects.count()) == before


@pytest.mark.parametrize("who", ["garam", "minjae"])
@pytest.mark.parametrize(
    "deed", ["deeds/propose", "deeds/ask_supplement", "deeds/take", "deeds/establish", "say"]
)
def test_who_may_only_read_or_sign_prepares_nothing(office, run_jobs, as_, who, deed):
    key = office.applies(office.hana)
    run_jobs()
    before = (
        Case.objects.get(key=key).state,
        Case.objects.get(key=key).assigned_to,
        HistoryLine.objects.count(),
    )

    as_(getattr(office, who)).post(
        f"/benefits/desk/{key}/{deed}/",
        {
            "way": "approve",
            "comment": "x",
            "body": "x",
            "basis": "x",
            "assets": "1",
            "version": version_of(key),
        },
    )

    now = Case.objects.get(key=key)
    assert (now.state, now.assigned_to, HistoryLine.objects.count()) == before


def test_that_an_officer_opened_my_case_is_mine_to_read(office, run_jobs, as_):
    key = office.applies(office.hana)
    run_jobs()

    as_(office.seoyeon).get(f"/benefits/desk/{key}/")

    looks = looks_at(office.hana.key)
    assert [(look.by, look.verb) for look in looks] == [("박서연", "benefits.viewed")]
    assert "박서연" in as_(office.hana).get("/ledger/looks/").content.decode()


def test_each_fact_to_be_fetched_says_what_it_is_for(office, as_):
    hana = office.actor(office.hana)
    key = applying.start(person=hana.user, programme="youth-rent", token=uuid4(), by=hana, on=TODAY)

    page = as_(office.hana).get(f"/benefits/mine/{key}/apply/2/").content.decode()

    for label, why in (
        ("전입신고", "실제로 사는 집의 월세를 지원합니다."),
        ("본인 명의 계약", "본인이 맺은 계약이어야 합니다."),
        ("공공임대주택 거주", "이미 임대료 혜택을 받는 집은 빠집니다."),
    ):
        assert f"<dt>{label}</dt><dd>{why}</dd>" in page


def test_the_trail_says_for_which_page_or_deed_somebody_looked(office, run_jobs, as_):
    key = office.applies(office.hana)
    run_jobs()
    client = as_(office.seoyeon)
    client.get(f"/benefits/desk/{key}/")
    asked = {"comment": "통장 사본", "until": "2024-03-14", "version": Case.objects.get(key=key).version}
    client.post(f"/benefits/desk/{key}/deeds/ask_supplement/", asked)

    reasons = {look.verb: look.reason for look in looks_at(office.hana.key)}
    assert reasons["benefits.viewed"] == "신청 내용 확인"
    assert reasons["benefits.ask_supplement"] == CASE.deed("ask_supplement").press.ko
    english = as_(office.hana).get("/ledger/looks/", headers={"accept-language": "en"}).content.decode()
    assert "to read the application" in english
    assert CASE.deed("ask_supplement").press.en in english
    assert not re.search(
        "[가-힣]", english.partition("<main")[2].partition("</main>")[0].replace("박서연", "")
    )


def test_the_queue_takes_the_same_number_of_queries_for_one_row_and_for_many(
    office, run_jobs, as_, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office.applies(office.hana)
    run_jobs()
    client = as_(office.seoyeon)
    client.get("/benefits/desk/")
    with CaptureQueriesContext(connection) as one:
        client.get("/benefits/desk/")
    office.applies(office.doyun)
    run_jobs()
    with CaptureQueriesContext(connection) as two:
        client.get("/benefits/desk/")

    assert len(two) == len(one)
    assert len(one) <= 14


def test_a_citizens_list_takes_the_same_number_of_queries_for_one_case_and_for_three(office, run_jobs, as_):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    office.applies(office.hana)
    run_jobs()
    client = as_(office.hana)
    client.get("/benefits/mine/")
    with CaptureQueriesContext(connection) as one:
        client.get("/benefits/mine/")
    for programme in ("youth-deposit-interest", "job-interview-support"):
        office.applies(office.hana, programme=programme, stated={})
    run_jobs()
    with CaptureQueriesContext(connection) as three:
        client.get("/benefits/mine/")

    assert len(three) == len(one)


def test_english_pages_hold_no_korean_sentence_of_ours(office, run_jobs, as_):
    key = office.applies(office.hana)
    run_jobs()
    client = as_(office.hana)
    client.cookies["django_language"] = "en"

    page = client.get(f"/benefits/mine/{key}/").content.decode()

    assert "Youth rent support" in page
    assert "담당자가" not in page
    assert "있었던 일" not in page


def test_the_whole_life_has_pages(office, run_jobs, as_):
    """Granted, paid, held, stopped, objected: no screen breaks on the way."""
    key = office.applies(office.hana)
    run_jobs()
    seoyeon, minjae, sora = (office.actor(u) for u in (office.seoyeon, office.minjae, office.sora))
    later = date(2024, 3, 18)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=later)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=later)
    signing.sign(key=key, by=minjae, on=later)
    paying.pay(key=key, number=1, on=date(2024, 3, 25))
    office.holders.known[office.hana.key]["lives_in_sejong"] = False

    def both_open():
        assert as_(office.hana).get(f"/benefits/mine/{key}/").status_code == 200
        assert as_(office.seoyeon).get(f"/benefits/desk/{key}/").status_code == 200

    assert paying.pay(key=key, number=2, on=date(2024, 4, 25)) is False
    both_open()
    paying.stop(
        key=key, not_due_from=date(2024, 3, 20), reason="이사하셨습니다.", by=minjae, on=date(2024, 5, 8)
    )
    both_open()
    objecting.file(key=key, body="돌아왔습니다.", by=office.actor(office.hana), on=date(2024, 5, 9))
    both_open()
    objecting.answer(key=key, accepted=True, reason="확인했습니다.", by=sora, on=date(2024, 5, 10))
    both_open()
    assert Case.objects.get(key=key).state == CaseState.APPROVED


def decided_case(office, run_jobs):
    key = office.applies(office.hana)
    run_jobs()
    seoyeon, minjae = office.actor(office.seoyeon), office.actor(office.minjae)
    later = date(2024, 3, 18)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=later)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=later)
    signing.sign(key=key, by=minjae, on=later)
    return Case.objects.get(key=key)


def test_in_english_officers_are_named_in_latin_letters_on_both_sides(office, run_jobs, as_):
    for user, latin in ((office.seoyeon, "Park Seoyeon"), (office.minjae, "Jeong Minjae")):
        type(user).objects.filter(pk=user.pk).update(latin_name=latin)
    case = decided_case(office, run_jobs)
    english = {"accept-language": "en"}
    as_(office.seoyeon).get(f"/benefits/desk/{case.key}/")
    says(key=case.key, body="Hello", by=office.actor(office.seoyeon), on=date(2024, 3, 18), shared=True)

    desk = as_(office.seoyeon).get(f"/benefits/desk/{case.key}/", headers=english).content.decode()
    pages = [
        as_(office.hana).get(address, headers=english).content.decode()
        for address in (f"/benefits/mine/{case.key}/", "/ledger/looks/", "/my/")
    ]

    assert "to read the application" in pages[1]
    for page in (desk, *pages):
        assert "Park Seoyeon" in page
        assert "박서연" not in page
    for page in (desk, pages[0]):
        assert "Jeong Minjae" in page
        assert "정민재" not in page


def test_who_judged_is_said_in_the_readers_language_beside_the_reason(office, run_jobs, as_):
    type(office.seoyeon).objects.filter(pk=office.seoyeon.pk).update(latin_name="Park Seoyeon")
    key = office.applies(office.hana, known={"monthly_rent": 650_000})
    run_jobs()
    seoyeon, minjae = office.actor(office.seoyeon), office.actor(office.minjae)
    handling.propose(key=key, verdict=Verdict.REFUSE, reason="Too high.", by=seoyeon, on=date(2024, 3, 18))
    signing.sign(key=key, by=minjae, on=date(2024, 3, 18))

    korean, english = (
        as_(office.hana).get(f"/benefits/mine/{key}/", headers={"accept-language": language}).content.decode()
        for language in ("ko", "en")
    )

    assert "담당자 판단 (박서연)" in korean
    assert "Judgement of Park Seoyeon" in english
    assert "담당자 판단" not in english


def test_the_receipt_of_a_decision_is_for_its_owner_and_the_desk_alone(office, run_jobs, as_):
    case = decided_case(office, run_jobs)
    leaf = case.decisions.get().leaf
    mine, desk = (f"/benefits/{side}/{case.key}/records/{leaf}.json" for side in ("mine", "desk"))

    opened = {
        who: [as_(getattr(office, who, None)).get(address).status_code for address in (mine, desk)]
        for who in ("nobody", "hana", "doyun", "seoyeon", "minjae", "garam")
    }

    assert opened == {
        "nobody": [302, 302],
        "hana": [200, 403],
        "doyun": [404, 403],
        "seoyeon": [403, 200],
        "minjae": [403, 200],
        "garam": [403, 200],
    }
    assert [look.by for look in looks_at(office.hana.key) if look.verb == "benefits.receipt_taken"] == [
        "문가람",
        "정민재",
        "박서연",
    ]


def test_the_receipt_says_what_was_decided_and_check_us_finds_it_genuine(office, run_jobs, as_):
    case = decided_case(office, run_jobs)
    put_in_order()
    page = as_(office.hana).get(f"/benefits/mine/{case.key}/").content.decode()
    address = f"/benefits/mine/{case.key}/records/{case.decisions.get().leaf}.json"
    assert f'href="{address}"' in page

    answer = as_(office.hana).get(address)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{case.number}-{case.decisions.get().leaf[:12]}.json"'
    )
    response = as_(None).post(
        "/ledger/",
        {"file": SimpleUploadedFile("receipt.json", answer.content)},
        headers={"accept-language": "en"},
    )

    assert "Genuine. It is as it was recorded" in response.content.decode()
    assert "<dt>Decision</dt><dd>Grant</dd>" in response.content.decode()
    assert "<dt>Amount (won)</dt><dd>200000</dd>" in response.content.decode()


def test_ones_place_in_a_ranking_is_recorded_for_oneself_and_taken_home_by_nobody_else(office, run_jobs, as_):
    case = decided_case(office, run_jobs)
    ranked = LedgerEntry.objects.get(kind="benefits.ranked")
    assert ranked.subject == str(case.key)
    where = f"/benefits/mine/{case.key}/records/{ranked.leaf_hash}.json"

    assert as_(office.hana).get(where).status_code == 200
    assert as_(office.doyun).get(where).status_code == 404


def test_the_spreadsheet_covers_names_unless_they_are_asked_for_and_says_who_took_it(office, run_jobs, as_):
    office.applies(office.hana)
    run_jobs()

    def first_row(query):
        answer = as_(office.seoyeon).get(f"/queues/benefits.cases/rows.xlsx?view=all{query}")
        book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
        return book.get_sheet_by_index(0).to_python()[1]

    assert first_row("")[:3] == [Case.objects.get().number, "김○나", "청년 주거임대료 지원"]
    assert first_row("&names=1")[1] == "김하나"
    exported = TrailEntry.objects.filter(verb="queues.exported").order_by("pk")
    assert [line.details["names"] for line in exported] == [False, True]


def test_every_view_of_the_desk_counts_what_it_shows(office, run_jobs):
    for person in (office.hana, office.doyun):
        office.applies(person)
    run_jobs()

    assert_counts_are_the_rows(CASES, office.actor(office.seoyeon), TODAY)


def test_an_examiner_hands_cases_to_a_colleague_but_never_to_the_applicant(office, run_jobs, as_):
    key = office.applies(office.hana)
    run_jobs()
    case = Case.objects.get(key=key)
    seoyeon = office.actor(office.seoyeon)

    assert handling.hand_over([case.number], office.sora.key, seoyeon, TODAY) == 1
    assert handling.hand_over([case.number], office.sora.key, seoyeon, TODAY) == 0
    with pytest.raises(Refused) as not_examining:
        handling.hand_over([case.number], office.minjae.key, seoyeon, TODAY)
    User.objects.get(pk=office.hana.pk).appointments.create(
        post=Post.objects.create(code="post-hana", unit=Unit.objects.get(), title=Words("주무관", "Officer")),
        roles=["case_officer"],
        first=TODAY,
    )
    with pytest.raises(Refused) as own:
        handling.hand_over([case.number], office.hana.key, seoyeon, TODAY)

    case.refresh_from_db()
    assert (not_examining.value.code, own.value.code) == (
        "colleague_does_not_examine",
        "own_case_of_colleague",
    )
    assert case.assigned_to == office.sora.key
    line = HistoryLine.objects.of(case).last()
    assert (line.deed, line.shown, line.by, bool(line.leaf)) == ("hand_over", False, office.seoyeon.key, True)
    assert TrailEntry.objects.filter(verb="benefits.handed_over", person=office.hana.key).count() == 1
    assert as_(office.minjae).post("/queues/benefits.cases/assign/").status_code == 403


def test_what_an_officer_read_from_papers_is_written_down_in_one_go(office, run_jobs, as_):
    key = office.applies(office.hana, known={"household_size": None, "assets": None})
    run_jobs()

    as_(office.seoyeon).post(
        f"/benefits/desk/{key}/deeds/establish/",
        {"version": version_of(key), "household_size": "1", "assets": "3,000만", "basis": "등본과 잔액증명"},
    )
    run_jobs()

    assert Case.objects.get(key=key).proposal == Verdict.APPROVE


def test_an_application_taken_at_the_counter_stands_in_the_queue(office, run_jobs, as_):
    page = as_(office.seoyeon).get("/benefits/desk/new/youth-rent/")
    token = page.context["token"]
    given = {
        "token": str(token), "account": "hana", "channel": "counter", "basis": "서면 신청서",
        "lives_in_sejong": "yes", "household_size": "1", "owns_home": "no", "deposit": "1000만",
        "monthly_rent": "45만", "area": "26", "household_income": "245만", "assets": "3000만", "registered": "yes",
        "own_name": "yes", "public_rental": "no", "landlord_is_relative": "no", "receives_housing_aid": "no",
    }  # fmt: skip

    answers = [as_(office.seoyeon).post("/benefits/desk/new/youth-rent/", given) for _ in range(2)]
    run_jobs()

    case = Case.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (case.person, case.channel, case.proposal) == (office.hana.key, "counter", Verdict.APPROVE)


def test_who_only_looks_at_a_case_is_shown_no_form(office, run_jobs, as_, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    key = office.applies(office.hana)
    run_jobs()
    paper = SimpleUploadedFile("계약서.pdf", b"%PDF-1.7 a lease\n%%EOF")
    brings_paper(key=key, upload=paper, title="계약서", by=office.actor(office.hana), on=date(2024, 3, 4))

    def forms(who):
        page = as_(who).get(f"/benefits/desk/{key}/").content.decode()
        return {path.rpartition("/")[2] for path in re.findall(r'action="/benefits/desk/([^"]+)/"', page)}

    assert forms(office.seoyeon) >= {"say", "papers", "judge", "take"}
    assert forms(office.garam) == set()


def test_an_approval_is_asked_about_before_it_is_signed(office, run_jobs, as_):
    key = office.applies(office.hana)
    run_jobs()
    on, seoyeon = date(2024, 3, 18), office.actor(office.seoyeon)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=on)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=on)
    where = f"/benefits/desk/{key}/deeds/sign_approval/"

    case = as_(office.minjae).get(f"/benefits/desk/{key}/").content.decode()
    asked = as_(office.minjae).get(where).content.decode()

    assert f'href="{where}" data-key="a"' in case
    assert f'action="{where}"' not in case
    assert "서명은 거둘 수 없습니다." in asked
