"""Changing terms: two people, from a day on, replayable; and what a change would do to a population."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from jiphyeon.contexts.programmes.queries import rule_sheets, rulebook
from jiphyeon.contexts.programmes.roles import CASE_OFFICER, RULES_APPROVER, RULES_EDITOR
from jiphyeon.contexts.programmes.rules.changes import Change, Part
from jiphyeon.contexts.programmes.rules.overlaying import Enacted, overlaid
from jiphyeon.contexts.reforms.actions import reforming, reporting, running
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.queries import alterations
from jiphyeon.contexts.reforms.rules.reforming import ReformState, distinct_name
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.contexts.reforms.tables import report_pdf, reports, results
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger import signing
from jiphyeon.foundation.ledger.record import receipts_about
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods import rules

TODAY = date(2024, 3, 4)
FIRST = date(2024, 7, 1)


def officer_with(*roles, name="강하은"):
    return Actor(
        user=uuid4(),
        name=name,
        is_citizen=False,
        roles=frozenset(roles),
        unit="",
        post="",
        bodies=frozenset(),
    )


EDITOR = officer_with(RULES_EDITOR, name="최유진")
APPROVER = officer_with(RULES_APPROVER)
BOTH = officer_with(RULES_EDITOR, RULES_APPROVER, name="문소라")


def drafted(by=EDITOR, *, parameters=None, clauses=None, first=FIRST):
    part = Part({"age_limit": "34"} if parameters is None else parameters, clauses or {})
    return reforming.draft(Change("34세까지", first, {}, {"youth-rent": part}), by=by, on=TODAY)


def proposed(by=EDITOR, **what):
    key = drafted(by, **what)
    reforming.propose(key=key, authority="청년 기본 조례 제3조", reason="법에 맞춥니다.", by=by, on=TODAY)
    return key


def approved(by=APPROVER, **what):
    key = proposed(**what)
    seen = reforming.digest_read(Reform.objects.get(key=key))
    reforming.approve(key=key, seen=seen, authority_read=True, by=by, on=TODAY)
    return key


def age_limit(day, known_on=None):
    version = rulebook.version_on("youth-rent", day, known_on)
    return version.parameters["age_limit"].on(day, version.known_on).content


# -- laying over ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pack():
    from django.conf import settings

    return rules.load(settings.CITY_PACK)


def alone(name, first, parameters=None, clauses=None, programme="youth-rent"):
    """A change of one programme alone."""
    return Change(name, first, {}, {programme: Part(parameters or {}, clauses or {})})


def enacted(change, recorded=TODAY, label="R1"):
    return Enacted(change, recorded, label, "조례", verified=True)


def test_a_change_holds_from_its_day_and_not_before(pack):
    changed = overlaid(pack, [enacted(alone("a", FIRST, {"age_limit": "34"}))]).programme("youth-rent")

    before, after = changed.version_on(date(2024, 6, 30)), changed.version_on(FIRST)
    assert before.parameters["age_limit"].on(date(2024, 6, 30)).content == 39
    assert after.parameters["age_limit"].on(FIRST).content == 34
    assert (before.name, after.name) == ("2024", "2024+R1")


def test_what_was_known_before_the_approval_is_still_answered(pack):
    changed = overlaid(pack, [enacted(alone("a", FIRST, {"age_limit": "34"}))]).programme("youth-rent")

    old = changed.version_on(FIRST, date(2024, 3, 3))
    assert (old.name, old.parameters["age_limit"].on(FIRST, old.known_on).content) == ("2024", 39)


def test_a_later_value_of_the_files_is_overruled_but_not_lost(pack):
    changed = overlaid(pack, [enacted(alone("a", FIRST, {"deposit_cap": "120000000"}))]).programme(
        "youth-rent"
    )
    day = date(2026, 5, 1)

    now, once = changed.version_on(day), pack.programme("youth-rent").version_on(day)
    assert now.parameters["deposit_cap"].on(day).content == 120_000_000
    assert once.parameters["deposit_cap"].on(day).content == 100_000_000


def test_a_clause_is_said_anew_or_left_out_in_every_later_version(pack):
    change = alone("a", FIRST, {}, {"one-person": "household_size <= 2", "area": None})
    changed = overlaid(pack, [enacted(change)]).programme("youth-rent")

    for day in (FIRST, date(2025, 7, 1), date(2026, 7, 1)):
        clauses = {clause.id: clause.text for clause in changed.version_on(day).clauses}
        assert clauses["one-person"] == "household_size <= 2"
        assert "area" not in clauses
    assert changed.version_on(date(2024, 6, 30)).clause("area").text == "area <= area_cap"


def test_a_second_change_builds_on_the_first(pack):
    first = enacted(alone("a", FIRST, {"age_limit": "34"}))
    second = enacted(alone("b", date(2025, 3, 1), {"rent_cap": "700000"}), label="R2")
    changed = overlaid(pack, [first, second]).programme("youth-rent")

    version = changed.version_on(date(2025, 3, 1))
    assert version.name == "2025+R2"
    assert version.parameters["age_limit"].on(date(2025, 3, 1)).content == 34
    assert version.parameters["rent_cap"].on(date(2025, 3, 1)).content == 700_000
    assert (
        changed.version_on(date(2025, 2, 28)).parameters["rent_cap"].on(date(2025, 2, 28)).content == 600_000
    )


def test_other_programmes_and_the_files_pack_stay_as_they_are(pack):
    changed = overlaid(pack, [enacted(alone("a", FIRST, {"age_limit": "34"}))])

    other = changed.programme("youth-deposit-interest").version_on(FIRST)
    assert other.parameters["age_limit"].on(FIRST).content == 39
    assert pack.programme("youth-rent").version_on(FIRST).name == "2024"


def test_a_difference_is_a_plain_sentence_in_both_languages(pack):
    change = alone("a", date(2027, 3, 2), {"age_limit": "34"}, {"one-person": "household_size <= 2"})

    sentences = alterations.difference(pack.programme("youth-rent"), change)

    assert sentences[0].ko == "청년 나이 상한: 39세 → 34세, 2027. 3. 2.(화)부터"
    assert sentences[0].en == "Youth age limit: 39 years → 34 years, from Tue 2 March 2027"
    assert sentences[1].ko == "조건 ‘가구원 수: 1명’ → ‘가구원 수: 2명 이하’, 2027. 3. 2.(화)부터"


# -- two people -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_approved_change_is_what_decides_from_its_day():
    key = approved()

    assert (age_limit(date(2024, 6, 30)), age_limit(FIRST), age_limit(FIRST, date(2024, 3, 3))) == (
        39,
        34,
        39,
    )
    assert [receipt.kind for receipt in receipts_about(str(key))] == ["benefits.reform_approved"]


@pytest.mark.django_db
def test_a_draft_and_a_proposal_change_nothing():
    drafted()
    proposed()

    assert age_limit(FIRST) == 39


@pytest.mark.django_db
def test_nobody_approves_or_refuses_their_own_proposal():
    key = proposed(BOTH)
    seen = reforming.digest_read(Reform.objects.get(key=key))

    with pytest.raises(Refused) as no:
        reforming.approve(key=key, seen=seen, authority_read=True, by=BOTH, on=TODAY)
    with pytest.raises(Refused) as neither:
        reforming.refuse(key=key, reason="아니요", by=BOTH, on=TODAY)
    assert (no.value.code, neither.value.code) == ("second_person_needed", "second_person_needed")
    assert age_limit(FIRST) == 39


@pytest.mark.django_db
@pytest.mark.parametrize("on", [FIRST, date(2024, 8, 1)])
def test_a_change_whose_day_has_come_is_not_approved(on):
    key = proposed()

    with pytest.raises(Refused, match="later than the day of approval"):
        reforming.approve(
            key=key,
            seen=reforming.digest_read(Reform.objects.get(key=key)),
            authority_read=False,
            by=APPROVER,
            on=on,
        )


@pytest.mark.django_db
def test_what_the_approver_did_not_read_is_not_approved():
    key = proposed()

    with pytest.raises(Refused) as no:
        reforming.approve(key=key, seen="0" * 64, authority_read=True, by=APPROVER, on=TODAY)
    assert no.value.code == "reform_changed"


@pytest.mark.django_db
def test_a_refusal_says_why_and_is_recorded():
    key = proposed()
    reforming.refuse(key=key, reason="근거가 없습니다.", by=APPROVER, on=TODAY)

    reform = Reform.objects.get(key=key)
    assert (reform.state, reform.decision_reason) == (ReformState.REFUSED, "근거가 없습니다.")
    assert [receipt.kind for receipt in receipts_about(str(key))] == ["benefits.reform_refused"]
    assert age_limit(FIRST) == 39


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"parameters": {}}, "nothing_changed"),
        ({"parameters": {"age_limitt": "34"}}, "unknown_parameter"),
        ({"parameters": {"age_limit": "many"}}, "not_whole"),
        ({"parameters": {"deposit_cap": "1.5"}}, "money_not_whole"),
        ({"parameters": {}, "clauses": {"nothing": None}}, "unknown_clause"),
        ({"parameters": {}, "clauses": {"age": "age + 1"}}, "clause_type"),
    ],
)
def test_what_fits_nothing_is_not_even_kept(what, code):
    with pytest.raises(Refused) as no:
        drafted(**what)

    assert no.value.code == code
    assert Reform.objects.count() == 0


@pytest.mark.django_db
def test_who_holds_no_such_duty_may_not():
    with pytest.raises(Refused, match="Only an officer in charge"):
        drafted(officer_with(CASE_OFFICER))


@pytest.mark.django_db
def test_the_sheet_shows_the_change_to_those_who_know_of_it():
    approved()

    now = rule_sheets.sheet("youth-rent", FIRST, None)
    once = rule_sheets.sheet("youth-rent", FIRST, date(2024, 3, 3))
    line = next(one for one in now.timelines if one.name == "age_limit")
    assert (now.version, once.version) == ("2024+R1", "2024")
    before = next(one for one in once.timelines if one.name == "age_limit")
    assert (line.now, before.now) == (Words("34세", "34 years"), Words("39세", "39 years"))
    assert [span.recorded for span in line.spans if span.current] == [TODAY]


# -- over a population ------------------------------------------------------------------------------------


@pytest.fixture
def city(settings, tmp_path, pack):
    from jiphyeon.methods.synthetic_city import build, read_population, write_city

    settings.DATA_DIR = tmp_path
    text = (settings.CITY_PACK / "demo" / "population.yaml").read_text(encoding="utf-8")
    made = build(
        read_population(text, file="population.yaml"),
        people=3000,
        seed=1,
        as_of=TODAY,
        progress=lambda *_: None,
    )
    (tmp_path / "populations").mkdir()
    write_city(made, tmp_path / "populations" / "city", rows=False, progress=lambda *_: None)
    return tmp_path


def question(*reforms, population="city", curve=""):
    return running.Question(reforms, population, FIRST, curve)


@pytest.mark.django_db
def test_a_run_says_who_wins_and_loses_and_on_what_it_rests(city, run_jobs):
    tighter, looser = drafted(), drafted(parameters={"age_limit": "45"})
    key = running.ask(question(tighter, looser, curve="age_limit=34,39,45"), by=EDITOR, on=TODAY)
    run_jobs()

    run = ReformRun.objects.get(key=key)
    (result,) = run.result["programmes"]
    down, up = result["scenarios"]
    assert run.state is RunState.DONE
    assert (down["winners"], up["losers"]) == (0, 0)
    assert down["due_after"] <= down["due_before"] <= up["due_after"]
    assert [point["due"] for point in result["curve"]["points"]] == [
        down["due_after"], down["due_before"], up["due_after"],
    ]  # fmt: skip
    assert result["due"]["count"] == result["before"]["pass"]
    assert set(run.population["digests"]) == {"people", "households", "dwellings"}
    assert (run.asked["versions"], len(run.asked["rules"])) == ([["youth-rent", "2024"]], 64)


@pytest.mark.django_db
def test_a_cancelled_run_leaves_nothing(city, run_jobs):
    key = running.ask(question(drafted()), by=EDITOR, on=TODAY)
    running.cancel(key=key, by=EDITOR)
    run_jobs()

    run = ReformRun.objects.get(key=key)
    assert (run.state, run.result, run.problem) == (RunState.CANCELLED, None, None)


@pytest.mark.django_db
def test_a_run_stops_at_a_word_while_it_works(city):
    key = running.ask(question(drafted()), by=EDITOR, on=TODAY)
    ReformRun.objects.filter(key=key).update(state=RunState.RUNNING)
    teller = running._Teller(str(key))
    teller("judging", 0.5)
    assert ReformRun.objects.get(key=key).per_mille == 500
    running.cancel(key=key, by=EDITOR)
    teller.last_told -= running.SAY_EVERY_SECONDS

    with pytest.raises(running.Cancelled):
        teller("judging", 0.9)


@pytest.mark.django_db
def test_a_run_whose_job_is_given_up_has_failed_and_says_what_to_do(city, run_jobs, monkeypatch):
    key = running.ask(question(drafted()), by=EDITOR, on=TODAY)
    monkeypatch.setattr(running, "_worked_out", lambda *_: 1 / 0)

    for hours in range(0, 20, 2):
        run_jobs(failing=True, clock=lambda: now() + timedelta(hours=hours))  # noqa: B023 -- called at once

    run = ReformRun.objects.get(key=key)
    assert (run.state, run.result, run.problem["code"]) == (RunState.FAILED, None, "given_up")


@pytest.mark.django_db
def test_a_broken_file_is_said_and_nothing_is_kept(city, run_jobs):
    (city / "populations" / "cut.parquet").write_bytes(b"PAR1 and no more")
    key = running.ask(question(drafted(), population="cut.parquet"), by=EDITOR, on=TODAY)
    run_jobs()

    run = ReformRun.objects.get(key=key)
    assert (run.state, run.result) == (RunState.FAILED, None)
    assert run.problem["code"] == "broken_parquet"


@pytest.mark.django_db
def test_a_report_is_signed_by_the_logs_key_and_recorded_once(city, run_jobs, settings):
    key = running.ask(question(drafted()), by=EDITOR, on=TODAY)
    run_jobs()
    reporting.make(key=key, render=report_pdf.pdf, by=EDITOR, on=TODAY)
    reporting.make(key=key, render=report_pdf.pdf, by=EDITOR, on=TODAY)

    run = ReformRun.objects.get(key=key)
    report = bytes(run.report)
    assert report.startswith(b"%PDF")
    assert signing.is_signed(report, run.seal["signature"], run.seal["public_key"])
    assert not signing.is_signed(report + b" ", run.seal["signature"], run.seal["public_key"])
    assert [receipt.leaf_hash for receipt in receipts_about(str(key))] == [run.seal["leaf_hash"]]


@pytest.mark.django_db
def test_a_name_is_no_formula_in_the_workbook(city, run_jobs):
    key = drafted()
    Reform.objects.filter(key=key).update(name="=1+1")
    run_key = running.ask(question(key), by=EDITOR, on=TODAY)
    run_jobs()

    with ZipFile(BytesIO(reports.workbook(ReformRun.objects.get(key=run_key)))) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/" in name)
    assert "'=1+1" in texts
    assert "<f>" not in sheets


def test_a_change_of_another_type_is_refused_by_the_rules(pack):
    with pytest.raises(Refused):
        overlaid(pack, [replace(enacted(alone("a", FIRST, {"age_limit": "true"})))])


@pytest.mark.django_db
def test_changes_of_one_name_are_told_apart():
    for _again in range(3):
        drafted()

    assert sorted(Reform.objects.values_list("name", flat=True)) == [
        "34세까지",
        "34세까지 (2)",
        "34세까지 (3)",
    ]


def test_a_long_name_told_apart_keeps_its_length():
    assert len(distinct_name("가" * 80, {"가" * 80})) == 80


@pytest.mark.django_db
def test_a_report_says_in_its_pdf_what_its_page_says_and_needs_no_font_of_the_machine(city, run_jobs):
    key = running.ask(question(drafted(), curve="age_limit=45,34,39"), by=EDITOR, on=TODAY)
    run_jobs()
    run = ReformRun.objects.get(key=key)
    read = PdfReader(BytesIO(report_pdf.pdf(run, TODAY)))
    text = "".join("".join(page.extract_text() for page in read.pages).split())

    for message in ("기준을바꾸면", "34세까지", "무엇으로계산했나", "2024.7.1.(월)"):
        assert message in text
    assert report_pdf.pdf(run, TODAY) == report_pdf.pdf(run, TODAY)


@pytest.mark.django_db
def test_a_curve_is_drawn_in_the_order_of_its_values(city, run_jobs):
    key = running.ask(question(drafted(), curve="age_limit=45,34,39"), by=EDITOR, on=TODAY)
    run_jobs()

    chart = results.result_view(ReformRun.objects.get(key=key)).programmes[0].curve[0]
    assert list(chart.places) == [34, 39, 45]
    assert [label.strip("세") for label in chart.labels] == ["34", "39", "45"]
