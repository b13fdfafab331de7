"""Bad input, named by file, row and column: refused as a whole, or set aside row by row with its reason.

What a Parquet footer already promises costs nothing; ids are held against a bitmap. Only where something is wrong are
the rows looked for. A person who is set aside takes the whole household along: a sum over the rest would be wrong.
"""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jiphyeon.methods.rules.model.tree import TEXTS, Type
from jiphyeon.methods.rules.model.vocabulary import AS_OF, Fact, Vocabulary
from jiphyeon.methods.rules.population.duckdb_engine import Cell, Engine, OnProgress, silent, whole
from jiphyeon.methods.rules.population.sources.faults import BadCell, numbered
from jiphyeon.methods.rules.population.sources.schema import EXACT_IN_A_FLOAT, FLOAT_DIGITS, literal, quoted
from jiphyeon.methods.rules.population.sources.tables import IDS, Seen, Table

# A bitmap over ids is used while it stays this much smaller than sorting them would be.
DENSE = 8
# Ids of so many rows are kept in memory once they were read, eight bytes each.
KEPT = 2**24
BATCH = 2**16  # ids read at once: what the processor's cache holds
KEYS = frozenset(IDS.values())


@dataclass(frozen=True, slots=True)
class Test:
    """A condition under which a cell is wrong, as SQL, with what to say of it."""

    column: str
    when: str
    code: str
    ko: str
    en: str


def find_bad_cells(
    engine: Engine,
    tables: Mapping[str, Table],
    facts: Vocabulary,
    as_of: date,
    memberships: Table | None = None,
) -> list[BadCell]:
    """Return every wrong cell of the tables, in the order of the rows; nothing where all is well.

    With `memberships` people were joined to the others by them, and they have been held against the others already.
    """
    found: list[BadCell] = []
    for kind, table in tables.items():
        tests = [
            test
            for seen in table.columns.values()
            for test in (*_value_tests(seen, facts.get(seen.name), as_of), *_missing_ids(table, seen))
        ]
        found += _failing(engine, kind, table, tests)
    found += _ids(engine, tables, memberships)
    found += _sizes(engine, tables, facts)
    return sorted(found, key=lambda one: (list(tables).index(one.kind), one.row))


# -- values -----------------------------------------------------------------------------------------------------


def _value_tests(seen: Seen, fact: Fact | None, as_of: date) -> Iterator[Test]:
    """Yield what must be looked for in a column because the footer does not already rule it out."""
    if fact is None:
        return
    name = quoted(seen.name)
    if fact.type in TEXTS and fact.options and seen.kind == "text":
        options = ", ".join(f"'{one}'" for one in fact.options)
        yield Test(
            seen.name,
            f"{name} NOT IN ({options})",
            "fact_not_an_option",
            f"{{value}}은(는) {', '.join(fact.options)} 가운데 하나가 아닙니다.",
            f"{{value}} is none of {', '.join(fact.options)}.",
        )
        return
    yield from _inexact(seen, fact, name)
    for bound, below in ((fact.minimum, True), (fact.maximum, False)):
        limit = as_of if bound == AS_OF else bound
        if limit is None or isinstance(limit, bool) or _promised(seen, limit, below=below):
            continue
        sign, side_ko, side_en = ("<", "이상이", "below") if below else (">", "이하", "above")
        written = f"DATE '{limit}'" if isinstance(limit, date) else str(limit)
        yield Test(
            seen.name,
            f"{name} {sign} {written}",
            "fact_too_low" if below else "fact_too_high",
            f"{fact.label.ko}: {{value}}은(는) 있을 수 없는 값입니다. {limit} {side_ko}여야 합니다.",
            f"{{value}} is impossible; {fact.label.en} cannot be {side_en} {limit}.",
        )


def _promised(seen: Seen, limit: Any, *, below: bool) -> bool:
    end = seen.low if below else seen.high
    if end is None:
        return False
    return bool(end >= limit) if below else bool(end <= limit)


def _inexact(seen: Seen, fact: Fact, name: str) -> Iterator[Test]:
    whole = fact.type in {Type.WON, Type.INTEGER}
    if seen.kind == "float":
        yield Test(
            seen.name,
            f"isnan({name}) OR isinf({name}) OR abs({name}) >= {EXACT_IN_A_FLOAT}",
            "float_too_large",
            "{value}은(는) 소수(float) 열에 정확히 담을 수 없습니다. 정수 열로 저장해 주세요.",
            "{value} cannot be held exactly in a column of floats; save the column as whole numbers.",
        )
        digits = 0 if whole else FLOAT_DIGITS
        yield Test(
            seen.name,
            f"abs({name}) < {EXACT_IN_A_FLOAT} AND {name} <> round({name}, {digits})",
            "not_exact",
            "{value}: "
            + ("정수여야 합니다." if whole else f"소수점 아래 {digits}자리까지만 적을 수 있습니다."),
            "{value} is "
            + ("not a whole number." if whole else f"finer than {digits} digits after the point."),
        )
    elif seen.kind == "decimal" and whole and seen.type.scale > 0:
        yield Test(
            seen.name,
            f"{name} <> trunc({name})",
            "not_exact",
            "{value}: 정수여야 합니다.",
            "{value} is not a whole number.",
        )
    if (
        whole
        and seen.kind in {"whole", "decimal"}
        and str(seen.type) not in {"int8", "int16", "int32", "int64"}
    ):
        limit = 2**63 - 1
        if seen.high is None or int(seen.high) > limit or seen.low is None or int(seen.low) < -limit:
            yield Test(
                seen.name,
                f"abs(CAST({name} AS DECIMAL(38,0))) > {limit}",
                "too_large",
                "{value}: 너무 큰 값입니다.",
                "{value} is larger than anything that can be counted here.",
            )


def _missing_ids(table: Table, seen: Seen) -> Iterator[Test]:
    if seen.name == IDS[table.kind] and seen.nulls != 0:
        yield Test(
            seen.name,
            f"{quoted(seen.name)} IS NULL",
            "id_missing",
            "번호가 비어 있습니다.",
            "The id is missing.",
        )


def _failing(engine: Engine, kind: str, table: Table, tests: list[Test]) -> list[BadCell]:
    if not tests:
        return []
    first = " OR ".join(f"coalesce({test.when}, false)" for test in tests)
    flags = ", ".join(
        f"coalesce({test.when}, false), CAST({quoted(test.column)} AS VARCHAR)" for test in tests
    )
    asked = f"SELECT file_row_number, {flags} FROM {numbered(table)} WHERE {first} ORDER BY 1"
    rows = engine.run(asked, f"checking {kind}")
    found = []
    for row in rows:
        for place, test in enumerate(tests):
            if row[1 + 2 * place]:
                found.append(_bad_cell(kind, whole(row[0]), test, row[2 + 2 * place]))
                break
    return found


def _bad_cell(kind: str, row: int, test: Test, value: Cell) -> BadCell:
    shown = "" if value is None else str(value)
    ko, en = test.ko.replace("{value}", shown), test.en.replace("{value}", shown)
    return BadCell(kind, row, test.column, shown, test.code, ko, en)


# -- ids --------------------------------------------------------------------------------------------------------


def _ids(engine: Engine, tables: Mapping[str, Table], memberships: Table | None) -> list[BadCell]:
    found: list[BadCell] = []
    present: dict[str, tuple[int, NDArray[np.bool_]] | None] = {}
    for kind, table in tables.items():
        own = bits_of(table, IDS[kind], engine.progress)
        present[kind] = own
        if own is None or int(own[1].sum()) != table.rows - (table.columns[IDS[kind]].nulls or 0):
            found += _twice(engine, kind, table)
    people = tables["people"]
    for kind, table in tables.items():
        if kind == "people":
            continue
        theirs, listed = bits_of(people, IDS[kind], engine.progress), present[kind]
        if theirs is None or listed is None or not _same_ids(theirs, listed):
            by_day = memberships if memberships and IDS[kind] in memberships.columns else None
            found += _unmatched(engine, kind, people, table, by_day)
    return found


def bits_of(table: Table, column: str, progress: OnProgress = silent) -> tuple[int, NDArray[np.bool_]] | None:
    """Return which whole-number ids of a column there are, as (first, bitmap); None where they lie too far apart."""
    ends = close_ids(table, column)
    if ends is None:
        return None
    low, high = ends
    found = np.zeros(high - low + 1, dtype=np.bool_)
    done = 0
    for numbers in whole_numbers(table, column):
        found[numbers - low] = True
        done += len(numbers)
        progress("checking ids", done / table.rows)
    return low, found


def close_ids(table: Table, column: str) -> tuple[int, int] | None:
    """Return the least and greatest id of a column of whole numbers; None where they are not, or lie too far apart."""
    seen = table.columns[column]
    if seen.kind != "whole" or seen.low is None or seen.high is None:
        return None
    low, high = int(seen.low), int(seen.high)
    return (low, high) if high - low < DENSE * table.rows + 2**20 else None


def whole_numbers(table: Table, column: str) -> Iterator[NDArray[np.int64]]:
    """Yield a whole-number column in batches, without what is missing; ids are kept for whoever joins by them or tells them."""
    if column in table.kept:
        yield table.kept[column]
        return
    keep = table.rows <= KEPT and column in KEYS and table.columns[column].nulls == 0
    kept, first = np.empty(table.rows if keep else 0, np.int64), 0
    with pq.ParquetFile(table.parquet, pre_buffer=False) as file:
        for batch in file.iter_batches(batch_size=BATCH, columns=[column], use_threads=False):
            values = batch.column(0)
            numbers = (values.drop_null() if values.null_count else values).to_numpy(zero_copy_only=False)
            if keep:
                kept[first : first + len(numbers)] = numbers
                first += len(numbers)
            yield numbers
    if keep:
        table.kept[column] = kept


def _same_ids(left: tuple[int, NDArray[np.bool_]], right: tuple[int, NDArray[np.bool_]]) -> bool:
    """Return whether two bitmaps hold the same ids; each begins and ends with one that is there."""
    return left[0] == right[0] and bool(np.array_equal(left[1], right[1]))


def _twice(engine: Engine, kind: str, table: Table) -> list[BadCell]:
    name = quoted(IDS[kind])
    rows = engine.run(
        f"SELECT file_row_number, CAST({name} AS VARCHAR) FROM {numbered(table)} WHERE {name} IS NOT NULL "
        f"QUALIFY row_number() OVER (PARTITION BY {name} ORDER BY file_row_number) > 1 ORDER BY 1",
        "looking for ids that stand twice",
    )
    test = Test(
        IDS[kind], "", "duplicate_id",
        "{value}번이 앞에 이미 있습니다. 번호는 한 번만 쓸 수 있습니다.",
        "{value} already stands further up; an id may stand once.",
    )  # fmt: skip
    return [_bad_cell(kind, whole(row), test, value) for row, value in rows]


def _unmatched(
    engine: Engine, kind: str, people: Table, table: Table, memberships: Table | None
) -> list[BadCell]:
    name = quoted(IDS[kind])
    words = {"households": ("가구", "household"), "dwellings": ("집", "dwelling")}[kind]
    absent = Test(
        IDS[kind], "", "no_such_" + words[1],
        f"{words[0]} {{value}}이(가) {table.named}에 없습니다.",
        f"{words[1].capitalize()} {{value}} is not in {table.named}.",
    )  # fmt: skip
    empty = Test(
        IDS[kind], "", words[1] + "_without_member",
        f"{words[0]} {{value}}에 속한 사람이 한 명도 없습니다.",
        f"Nobody belongs to {words[1]} {{value}}" + (" on any day." if memberships else "."),
    )  # fmt: skip
    found: list[BadCell] = []
    sides = [(people, table, absent, "people"), (table, people, empty, kind)]
    if memberships is not None:
        # A membership that leads nowhere was named there; a household whose members are of other days is no fault.
        sides = [(table, memberships, empty, kind)]
    for side, other, test, in_ in sides:
        rows = engine.run(
            f"SELECT file_row_number, CAST({name} AS VARCHAR) FROM {numbered(side)} WHERE {name} IS NOT NULL AND {name} "
            f"NOT IN (SELECT {name} FROM read_parquet({literal(other.parquet)}) WHERE {name} IS NOT NULL) ORDER BY 1",
            "looking for ids that are missing",
        )
        # An empty dwelling is an ordinary thing; a household is made of its members.
        if test is empty and kind == "dwellings":
            continue
        found += [_bad_cell(in_, whole(row), test, value) for row, value in rows]
    return found


def _sizes(engine: Engine, tables: Mapping[str, Table], facts: Vocabulary) -> list[BadCell]:
    """Return the rows whose told household size differs from the members listed."""
    size, people = facts.size_fact, tables["people"]
    holder = next((kind for kind, table in tables.items() if size in table.columns), None)
    if holder is None or "household_id" not in people.columns or "household_id" not in tables[holder].columns:
        return []
    name = quoted(size)
    rows = engine.run(
        f"SELECT t.file_row_number, CAST(t.{name} AS VARCHAR), m.members FROM {numbered(tables[holder])} t JOIN "
        f"(SELECT household_id, count(*) AS members FROM read_parquet({literal(people.parquet)}) GROUP BY 1) m "
        f"ON t.household_id = m.household_id WHERE t.{name} <> m.members ORDER BY 1",
        "counting households",
    )
    return [
        BadCell(
            holder,
            whole(row),
            size,
            str(value),
            "household_size_differs",
            f"가구원 수가 {value}명이라고 적혀 있지만 {members}명이 있습니다.",
            f"The household is said to have {value} members, but {members} are listed.",
        )
        for row, value, members in rows
    ]
