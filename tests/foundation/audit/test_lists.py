"""The auditor searches, narrows, sorts and takes away who looked at what, and the deeds of the public log."""

import re
from datetime import UTC, date, datetime
from html import unescape
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from django.utils.translation import override
from python_calamine import CalamineWorkbook
from tests.lists import assert_counts_are_the_rows, assert_queries_do_not_grow

from jiphyeon.foundation.accounts.actors import MACHINE, actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.audit.lists import DEEDS, LOOKS
from jiphyeon.foundation.audit.queries import room_words
from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.ledger.kinds import known_kinds
from jiphyeon.foundation.ledger.models import TrailEntry
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note, note_each
from jiphyeon.foundation.rooms.declared import rooms

TODAY = date(2024, 3, 4)


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def actor(username):
    return actor_of(User.objects.get(username=username), on=civil_today())


def person(username):
    return User.objects.get(username=username).key


@pytest.fixture
def auditor(as_person):
    """The auditor's browser, over a trail of a few lines."""
    client = as_person("garam")
    seoyeon, hana, sunja = actor("seoyeon"), person("hana"), person("sunja")
    note(by=seoyeon, verb="benefits.viewed", about=f"case:{uuid4()}", person=hana, reason="심사")
    note(by=seoyeon, verb="benefits.propose", about=f"case:{uuid4()}", person=hana, reason="민원 전화를 받고")
    note(by=actor("jihun"), verb="files.opened", about=f"file:{uuid4()}", person=sunja, reason="심사")
    note(by=MACHINE, verb="mydata.looked_up", about=f"consent:{uuid4()}", person=sunja, reason="")
    note(by=actor("hana"), verb="notices.opened", about=f"notice:{uuid4()}", person=hana, reason="")
    return client


def found(client, where="/audit/looks/", **narrowed):
    """Return the rows of the list as (who, what, whose)."""
    page = client.get(where, narrowed).content.decode()
    rows = re.findall(r"<tr role=\"row\">(.*?)</tr>", page, re.DOTALL)[1:]
    cells = [
        [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows
    ]
    return sorted((row[0], row[2], row[5]) for row in cells)


def test_whatever_is_put_on_the_log_is_of_a_room_that_has_a_name():
    named = {kind.partition(".")[0] for kind, _words in known_kinds()}

    ours = {room.label for room in rooms() if room.name.startswith("jiphyeon.")}
    assert (named & ours) - room_words().keys() == set()


SEEN = ("박서연", "내용을 봄", "김하나")


@pytest.mark.parametrize("where", ["/audit/looks/", "/audit/deeds/"])
def test_an_auditor_who_changes_nothing_is_given_no_form_over_the_rows(auditor, where):
    append(kind="plans.figure", subject="one", facts={}, on=TODAY)

    page = auditor.get(where).content.decode()

    assert "data-queue" in page
    assert 'method="post" class="queue"' not in page
    assert "x 고르기" not in page


PROPOSED = ("박서연", "결정안을 올렸습니다", "김하나")
OPENED = ("배지훈", "파일을 열어 봄", "윤순자")
FETCHED = ("집현", "기관에서 자료를 가져옴", "윤순자")
READ_THEMSELF = ("김하나", "알림을 열어 봄", "김하나")


@pytest.mark.parametrize(
    ("narrowed", "rows"),
    [
        ({"view": "looks"}, [SEEN, OPENED, FETCHED]),
        ({"view": "deeds"}, [PROPOSED]),
        ({"view": "own"}, [READ_THEMSELF]),
        ({"view": "all", "room": "files"}, [OPENED]),
        ({"view": "all", "deed": "viewed"}, [SEEN]),
        ({"view": "all", "deed": "opened"}, [OPENED]),
        ({"view": "all", "deed": "notices.opened"}, [READ_THEMSELF]),
        ({"view": "all", "data": "consent"}, [FETCHED]),
        ({"view": "all", "role": "case_officer"}, [SEEN, PROPOSED, OPENED]),
        ({"view": "all", "role": "auditor"}, []),
    ],
)
def test_the_trail_is_narrowed_by_what_a_line_says(auditor, narrowed, rows):
    assert found(auditor, **narrowed) == sorted(rows)


def test_the_trail_is_narrowed_to_an_officer(auditor):
    assert found(auditor, view="all", actor=str(person("jihun"))) == [OPENED]


def test_the_trail_is_narrowed_to_a_period_whose_ends_belong_to_it(auditor):
    TrailEntry.objects.filter(verb="files.opened").update(
        at=datetime(2024, 3, 1, 14, 59, tzinfo=UTC)
    )  # 23:59 here
    TrailEntry.objects.filter(verb="mydata.looked_up").update(at=datetime(2024, 3, 1, 15, tzinfo=UTC))

    assert found(auditor, view="all", since="2024-03-01", until="2024. 3. 1.") == [OPENED]
    assert found(auditor, view="all", since="2024-03-02", until="2024-03-02") == [FETCHED]
    assert "날짜로 읽을 수 없어" in text_of(auditor.get("/audit/looks/", {"since": "언젠가"}))


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        ("김하나", [SEEN, PROPOSED, READ_THEMSELF]),  # whose, and who
        ("배 지훈", [OPENED]),
        ("Bae Jihun", [OPENED]),
        ("민원 전화", [PROPOSED]),  # a word of the reason
        ("없는 말", []),
    ],
)
def test_a_search_finds_officers_people_and_reasons_and_leaves_no_name_in_the_address(auditor, wanted, rows):
    answer = auditor.post("/queues/audit.looks/find/?view=all", {"wanted": wanted})

    where = answer["Location"]
    assert wanted.split()[0] not in where
    assert found(auditor, where) == sorted(rows)


def test_the_newest_line_stands_first_and_the_list_turns_round(auditor):
    newest = TrailEntry.objects.latest("pk").pk
    first = re.search(r"/audit/looks/(\d+)/", auditor.get("/audit/looks/", {"view": "all"}).content.decode())[
        1
    ]
    turned = auditor.get("/audit/looks/", {"view": "all", "sort": "id"}).content.decode()

    assert int(first) == newest
    assert int(re.search(r"/audit/looks/(\d+)/", turned)[1]) == TrailEntry.objects.earliest("pk").pk


def test_a_line_opens_with_all_it_holds(auditor):
    note(
        by=actor("taeo"),
        verb="queues.exported",
        about="queue:benefits.cases",
        reason="심사",
        details={"rows": 7},
    )
    number = TrailEntry.objects.latest("pk").pk

    text = text_of(auditor.get(f"/audit/looks/{number}/"))

    assert "목록을 내려받음" in text
    assert "서태오" in text
    assert "줄 수 7" in text
    assert auditor.get("/audit/looks/999999/").status_code == 404
    assert auditor.get(f"/audit/looks/{10**30}/").status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_taking_the_trail_away_leaves_a_line_and_covers_names(auditor, kind):
    answer = auditor.get(f"/queues/audit.looks/rows.{kind}", {"view": "looks"})
    content = b"".join(answer.streaming_content)

    given = (
        str(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python())
        if kind == "xlsx"
        else content.decode("utf-8-sig")
    )
    assert "박서연" in given
    assert "김○나" in given
    assert "김하나" not in given
    line = TrailEntry.objects.latest("pk")
    assert (line.verb, line.about, line.reason) == ("queues.exported", "queue:audit.looks", "감사")
    assert line.details == {"rows": 3, "names": False, "kind": kind}


def test_only_an_auditor_opens_it(as_person):
    for username in ("hana", "seoyeon", "minjae", "taeo"):
        client = as_person(username)
        assert client.get("/audit/looks/").status_code == 403
        assert client.get("/audit/deeds/").status_code == 403
        assert client.get("/queues/audit.looks/rows.csv").status_code == 403


def test_counts_are_the_rows_and_a_page_asks_a_fixed_number_of_questions(auditor):
    garam = actor("garam")
    seoyeon, hana = actor("seoyeon"), person("hana")
    assert_counts_are_the_rows(LOOKS, garam, TODAY)
    assert_counts_are_the_rows(DEEDS, garam, TODAY)

    def more_looks():
        note_each([hana] * 40, by=seoyeon, verb="benefits.viewed", about=f"case:{uuid4()}", reason="심사")

    def more_deeds():
        for _ in range(40):
            append(kind="appointments.appointed", subject=str(uuid4()), facts={}, on=TODAY)

    assert_queries_do_not_grow(lambda: auditor.get("/audit/looks/"), more_looks)
    append(kind="appointments.appointed", subject=str(uuid4()), facts={}, on=TODAY)
    assert_queries_do_not_grow(lambda: auditor.get("/audit/deeds/"), more_deeds)


def test_deeds_are_found_by_room_kind_and_record_and_lead_to_the_check(auditor):
    receipt = append(kind="appointments.ended", subject=str(UUID(int=7)), facts={}, on=TODAY)
    append(kind="plans.figure_entered", subject="a/b", facts={}, on=TODAY)

    page = text_of(auditor.get("/audit/deeds/", {"kind": "appointments.ended"}))
    assert receipt.number in page
    assert "담당을 끝냄" in page
    assert receipt.number not in text_of(auditor.get("/audit/deeds/", {"room": "plans"}))

    where = auditor.post("/queues/audit.deeds/find/", {"wanted": receipt.number})["Location"]
    answer = auditor.get(where).content.decode()
    assert answer.count("/ledger/?q=") == 1
    address = unescape(re.search(r'href="(/ledger/\?q=[^"]+)"', answer)[1])
    assert f"/ledger/?q={receipt.leaf_hash}&" in address
    assert "It was recorded." in text_of(auditor.get(address, headers={"accept-language": "en"}))


def test_a_line_of_the_trail_says_in_both_languages_what_it_holds(auditor):
    purpose = "시설 이용료를 바로 깎아 드리기 위해"
    held = {
        "holder": "welfare",
        "item": "qualifications",
        "outcome": ["answered"],
        "about": "fee:cityhall-parking",
    }
    note(
        by=MACHINE, verb="mydata.looked_up", about=f"consent:{uuid4()}:qualifications", person=person("hana"),
        reason=purpose, details=held,
    )  # fmt: skip
    address = f"/audit/looks/{TrailEntry.objects.latest('pk').pk}/"

    korean, english = (
        text_of(auditor.get(address, headers={"accept-language": language})) for language in ("ko", "en")
    )

    for raw in ("fee:cityhall-parking", "welfare ", "qualifications ", "answered'"):
        assert raw not in korean
        assert raw not in english
    assert "결과 확인됨" in korean
    assert purpose in korean
    assert "Outcome Answered" in english
    assert "Holder Ministry of Health and Welfare" in english
    assert "About Fee and what lowers it · " in english
    assert "to reduce a facility's fee at once" in unescape(english)


def test_the_time_of_a_line_is_the_citys(auditor):
    TrailEntry.objects.update(at=datetime(2024, 3, 4, 15, 30, tzinfo=UTC))
    with timezone.override("Asia/Seoul"):
        assert "2024. 3. 5.(화) 00:30" in text_of(auditor.get("/audit/looks/", {"view": "all"}))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_taken_away_from_an_english_page_is_in_english(auditor, kind):
    answer = auditor.get(
        f"/queues/audit.looks/rows.{kind}?names=1&view=all", headers={"accept-language": "en"}
    )
    with override("ko"):  # a file that is sent line by line is made after its page has been left
        body = b"".join(answer)
    text = (
        body.decode("utf-8-sig")
        if kind == "csv"
        else str(CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python())
    )

    assert "Park Seoyeon" in text
    assert "Who" in text
    assert "박서연" not in text


def test_who_gave_a_matter_to_the_log_is_written_in_latin_letters_in_english(auditor):
    hana = actor("hana")
    edition = uuid4()
    leaf = append(kind="payees.given", subject=str(edition), facts={}, on=TODAY)
    HistoryLine.objects.create(
        lifecycle="payees", case=edition, deed="give", on=TODAY, at=timezone.now(), by=hana.user, by_name=hana.name,
        after="checking", leaf=leaf.leaf_hash,
    )  # fmt: skip

    page = auditor.get("/audit/deeds/", headers={"accept-language": "en"}).content.decode()

    assert "Kim Hana" in page
    assert "김하나" not in page
