"""What is wrong in a file is named by row and column, and nothing is written; or it is set aside and the rest is done."""

import csv
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population import Files, run

from .conftest import DAY, written


@pytest.fixture
def judge(city, tmp_path):
    version = city.programme("youth-rent").version_on(DAY)

    def judged(rows, **more):
        people = written(rows, city.facts, tmp_path / "people.parquet")
        return run(version, DAY, Files(people), tmp_path / "out.parquet", **more)

    return judged


@pytest.mark.parametrize(
    ("column", "value", "code", "message"),
    [
        ("monthly_income", -1, "fact_too_low", "row 2, column monthly_income: -1 is impossible"),
        (
            "birth_date",
            date(2100, 1, 1),
            "fact_too_high",
            "row 2, column birth_date: 2100-01-01 is impossible",
        ),
        (
            "birth_date",
            date(1899, 12, 31),
            "fact_too_low",
            "row 2, column birth_date: 1899-12-31 is impossible",
        ),
        ("person_id", 1, "duplicate_id", "row 2, column person_id: 1 already stands further up"),
    ],
)
def test_an_impossible_cell_is_named(judge, renters, tmp_path, column, value, code, message):
    renters[1][column] = value

    with pytest.raises(Refused, match=message) as no:
        judge(renters)

    assert no.value.code == code
    assert not (tmp_path / "out.parquet").exists()


def test_a_birthday_in_1900_and_an_amount_past_2_to_the_53rd_are_judged_exactly(judge, renters):
    renters[0]["birth_date"] = date(1900, 1, 1)
    renters[1]["deposit"] = 2**53 + 1

    figures = judge(renters).figures

    assert (figures.clause("age").fail, figures.clause("deposit").fail) == (1, 2)


def test_one_won_over_the_cap_is_refused(judge, renters, tmp_path):
    judge(renters)

    rows = pq.read_table(tmp_path / "out.parquet").sort_by("person_id").to_pylist()
    assert [row["result"] for row in rows] == ["pass", "pass", "pass", "fail"]
    assert [row["amount"] for row in rows] == [200_000, 150_000, 200_000, 0]


def test_bad_rows_are_set_aside_with_their_household_and_the_rest_is_done(judge, renters, tmp_path):
    renters[1]["monthly_income"] = -5
    renters[2]["household_id"] = 2

    done = judge(renters, set_aside=tmp_path / "aside.csv")

    listed = list(csv.DictReader((tmp_path / "aside.csv").open(encoding="utf-8")))
    assert [(one["row"], one["column"], one["code"]) for one in listed] == [
        ("2", "monthly_income", "fact_too_low")
    ]
    assert (done.set_aside, done.figures.people) == (2, 2)


def test_missing_columns_are_named_with_what_is_there(judge, renters):
    for row in renters:
        row["depositt"] = row.pop("deposit")

    with pytest.raises(Refused, match="no column deposit") as no:
        judge(renters)

    assert no.value.code == "missing_columns"


def test_a_column_of_the_wrong_type_is_named(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    table = pq.read_table(people)
    place = table.schema.get_field_index("deposit")
    pq.write_table(table.set_column(place, "deposit", pa.array(["100000000"] * 4)), people)

    with pytest.raises(Refused, match="column deposit: This column must hold whole won") as no:
        run(city.programme("youth-rent").version_on(DAY), DAY, Files(people), tmp_path / "out.parquet")

    assert no.value.code == "column_type"


def test_floats_are_taken_where_they_are_whole_and_exact(city, tmp_path, renters):
    people = written(renters, city.facts, tmp_path / "people.parquet")
    table = pq.read_table(people)
    place = table.schema.get_field_index("deposit")
    version = city.programme("youth-rent").version_on(DAY)

    pq.write_table(table.set_column(place, "deposit", pa.array([1e8, 1e8, 1e8, 100000001.0])), people)
    figures = run(version, DAY, Files(people), tmp_path / "out.parquet").figures
    pq.write_table(table.set_column(place, "deposit", pa.array([1e8, 2.0**53, 1e8, 1e8])), people)
    with pytest.raises(Refused, match="row 2, column deposit") as no:
        run(version, DAY, Files(people), tmp_path / "out.parquet")

    assert (figures.passes, no.value.code) == (3, "float_too_large")


def test_an_empty_a_truncated_and_an_absent_file_are_named(city, tmp_path, renters):
    version = city.programme("youth-rent").version_on(DAY)
    people = written(renters, city.facts, tmp_path / "people.parquet")
    empty, cut = tmp_path / "empty.parquet", tmp_path / "cut.parquet"
    pq.write_table(pq.read_table(people).slice(0, 0), empty)
    cut.write_bytes(people.read_bytes()[:-100])

    codes = []
    for file in (empty, cut, tmp_path / "absent.parquet"):
        with pytest.raises(Refused) as no:
            run(version, DAY, Files(file), tmp_path / "out.parquet")
        codes.append(no.value.code)

    assert codes == ["empty_file", "broken_parquet", "no_such_file"]


def test_a_household_without_a_member_and_a_person_without_a_household_are_named(city, tmp_path, renters):
    version = city.programme("youth-rent").version_on(DAY)
    people = written(renters, city.facts, tmp_path / "people.parquet")
    homes = tmp_path / "households.parquet"

    codes = []
    for listed in ([1, 2, 3, 4, 9], [1, 2, 3]):
        pq.write_table(pa.table({"household_id": listed, "newlywed": [False] * len(listed)}), homes)
        with pytest.raises(Refused) as no:
            run(version, DAY, Files(people, homes), tmp_path / "out.parquet")
        codes.append(no.value.code)

    assert codes == ["household_without_member", "no_such_household"]


def test_csv_cells_are_named_by_the_row_an_editor_shows(city, tmp_path, renters):
    version = city.programme("youth-rent").version_on(DAY)
    file = tmp_path / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(renters[0]))
        writer.writeheader()
        writer.writerows(
            [
                {
                    k: float(v) if k == "area" else str(v).lower() if isinstance(v, bool) else v
                    for k, v in row.items()
                }
                for row in renters
            ]
        )
    figures = run(version, DAY, Files(file), tmp_path / "out.parquet").figures
    file.write_text(file.read_text(encoding="utf-8").replace(",450000,", ",450천,", 1), encoding="utf-8")

    with pytest.raises(Refused, match="row 2, column monthly_rent: '450천' is not whole won") as no:
        run(version, DAY, Files(file), tmp_path / "other.parquet")

    assert (figures.passes, no.value.code) == (3, "cell_type")


def test_parts_give_the_same_as_one_and_are_taken_up_again(city, judge, renters, tmp_path):
    whole = judge(renters).figures
    in_parts = judge(renters, part=2).figures

    assert in_parts == whole
    assert not list(tmp_path.glob(".out*"))
