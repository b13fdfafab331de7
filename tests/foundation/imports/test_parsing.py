"""Files as offices save them: encodings, separators, quotation marks, sheets."""

import csv
import io
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.errands.intakes import PRICES
from xlsxwriter import Workbook

from jiphyeon.foundation.accounts.actors import MACHINE
from jiphyeon.foundation.imports import parsing
from jiphyeon.foundation.imports.cells import as_text
from jiphyeon.foundation.imports.declaring import Taking
from jiphyeon.foundation.imports.examining import Good, examined, header_of
from jiphyeon.kernel import Refused
from jiphyeon.kernel.spreadsheets import csv_lines, write_xlsx
from jiphyeon.kernel.tables import no_formula
from jiphyeon.kernel.text import clean

HEAD = "번호,종류,값,언제부터\n"


def read(content, kind="csv", separator=","):
    raw = content.encode() if isinstance(content, str) else content
    return [
        (line.line, line.cells)
        for line in parsing.lines(lambda: io.BytesIO(raw), name="값.csv", kind=kind, separator=separator)
    ]


def found(content, kind="csv", separator=",", intake=PRICES):
    raw = content.encode() if isinstance(content, str) else content
    lines = parsing.lines(lambda: io.BytesIO(raw), name="값.csv", kind=kind, separator=separator)
    header = header_of(intake, next(lines), "값.csv")
    taking = Taking(UUID(int=1), MACHINE, date(2024, 3, 4))
    return list(examined(intake, lines, header, taking))


def errors_of(content, **more):
    return [
        (faulty.line, faulty.column.ko if faulty.column else None, faulty.written, faulty.words.ko)
        for one in found(content, **more)
        if not isinstance(one, Good)
        for faulty in one
    ]


def book(rows):
    made = io.BytesIO()
    workbook = Workbook(made)
    sheet = workbook.add_worksheet("값")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    workbook.close()
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_same_file_in_each_encoding_says_the_same(encoding):
    content = (HEAD + 'A-1,소포,"3,000원",2024. 3. 2.\n').encode(encoding)

    rows = found(content)

    assert [(one.line, one.row.code, one.row.amount) for one in rows] == [(2, "A-1", 3_000)]


def test_cp949_that_breaks_between_two_pieces_is_read_whole(monkeypatch):
    monkeypatch.setattr(parsing, "PIECE", 3)

    assert read("가나,다\n라,마\n".encode("cp949")) == [(1, ["가나", "다"]), (2, ["라", "마"])]


@pytest.mark.parametrize("content", ["가,나\n".encode("utf-16"), b"a,b\nc,\xff\xff\n", b"a,b\nc\x00,d\n"])
def test_what_is_neither_encoding_is_refused(content):
    with pytest.raises(Refused) as no:
        read(content)

    assert no.value.code == "encoding_unknown"


def test_the_separator_is_told_and_a_wrong_one_is_named():
    assert read("가;나\n1;2\n", separator=";") == [(1, ["가", "나"]), (2, ["1", "2"])]
    assert read("가\t나\n1,5\t2\n", separator="\t") == [(1, ["가", "나"]), (2, ["1,5", "2"])]
    with pytest.raises(Refused) as no:
        read("가;나\n1;2\n")

    assert "쌍반점(;)으로 나눈 파일 같습니다" in no.value.text("ko")


def test_lines_are_counted_as_an_editor_counts_them():
    assert [line for line, _cells in read('가,나\n\n1,"두\n줄"\n\n3,4\n')] == [1, 4, 6]


def test_a_quotation_mark_that_is_never_closed_is_refused_at_its_line():
    with pytest.raises(Refused) as no:
        read('가,나\n1,2\n3,"4\n5,6\n')

    assert (no.value.code, no.value.place.line) == ("csv_broken", 4)


def test_every_error_of_a_file_is_named_with_line_column_and_what_to_do():
    content = (
        HEAD
        + "A-1,소포,3000,\nA-2,짐,삼천,어제\n,소포,1,\nA-1,서류,5,\nA-4,서류,20000,\nA-5,소포\nA-6,소포,1,,x\n"
    )

    assert [(line, column) for line, column, _written, _words in errors_of(content)] == [
        (3, "종류"), (3, "값"), (3, "언제부터"), (4, "번호"), (5, "번호"), (6, "값"), (7, None), (8, None),
    ]  # fmt: skip
    found = [words for _line, _column, _written, words in errors_of(content)]
    assert found[1] == "‘삼천’은 금액이 아닙니다. 원 단위의 정수로, 1200000이나 1,200,000처럼 적어 주세요."
    assert found[3] == "비어 있습니다. ‘번호’ 값을 적어 주세요."
    assert found[4] == "2번째 줄과 같은 것입니다(번호). 하나만 남겨 주세요."
    assert found[5] == "서류는 10,000원까지입니다. 값이나 종류를 고쳐 주세요."
    assert found[6] == "칸이 2개입니다. 첫 줄처럼 4개로 맞추어 주세요. 글 속의 쉼표는 따옴표로 감쌉니다."


def test_columns_are_found_in_any_order_by_name_alias_or_english():
    rows = found("Price,모르는 열,품목번호,kind\n5,?,A-1,Parcel\n")

    assert (rows[0].row.code, rows[0].row.kind, rows[0].row.amount, rows[0].row.since) == (
        "A-1", "parcel", 5, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "code", "message"),
    [
        ("번호,종류,갑\n", "column_missing", "‘값’ 열이 없습니다."),
        ("번호,종류,값,price\n", "column_twice", "‘값’ 열이 두 번 있습니다."),
    ],
)
def test_a_header_that_lacks_or_repeats_a_column_is_refused(head, code, message):
    with pytest.raises(Refused) as no:
        found(head + "A,소포,1\n")

    assert no.value.code == code
    assert message in no.value.text("ko")


def test_a_workbook_says_the_same_as_a_csv_and_counts_its_own_rows():
    content = book(
        [["번호", "종류", "값"], [], ["A-1", "소포", 3000], ["A-2", "서류", "5,000원"], ["A-3", "짐", 1.5]]
    )

    rows = found(content, kind="xlsx")

    assert [(one.line, one.row.code, one.row.amount) for one in rows[:2]] == [
        (3, "A-1", 3_000),
        (4, "A-2", 5_000),
    ]
    assert [(line, column) for line, column, _w, _s in errors_of(content, kind="xlsx")] == [
        (5, "종류"),
        (5, "값"),
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"no workbook at all"])
def test_a_broken_workbook_is_refused_in_words(content):
    with pytest.raises(Refused) as no:
        read(content, kind="xlsx")

    assert no.value.code == "workbook_broken"


def test_more_rows_than_a_room_takes_are_refused_once():
    few = replace(PRICES, most_rows=2)

    refused = errors_of(HEAD + "".join(f"A-{n},소포,1,\n" for n in range(9)), intake=few)

    assert [(line, words) for line, _c, _w, words in refused] == [
        (4, "한 번에 2줄까지 들일 수 있습니다. 파일을 나누어 주세요.")
    ]


TEXTS = st.text(
    st.characters(codec="cp949", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp", "Cs"]),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8),
    st.sampled_from(["utf-8", "utf-8-sig", "cp949"]),
    st.sampled_from([",", ";", "\t"]),
)
def test_whatever_is_written_to_a_csv_is_read_from_it(rows, encoding, separator):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([("가", "나"), *rows])
    content = out.getvalue().encode(encoding)

    # Text that UTF-8 and CP949 both hold is read as UTF-8: such a file is taken at its word.
    if parsing.encoding_of(lambda: io.BytesIO(content), "x") == (
        "cp949" if encoding == "cp949" else "utf-8-sig"
    ):
        assert [cells for _line, cells in read(content, separator=separator)][1:] == [
            [clean(one), clean(two)] for one, two in rows
        ]


@settings(max_examples=25)
@given(st.lists(st.tuples(TEXTS, st.integers(0, 10**14)), min_size=1, max_size=6))
def test_what_the_house_writes_it_reads_again(rows):
    made = io.BytesIO()
    write_xlsx(made, ["글", "수"], rows)
    sheet = [cells for _line, cells in read(made.getvalue(), kind="xlsx")][1:]
    lines = [cells for _line, cells in read(b"".join(csv_lines(["글", "수"], rows)))][1:]

    expected = [[clean(no_formula(text)), str(number)] for text, number in rows]
    assert [[as_text(cell) for cell in cells] for cells in sheet] == expected
    assert lines == expected
