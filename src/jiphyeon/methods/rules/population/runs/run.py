"""Judging everybody: from files to one result file, whole or not at all, in parts where there are very many people."""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.model.programme import Version
from jiphyeon.methods.rules.population.duckdb_engine import (
    EVERYTHING,
    Engine,
    OnProgress,
    Resources,
    engine,
    silent,
)
from jiphyeon.methods.rules.population.folders import working_folder
from jiphyeon.methods.rules.population.results import Figures, RowsRead, RunResult
from jiphyeon.methods.rules.population.runs import checkpoints, in_duckdb, over_arrays
from jiphyeon.methods.rules.population.runs.due_once import Second, settle
from jiphyeon.methods.rules.population.sources.checks import find_bad_cells
from jiphyeon.methods.rules.population.sources.conversion import read_tables
from jiphyeon.methods.rules.population.sources.faults import BadCell, located, numbered, refuse
from jiphyeon.methods.rules.population.sources.files import MEMBERSHIPS, Files
from jiphyeon.methods.rules.population.sources.memberships import of_the_day, set_aside_with
from jiphyeon.methods.rules.population.sources.schema import (
    Population,
    lacking,
    literal,
    missing,
    opened,
    quoted,
)
from jiphyeon.methods.rules.population.sources.tables import IDS, Table
from jiphyeon.methods.rules.sql.arrays import NeedsDatabase
from jiphyeon.methods.rules.sql.statements import Compiled, compile_version

# So many people are judged at a time; a run over more can be taken up again where it stopped.
PART = 12_000_000


def run(
    version: Version,
    as_of: date,
    files: Files,
    out: Path,
    *,
    set_aside: Path | None = None,
    means: Resources = EVERYTHING,
    progress: OnProgress = silent,
    part: int = PART,
) -> RunResult:
    """Judge everybody in the files under a version and write the result file.

    `out` (Parquet): person_id, one column a clause (true met, false not, null unknown), `result` pass, fail or
    unknown, `amount` in whole won. It appears when it is whole. With `set_aside` bad rows go there with their reasons
    and the rest is judged. More than `part` people are judged in parts kept beside `out` until all are done: the same
    call goes on where an earlier one stopped. Raises Refused naming file, row and column (then nothing is written), and where another
    run is making the same result in parts.
    """
    for target in (out, set_aside):
        if target is not None and not target.parent.is_dir():
            raise Refused(
                "no_such_folder",
                ko="‘{folder}’ 폴더가 없습니다. 폴더를 먼저 만들어 주세요.",
                en="There is no folder {folder}.",
                folder=target.parent,
            )
    with engine(out.parent, means, progress) as at:
        population, bad_cells, aside = prepared(at, version, as_of, files, keep=set_aside is not None)
        compiled = compile_version(version, as_of, population.layout)
        made = at.folder / "result.parquet"
        count = -(-population.people // part)
        with checkpoints.keeping(out) if count > 1 else nullcontext(at.folder) as kept:
            counted, taken_up = _judged(at, compiled, population, files, bad_cells, kept, count, made)
            if set_aside is not None:
                _write_bad_cells(set_aside, bad_cells)
            made.replace(out)
    pays = version.pays.per if version.pays else None
    return RunResult(
        version.programme.id,
        version.name,
        as_of,
        pays,
        counted,
        out,
        aside,
        set_aside,
        count,
        taken_up,
        population.read,
    )


def prepared(
    at: Engine, version: Version, as_of: date, files: Files, *, keep: bool = False
) -> tuple[Population, list[BadCell], int]:
    """Open and check a population for a version: the population, what is wrong, and how many people that sets aside.

    Without `keep` the first wrong cell is refused. Raises Refused also for columns the version needs and no table has.
    """
    tables, bad_cells = read_tables(at, files, version.facts)
    named = dict(tables)
    memberships = tables.pop(MEMBERSHIPS, None)
    if memberships is not None:
        tables["people"], astray = of_the_day(at, named, as_of, version.facts, bad_cells)
        bad_cells += astray
    population = opened(at, tables, version.facts)
    absent = [] if files.missing_as_unknown else lacking(version, population)
    if absent:
        raise missing(population.tables["people"], absent)
    bad_cells += find_bad_cells(at, population.tables, version.facts, as_of, memberships)
    aside = 0
    if bad_cells:
        bad_cells = located(at, named, bad_cells)
        if not keep:
            refuse(bad_cells)
        aside = _without(at, population, bad_cells, memberships)
    read = tuple(_rows(table, bad_cells, aside) for table in named.values())
    return replace(population, intact=not bad_cells, read=read), bad_cells, aside


def _rows(table: Table, bad_cells: Sequence[BadCell], aside: int) -> RowsRead:
    """Return what became of a table's rows; a person can also be set aside because of the household or the home."""
    refused = (
        aside if table.kind == "people" else len({one.row for one in bad_cells if one.kind == table.kind})
    )
    return RowsRead(table.kind, table.named, table.rows, refused)


def _without(
    at: Engine, population: Population, bad_cells: Sequence[BadCell], memberships: Table | None
) -> int:
    """Leave the wrong rows out of the view of people, with everybody of their households; return how many."""
    tables, people = population.tables, population.tables["people"]
    at.connection.execute("CREATE TEMP TABLE bad_rows (kind VARCHAR, row BIGINT)")
    at.connection.executemany(
        "INSERT INTO bad_rows VALUES (?, ?)", [(one.kind, one.row) for one in bad_cells]
    )
    picks = ["SELECT row FROM bad_rows WHERE kind = 'people'"]
    for kind, table in tables.items():
        if kind != "people":
            key = IDS[kind]
            picks.append(
                f"SELECT p.file_row_number FROM {numbered(people)} p WHERE p.{key} IN (SELECT t.{key} FROM "
                f"{numbered(table)} t JOIN bad_rows w ON w.kind = '{kind}' AND w.row = t.file_row_number)"
            )
    if memberships is not None:
        picks += set_aside_with(memberships, people)
    at.connection.execute(
        f"CREATE TEMP TABLE aside AS SELECT DISTINCT * FROM ({' UNION '.join(picks)}) t(row)"
    )
    if "household_id" in people.columns:
        at.connection.execute(
            f"INSERT INTO aside SELECT p.file_row_number FROM {numbered(people)} p WHERE p.household_id IN (SELECT "
            f"q.household_id FROM {numbered(people)} q JOIN aside a ON a.row = q.file_row_number) "
            "AND p.file_row_number NOT IN (SELECT row FROM aside)"
        )
    listed = ", ".join(quoted(name) for name in people.columns)
    at.connection.execute(
        f"CREATE OR REPLACE VIEW kept_people AS SELECT {listed} FROM {numbered(people)} "
        "WHERE file_row_number NOT IN (SELECT row FROM aside)"
    )
    view = at.connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = 'people'").fetchone()
    assert view is not None  # noqa: S101 -- `opened` made it
    kept = view[0].replace(f"read_parquet({literal(people.parquet)})", "kept_people")
    at.connection.execute(kept.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))
    counted = at.connection.execute("SELECT count(*) FROM aside").fetchone()
    # A household that a removed row told apart may now have nobody; that is what was asked for.
    return int(counted[0]) if counted else 0


def _judged(
    at: Engine,
    compiled: Compiled,
    population: Population,
    files: Files,
    bad_cells: Sequence[BadCell],
    kept: Path,
    count: int,
    made: Path,
) -> tuple[Figures, int]:
    """Write the result; return its figures and how many parts an earlier run had finished.

    Over arrays where everything fits, else in DuckDB; what one way left of its parts the other throws away.
    """

    def write(judging: over_arrays.Judging | in_duckdb.Judging) -> tuple[Figures, int]:
        if count == 1:
            judging.write(made, "judging")
            second = settle(at, compiled, population, made) if judging.may_share else Second()
            return judging.figures(made, second), 0
        plan = checkpoints.plan_of(at, compiled, population, files, bad_cells, f"{count} by {judging.by}")
        taken_up = checkpoints.judge_parts(at, kept, plan, count, judging.write_part, made)
        second = settle(at, compiled, population, made)
        # Parts that an earlier run left were not counted in this one.
        return replace(in_duckdb.counted_in(at, made, compiled), alone=second.alone), taken_up

    try:
        return write(over_arrays.Judging(at, compiled, population))
    except NeedsDatabase:
        return write(in_duckdb.Judging(at, compiled, population))


def _write_bad_cells(file: Path, bad_cells: Sequence[BadCell]) -> None:
    with working_folder(file.parent) as folder:
        made = folder / file.name
        with made.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["file", "row", "column", "value", "code", "reason", "reason_ko"])
            for one in bad_cells:
                place = one.place
                row = place.key or place.row
                writer.writerow([place.file, row, one.column, one.value, one.code, one.en, one.ko])
        made.replace(file)


__all__ = ["PART", "prepared", "run"]
