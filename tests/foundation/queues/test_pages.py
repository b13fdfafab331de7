"""The list as a page: what stands on it, saving, searching, files, handing over, my work."""

import csv
import io
import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from python_calamine import CalamineWorkbook
from tests.errands.models import Errand
from tests.errands.tables import ERRANDS
from tests.foundation.queues.conftest import TODAY
from tests.lists import assert_queries_do_not_grow

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.queues import standing_in, work
from jiphyeon.foundation.queues.exporting import covered
from jiphyeon.foundation.queues.finding import rows_of
from jiphyeon.foundation.queues.models import Absence, SavedView
from jiphyeon.foundation.ui.saying import localized
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db


def shown(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def seoyeon(desk, client):
    client.force_login(desk.seoyeon)
    return client


def test_a_list_page_takes_the_same_queries_for_five_rows_and_for_a_full_page(desk, seoyeon):
    desk.fill(5, state="open", officer=desk.seoyeon.key)

    assert_queries_do_not_grow(
        lambda: shown(seoyeon.get("/errands/?view=all")), lambda: desk.fill(45, begin=100, state="open")
    )


def test_a_rows_page_takes_the_same_queries_among_many(desk, seoyeon):
    rows = desk.fill(5, state="open", due_on=TODAY)
    url = f"/errands/{rows[2].key}/?view=open&sort=number"

    assert_queries_do_not_grow(
        lambda: shown(seoyeon.get(url)), lambda: desk.fill(200, begin=100, state="open")
    )


def test_the_pages_total_is_the_tabs_count(desk, seoyeon):
    desk.fill(120)
    late = Errand.objects.filter(state="open", due_on__lt=TODAY).count()

    page = shown(seoyeon.get("/errands/?view=late"))

    assert f'aria-current="page">기한 지남<span class="jip-count">{late}</span>' in page
    assert f"모두 {late}건 가운데 1–{min(late, 50)}" in page
    assert page.count('name="selected"') == min(late, 50)


def test_a_deadline_is_said_by_word_and_shape(desk, seoyeon):
    desk.fill(1, state="open", due_on=TODAY - timedelta(days=2))
    desk.fill(1, begin=1, state="open", due_on=TODAY)
    desk.fill(1, begin=2, state="resting", due_on=TODAY - timedelta(days=9))

    page = shown(seoyeon.get("/errands/?view=all"))

    assert "2일 지남" in page
    assert "오늘까지" in page
    assert "기한 멈춤" in page


def test_rows_lead_to_their_page_and_back_to_the_same_place(desk, seoyeon):
    desk.fill(120, state="open", due_on=TODAY)
    second = shown(seoyeon.get("/errands/?view=open&after=2024-03-04~2024-000049"))
    row = Errand.objects.get(number="2024-000070")
    link = f"/errands/{row.key}/?view=open&amp;sort=due_on&amp;after=2024-03-04~2024-000049"

    assert link in second
    page = shown(seoyeon.get(link.replace("&amp;", "&")))
    assert "71 / 120" in page
    assert 'href="/errands/?view=open&amp;sort=due_on&amp;after=2024-03-04~2024-000049"' in page
    assert str(Errand.objects.get(number="2024-000069").key) in page
    assert str(Errand.objects.get(number="2024-000071").key) in page


def test_a_view_is_saved_under_a_name_by_its_officer_and_thrown_away_again(desk, seoyeon):
    desk.fill(3)
    seoyeon.post("/queues/errands.all/views/?view=late&kind=paper&mine=1", {"name": " 내 서류 "})

    saved = SavedView.objects.get()
    page = shown(seoyeon.get("/errands/?view=late&kind=paper&mine=1"))

    assert (saved.officer, saved.name, saved.query) == (
        desk.seoyeon.key,
        "내 서류",
        "view=late&kind=paper&mine=1&sort=due_on",
    )
    assert (
        '<a href="?view=late&amp;kind=paper&amp;mine=1&amp;sort=due_on" aria-current="true">내 서류</a>'
        in page
    )
    seoyeon.force_login(desk.minjae)
    seoyeon.post(f"/queues/errands.all/views/{saved.pk}/drop/")
    assert SavedView.objects.count() == 1, "somebody else's stays"
    seoyeon.force_login(desk.seoyeon)
    seoyeon.post(f"/queues/errands.all/views/{saved.pk}/drop/")
    assert SavedView.objects.count() == 0


def test_a_person_is_found_by_whole_name_and_the_name_stands_in_no_address(desk, seoyeon):
    desk.fill(3, state="open", person="hana")
    desk.fill(3, begin=10, state="open", person="doyun")

    answer = seoyeon.post("/queues/errands.all/find/?view=all", {"wanted": "김 하나"})
    page = shown(seoyeon.get(answer["Location"]))

    assert "하나" not in answer["Location"]
    assert "%ED%95%98" not in answer["Location"]
    assert page.count('name="selected"') == 3
    assert "이도윤" not in page
    assert 'value="김 하나"' in page


def test_a_row_is_found_by_part_of_its_number(desk, seoyeon):
    desk.fill(30, state="open")

    answer = seoyeon.post("/queues/errands.all/find/?view=all&kind=parcel", {"wanted": "00002"})

    assert answer["Location"].startswith("/errands/?view=all&kind=parcel&who=")
    assert "00002" not in answer["Location"]
    page = shown(seoyeon.get(answer["Location"]))
    assert page.count('name="selected"') == 5
    assert 'value="00002"' in page


def test_a_whole_number_alone_stands_in_an_address(desk, seoyeon):
    desk.fill(30, state="open")

    answer = seoyeon.post("/queues/errands.all/find/?view=all", {"wanted": " 2024-000021 "})

    assert answer["Location"] == "/errands/?view=all&number=2024-000021&sort=due_on"
    assert shown(seoyeon.get(answer["Location"])).count('name="selected"') == 1


@pytest.mark.parametrize(
    "wanted", ["2024000021", "2024 000021", "２０２４ － ０００021", "2024–000021", "20 24-00 00 21"]
)
def test_a_whole_number_is_known_without_its_dash_and_however_spaced(desk, seoyeon, wanted):
    desk.fill(30, state="open")

    answer = seoyeon.post("/queues/errands.all/find/?view=all", {"wanted": wanted})

    assert answer["Location"] == "/errands/?view=all&number=2024-000021&sort=due_on"
    assert [row.title for row in rows_of(wanted, desk.actor("seoyeon"), TODAY)] == ["2024-000021"]


@pytest.mark.parametrize("wanted", ["4-000021", "4000021", "24 0000 21", "0021"])
def test_part_of_a_number_is_found_wherever_its_dash_stands(desk, seoyeon, wanted):
    desk.fill(30, state="open")

    address = seoyeon.post("/queues/errands.all/find/?view=all", {"wanted": wanted})["Location"]

    assert "number=" not in address
    assert shown(seoyeon.get(address)).count('name="selected"') == 1


@pytest.mark.parametrize(
    "wanted", ["19960815", "1996. 8. 15.", "010-2415 7700", "01024157700", "김하나 960815"]
)
def test_rows_are_found_by_the_birth_date_or_the_telephone_of_whose_they_are(desk, seoyeon, wanted):
    identity = Identity(
        "김하나", date(1996, 8, 15), "010-2415-7700", assurance=Assurance.COUNTER, assured_by="x"
    )
    make_citizen(desk.hana, identity, on=TODAY)
    desk.fill(3, state="open", person="hana")
    desk.fill(3, begin=10, state="open", person="doyun")

    address = seoyeon.post("/queues/errands.all/find/?view=all", {"wanted": wanted})["Location"]

    assert "number=" not in address
    assert shown(seoyeon.get(address)).count('name="selected"') == 3
    assert len(rows_of(wanted, desk.actor("seoyeon"), TODAY)) == 3


def test_a_telephone_of_ten_digits_is_no_number_of_a_row(desk, seoyeon):
    address = seoyeon.post("/queues/errands.all/find/?view=all", {"wanted": "0442001234"})["Location"]

    assert "number=" not in address


@pytest.mark.parametrize(
    "wanted", ["김하나 1990", "김하나1", "19900101", "010-1234-5678", "2024-000002 김하나"]
)
def test_a_digit_makes_no_number_of_what_may_be_a_person(desk, seoyeon, wanted):
    desk.fill(3, state="open")

    address = seoyeon.post("/queues/errands.all/find/?view=all", {"wanted": wanted})["Location"]
    page = shown(seoyeon.get(address))
    seoyeon.post(f"/queues/errands.all/views/?{address.partition('?')[2]}", {"name": "보기"})

    assert "number=" not in address
    assert urlencode({"": wanted})[1:] not in address
    assert f'value="{wanted}"' in page
    assert page.count('name="selected"') == 0
    kept = SavedView.objects.get().query
    assert "who=" in kept
    assert wanted not in kept
    assert f'href="?{kept.replace("&", "&amp;")}" aria-current="true"' in shown(seoyeon.get(address))


def test_a_view_of_an_older_city_leads_on_without_the_name_it_kept(desk, seoyeon):
    desk.fill(3, state="open")
    SavedView.objects.create(
        officer=desk.seoyeon.key, queue="errands.all", name="그 사람", query="view=all&number=김하나+1990"
    )

    page = shown(seoyeon.get("/errands/?view=all"))

    link = re.search(r'href="([^"]*)"[^>]*>그 사람<', page)[1]
    assert "김하나" not in link
    assert "who=" in link


def test_a_name_sealed_by_nobody_finds_nobody(desk, seoyeon):
    desk.fill(3, state="open")

    page = shown(seoyeon.get("/errands/?view=all&who=demo$AAAA"))

    assert page.count('name="selected"') == 0


def cells(answer):
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    return book.get_sheet_by_index(0).to_python()


def test_a_workbook_holds_the_whole_view_with_names_covered_and_no_formula(desk, seoyeon):
    desk.fill(120, state="open", due_on=TODAY)

    rows = cells(seoyeon.get("/queues/errands.all/rows.xlsx?view=open&sort=-number&names=1"))

    assert rows[0] == ["번호", "누구", "종류", "상태", "기한", "날", "값", "담당", "주소"]
    assert len(rows) == 121
    assert rows[1][:3] == ["2024-000119", "김○나", "소포"]
    assert (rows[1][5], rows[1][6]) == (TODAY, 119_000 % 13_000)
    assert {row[8] for row in rows[1:]} == {"'=1+1"}
    line = TrailEntry.objects.get(verb="queues.exported")
    assert line.details == {"rows": 120, "names": False, "kind": "xlsx"}


def test_whoever_may_takes_names_uncovered_and_that_stands_in_the_trail(desk, client):
    desk.fill(2, state="open")
    client.force_login(desk.minjae)

    lines = list(
        csv.reader(
            io.StringIO(b"".join(client.get("/queues/errands.all/rows.csv?names=1")).decode("utf-8-sig"))
        )
    )

    assert [line[1] for line in lines] == ["누구", "김하나", "김하나"]
    assert TrailEntry.objects.get(verb="queues.exported").details["names"] is True


@pytest.mark.parametrize(
    ("name", "message"), [("김하나", "김○나"), ("이현", "이○"), ("남궁민수", "남○○수"), ("", ""), ("A", "A")]
)
def test_a_covered_name_keeps_its_ends(name, message):
    assert covered(name) == message


def test_chosen_rows_are_handed_to_a_colleague_by_the_rooms_own_deed(desk, seoyeon):
    rows = desk.fill(6, state="open")
    ticked = [rows[1].number, rows[2].number]

    answer = seoyeon.post(
        "/queues/errands.all/assign/?view=open", {"selected": ticked, "to": str(desk.minjae.key)}
    )

    assert answer["Location"] == "/errands/?view=open&sort=due_on"
    assert set(Errand.objects.filter(officer=desk.minjae.key).values_list("number", flat=True)) == set(ticked)
    seoyeon.post("/queues/errands.all/assign/?view=open", {"selected": ticked, "to": str(desk.hana.key)})
    assert Errand.objects.filter(officer=desk.minjae.key).count() == 2, "a citizen is no colleague"
    seoyeon.post("/queues/errands.all/assign/?view=open", {"selected": ticked, "to": ""})
    assert Errand.objects.filter(officer=desk.minjae.key).count() == 2, "nobody chosen is not Nobody"
    seoyeon.post("/queues/errands.all/assign/?view=open", {"selected": ticked, "to": "nobody"})
    assert Errand.objects.filter(officer=desk.minjae.key).count() == 0


def test_where_nothing_can_be_done_with_rows_there_is_no_form_to_send(desk, seoyeon):
    desk.fill(5, state="open", due_on=TODAY)

    pages = [shown(seoyeon.get(f"/errands/?view={view}")) for view in ("all", "late")]

    assert ["data-queue" in page for page in pages] == [True, True]
    assert [('method="post" class="queue"' in page, "x 고르기" in page) for page in pages] == [
        (True, True),
        (False, False),
    ]


def test_everything_in_the_view_is_done_at_once(desk, seoyeon):
    desk.fill(80, state="open")
    desk.fill(5, begin=200, state="resting")

    seoyeon.post("/errands/finish/?view=open", {"everything": "1"})

    assert Errand.objects.filter(state="done").count() == 80


@pytest.mark.parametrize("name", ["hana", "jiwoo", None])
def test_nobody_else_opens_a_list_its_files_or_its_deeds(desk, client, name):
    if name:
        client.force_login(desk.cast[name])
    urls = ["/queues/errands.all/rows.xlsx", "/queues/errands.all/rows.csv"]
    posts = ["/queues/errands.all/views/", "/queues/errands.all/find/", "/queues/errands.all/assign/"]

    answers = [client.get(url) for url in urls] + [client.post(url) for url in posts]

    assert {answer.status_code for answer in answers} == ({403} if name else {302})
    assert all("/accounts/sign-in/" in answer["Location"] for answer in answers if answer.status_code == 302)


def test_a_list_nobody_declared_is_not_found(desk, seoyeon):
    assert seoyeon.get("/queues/nothing/rows.xlsx").status_code == 404


def away(desk, officer="seoyeon", substitute="minjae", first=0, last=3, by=None, on=TODAY):
    return standing_in.go_away(
        officer=desk.cast[officer].key,
        substitute=desk.cast[substitute].key,
        first=on + timedelta(days=first),
        last=on + timedelta(days=last),
        reason="출장",
        by=desk.actor(by or officer),
        on=on,
    )


@pytest.mark.parametrize(("officer", "substitute"), [("seoyeon", "jihun"), ("jihun", "seoyeon")])
def test_the_two_examiners_of_the_cast_stand_in_for_one_another(desk, officer, substitute):
    from jiphyeon.foundation.queues import selecting

    desk.fill(3, state="open", officer=desk.cast[officer].key)
    away(desk, officer, substitute)

    actor = desk.actor(substitute)
    assert ERRANDS.rows(actor).filter(selecting.mine(ERRANDS, actor, TODAY)).count() == 3


def test_whoever_stands_in_sees_the_work_as_their_own_on_those_days_and_on_no_other(desk):
    desk.fill(4, state="open", officer=desk.suhyeon.key)
    away(desk, "suhyeon", "minjae", first=1, last=2)

    def mine(day):
        from jiphyeon.foundation.queues import selecting

        actor = desk.actor("minjae")
        return ERRANDS.rows(actor).filter(selecting.mine(ERRANDS, actor, TODAY + timedelta(days=day))).count()

    assert [mine(day) for day in range(5)] == [0, 4, 4, 0, 0]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"officer": "suhyeon", "substitute": "minjae", "by": "seoyeon"}, "not_your_absence"),
        ({"officer": "suhyeon", "substitute": "minjae", "first": 2, "last": 1}, "absence_days_wrong"),
        ({"officer": "suhyeon", "substitute": "minjae", "first": -5, "last": -1}, "absence_days_wrong"),
        ({"officer": "suhyeon", "substitute": "suhyeon"}, "substitute_unknown"),
        ({"officer": "suhyeon", "substitute": "jiwoo"}, "substitute_without_role"),
        ({"officer": "suhyeon", "substitute": "hana"}, "substitute_without_role"),
        ({"officer": "minjae", "substitute": "eunchae"}, "away_already"),
        ({"officer": "suhyeon", "substitute": "minjae"}, "substitute_away"),
        ({"officer": "eunchae", "substitute": "suhyeon"}, "stands_in_already"),
    ],
)
def test_an_absence_that_would_leave_work_alone_is_refused_with_its_reason(desk, given, code):
    if code in {"away_already", "substitute_away", "stands_in_already"}:
        away(desk, "minjae", "eunchae", first=3, last=9)

    with pytest.raises(Refused) as no:
        away(desk, **given)

    assert no.value.code == code


def test_an_absence_ends_early_by_its_officer_or_an_administrator_and_by_nobody_else(desk, client):
    key = away(desk, "suhyeon", "minjae", first=0, last=9)
    later = away(desk, "eunchae", "minjae", first=20, last=21)
    client.force_login(desk.seoyeon)
    assert client.post(f"/queues/absence/{key}/back/").status_code == 404
    client.force_login(desk.taeo)

    assert client.post(f"/queues/absence/{later}/back/").status_code == 302
    standing_in.come_back(key=key, by=desk.actor("suhyeon"), on=TODAY + timedelta(days=2))

    assert [(row.key, row.last) for row in Absence.objects.all()] == [(key, TODAY + timedelta(days=1))]


def test_the_page_of_absences_takes_one_and_says_what_is_wrong_with_another(desk, client):
    client.force_login(desk.suhyeon)
    form = {
        "officer": str(desk.suhyeon.key),
        "substitute": str(desk.minjae.key),
        "first": "2024-03-05",
        "last": "2024-03-08",
        "reason": "교육",
    }

    assert client.post("/queues/absence/", form).status_code == 302
    page = shown(client.get("/queues/absence/"))
    again = client.post("/queues/absence/", form)

    assert "임수현: " in page
    assert "대신 정민재" in page
    assert again.status_code == 422
    assert "이미 적어 둔 부재가 있습니다" in again.content.decode()


def test_my_work_counts_what_waits_and_what_is_mine_and_leads_to_just_that(desk, seoyeon):
    desk.fill(6, state="open", due_on=TODAY + timedelta(days=1))
    desk.fill(2, begin=10, state="open", due_on=TODAY - timedelta(days=1), officer=desk.seoyeon.key)
    desk.fill(1, begin=20, state="open", due_on=TODAY - timedelta(days=3), officer=desk.minjae.key)

    found = next(
        one for one in work.of_officer(actor_of(desk.seoyeon, on=TODAY), TODAY) if one.name == "errands-all"
    )

    assert [(localized(word), count) for word, _url, count in found.doors] == [
        ("할 일", 9), ("할 일, 내가 맡은 것", 2), ("기한 지남", 3), ("기한 지남, 내가 맡은 것", 2),
    ]  # fmt: skip
    assert [line.title.split(" · ")[0] for line in found.lines] == [
        "2024-000010", "2024-000011", "2024-000000", "2024-000001", "2024-000002",
    ]  # fmt: skip
    assert 'href="/errands/?view=late&amp;mine=1&amp;sort=due_on"' in shown(seoyeon.get("/my/"))
    assert shown(seoyeon.get("/errands/?view=late&mine=1&sort=due_on")).count('name="selected"') == 2


def test_my_work_takes_the_same_queries_for_few_rows_and_many(desk):
    desk.fill(2, state="open", officer=desk.seoyeon.key)
    actor = desk.actor("seoyeon")

    assert_queries_do_not_grow(
        lambda: work.of_officer(actor, TODAY), lambda: desk.fill(60, begin=100, state="open")
    )


def test_whoever_stands_in_reads_so_on_their_own_page(desk, client):
    away(desk, "suhyeon", "minjae", first=0, last=2)
    client.force_login(desk.minjae)

    assert "2024. 3. 4.(월)부터 2024. 3. 6.(수)까지 임수현 담당의 일을 대신합니다." in shown(
        client.get("/my/")
    )


def test_pages_are_english_for_those_who_read_english(desk, seoyeon):
    desk.fill(60, state="open")
    seoyeon.cookies["django_language"] = "en"

    page = shown(seoyeon.get("/errands/"))

    assert "1–50 of 60" in page
    assert "All 60 of this view" in page
    assert "거르기" not in page


def test_only_who_could_stand_in_is_offered_and_where_nobody_could_that_is_said(desk, client):
    client.force_login(desk.suhyeon)
    offered = shown(client.get("/queues/absence/"))
    client.force_login(desk.yujin)
    alone = shown(client.get("/queues/absence/"))

    assert f'value="{desk.minjae.key}"' in offered
    assert f'value="{desk.seoyeon.key}"' not in offered
    assert f'value="{desk.minjae.key}"' not in alone
    assert "같은 역할을 가진 다른 직원이 없습니다." in alone
