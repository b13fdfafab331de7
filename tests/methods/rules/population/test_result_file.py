"""The result file's own writer: whatever is told is read back by both readers, and the footer promises nothing untrue."""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiphyeon.methods.rules.population.parquet.columns import Flags, Ids, Numbers, Words
from jiphyeon.methods.rules.population.parquet.writer import Writer

NUMBERS, TEXTS = pa.int64(), pa.string()
WORDS = ("pass", "fail", "unknown")
ROW = st.tuples(
    st.integers(-(2**63), 2**63 - 1),
    st.sampled_from([True, False, None]),
    st.sampled_from(WORDS),
    st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)),
)


def result_file(file, chunks, group, ids=NUMBERS):
    """Write chunks of rows (id, flag, word, number), a group after so many rows."""
    columns = [Ids("person_id", ids), Flags("met"), Words("result", WORDS), Numbers("amount")]
    with Writer(file, columns, group) as writer:
        for rows in chunks:
            who, met, word, number = zip(*rows, strict=True)
            columns[0].add(pa.array(who, ids))
            columns[1].add(np.array([bool(one) for one in met]), np.array([one is None for one in met]))
            columns[2].add(np.array([WORDS.index(one) for one in word], np.int8))
            columns[3].add(
                np.array([one or 0 for one in number], np.int64), np.array([one is None for one in number])
            )
            writer.added(len(rows))


def read_by_pyarrow(file):
    return [tuple(row.values()) for row in pq.read_table(file).to_pylist()]


def read_by_duckdb(file):
    with duckdb.connect() as database:
        return database.execute(
            "SELECT * FROM read_parquet(?) ORDER BY file_row_number", [str(file)]
        ).fetchall()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("results") / "due.parquet"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(ROW, min_size=1, max_size=21), min_size=1, max_size=6), st.integers(1, 40))
def test_what_is_told_is_read_back_by_both_readers_however_it_was_cut(file, chunks, group):
    result_file(file, chunks, group)
    rows = [row for chunk in chunks for row in chunk]
    assert read_by_pyarrow(file) == rows
    assert read_by_duckdb(file) == rows


def test_ids_that_are_words_are_read_back(file):
    rows = [("0101", True, "pass", 1), ("가-2", False, "fail", 0), ("", None, "unknown", None)]
    result_file(file, [rows[:1], rows[1:]], 2, TEXTS)
    assert read_by_pyarrow(file) == rows
    assert read_by_duckdb(file) == rows


def test_a_file_with_nobody_in_it_is_a_table_with_no_rows(file):
    result_file(file, [], 10)
    assert pq.read_table(file).num_rows == 0
    assert read_by_duckdb(file) == []


def test_the_footer_tells_the_ends_and_how_many_are_missing(file):
    result_file(file, [[(5, True, "pass", 7), (3, None, "unknown", None), (9, True, "pass", -2)]], 10)
    told_of = {
        one.path_in_schema: one.statistics
        for one in map(pq.read_metadata(file).row_group(0).column, range(4))
    }
    assert {name: (one.min, one.max, one.null_count) for name, one in told_of.items()} == {
        "person_id": (3, 9, 0),
        "met": (True, True, 1),
        "result": ("pass", "unknown", 0),
        "amount": (-2, 7, 1),
    }


def test_a_group_where_all_is_missing_promises_no_ends(file):
    result_file(file, [[(1, None, "unknown", None)]], 10)
    footer = pq.read_metadata(file).row_group(0)
    assert [footer.column(place).statistics.has_min_max for place in (1, 3)] == [False, False]
    assert read_by_duckdb(file) == [(1, None, "unknown", None)]


def test_many_rows_of_one_kind_and_of_every_kind_survive_the_page(file):
    count = 100_003
    rows = [(n, n % 7 > 0, WORDS[n % 3], n * 1000 if n % 5 else None) for n in range(count)]
    result_file(file, [rows[:65_536], rows[65_536:]], 2**18)
    assert read_by_pyarrow(file) == rows
    with duckdb.connect() as database:
        asked = "SELECT count(*), count(*) FILTER (met), sum(amount), count(amount) FROM read_parquet(?) WHERE result = 'fail'"
        found = database.execute(asked, [str(file)]).fetchone()
    wanted = [row for row in rows if row[2] == "fail"]
    assert found == (
        len(wanted),
        sum(row[1] for row in wanted),
        sum(row[3] or 0 for row in wanted),
        sum(row[3] is not None for row in wanted),
    )


def test_a_writer_that_is_broken_off_leaves_no_file_that_could_be_taken_for_whole(file):
    def stopped():
        columns = [Flags("met")]
        with Writer(file, columns) as writer:
            columns[0].add(np.ones(3, np.bool_))
            writer.added(3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    with pytest.raises(pa.ArrowInvalid):
        pq.read_metadata(file)
