"""Who belongs to which household and dwelling on the day: chosen from memberships with a first and a last day.

A membership holds from `first` to `last`, both days included; without a `last` it still holds. Whoever has none on the
day belongs nowhere that day. Only what holds on the day is held against the other tables: a fault of other years does
not stop a run about this one, as long as it can be told which day a row speaks of.
"""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Refused, day_words
from jiphyeon.methods.rules.model.vocabulary import Vocabulary
from jiphyeon.methods.rules.population.duckdb_engine import Cell, Engine, whole
from jiphyeon.methods.rules.population.sources.faults import BadCell, numbered
from jiphyeon.methods.rules.population.sources.files import MEMBERSHIPS, columns_of
from jiphyeon.methods.rules.population.sources.schema import literal, missing, quoted, same_ids
from jiphyeon.methods.rules.population.sources.tables import IDS, Table, parquet_table

WORDS = {"households": ("가구", "household"), "dwellings": ("집", "dwelling")}


def of_the_day(
    at: Engine, tables: Mapping[str, Table], as_of: date, facts: Vocabulary, unread_rows: Sequence[BadCell]
) -> tuple[Table, list[BadCell]]:
    """Return the people with the household and dwelling they belong to on the day, and the memberships that cannot be.

    The people keep their order, so that a row is still found in the file it came from. What the memberships say stands
    in for those columns of the people. `unread_rows`: cells already found unreadable; they are not named twice.
    """
    people, memberships = tables["people"], tables[MEMBERSHIPS]
    kinds = _kinds(tables)
    known = {one.row for one in unread_rows if one.kind == MEMBERSHIPS}
    listed = ", ".join(quoted(one) for one in ("person_id", *(IDS[kind] for kind in kinds), "first", "last"))
    at.connection.execute(
        "CREATE OR REPLACE VIEW memberships AS SELECT file_row_number AS membership, "
        f"{listed} FROM {numbered(memberships)}"
    )
    at.run(
        "CREATE OR REPLACE TEMP TABLE of_the_day AS SELECT * FROM memberships WHERE person_id IS NOT NULL "
        f"AND first <= DATE '{as_of}' AND (last IS NULL OR last >= DATE '{as_of}') "
        "AND NOT (last IS NOT NULL AND last < first)",
        "choosing the memberships of the day",
    )
    bad_cells = [one for one in _bad_cells(at, tables, kinds, as_of) if one.row not in known]
    made = at.folder / "people-of-the-day.parquet"
    _write(at, people, kinds, facts, made)
    unread = (*people.unread, *(name for name in people.columns if name not in columns_of("people", facts)))
    chosen = parquet_table(
        "people",
        made,
        people.named,
        lines=people.lines,
        by_id=people.by_id,
        words=people.words,
        unread=unread,
    )
    return chosen, bad_cells


def set_aside_with(memberships: Table, people: Table) -> Iterator[str]:
    """Yield what finds the people whom wrong memberships take along: the person, and the household that is not whole."""
    for key in ("person_id", "household_id"):
        if key in memberships.columns and key in people.columns:
            yield (
                f"SELECT p.file_row_number FROM {numbered(people)} p WHERE p.{key} IN (SELECT m.{key} FROM "
                f"{numbered(memberships)} m JOIN bad_rows w ON w.kind = '{MEMBERSHIPS}' "
                "AND w.row = m.file_row_number)"
            )


def _kinds(tables: Mapping[str, Table]) -> list[str]:
    """Return what the memberships tell of (households, dwellings). Refuses columns that are absent or of another type."""
    memberships = tables[MEMBERSHIPS]
    absent = [name for name in ("person_id", "first", "last") if name not in memberships.columns]
    if absent:
        raise missing(memberships, absent)
    kinds = [kind for kind in WORDS if IDS[kind] in memberships.columns]
    if not kinds:
        raise missing(memberships, ["household_id"])
    for name in ("first", "last"):
        seen = memberships.columns[name]
        # A column in which nothing stands has no type that could be wrong.
        if seen.kind != "date" and seen.nulls != memberships.rows:
            raise Refused(
                "column_type",
                ko="이 열은 날짜여야 합니다. 지금은 {found}입니다.",
                en="This column must hold dates without a time, not {found}.",
                place=memberships.place(column=name),
                found=str(seen.type),
            )
    same_ids(memberships, tables["people"], "person_id")
    for kind in kinds:
        if kind in tables:
            same_ids(memberships, tables[kind], IDS[kind])
    return kinds


def _write(at: Engine, people: Table, kinds: Sequence[str], facts: Vocabulary, made: Path) -> None:
    id_columns = {IDS[kind] for kind in kinds}
    own = [
        f"p.{quoted(name)}"
        for name in people.columns
        if name in columns_of("people", facts) and name not in id_columns
    ]
    chosen = ", ".join(f"any_value({quoted(name)}) AS {quoted(name)}" for name in sorted(id_columns))
    at.connection.execute("SET preserve_insertion_order=true")
    try:
        at.run(
            f"COPY (SELECT {', '.join([*own, *(f'm.{quoted(name)}' for name in sorted(id_columns))])} "
            f"FROM {numbered(people)} p LEFT JOIN (SELECT person_id, {chosen} FROM of_the_day GROUP BY person_id) m "
            f"ON p.person_id = m.person_id ORDER BY p.file_row_number) TO {literal(made)} (FORMAT parquet)",
            "joining people and households",
        )
    finally:
        at.connection.execute("SET preserve_insertion_order=false")


def _bad_cells(
    at: Engine, tables: Mapping[str, Table], kinds: Sequence[str], as_of: date
) -> Iterator[BadCell]:
    """Yield the memberships that cannot be, each row once."""
    seen: set[int] = set()
    for one in (*_unsound(at, kinds), *_astray(at, tables, kinds), *_twice(at, tables, kinds, as_of)):
        if one.row not in seen:
            seen.add(one.row)
            yield one


def _unsound(at: Engine, kinds: Sequence[str]) -> Iterator[BadCell]:
    """Yield rows that say nothing of anybody on any day."""
    nowhere = " AND ".join(f"{quoted(IDS[kind])} IS NULL" for kind in kinds)
    rows = at.run(
        "SELECT membership, person_id IS NULL, first IS NULL, last < first, CAST(first AS VARCHAR), "
        f"CAST(last AS VARCHAR) FROM memberships WHERE person_id IS NULL OR first IS NULL OR last < first OR ({nowhere}) "
        "ORDER BY 1",
        "checking memberships",
    )
    for row, nobody, unbegun, backwards, first, last in rows:
        if nobody:
            yield _one(row, "person_id", "", "id_missing", "번호가 비어 있습니다.", "The id is missing.")
        elif unbegun:
            yield _one(
                row, "first", "", "membership_without_first",
                "언제부터인지(first) 비어 있습니다.", "It does not say from which day it holds.",
            )  # fmt: skip
        elif backwards:
            yield _one(
                row, "last", last, "membership_backwards",
                f"끝나는 날({last})이 시작하는 날({first})보다 빠릅니다.", f"It ends ({last}) before it begins ({first}).",
            )  # fmt: skip
        else:
            yield _one(
                row, IDS[kinds[0]], "", "membership_of_nothing",
                "어느 가구나 집에 속하는지 비어 있습니다.", "It names no household and no dwelling.",
            )  # fmt: skip


def _astray(at: Engine, tables: Mapping[str, Table], kinds: Sequence[str]) -> Iterator[BadCell]:
    """Yield memberships of the day whose person, household or dwelling is in no table."""
    words = {"people": ("사람", "person"), **WORDS}
    for kind in ("people", *kinds):
        if kind not in tables:
            continue
        name, (ko, en) = quoted(IDS[kind]), words[kind]
        rows = at.run(
            f"SELECT membership, CAST({name} AS VARCHAR) FROM of_the_day WHERE {name} IS NOT NULL AND {name} NOT IN "
            f"(SELECT {name} FROM read_parquet({literal(tables[kind].parquet)}) WHERE {name} IS NOT NULL) ORDER BY 1",
            "checking memberships",
        )
        for row, value in rows:
            yield _one(
                row, IDS[kind], value, f"no_such_{en}",
                f"{ko} {value}이(가) {tables[kind].named}에 없습니다.",
                f"{en.capitalize()} {value} is not in {tables[kind].named}.",
            )  # fmt: skip


def _twice(at: Engine, tables: Mapping[str, Table], kinds: Sequence[str], as_of: date) -> Iterator[BadCell]:
    """Yield memberships of somebody who on the day already belongs to a household or dwelling further up."""
    memberships = tables[MEMBERSHIPS]
    for kind in kinds:
        name, (ko, en) = quoted(IDS[kind]), WORDS[kind]
        rows = at.run(
            f"SELECT * FROM (SELECT membership, CAST(person_id AS VARCHAR), CAST({name} AS VARCHAR), "
            "first_value(membership) OVER held, CAST(first_value("
            f"{name}) OVER held AS VARCHAR) FROM of_the_day WHERE {name} IS NOT NULL AND person_id IN (SELECT person_id "
            f"FROM of_the_day WHERE {name} IS NOT NULL GROUP BY 1 HAVING count(*) > 1) "
            "WINDOW held AS (PARTITION BY person_id ORDER BY membership)) t(row, person, here, other, there) "
            "WHERE row <> other ORDER BY 1",
            "checking memberships",
        )
        on = day_words(as_of)
        for row, person, here, other, there in rows:
            both = [str(memberships.row(whole(one))) for one in (other, row)]
            where_ko = "" if memberships.by_id else f" ({both[0]}행과 {both[1]}행)"
            where_en = "" if memberships.by_id else f" (rows {both[0]} and {both[1]})"
            yield _one(
                row, IDS[kind], here, f"{en}_twice",
                f"{on.ko}에 {person}번이 {ko} {there}과(와) {here} 둘에 속합니다{where_ko}.",
                f"On {on.en} person {person} belongs to {en} {there} and to {en} {here}{where_en}.",
            )  # fmt: skip


def _one(row: Cell, column: str, value: Cell, code: str, ko: str, en: str) -> BadCell:
    return BadCell(MEMBERSHIPS, whole(row), column, "" if value is None else str(value), code, ko, en)
