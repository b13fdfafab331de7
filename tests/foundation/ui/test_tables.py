"""Tables: exact output, nothing unescaped, cheap."""

import sys
from dataclasses import dataclass
from datetime import date

import pytest
from django.http import QueryDict

from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.tables import Column, Table

WICKED = '"><script>alert(1)</script>'
HELD = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


def body(html: str) -> str:
    return html.partition("<tbody>")[2].partition("</tbody>")[0]


def test_a_row_is_written_by_the_kind_of_each_column():
    table = Table(
        columns=[
            Column("name", "이름"),
            Column("rent", "월세", kind="won"),
            Column("day", "접수한 날", kind="date"),
            Column("members", "가구원", kind="number", hide_on_phone=True),
        ],
        rows=[{"name": "김하나", "rent": 450_000, "day": date(2024, 3, 2), "members": None}],
        caption="신청",
        phone="scroll",
    )

    row = body(table.html())

    assert row == (
        '<tr><th scope="row">김하나</th><td class="jip-number">450,000원</td>'
        '<td class="jip-date"><time datetime="2024-03-02">2024. 3. 2.(토)</time></td>'
        '<td class="jip-number jip-not-on-phone">–</td></tr>'
    )


def test_rows_may_be_objects_and_a_column_nobody_has_is_a_mistake():
    @dataclass
    class Case:
        name: str

    known = Table(columns=[Column("name", "이름")], rows=[Case("이도윤")], caption="신청", phone="scroll")
    unknown = Table(columns=[Column("nmae", "이름")], rows=[Case("이도윤")], caption="신청")

    assert body(known.html()) == '<tr><th scope="row">이도윤</th></tr>'
    with pytest.raises(AttributeError):
        unknown.html()


def test_what_people_typed_never_becomes_markup():
    table = Table(
        columns=[
            Column("key", WICKED, kind="check"),
            Column("name", WICKED, sortable=True),
            Column("link", "주소", kind="link"),
            Column("state", "상태", kind="badge"),
        ],
        rows=[{"key": WICKED, "name": WICKED, "link": (WICKED, WICKED), "state": (WICKED, "good")}],
        caption=WICKED,
        row_url=lambda _row: WICKED,
    )

    html = table.html(QueryDict("q=" + WICKED))

    assert "<script" not in html
    assert html.count(HELD) >= 8


def test_the_first_column_that_is_no_checkbox_leads_to_the_row():
    table = Table(
        columns=[Column("key", "고르기", kind="check"), Column("name", "이름")],
        rows=[{"key": "24-1", "name": "김하나"}],
        caption="신청",
        row_url=lambda row: f"/cases/{row['key']}/",
        phone="scroll",
    )

    row = body(table.html())

    assert '<th scope="row"><a class="jip-row-link" href="/cases/24-1/">김하나</a></th>' in row
    assert 'name="selected" value="24-1" aria-label="24-1 고르기"' in row


def test_sorting_again_turns_round_and_keeps_the_question_but_not_the_page():
    table = Table(
        columns=[Column("day", "날", kind="date", sortable=True)],
        rows=[{"day": None}],
        caption="신청",
        sort="day",
    )

    html = table.html(QueryDict("q=%EC%B2%AD%EB%85%84&page=3&sort=day"))

    assert 'aria-sort="ascending"' in html
    assert 'href="?q=%EC%B2%AD%EB%85%84&amp;sort=-day"' in html


def test_rows_are_cards_on_a_phone_and_keep_their_nature_for_those_who_listen():
    table = Table(
        columns=[Column("name", "이름"), Column("rent", "월세", kind="won")],
        rows=[{"name": "김하나", "rent": 1}],
        caption="신청",
    )

    html = table.html()

    assert 'role="table"' in html
    assert '<td class="jip-number" role="cell" data-label="월세">1원</td>' in html


def test_no_rows_say_what_would_be_here():
    table = Table(
        columns=[Column("name", "이름")],
        rows=[],
        caption="알림",
        empty=Empty("아직 알림이 없습니다", "신청하면 생깁니다.", "/find/", "찾기"),
    )

    assert table.html() == (
        '<div class="jip-empty"><p class="jip-empty-title">아직 알림이 없습니다</p><p>신청하면 생깁니다.</p>'
        '<a class="krds-btn medium secondary" href="/find/">찾기</a></div>'
    )


def test_a_badge_knows_its_tones():
    with pytest.raises(ValueError, match="neutral, info, good, warn, bad, off"):
        Badge("확인 중", "green")


def test_a_further_row_costs_at_most_thirty_calls_a_cell():
    columns = [
        Column("key", "고르기", kind="check"),
        Column("name", "이름", sortable=True),
        Column("kind", "사업"),
        Column("deposit", "보증금", kind="won"),
        Column("members", "가구원", kind="number"),
        Column("day", "접수한 날", kind="date"),
        Column("state", "상태", kind="badge"),
        Column("unit", "부서"),
    ]
    rows = [
        {
            "key": f"24-{i}", "name": "김하나", "kind": "청년 주거임대료 지원", "deposit": i, "members": i,
            "day": date(2024, 3, 4), "state": Badge("확인 중", "info"), "unit": "청년정책담당관",
        }
        for i in range(50)
    ]  # fmt: skip

    def calls(count):
        """How many functions are called to draw so many rows, which is the same on every machine."""
        table = Table(columns, rows[:count], caption="신청", row_url=lambda row: f"/cases/{row['key']}/")
        made = []
        before = sys.getprofile()
        sys.setprofile(lambda _frame, event, _given: made.append(event) if "call" in event else None)
        try:
            table.html()
        finally:
            sys.setprofile(before)
        return len(made)

    calls(1)  # what is read once
    assert calls(50) - calls(10) <= 30 * len(columns) * 40
