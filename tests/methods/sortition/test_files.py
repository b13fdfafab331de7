"""Bad files are refused with the file, the line, the row and the column, and nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiphyeon.kernel import Refused, read_table
from jiphyeon.methods.sortition import (
    Quota,
    Relation,
    check_people,
    read_quotas,
    read_relations,
    residual,
    shared,
)

QUOTAS = (Quota("성별", "여", 1, 2), Quota("성별", "남", 1, 2))


def written(folder: Path, text: str, encoding: str = "utf-8", name: str = "people.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_files_are_read_in_every_encoding_offices_use(tmp_path: Path, encoding: str):
    table = read_table(written(tmp_path, "번호,성별\r\n1,여\r\n2,남\r\n", encoding))

    assert table.columns == ("번호", "성별")
    assert table.rows == ({"번호": "1", "성별": "여"}, {"번호": "2", "성별": "남"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "people.csv, line 1: The first line must name the columns; it is empty."),
        ("성별,,나이\n", "people.csv, line 1: The name of column number 2 is empty."),
        ("성별,성별\n", "people.csv, line 1, column 성별: The name of column number 2 is used twice."),
        ("성별,나이\n여\n", "people.csv, line 2, row 1: This row has 1 fields; the header has 2."),
        ('성별,나이\n"여,1\n', "people.csv, line 2: The CSV is broken here: unexpected end of data."),
    ],
)
def test_a_broken_table_says_where(tmp_path: Path, text: str, message: str):
    with pytest.raises(Refused) as refused:
        read_table(written(tmp_path, text))

    assert str(refused.value) == message


def test_another_encoding_is_refused_at_its_line(tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_bytes("성별\n여\n".encode() + b"\xff\xfe\x00\n")

    with pytest.raises(Refused) as refused:
        read_table(file)

    assert str(refused.value) == "people.csv, line 3: The file is neither UTF-8 nor CP949; save it as UTF-8."


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match=r"The file cannot be read: No such file or directory\."):
        read_table(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("성별\n여\n", "people.csv, line 1, column 나이: There is no column 나이. The columns are: 성별."),
        ("성별,나이\n여,청년\n,청년\n", "people.csv, line 3, row 2, column 성별: The value is missing."),
        (
            "성별,나이\n여,청년\n녀,청년\n",
            "people.csv, line 3, row 2, column 성별: No quota speaks of '녀'. Known are: 남, 여.",
        ),
        (
            "id,성별,나이\na,여,청년\nb,여,청년\na,남,청년\n",
            "people.csv, line 4, row 3, column id: 'a' is entered twice; the first time in row 1.",
        ),
    ],
)
def test_people_the_quotas_cannot_use_are_refused(tmp_path: Path, text: str, message: str):
    quotas = (*QUOTAS, Quota("나이", "청년", 0, 3))

    with pytest.raises(Refused) as refused:
        check_people(read_table(written(tmp_path, text)), quotas)

    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "category,feature,min\n",
            "line 1, column max: There is no column max. The columns are: category, feature, min.",
        ),
        ("category,feature,min,max\n", "line 2: There is no quota under the header."),
        (
            "category,feature,min,max\n성별,여,1.5,3\n",
            "line 2, row 1, column min: A whole number of people is needed, not '1.5'.",
        ),
        (
            "category,feature,min,max\n성별,여,-1,3\n",
            "line 2, row 1, column min: A whole number of people is needed, not '-1'.",
        ),
        ("category,feature,min,max\n성별,여,,3\n", "line 2, row 1, column min: The value is missing."),
        (
            "category,feature,min,max\n성별,여,4,3\n",
            "line 2, row 1, column max: The bounds cross: the minimum 4 exceeds the maximum 3.",
        ),
        (
            "category,feature,min,max,min_flex,max_flex\n성별,여,1,3,2,3\n",
            "line 2, row 1, column min_flex: The bounds cross: min_flex 2 exceeds min 1.",
        ),
        (
            "category,feature,min,max\n성별,여,1,3\n성별,남,1,2\n성별,여,1,2\n",
            "line 4, row 3, column feature: 성별 = 여 already stands in row 1.",
        ),
    ],
)
def test_quotas_that_make_no_sense_are_refused(tmp_path: Path, text: str, message: str):
    with pytest.raises(Refused) as refused:
        read_quotas(written(tmp_path, text, name="quotas.csv"))

    assert str(refused.value) == f"quotas.csv, {message}"


def test_quotas_keep_their_flexible_bounds_and_their_law(tmp_path: Path):
    text = "category,feature,min,max,min_flex,max_flex,law\n나이,청년,3,10,2,12,청년기본법 제15조 제2항\n"

    assert read_quotas(written(tmp_path, text)) == (
        Quota("나이", "청년", 3, 10, 2, 12, "청년기본법 제15조 제2항"),
    )


def test_people_who_share_an_address_are_tied_and_blanks_are_not(tmp_path: Path):
    table = read_table(written(tmp_path, "성별,주소\n여,한누리대로 1\n남,\n남,한누리대로  1\n여,\n"))

    assert shared(table, "주소", "same address") == (Relation("same address", "한누리대로 1", (0, 2)),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,9\n", "ties.csv, line 2, row 1, column b: '9' is not in the pool."),
        ("a,b\n1,1\n", "ties.csv, line 2, row 1, column b: A person is declared to be related to themself."),
        ("a,b\n1,2\n2,1\n", "ties.csv, line 3, row 2: This tie is already declared in row 1."),
        (
            "a,b,kind\n1,2,배우자\n2,1,형제\n",
            "ties.csv, line 3, row 2, column kind: Row 1 declares the same two people as '배우자'.",
        ),
        ("a,b\n1,\n", "ties.csv, line 2, row 1, column b: The value is missing."),
    ],
)
def test_contradictory_ties_are_refused(tmp_path: Path, text: str, message: str):
    with pytest.raises(Refused) as refused:
        read_relations(written(tmp_path, text, name="ties.csv"), ("1", "2", "3"))

    assert str(refused.value) == message


def test_sitting_members_leave_the_rest_of_the_quotas():
    quotas, seats = residual(QUOTAS, 3, [{"성별": "여"}])

    assert seats == 2
    assert [(quota.minimum, quota.maximum) for quota in quotas] == [(0, 1), (1, 2)]


def test_sitting_members_who_already_break_a_quota_are_refused():
    with pytest.raises(
        Refused, match=r"The sitting members already have 3 with 성별 = 여; the maximum is 2\."
    ):
        residual(QUOTAS, 5, [{"성별": "여"}] * 3)


def test_a_body_without_vacancy_is_refused():
    with pytest.raises(Refused, match=r"2 members are sitting: a body of 2 has no vacancy\."):
        residual(QUOTAS, 2, [{"성별": "여"}, {"성별": "남"}])
