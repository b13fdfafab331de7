"""Who looked at my data: one row for a person, a day and a reason, with what was looked at and when."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
from django.utils.translation import override

from jiphyeon.foundation.ledger.looks import look_table
from jiphyeon.foundation.ledger.trail import Look

pytestmark = pytest.mark.django_db


def look(hour, minute=0, day=4, by="박서연", verb="benefits.viewed", reason="심사"):
    at = datetime(2024, 3, day, hour, minute, tzinfo=UTC)
    return Look(at, by, "youth", "case-officer-1", verb, "case:1", reason)


def rows_of(table):
    body = table.html().partition("<tbody")[2]
    return [
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row))).strip()
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def test_looks_of_one_person_on_one_day_are_one_row_with_their_times():
    with override("ko"):
        rows = rows_of(
            look_table(
                [look(5), look(1, 30), look(1, 30), look(0, verb="files.opened"), look(0, by="최민재")]
            )
        )

    assert rows == [
        "2024. 3. 4.(월) 박서연 내용을 봄 10:30 · 14:00 파일을 열어 봄 09:00 심사",
        "2024. 3. 4.(월) 최민재 내용을 봄 09:00 심사",
    ]


def test_another_day_or_another_reason_is_another_row():
    with override("ko"):
        rows = rows_of(look_table([look(1, day=5), look(1), look(2, reason="조회")]))

    assert [row.split(" 박서연")[0] for row in rows] == [
        "2024. 3. 5.(화)",
        "2024. 3. 4.(월)",
        "2024. 3. 4.(월)",
    ]


def test_a_look_late_in_the_evening_stands_on_the_citys_day():
    with override("ko"):
        assert rows_of(look_table([look(15, 30)]))[0].startswith("2024. 3. 5.(화)")


def test_a_deed_without_words_of_its_own_is_said_as_work_on_the_matter():
    with override("en"):
        (row,) = rows_of(look_table([look(1, verb="benefits.sign", reason="")]))

    assert "Worked on the matter 10:00" in row


def test_what_a_reason_or_a_name_holds_is_no_markup():
    with override("ko"):
        page = look_table([look(1, by="<b>x</b>", reason="<script>")], what=lambda _look: "<i>").html()

    assert not {"<b>", "<script>", "<i>"} & set(re.findall(r"<[a-z]+>", page))
