"""Judging everybody: from files to one result file, whole or not at all, in parts where there are very many people."""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population import by_arrays, by_database
from jiphyeon.methods.rules.population.checks import Wrong, numbered, place_of, refuse, wrong_cells
from jiphyeon.methods.rules.population.csv_tables import read_tables
from jiphyeon.methods.rules.population.engine import EVERYTHING, PARQUET, Engine, Means, Said, engine, silent
from jiphyeon.methods.rules.population.opening import (
    Files,
    Population,
    lacking,
    literal,
    missing,
    opened,
    quoted,
)
from jiphyeon.methods.rules.population.results import Figures, RunResult
from jiphyeon.methods.rules.population.tables import IDS, Table
from jiphyeon.methods.rules.programme import Version
from jiphyeon.methods.rules.sql.arrays import Unfit
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
    means: Means = EVERYTHING,
    said: Said = silent,
    part: int = PART,
) -> RunResult:
    """Judge everybody in the files under a version and write the result file.

    `out` (Parquet): person_id, one column a clause (true met, false not, null unknown), `result` pass, fail or
    unknown, `amount` in whole won. It appears when it is whole. With `set_aside` bad rows go there with their reasons
    and the rest is judged. More than `part` people are judged in parts kept beside `out` until all are done: the same
    call goes on where an earlier one stopped. Raises Refused naming file, row and column; then nothing is written.
    """
    for target in (out, set_aside):
        if target is not None and not target.parent.is_dir():
            raise Refused("no_such_folder", en="There is no folder {folder}.", folder=target.parent)
    with engine(out.parent, means, said) as at:
        population, wrong, aside = prepared(at, version, as_of, files, keep=set_aside is not None)
        compiled = compile_version(version, as_of, population.layout)
        partial = at.folder / "result.parquet"
        counted = _judged(at, compiled, population, files, out, partial, part)
        if set_aside is not None:
            listed = at.folder / "set_aside.csv"
            _write_wrong(listed, wrong, population.tables)
            listed.replace(set_aside)
        partial.replace(out)
    pays = version.pays.per if version.pays else None
    return RunResult(version.programme.id, version.name, as_of, pays, counted, out, aside, set_aside)


def prepared(
    at: Engine, version: Version, as_of: date, files: Files, *, keep: bool = False
) -> tuple[Population, list[Wrong], int]:
    """Open and check a population for a version: the population, what is wrong, and how many people that sets aside.

    Without `keep` the first wrong cell is refused. Raises Refused also for columns the version needs and no table has.
    """
    tables, wrong = read_tables(at, files, version.facts)
    population = opened(at, tables, version.facts)
    absent = [] if files.missing_as_unknown else lacking(version, population)
    if absent:
        raise missing(population.tables["people"], absent)
    wrong = wrong + wrong_cells(at, population.tables, version.facts, as_of)
    if not wrong:
        return population, [], 0
    if not keep:
        refuse(wrong, population.tables)
    aside = _without(at, population, wrong)
    return replace(population, intact=False), wrong, aside


def _without(at: Engine, population: Population, wrong: Sequence[Wrong]) -> int:
    """Leave the wrong rows out of the view of people, with everybody of their households; return how many."""
    tables, people = population.tables, population.tables["people"]
    at.connection.execute("CREATE TEMP TABLE wrong_rows (kind VARCHAR, row BIGINT)")
    at.connection.executemany("INSERT INTO wrong_rows VALUES (?, ?)", [(one.kind, one.row) for one in wrong])
    picks = ["SELECT row FROM wrong_rows WHERE kind = 'people'"]
    for kind, table in tables.items():
        if kind != "people":
            key = IDS[kind]
            picks.append(
                f"SELECT p.file_row_number FROM {numbered(people)} p WHERE p.{key} IN (SELECT t.{key} FROM "
                f"{numbered(table)} t JOIN wrong_rows w ON w.kind = '{kind}' AND w.row = t.file_row_number)"
            )
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
    at: Engine, compiled: Compiled, population: Population, files: Files, out: Path, whole: Path, part: int
) -> Figures:
    """Write the result and return its figures: over arrays where everything fits, else in DuckDB."""
    try:
        return _written(at, by_arrays.Judging(at, compiled, population), compiled, files, out, whole, part)
    except Unfit:
        return _written(at, by_database.Judging(at, compiled, population), compiled, files, out, whole, part)


def _written(
    at: Engine,
    judging: by_arrays.Judging | by_database.Judging,
    compiled: Compiled,
    files: Files,
    out: Path,
    whole: Path,
    part: int,
) -> Figures:
    """Write everybody at once, or part by part, keeping finished parts until the result stands."""
    parts = judging.parts(part)
    if len(parts) < 2:
        judging.write(whole, "judging")
        return judging.figures(whole)
    folder = out.with_name(f".{out.name}.parts")
    folder.mkdir(exist_ok=True)
    mark, plan = folder / "plan.json", _plan(compiled, files, [judging.by, *parts])
    if not mark.exists() or mark.read_text(encoding="utf-8") != plan:
        for old in folder.iterdir():
            old.unlink()
        mark.write_text(plan, encoding="utf-8")
    done = []
    for number, one in enumerate(parts):
        file = folder / f"part-{number:04}.parquet"
        done.append(file)
        if not file.exists():
            partial = at.folder / "part.parquet"
            judging.write(partial, f"part {number + 1} of {len(parts)}", one)
            partial.replace(file)
    listed = ", ".join(literal(file) for file in done)
    at.run(
        f"COPY (SELECT * FROM read_parquet([{listed}])) TO {literal(whole)} {PARQUET}", "joining the parts"
    )
    shutil.rmtree(folder)
    # Parts that an earlier run left were not counted in this one.
    return by_database.counted_in(at, whole, compiled)


def _plan(compiled: Compiled, files: Files, parts: Sequence[object]) -> str:
    """Return what makes two runs the same: the files as they are, the rules as compiled, the parts."""
    stamps = {
        kind: [str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns]
        for kind, file in files.named.items()
    }
    spoken = [one.sql.sql() for one in compiled.clauses] + [compiled.amount.sql() if compiled.amount else ""]
    digest = hashlib.sha256("\n".join(spoken).encode()).hexdigest()
    return json.dumps(
        {"files": stamps, "rules": digest, "as_of": compiled.as_of.isoformat(), "parts": str(parts)}
    )


def _write_wrong(file: Path, wrong: Sequence[Wrong], tables: Mapping[str, Table]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "row", "column", "value", "code", "reason", "reason_ko"])
        for one in wrong:
            place = place_of(tables, one)
            writer.writerow([place.file, place.row, one.column, one.value, one.code, one.en, one.ko])


__all__ = ["PART", "prepared", "run"]
