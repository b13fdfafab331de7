"""A change that spans programmes: decided once as a whole, laid over every programme it touches, counted in each."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.contexts.programmes.queries import rule_sheets, rulebook
from jiphyeon.contexts.programmes.rules.changes import Change, Part, check_change, touched
from jiphyeon.contexts.programmes.rules.overlaying import overlaid
from jiphyeon.contexts.reforms.actions import reforming, reporting, running
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.queries import alterations, reforms, sums
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.contexts.reforms.tables import report_pdf, reports, results
from jiphyeon.foundation.ledger.record import receipts_about
from jiphyeon.kernel import Refused
from jiphyeon.methods import rules

from .test_reforms import APPROVER, BOTH, EDITOR, FIRST, TODAY, city, enacted, officer_with, pack  # noqa: F401

ALL = ["facility-fee-reduction", "job-interview-support", "youth-deposit-interest", "youth-rent"]
TO_34 = Change("청년은 34세까지", FIRST, {"age_limit": "34"})
BOTH_HOMES = Change(
    "집 두 가지",
    FIRST,
    {"age_limit": "45"},
    {
        "youth-rent": Part({"rent_cap": "700000"}, {"one-person": "household_size <= 2"}),
        "youth-deposit-interest": Part({"loan_limit": "120000000"}),
    },
)

INTERVIEWS = Change("면접 다섯 번", FIRST, {}, {"job-interview-support": Part({"interviews_a_year": "5"})})


def limit(pack, programme, day, known_on=None):  # noqa: F811
    version = pack.programme(programme).version_on(day, known_on)
    return version.parameters["age_limit"].on(day, version.known_on).content


def proposed(change=TO_34, by=EDITOR):
    key = reforming.draft(change, by=by, on=TODAY)
    reforming.propose(key=key, authority="청년 기본 조례 제3조", reason="법에 맞춥니다.", by=by, on=TODAY)
    return key


def approved(change=TO_34, on=TODAY):
    key = proposed(change)
    seen = reforming.digest_read(Reform.objects.get(key=key))
    reforming.approve(key=key, seen=seen, authority_read=True, by=APPROVER, on=on)
    return key


# -- laid over every programme ----------------------------------------------------------------------------


def test_a_shared_value_changes_in_every_programme_that_uses_it_from_its_day_on(pack):  # noqa: F811
    changed = overlaid(pack, [enacted(TO_34)])

    before, day = FIRST - timedelta(days=1), FIRST
    assert [limit(changed, key, before) for key in ALL] == [39] * 4
    assert [limit(changed, key, day) for key in ALL] == [34] * 4
    assert [changed.programme(key).version_on(day).name for key in ALL] == [
        "2020+R1", "2024+R1", "2024+R1", "2024+R1",
    ]  # fmt: skip
    assert changed.parameters["age_limit"].on(day).content == 34
    assert [limit(pack, key, day) for key in ALL] == [39] * 4


def test_what_was_known_before_is_still_answered_in_every_programme(pack):  # noqa: F811
    changed = overlaid(pack, [enacted(TO_34)])

    assert [limit(changed, key, FIRST, TODAY - timedelta(days=1)) for key in ALL] == [39] * 4
    assert [limit(changed, key, FIRST, TODAY) for key in ALL] == [34] * 4


def test_a_programme_that_does_not_use_the_value_keeps_its_version(pack):  # noqa: F811
    change = Change("중위소득", FIRST, {"median_income": {"rows": {"1": "2300000"}}})

    changed = overlaid(pack, [enacted(change)])

    assert touched(pack, change) == ["youth-rent"]
    assert [changed.programme(key).version_on(FIRST).name for key in ALL] == [
        "2020",
        "2024",
        "2024",
        "2024+R1",
    ]


def test_one_change_sets_values_and_conditions_of_several_programmes(pack):  # noqa: F811
    changed = overlaid(pack, [enacted(BOTH_HOMES)])

    rent = changed.programme("youth-rent").version_on(FIRST)
    interest = changed.programme("youth-deposit-interest").version_on(FIRST)
    assert rent.parameters["rent_cap"].on(FIRST).content == 700_000
    assert rent.clause("one-person").text == "household_size <= 2"
    assert interest.parameters["loan_limit"].on(FIRST).content == 120_000_000
    assert [limit(changed, key, FIRST) for key in ALL] == [45] * 4


def test_a_programme_set_apart_earlier_follows_a_later_change_for_all(pack):  # noqa: F811
    apart = Change("월세만 36세", FIRST, {}, {"youth-rent": Part({"age_limit": "36"})})
    later = Change("모두 45세", date(2025, 1, 1), {"age_limit": "45"})

    changed = overlaid(pack, [enacted(apart), enacted(later, label="R2")])

    assert [limit(changed, key, FIRST) for key in ALL] == [39, 39, 39, 36]
    assert [limit(changed, key, date(2025, 1, 1)) for key in ALL] == [45] * 4
    sentences = alterations.difference(overlaid(pack, [enacted(apart)]).programme("youth-rent"), later)
    assert [one.ko for one in sentences] == ["청년 나이 상한: 36세 → 45세, 2025. 1. 1.(수)부터"]


@given(st.integers(20, 90), st.dates(date(2024, 3, 5), date(2027, 12, 31)))
def test_every_programme_says_the_same_of_a_shared_value_on_every_day(new, first):
    from django.conf import settings

    changed = overlaid(rules.load(settings.CITY_PACK), [enacted(Change("a", first, {"age_limit": str(new)}))])

    for day, wanted in ((first - timedelta(days=1), 39), (first, new), (date(2030, 1, 1), new)):
        assert {limit(changed, key, day) for key in ALL} == {wanted}


# -- what does not fit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("a", FIRST), "nothing_changed"),
        (Change("a", FIRST, {}, {"youth-rent": Part()}), "nothing_changed"),
        (Change("a", FIRST, {"rent_cap": "1"}), "unknown_parameter"),
        (Change("a", FIRST, {"age_limit": "many"}), "not_whole"),
        (Change("a", FIRST, {"age_limit": {"rows": {"1": "34"}}}), "value_of_another_shape"),
        (Change("a", FIRST, {"median_income": "34"}), "value_of_another_shape"),
        (Change("a", FIRST, {"median_income": {"rows": {"8": "1"}}}), "unknown_row"),
        (Change("a", FIRST, {"median_income": {"rows": {"1": "1.5"}}}), "money_not_whole"),
        (Change("a", FIRST, {"age_limit": "34"}, {"youth-rent": Part({"age_limit": "36"})}), "changed_twice"),
        (Change("a", FIRST, {}, {"nothing": Part({"age_limit": "36"})}), "unknown_programme"),
        (Change("a", FIRST, {"age_limit": "34"}, {"youth-rent": Part({}, {"x": None})}), "unknown_clause"),
    ],
)
def test_what_fits_nothing_is_refused_as_a_whole(pack, change, code):  # noqa: F811
    with pytest.raises(Refused) as no:
        check_change(pack, change)

    assert no.value.code == code


@pytest.mark.django_db
def test_nothing_of_a_change_is_kept_where_one_of_its_parts_does_not_fit():
    faulty = Change("a", FIRST, {"age_limit": "34"}, {"youth-rent": Part({"rent_cap": "much"})})

    with pytest.raises(Refused):
        reforming.draft(faulty, by=EDITOR, on=TODAY)
    assert Reform.objects.count() == 0


# -- rows of a table --------------------------------------------------------------------------------------

ROW = Change("2인만 올림", FIRST, {"median_income": {"rows": {"2": "3700000"}, "beyond": "900000"}})


def test_a_row_of_a_table_changes_and_the_others_stay_what_they_are_on_each_day(pack):  # noqa: F811
    parameter = overlaid(pack, [enacted(ROW)]).parameters["median_income"]

    then, later = parameter.on(FIRST).content, parameter.on(date(2025, 6, 1)).content
    assert (then.rows[1], then.rows[2], then.beyond) == (2_228_445, 3_700_000, 900_000)
    assert (later.rows[1], later.rows[2], later.beyond) == (2_392_013, 3_700_000, 900_000)
    assert parameter.on(FIRST - timedelta(days=1)).content.rows[2] == 3_682_609


def test_rows_left_alone_stay_read_or_unread_as_they_were(pack):  # noqa: F811
    parameter = overlaid(pack, [enacted(ROW)]).parameters["median_income"]

    of_2024, of_2025 = parameter.on(FIRST), parameter.on(date(2025, 6, 1))
    assert (of_2024.verified, of_2024.unverified_rows) == (True, frozenset({1, 3, 4, 5, 6, 7}))
    assert (of_2025.verified, of_2025.unverified_rows) == (True, frozenset({1, 7}))
    assert "나머지 줄은 종전대로" in of_2024.note.ko


def test_a_difference_names_the_rows_and_what_was_already_set_for_later(pack):  # noqa: F811
    sentences = alterations.difference(pack.programme("youth-rent"), ROW)
    later = alterations.overruled(pack.programme("youth-rent"), ROW)

    assert [one.ko for one in sentences] == [
        "기준 중위소득(월) 2인: 3,682,609원 → 3,700,000원, 2024. 7. 1.(월)부터",
        "기준 중위소득(월) 그 위로 한 명마다: 896,625원 → 900,000원, 2024. 7. 1.(월)부터",
    ]
    assert [one.ko for one in later] == [
        "2025. 1. 1.(수)부터로 정해 둔 기준 중위소득(월) 2인: 3,932,658원 → 3,700,000원",
        "2025. 1. 1.(수)부터로 정해 둔 기준 중위소득(월) 그 위로 한 명마다: 923,623원 → 900,000원",
        "2026. 1. 1.(목)부터로 정해 둔 기준 중위소득(월) 2인: 4,199,292원 → 3,700,000원",
        "2026. 1. 1.(목)부터로 정해 둔 기준 중위소득(월) 그 위로 한 명마다: 959,198원 → 900,000원",
    ]
    assert (
        sentences[0].en
        == "Median income (month), 2 people: 3,682,609 won → 3,700,000 won, from Mon 1 July 2024"
    )


# -- two people, one decision -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_approval_and_one_leaf_change_every_programme():
    key = approved(BOTH_HOMES)

    assert [limit(rulebook.pack(), programme, FIRST) for programme in ALL] == [45] * 4
    assert [one.kind for one in receipts_about(str(key))] == ["benefits.reform_approved"]
    assert sorted(Reform.objects.get(key=key).parts) == ALL
    assert [Reform.objects.touching(programme).count() for programme in ALL] == [1] * 4


@pytest.mark.django_db
def test_the_clause_pages_of_every_programme_show_the_change_to_those_who_know_of_it():
    approved()

    yesterday = TODAY - timedelta(days=1)
    assert [rule_sheets.sheet(key, FIRST, None).version for key in ALL] == [
        "2020+R1", "2024+R1", "2024+R1", "2024+R1",
    ]  # fmt: skip
    assert [rule_sheets.sheet(key, FIRST, yesterday).version for key in ALL] == [
        "2020",
        "2024",
        "2024",
        "2024",
    ]


@pytest.mark.django_db
def test_a_draft_put_aside_is_neither_laid_before_anybody_nor_listed():
    key = reforming.draft(TO_34, by=EDITOR, on=TODAY)
    with pytest.raises(Refused, match="Only who wrote it"):
        reforming.drop(key=key, by=BOTH)
    reforming.drop(key=key, by=EDITOR)

    with pytest.raises(Refused) as no:
        reforming.propose(key=key, authority="가", reason="나", by=EDITOR, on=TODAY)
    assert no.value.code == "reform_state"
    assert Reform.objects.not_dropped().count() == 0
    with pytest.raises(Refused) as twice:
        reforming.drop(key=key, by=EDITOR)
    assert twice.value.code == "reform_state"


@pytest.mark.django_db
def test_what_the_rules_have_come_to_say_already_is_not_approved_a_second_time():
    second = reforming.draft(TO_34, by=EDITOR, on=TODAY)
    approved()

    with pytest.raises(Refused) as no:
        reforming.propose(key=second, authority="가", reason="나", by=EDITOR, on=TODAY)
    assert no.value.code == "nothing_changes_any_more"
    assert "바뀌는 것이 없습니다" in no.value.text("ko")


@pytest.mark.django_db
def test_who_is_36_is_told_the_same_by_every_programme_on_each_day():
    approved()

    def answers(day, known_on=None):
        found = [
            rules.evaluate(rulebook.version_on(programme, day, known_on), {"birth_date": "1988-01-10"}, day)
            for programme in ("youth-rent", "youth-deposit-interest", "job-interview-support")
        ]
        return {str(clause.result) for outcome in found for clause in outcome.clauses if clause.id == "age"}

    assert answers(FIRST - timedelta(days=1)) == {"pass"}
    assert answers(FIRST) == {"fail"}
    assert answers(FIRST, TODAY - timedelta(days=1)) == {"pass"}


@pytest.mark.django_db
def test_a_change_elsewhere_in_one_programme_must_be_read_before_the_whole_is_approved():
    key = proposed()
    seen = reforming.digest_read(Reform.objects.get(key=key))
    approved(Change("월세만", FIRST, {}, {"youth-rent": Part({"age_limit": "36"})}))

    with pytest.raises(Refused) as no:
        reforming.approve(key=key, seen=seen, authority_read=True, by=APPROVER, on=TODAY)
    assert no.value.code == "reform_changed"
    assert [limit(rulebook.pack(), programme, FIRST) for programme in ALL] == [39, 39, 39, 36]


@pytest.mark.django_db
def test_a_programme_that_came_to_use_the_value_after_the_reading_stops_the_approval(settings, tmp_path):
    import shutil

    key = proposed(Change("중위소득", FIRST, {"median_income": {"rows": {"1": "2300000"}}}))
    seen = reforming.digest_read(Reform.objects.get(key=key))
    shutil.copytree(settings.CITY_PACK, tmp_path / "pack")
    settings.CITY_PACK = tmp_path / "pack"
    file = tmp_path / "pack" / "programmes" / "job-interview-support.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(
            "expression: lives_in_sejong",
            "expression: lives_in_sejong and household_income <= median_income[1]",
        ),
        encoding="utf-8",
    )

    with pytest.raises(Refused) as no:
        reforming.approve(key=key, seen=seen, authority_read=True, by=APPROVER, on=TODAY)
    assert no.value.code == "reform_changed"


@pytest.mark.django_db
def test_the_whole_is_refused_together_and_never_by_its_proposer():
    key = proposed(by=BOTH)
    with pytest.raises(Refused) as no:
        reforming.refuse(key=key, reason="아니요", by=BOTH, on=TODAY)
    reforming.refuse(key=key, reason="근거가 없습니다.", by=APPROVER, on=TODAY)

    assert no.value.code == "second_person_needed"
    assert Reform.objects.get(key=key).state is ReformState.REFUSED
    assert [limit(rulebook.pack(), programme, FIRST) for programme in ALL] == [39] * 4


@pytest.mark.django_db
def test_an_approved_change_is_still_said_as_its_approver_read_it():
    key = approved()

    sentences = {
        one.id: [line.en for line in one.lines] for one in reforms.differences(Reform.objects.get(key=key))
    }
    assert sentences == {key: ["Youth age limit: 39 years → 34 years, from Mon 1 July 2024"] for key in ALL}


# -- over a population ------------------------------------------------------------------------------------


def asked(*changes, curve="", as_of=FIRST):
    keys = [reforming.draft(change, by=EDITOR, on=TODAY) for change in changes]
    return running.ask(running.Question(keys, "city", as_of, curve), by=EDITOR, on=TODAY)


@pytest.mark.django_db
def test_a_run_counts_every_programme_and_the_sum_keeps_money_apart(city, run_jobs):  # noqa: F811
    key = asked(TO_34, BOTH_HOMES, curve="age_limit=34,39")
    run_jobs()

    run = ReformRun.objects.get(key=key)
    found = run.result["programmes"]
    assert run.state is RunState.DONE, run.problem
    assert [(one["programme"], one["per"]) for one in found] == [
        ("youth-rent", "month"),
        ("youth-deposit-interest", "year"),
        ("facility-fee-reduction", "use"),
        ("job-interview-support", "once"),
    ]
    assert [one["curve"]["points"][1]["due"] for one in found] == [one["before"]["pass"] for one in found]
    for place, total in enumerate(sums.added(found)):
        each = [one["scenarios"][place] for one in found]
        assert total.counts["due_after"] == sum(one["due_after"] for one in each)
        assert {money.per: money.net for money in total.money} == {
            one["per"]: one["scenarios"][place]["net_cost"] for one in found
        }
    shown = results.result_view(run)
    assert [row["name"] for row in shown.compared.rows] == ["청년은 34세까지", "집 두 가지"]
    assert [len(one.table.rows) for one in shown.sums] == [5, 5]
    assert (sums.added(found)[0].counts["winners"], sums.added(found)[1].counts["losers"]) == (0, 0)


@pytest.mark.django_db
def test_what_a_run_says_of_a_programme_is_what_its_approval_does(city, run_jobs):  # noqa: F811
    """The what-if and the approved rules are the same rules: the due counted before equal the due counted after."""
    tried = asked(BOTH_HOMES)
    run_jobs()
    approved(BOTH_HOMES)
    after = asked(Change("아무것", FIRST, {"age_limit": "46"}))
    run_jobs()

    promised = [
        one["scenarios"][0]["due_after"] for one in ReformRun.objects.get(key=tried).result["programmes"]
    ]
    held = [one["before"]["pass"] for one in ReformRun.objects.get(key=after).result["programmes"]]
    assert promised == held


@pytest.mark.django_db
def test_a_programmes_own_curve_moves_in_that_programme_alone(city, run_jobs):  # noqa: F811
    key = asked(BOTH_HOMES, curve="youth-rent.rent_cap=500000,700000")
    run_jobs()

    found = {one["programme"]: one["curve"] for one in ReformRun.objects.get(key=key).result["programmes"]}
    assert [key for key, curve in found.items() if curve] == ["youth-rent"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: asked(INTERVIEWS, curve="youth-rent.rent_cap=500000"), "curve_elsewhere"),
        (lambda: asked(TO_34, as_of=date(2015, 1, 1)), "no_terms_on"),
        (
            lambda: running.ask(running.Question([approved()], "city", FIRST), by=EDITOR, on=TODAY),
            "already_in_the_rules",
        ),
        (lambda: running.ask(running.Question([], "city", FIRST), by=EDITOR, on=TODAY), "how_many_reforms"),
    ],
)
def test_a_question_that_has_no_answer_is_not_asked(city, ask, code):  # noqa: F811
    with pytest.raises(Refused) as no:
        ask()

    assert no.value.code == code
    assert ReformRun.objects.count() == 0


@pytest.mark.django_db
def test_the_report_and_the_workbook_hold_every_programme_and_the_sum(city, run_jobs):  # noqa: F811
    key = asked(TO_34)
    run_jobs()
    reporting.make(key=key, render=report_pdf.pdf, by=EDITOR, on=TODAY)

    run = ReformRun.objects.get(key=key)
    given = reports.report_contents(run, TODAY)
    with ZipFile(BytesIO(reports.workbook(run))) as book:
        sheets = [name for name in book.namelist() if "worksheets/sheet" in name]
    assert bytes(run.report).startswith(b"%PDF")
    assert len(given["programmes"]) == 4
    assert [len(one["rows"]) for one in given["sums"]] == [5]
    assert len(sheets) == 5


@pytest.mark.django_db
def test_who_holds_no_such_duty_neither_writes_nor_asks(city):  # noqa: F811
    from jiphyeon.contexts.programmes.roles import CASE_OFFICER

    reader = officer_with(CASE_OFFICER)
    key = reforming.draft(TO_34, by=EDITOR, on=TODAY)
    for deed in (
        lambda: reforming.draft(TO_34, by=reader, on=TODAY),
        lambda: running.ask(running.Question([key], "city", FIRST), by=reader, on=TODAY),
        lambda: reforming.propose(key=key, authority="가", reason="나", by=reader, on=TODAY),
    ):
        with pytest.raises(Refused, match="Only an officer in charge"):
            deed()
