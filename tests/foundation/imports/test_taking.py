"""From the page to the rows and back: all or nothing, once, and undone where nothing stands on it."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook
from tests.errands.intakes import PRICES
from tests.errands.models import Errand, Price
from tests.foundation.queues.conftest import TODAY, desk, errands  # noqa: F401 -- the cast, and errands by the handful

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files.store import path_of
from jiphyeon.foundation.imports import parsing, processing, taking
from jiphyeon.foundation.imports.models import Import, ImportState
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db
GOOD = "번호,종류,값,언제부터\nA-1,소포,3000,2024-03-02\nA-2,서류,500,\n"
WRONG = "번호,종류,값\nA-1,소포,3000\nA-2,짐,=1+1\n"
PAGE = "/imports/errands.prices/"


@pytest.fixture
def seoyeon(desk, client, tmp_path, settings):  # noqa: F811 -- the fixture above
    settings.DATA_DIR = tmp_path
    client.force_login(desk.seoyeon)
    return client


def hand_in(client, content=GOOD, name="값.csv", **more):
    raw = content.encode() if isinstance(content, str) else content
    return client.post(PAGE, {"file": SimpleUploadedFile(name, raw), "separator": ",", **more})


def row_of(answer):
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.get(key=answer["Location"].rstrip("/").rpartition("/")[2])


def do(client, row, deed):
    client.post(f"{PAGE}{row.key}/{deed}/")
    row.refresh_from_db()
    return row


def test_a_right_file_is_shown_first_and_taken_whole(seoyeon, desk):  # noqa: F811
    row = row_of(hand_in(seoyeon))
    page = seoyeon.get(f"{PAGE}{row.key}/").content.decode()

    assert (row.state, row.rows, row.good, row.wrong) == (ImportState.READY, 2, 2, 0)
    assert "2줄 모두 들이기" in page
    assert "A-1" in page
    assert Price.objects.count() == 0

    do(seoyeon, row, "take")

    assert (row.state, row.taken_name, row.taken_on) == (ImportState.TAKEN, "박서연", TODAY)
    assert list(Price.objects.order_by("code").values_list("code", "kind", "amount")) == [
        ("A-1", "parcel", 3_000),
        ("A-2", "paper", 500),
    ]
    assert TrailEntry.objects.get(verb="imports.taken").details == {"rows": 2}


def test_a_file_with_an_error_is_not_taken_and_its_errors_are_given_as_files(seoyeon):
    row = row_of(hand_in(seoyeon, WRONG))

    assert (row.state, row.rows, row.good, row.wrong) == (ImportState.WRONG, 2, 1, 1)
    page = seoyeon.get(f"{PAGE}{row.key}/").content.decode()
    assert "모두 들이기" not in page
    assert "혹시" not in page
    do(seoyeon, row, "take")
    assert (row.state, Price.objects.count()) == (ImportState.WRONG, 0)
    text = b"".join(seoyeon.get(f"{PAGE}{row.key}/errors.csv")).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert [line[:3] for line in lines] == [
        ["줄", "열", "적힌 것"],
        ["3", "종류", "짐"],
        ["3", "값", "'=1+1"],
    ]
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(seoyeon.get(f"{PAGE}{row.key}/errors.xlsx"))))
    assert book.get_sheet_by_index(0).to_python()[2][2] == "'=1+1"


def test_a_file_that_cannot_be_read_says_why(seoyeon):
    row = row_of(hand_in(seoyeon, "번호;종류;값\nA;소포;1\n"))

    assert row.state is ImportState.WRONG
    assert "쌍반점(;)으로 나눈 파일 같습니다" in seoyeon.get(f"{PAGE}{row.key}/").content.decode()


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", b"", b"<html>,</html>"])
def test_what_is_no_table_is_refused_beside_the_field(seoyeon, content):
    answer = hand_in(seoyeon, content)

    assert answer.status_code == 422
    assert Import.objects.count() == 0


def test_the_same_file_twice_is_noticed_and_taken_again_only_where_it_is_meant(seoyeon):
    do(seoyeon, row_of(hand_in(seoyeon)), "take")

    answer = hand_in(seoyeon, name="다른 이름.csv")
    assert answer.status_code == 422
    assert "같은 파일을 2024. 3. 4.(월)에 이미 들였습니다(박서연)." in answer.content.decode()

    Price.objects.all().delete()
    again = row_of(hand_in(seoyeon, again="on"))
    do(seoyeon, again, "take")
    assert (again.state, Price.objects.count()) == (ImportState.TAKEN, 2)


def test_two_who_hand_in_the_same_file_at_once_take_it_once(seoyeon):
    first, second = row_of(hand_in(seoyeon)), row_of(hand_in(seoyeon))

    do(seoyeon, first, "take")
    do(seoyeon, second, "take")

    assert (first.state, second.state, Price.objects.count()) == (ImportState.TAKEN, ImportState.READY, 2)


def test_an_import_is_undone_where_nothing_stands_on_it_and_refused_where_something_does(seoyeon, desk):  # noqa: F811
    row = do(seoyeon, row_of(hand_in(seoyeon)), "take")
    errand = Errand.objects.create(number="A-1", person=desk.hana.key)

    do(seoyeon, row, "undo")
    assert (row.state, Price.objects.count()) == (ImportState.TAKEN, 2)
    errand.delete()
    do(seoyeon, row, "undo")

    assert (row.state, row.undone_name, Price.objects.count()) == (ImportState.UNDONE, "박서연", 0)
    assert row_of(hand_in(seoyeon)).state is ImportState.READY, "what was undone can be taken anew"


def test_rows_that_are_no_longer_right_when_they_are_taken_leave_nothing_behind(seoyeon, monkeypatch):
    row = row_of(hand_in(seoyeon))
    monkeypatch.setitem(PRICES.columns[1].choices, "paper", PRICES.columns[1].choices["parcel"])

    do(seoyeon, row, "take")

    assert (row.state, Price.objects.count()) == (ImportState.READY, 0)


def test_a_large_file_is_read_and_taken_by_the_queue(seoyeon, run_jobs, monkeypatch):
    monkeypatch.setattr(processing, "AT_ONCE_BYTES", 10)
    row = row_of(hand_in(seoyeon))
    assert row.state is ImportState.READING
    assert "줄을 읽었습니다" in seoyeon.get(f"{PAGE}{row.key}/").content.decode()
    run_jobs()
    row.refresh_from_db()
    assert row.state is ImportState.READY

    assert do(seoyeon, row, "take").state is ImportState.TAKING
    run_jobs()
    row.refresh_from_db()

    assert (row.state, Price.objects.count()) == (ImportState.TAKEN, 2)


def test_what_the_queue_cannot_take_goes_back_with_its_reason(seoyeon, run_jobs, monkeypatch, desk):  # noqa: F811
    monkeypatch.setattr(processing, "AT_ONCE_BYTES", 10)
    row = row_of(hand_in(seoyeon))
    run_jobs()
    do(seoyeon, row, "take")
    desk.seoyeon.appointments.all().delete()
    run_jobs()
    row.refresh_from_db()

    assert (row.state, row.taken_by, Price.objects.count()) == (ImportState.WRONG, None, 0)
    assert "맡은 직원만" in row.problem["ko"]


@pytest.mark.parametrize("waits", ["reading", "taking"])
def test_a_file_whose_job_is_given_up_is_waited_for_no_longer(seoyeon, run_jobs, monkeypatch, waits):
    monkeypatch.setattr(processing, "AT_ONCE_BYTES", 10)
    row = row_of(hand_in(seoyeon))
    if waits == "taking":
        run_jobs()
        do(seoyeon, row, "take")
    monkeypatch.setattr(processing, "_begin", lambda *_: 1 / 0)

    for hours in range(0, 20, 2):
        run_jobs(failing=True, clock=lambda: now() + timedelta(hours=hours))  # noqa: B023 -- called at once
    row.refresh_from_db()

    assert (row.state, row.taken_by, Price.objects.count()) == (ImportState.WRONG, None, 0)
    assert "파일을 다시 올려 주세요" in seoyeon.get(f"{PAGE}{row.key}/").content.decode()


def test_only_so_many_workbooks_are_read_at_once_and_others_wait(settings, monkeypatch):
    settings.WORKBOOKS_AT_ONCE = 1
    monkeypatch.setattr(parsing, "WAIT_SECONDS", 0.05)
    parsing._places.cache_clear()
    try:
        with parsing.a_place("xlsx"):
            with parsing.a_place("csv"):
                pass
            with (
                pytest.raises(Refused, match="Please hand it in again a little later"),
                parsing.a_place("xlsx"),
            ):
                pass
        with parsing.a_place("xlsx"):
            pass
    finally:
        parsing._places.cache_clear()


def test_reading_is_stopped_and_begun_again(seoyeon, run_jobs, monkeypatch):
    monkeypatch.setattr(processing, "AT_ONCE_BYTES", 10)
    row = row_of(hand_in(seoyeon))

    do(seoyeon, row, "stop")
    run_jobs()
    row.refresh_from_db()
    assert row.state is ImportState.STOPPED
    do(seoyeon, row, "resume")
    run_jobs()
    row.refresh_from_db()

    assert row.state is ImportState.READY


def test_a_file_stopped_while_it_is_read_is_read_no_further(seoyeon, monkeypatch):
    monkeypatch.setattr(processing, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(processing, "SAY_EVERY_SECONDS", -1.0)
    row = row_of(hand_in(seoyeon))
    processing._tell(row, {"rows": 7, "good": 7, "wrong": 0})
    row.refresh_from_db()
    assert row.rows == 7

    do(seoyeon, row, "stop")
    with pytest.raises(processing.Stopped):
        processing._tell(row, {"rows": 8, "good": 8, "wrong": 0})
    assert processing.examine(str(row.key)) is None


@pytest.mark.django_db(transaction=True)
def test_a_file_thrown_away_is_gone_from_the_disk(seoyeon):
    row = row_of(hand_in(seoyeon, WRONG))
    assert path_of(row.file).exists()

    do(seoyeon, row, "drop")

    assert row.state is ImportState.DROPPED
    assert not path_of(row.file).exists()
    assert row.errors == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_handed_in_as_it_is(seoyeon, kind):
    content = b"".join(seoyeon.get(f"{PAGE}template.{kind}"))

    row = row_of(hand_in(seoyeon, content, name=f"서식.{kind}"))

    assert (row.state, row.good, row.wrong) == (ImportState.READY, 1, 0)


def test_a_file_larger_than_others_may_be_is_let_through_here(seoyeon, settings):
    settings.UPLOAD_LIMIT_BYTES = 40

    assert row_of(hand_in(seoyeon)).state is ImportState.READY


@pytest.mark.parametrize("name", ["hana", "minjae", None])
def test_nobody_else_hands_in_sees_or_takes_a_file(seoyeon, desk, name):  # noqa: F811
    row = row_of(hand_in(seoyeon))
    seoyeon.logout()
    if name:
        seoyeon.force_login(desk.cast[name])

    answers = [
        seoyeon.get(PAGE),
        seoyeon.get(f"{PAGE}{row.key}/"),
        seoyeon.get(f"{PAGE}{row.key}/errors.csv"),
        seoyeon.get(f"{PAGE}template.csv"),
        seoyeon.post(f"{PAGE}{row.key}/take/"),
        hand_in(seoyeon),
    ]

    assert {answer.status_code for answer in answers} == ({403} if name else {302})
    row.refresh_from_db()
    assert row.state is ImportState.READY
    if name:
        with pytest.raises(Refused):
            taking.take(key=row.key, by=desk.actor(name), on=TODAY)


def test_pages_are_english_for_those_who_read_english(seoyeon):
    row = row_of(hand_in(seoyeon, WRONG))
    seoyeon.cookies["django_language"] = "en"

    page = seoyeon.get(f"{PAGE}{row.key}/").content.decode()

    assert "To be mended" in page
    assert "‘짐’ is none of the values. The values are: Paper, Parcel." in page
    assert "Hand it in and see" in seoyeon.get(PAGE).content.decode()
