"""Rows as they are written: nothing in a file is a comment, a number or a day until somebody told what it should be."""

import csv
import json
import unicodedata

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from jiphyeon.commands.command_line import jiphyeon
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population import Files, Resources, run

from .conftest import DAY, written

SEEKERS = "person_id,birth_date,lives_in_sejong,employment,interview_date,interviews_supported"
SEEKER = "1999-01-01,true,seeking,2024-02-20,0"
RENTERS = (
    "person_id,household_id,dwelling_id,birth_date,lives_in_sejong,monthly_income,receives_housing_aid,owns_home,assets,"
    "deposit,monthly_rent,area,registered,own_name,public_rental,landlord_is_relative"
)
RENTER = "1999-01-01,true,2000000,false,false,1000000,10000000,400000,33.5,true,true,false,false"


def typed(*words):
    return CliRunner().invoke(jiphyeon, ["rules", *map(str, words)])


@pytest.fixture
def judge(city, tmp_path):
    """Judge a CSV file given as text or bytes; return the figures' document and the rows of the result."""

    def judged(content, programme="job-interview-support", name="people.csv", **files):
        people = tmp_path / name
        people.write_bytes(content.encode() if isinstance(content, str) else content)
        out = tmp_path / "out.parquet"
        version = city.programme(programme).version_on(DAY)
        found = run(version, DAY, Files(people, **files), out, set_aside=None)
        return found, {row["person_id"]: row for row in pq.read_table(out).to_pylist()}

    return judged


def seekers(*ids, end="\n"):
    return end.join([SEEKERS, *(f"{one},{SEEKER}" for one in ids)]) + end


def renters(*homes):
    """People by (person, household, dwelling) as written."""
    return "\n".join([RENTERS, *(f"{person},{home},{flat},{RENTER}" for person, home, flat in homes)]) + "\n"


# -- ids --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ids", [("1", "#2", "3"), ("#1", "2"), ("//", "%", "--"), ("001", "1", "01"), ("-1", "+1", "1.0")]
)
def test_every_row_is_a_person_and_keeps_its_id(judge, ids):
    found, rows = judge(seekers(*ids))

    assert set(rows) == set(ids)
    assert found.figures.people == len(ids)
    assert [(one.kind, one.rows, one.used, one.refused) for one in found.read] == [
        ("people", len(ids), len(ids), 0)
    ]


@pytest.mark.parametrize(
    ("homes", "due"),
    [
        ([("1", "0101", "1"), ("2", "101", "2")], 2),
        ([("1", "A0101", "1"), ("2", "A101", "2")], 2),
        ([("1", "101", "1"), ("2", "101 ", "1")], 0),
        ([("1", "H1", "1"), ("2", "H1 ", "1")], 0),
        ([("1", "H1", "1"), ("2", "\u00a0H1", "1")], 0),
        ([("1", "집1", "1"), ("2", unicodedata.normalize("NFD", "집1"), "1")], 0),
        ([("1", "1", "0101"), ("2", "2", "101")], 2),
        ([("1", "1e1", "1"), ("2", "10", "2")], 2),
        ([("1", "10", "1"), ("2", "+10", "2")], 2),
    ],
)
def test_a_household_is_what_is_written_trimmed_and_composed(judge, homes, due):
    """Only who lives alone is due, so two households taken for one are seen at once."""
    found, _rows = judge(renters(*homes), "youth-rent")

    assert found.figures.passes == due


def test_two_of_one_dwelling_are_one_claim_however_it_is_written(judge):
    found, rows = judge(renters(("10", "1", "D 1"), ("9", "2", " D 1")), "youth-rent")

    assert (found.figures.passes, found.figures.amount_total) == (1, 200_000)
    assert [one for one, row in rows.items() if row["result"] == "pass"] == ["9"]


def test_whole_numbers_stay_the_text_they_were_over_arrays_and_in_duckdb(city, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(seekers("7", "8", "123456789012345678"), encoding="utf-8")
    version = city.programme("job-interview-support").version_on(DAY)

    for arrays in (True, False):
        run(version, DAY, Files(people), tmp_path / "out.parquet", means=Resources(arrays=arrays))
        rows = pq.read_table(tmp_path / "out.parquet")["person_id"]
        assert (rows.type, sorted(rows.to_pylist())) == (pa.string(), ["123456789012345678", "7", "8"])


def test_ids_in_parquet_are_trimmed_and_composed_and_numbers_stay_numbers(city, tmp_path, renters):
    version = city.programme("youth-rent").version_on(DAY)
    table = pq.read_table(written(renters[:2], city.facts, tmp_path / "people.parquet"))
    run(version, DAY, Files(tmp_path / "people.parquet"), tmp_path / "out.parquet")
    numbers = pq.read_schema(tmp_path / "out.parquet").field("person_id").type
    words = table.set_column(0, "person_id", pa.array(["가", unicodedata.normalize("NFD", "나") + " "]))
    words = words.set_column(1, " household_id", pa.array(["H1", "H1\t"]))
    pq.write_table(words, tmp_path / "words.parquet")

    run(version, DAY, Files(tmp_path / "words.parquet"), tmp_path / "out.parquet")

    rows = {
        one["person_id"]: one["one-person"] for one in pq.read_table(tmp_path / "out.parquet").to_pylist()
    }
    assert numbers == pa.int64()
    assert rows == {"가": False, "나": False}


@pytest.mark.parametrize(
    ("ids", "code", "row"),
    [
        (("1", "1 "), "duplicate_id", 3),
        (("a", "\u1100\u1161", "가"), "duplicate_id", 4),
        (("1", "2\u200b3"), "identifier_invisible", 3),
        (("1", " "), "id_missing", 3),
    ],
)
def test_ids_that_are_one_or_none_are_named_by_their_row(judge, ids, code, row):
    with pytest.raises(Refused) as no:
        judge(seekers(*ids))

    assert (no.value.code, no.value.place.row, no.value.place.column) == (code, row, "person_id")


def test_ids_of_one_kind_may_not_be_numbers_here_and_words_there(judge, tmp_path):
    pq.write_table(pa.table({"household_id": [101], "newlywed": [False]}), tmp_path / "homes.parquet")

    with pytest.raises(Refused, match=r"The ids here are words, those in .*homes\.parquet are numbers"):
        judge(renters(("1", "0101", "1")), "youth-rent", households=tmp_path / "homes.parquet")


# -- the shape of a file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code", "line", "message"),
    [
        (seekers("1") + "2,1999-01-01,true,seeking,2024-02-20\n", "fields_uneven", 3, "too few cells: 5, where the header has 6"),
        (seekers("1") + f"2,{SEEKER},\n", "fields_uneven", 3, "too many cells: 7, where the header has 6"),
        (seekers("1") + "\n\n2\n", "fields_uneven", 5, "too few cells: 1"),
        (seekers("1").replace(",", ";"), "separator_other", 1, "parted by ';', not by ','"),
        (seekers("1").replace(",", "\t"), "separator_other", 1, r"parted by '\\t', not by ','"),
        (seekers("1").replace("employment", "person_id"), "column_name_unusable", 1, "used twice: person_id"),
        (seekers("1").replace("employment", " "), "column_name_unusable", 1, "number 4 is empty"),
        (seekers('"1'), "broken_csv", 2, "cannot be read as CSV"),
        (seekers("1").encode() + b"\x81\xff,\n", "encoding_unknown", 3, "neither UTF-8 nor CP949"),
        (seekers("1", "2\0"), "encoding_unknown", 3, "neither UTF-8 nor CP949"),
        (seekers("1").encode("utf-16"), "encoding_unknown", 1, "neither UTF-8 nor CP949"),
        (SEEKERS + "\n", "empty_file", None, "nobody in it"),
        ("\n", "empty_file", 1, "first line must name the columns"),
        ("a,b\n1,2\n", "missing_columns", 1, "no column here that is known. It has: a, b"),
    ],
)  # fmt: skip
def test_a_files_own_shape_is_refused_first_with_its_line(judge, tmp_path, content, code, line, message):
    with pytest.raises(Refused, match=message) as no:
        judge(content)

    assert (no.value.code, no.value.place.line) == (code, line)
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    "content",
    [
        seekers("1", "2"),
        seekers("1", "2", end="\r\n"),
        seekers("1", "2", end="\r"),
        "\ufeff" + seekers("1", "2"),
        seekers("1", "2") + "\n\n,,,,,\n",
        seekers('"1"', '"2"'),
        seekers("1", "2").replace(",", " , "),
        seekers("1", "2").replace("true", "TRUE"),
    ],
    ids=["plain", "crlf", "cr", "mark", "blank-rows", "quoted", "blanks", "capitals"],
)
def test_files_as_offices_save_them_mean_the_same(judge, content):
    found, rows = judge(content)

    assert set(rows) == {"1", "2"}
    assert found.read[0].rows == 2
    assert all(row["interview"] for row in rows.values())


def test_tabs_part_a_tsv_and_cp949_is_read_where_it_is_no_utf_8(judge):
    _found, rows = judge(seekers("1", "2").replace(",", "\t"), name="people.tsv")
    _found, korean = judge(seekers("가나", "다").encode("cp949"))

    assert (set(rows), set(korean)) == ({"1", "2"}, {"가나", "다"})


@pytest.mark.parametrize(
    "day", ["19990101", "1999-W01-1", "1999-1-1", "1999/01/01", "0000-01-01", "1999-02-29", "１９９９-01-01"]
)
def test_a_day_has_one_spelling(judge, day):
    with pytest.raises(Refused, match="is not a day written 2024-03-04") as no:
        judge(seekers("1").replace("1999-01-01", day))

    assert str(no.value.place).endswith("people.csv, row 2, column birth_date")


@pytest.mark.parametrize("number", ["1_0", "1e1", "1.0", "0x1", "１", "9" * 19, "1,000"])
def test_a_whole_number_is_digits_alone(judge, number):
    with pytest.raises(Refused, match="is not a whole number"):
        judge(seekers("1").replace(",0\n", f',"{number}"\n'))


def test_a_cell_behind_a_line_break_is_named_by_its_line_and_row(judge):
    rows = [f'"1\n",{SEEKER}', "", f"2,{SEEKER.replace('true', 'yes')}"]

    with pytest.raises(Refused, match="line 5, row 4, column lives_in_sejong: 'yes' is not true or false"):
        judge("\n".join([SEEKERS, *rows]) + "\n")


# -- rows in, rows out ----------------------------------------------------------------------------------------------------


def test_every_row_is_judged_or_refused_and_it_is_said(tmp_path):
    people, aside, out = tmp_path / "people.csv", tmp_path / "aside.csv", tmp_path / "out.parquet"
    homes = [("1", "1", "1"), ("2", "2", "2"), ("3", "2", "2"), ("4", "4", "4")]
    people.write_text(renters(*homes).replace("\n2,2,2,1999", "\n2,2,2,1899"), encoding="utf-8")
    asked = [
        "run",
        "youth-rent",
        "--people",
        people,
        "--as-of",
        "2024-03-04",
        "--out",
        out,
        "--set-aside",
        aside,
    ]

    document, printed = json.loads(typed(*asked, "--json").stdout), typed(*asked).stdout
    what_if = ["what-if", "youth-rent", "--people", people, "--as-of", "2024-03-04", "--set", "age_limit=34"]
    refused = typed(*what_if)
    people.write_text(renters(*homes), encoding="utf-8")
    asked_if = json.loads(typed(*what_if, "--json").stdout)

    assert document["read"] == {"people": {"rows": 4, "used": 2, "refused": 2}}
    assert document["people"] == 2
    assert f"4 rows in {people}: 2 judged, 2 refused" in printed
    assert [one["row"] for one in csv.DictReader(aside.open(encoding="utf-8"))] == ["3"]
    assert refused.exit_code == 1
    assert asked_if["read"] == {"people": {"rows": 4, "used": 4, "refused": 0}}
