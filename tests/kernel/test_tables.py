"""A table is read without a guess, and each fault is named where it stands."""

import unicodedata

import pytest

from jiphyeon.kernel import Refused, read_table


@pytest.fixture
def table(tmp_path):
    def read(content, **more):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path, **more)

    return read


@pytest.fixture
def refusal(table):
    def of(content, **more):
        with pytest.raises(Refused) as no:
            table(content, **more)
        return no.value.code, str(no.value.place)

    return of


def test_no_cell_is_a_comment_or_a_number(table):
    read = table("id,house\n#2,0101\n001,1e3\n")
    assert [dict(row) for row in read.rows] == [{"id": "#2", "house": "0101"}, {"id": "001", "house": "1e3"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_the_encodings_an_office_saves_in_are_read(table, encoding):
    assert table("번호,성별\n1,여\n".encode(encoding)).rows[0] == {"번호": "1", "성별": "여"}


def test_decomposed_names_and_cells_are_composed(table):
    assert table(unicodedata.normalize("NFD", "성별\n여성\n")).rows[0] == {"성별": "여성"}


def test_headings_can_have_a_second_name(table):
    assert table("번호\n1\n", names={"번호": "id"}).columns == ("id",)


def test_lines_are_counted_as_an_editor_counts(table):
    read = table('id,note\n\n1,"two\nlines"\n2,x\n')
    assert read.lines == (4, 5)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", ("file_empty", "table.csv, line 1")),
        ("a;b\n1;2\n", ("separator_other", "table.csv, line 1")),
        ("a\tb\n1\t2\n", ("separator_other", "table.csv, line 1")),
        ("a,b\n1\n", ("fields_uneven", "table.csv, line 2, row 1")),
        ("a,b\n1,2,3\n", ("fields_uneven", "table.csv, line 2, row 1")),
        ("a,a\n1,2\n", ("column_name_unusable", "table.csv, line 1, column a")),
        ("a, \n1,2\n", ("column_name_unusable", "table.csv, line 1")),
        (
            unicodedata.normalize("NFD", "성,") + "성\n1,2\n",
            ("column_name_unusable", "table.csv, line 1, column 성"),
        ),
        ('a\n"1\n', ("csv_broken", "table.csv, line 2")),
        ("a,b\n1,2\n".encode("utf-16"), ("encoding_unknown", "table.csv, line 1")),
        (b"a\n\x00\n", ("encoding_unknown", "table.csv, line 2")),
        (b"a\n\xff\xff\n", ("encoding_unknown", "table.csv, line 2")),
    ],
)
def test_a_file_that_is_not_such_a_table_is_refused_where_it_stops_being_one(refusal, content, expected):
    assert refusal(content) == expected


def test_a_missing_column_is_named_with_the_nearest_there_is(table):
    with pytest.raises(Refused) as no:
        table("person_id,name\n1,x\n").need("persn_id")
    assert no.value.words.en == (
        "There is no column persn_id; did you mean 'person_id'? The columns are: person_id, name."
    )
