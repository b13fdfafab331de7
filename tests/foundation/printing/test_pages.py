"""What an officer of the post sees and does: what waits, a run with its files, results by file and by hand; and who may not."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.database import laid
from tests.foundation.printing.test_runs import gathered
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.imports.declaring import Taking
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.foundation.printing import runs
from jiphyeon.foundation.printing.enums import Service, Stage
from jiphyeon.foundation.printing.models import Letter, PrintRun
from jiphyeon.foundation.printing.tables import RESULTS, RUNS

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    laid((organisation.load_city, settings.CITY_PACK), (pack.load_demo, settings.CITY_PACK, civil_today()))


def browser(name):
    client = Client()
    client.force_login(
        User.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def officer():
    return actor_of(User.objects.get(username="sejin"), on=civil_today())


def posted(count=2):
    """Have so many letters gathered, put together, laid out and posted; return their run."""
    gathered(count)
    run = PrintRun.objects.get(key=runs.begin(service=Service.ORDINARY, by=officer(), on=civil_today()))
    made = runs.lay_out(run.key, 1, 100)
    runs.keep_part(run=run.key, part=1, size=100, made=made, on=civil_today())
    run.refresh_from_db()
    runs.post(
        key=run.key, posted_on=civil_today(), receipt="R-7", seen=run.version, by=officer(), on=civil_today()
    )
    run.refresh_from_db()
    return run


def test_what_waits_is_put_together_by_one_press_and_its_files_are_made_by_jobs(office, run_jobs):
    gathered(2)
    client = browser("sejin")
    desk = client.get("/printing/").content.decode()
    assert "2통" in desk
    assert "묶어서 인쇄 파일 만들기" in desk

    page = client.post("/printing/begin/ordinary/", follow=True)

    assert "1개 가운데 0개를 만들었습니다" in page.content.decode()
    run_jobs()
    run = PrintRun.objects.get()
    assert run.stage is Stage.READY
    shown = client.get(f"/printing/{run.key}/").content.decode()
    assert f"{run.number}-001.pdf" in shown
    assert f"{run.number}-00001 – {run.number}-00002" in shown


def test_a_print_file_and_the_list_are_taken_by_the_officer_of_the_post_alone_and_leave_a_trail(office):
    run = posted()
    client = browser("sejin")

    pdf = client.get(f"/printing/{run.key}/files/1.pdf")
    sheet = client.get(f"/printing/{run.key}/letters.xlsx")

    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["사람1", "사람0"]
    assert TrailEntry.objects.filter(verb="printing.list_taken").exists()
    auditor = browser("garam")
    assert auditor.get(f"/printing/{run.key}/").status_code == 200
    assert auditor.get(f"/printing/{run.key}/files/1.pdf").status_code == 403
    assert auditor.get(f"/printing/{run.key}/letters.xlsx").status_code == 403
    assert auditor.post("/printing/begin/ordinary/").status_code == 403
    assert browser("seoyeon").get("/printing/").status_code == 403
    assert browser("hana").get("/printing/").status_code == 403


def test_posting_is_asked_about_first_and_a_day_to_come_is_refused_beside_what_was_written(office):
    gathered(1)
    client = browser("sejin")
    run = PrintRun.objects.get(key=runs.begin(service=Service.ORDINARY, by=officer(), on=civil_today()))
    runs.keep_part(run=run.key, part=1, size=100, made=runs.lay_out(run.key, 1, 100), on=civil_today())
    run.refresh_from_db()
    address = f"/printing/{run.key}/deeds/post/"
    assert "편지마다 부친 날이 적히고" in client.get(address).content.decode()

    late = client.post(
        address,
        {"version": run.version, "posted_on": f"{civil_today() + timedelta(days=1)}", "receipt": "R-2"},
    )
    done = client.post(
        address, {"version": run.version, "posted_on": f"{civil_today()}", "receipt": "R-2"}, follow=True
    )

    assert "오늘까지여야 합니다" in late.content.decode()
    assert 'value="R-2"' in late.content.decode()
    assert "부쳤습니다" in done.content.decode()


def test_one_letters_result_is_written_by_hand(office):
    run = posted()
    client = browser("sejin")
    given = {"number": f"{run.number}-00001", "result": "absent", "on": f"{civil_today()}"}

    wrong = client.post("/printing/results/", {**given, "number": "2024-1"})
    done = client.post("/printing/results/", given, follow=True)
    again = client.post("/printing/results/", given, follow=True)

    assert wrong.status_code == 422
    assert "이 번호의 편지가 없습니다" in wrong.content.decode()
    assert "적었습니다" in done.content.decode()
    assert "이미 그렇게 적혀 있습니다" in again.content.decode()
    assert Letter.objects.get(place=1).reason == "absent"


def test_the_file_of_the_post_is_checked_by_row_and_column(office):
    run = posted()
    taking = Taking(run.key, officer(), civil_today())
    good = RESULTS.row(
        {
            "number": f"{run.number}-00001",
            "result": "delivered",
            "on": civil_today(),
            "reason": None,
            "tracking": None,
        }
    )
    bad = RESULTS.row(
        {"number": "2024-9-1", "result": "delivered", "on": civil_today(), "reason": None, "tracking": None}
    )

    assert RESULTS.check(good, taking) == []
    (no,) = RESULTS.check(bad, taking)
    assert (no.code, no.place.column) == ("no_such_letter", "number")
    assert RESULTS.take(iter([good]), taking) == 1


def test_the_list_asks_the_database_as_often_however_many_runs_there_are_and_counts_what_it_shows(office):
    posted(1)
    client = browser("sejin")

    assert_queries_do_not_grow(lambda: client.get("/printing/?view=all"), lambda: posted(1))
    assert_counts_are_the_rows(RUNS, officer(), civil_today())
