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

import numpy as np
from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population.checks import Wrong, numbered, place_of, refuse, wrong_cells
from jiphyeon.methods.rules.population.counting import Patterns, figures
from jiphyeon.methods.rules.population.csv_tables import read_tables
from jiphyeon.methods.rules.population.engine import EVERYTHING, Engine, Means, Said, engine, silent
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
from jiphyeon.methods.rules.sql.statements import Compiled, compile_version, judged

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
        count = -(-population.people // part)
        if count > 1 and "household_id" in population.tables["people"].columns:
            _in_parts(at, compiled, population, files, out, partial, count)
        else:
            _judge(at, compiled, population, partial, "judging")
        counted = counted_in(at, partial, compiled)
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
    return population, wrong, _without(at, population, wrong)


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


def _judge(
    at: Engine, compiled: Compiled, population: Population, file: Path, step: str, where: str | None = None
) -> None:
    sources = population.sources
    if where is not None:
        at.connection.execute(f"CREATE OR REPLACE VIEW some_people AS SELECT * FROM people WHERE {where}")
        sources = replace(sources, people=exp.to_table("some_people"))
    query = judged(compiled, sources, population.layout).sql("duckdb")
    at.run(f"COPY ({query}) TO {literal(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)", step)


def _in_parts(
    at: Engine,
    compiled: Compiled,
    population: Population,
    files: Files,
    out: Path,
    whole: Path,
    count: int,
) -> None:
    """Judge part by part (whole households by their id), keeping finished parts until the result stands."""
    folder = out.with_name(f".{out.name}.parts")
    folder.mkdir(exist_ok=True)
    mark, plan = folder / "plan.json", _plan(compiled, files, count)
    if not mark.exists() or mark.read_text(encoding="utf-8") != plan:
        for old in folder.iterdir():
            old.unlink()
        mark.write_text(plan, encoding="utf-8")
    parts = []
    for number in range(count):
        file = folder / f"part-{number:04}.parquet"
        parts.append(file)
        if not file.exists():
            partial = at.folder / "part.parquet"
            where = f"coalesce(hash(household_id), hash(person_id)) % {count} = {number}"
            _judge(at, compiled, population, partial, f"part {number + 1} of {count}", where)
            partial.replace(file)
    listed = ", ".join(literal(file) for file in parts)
    at.run(
        f"COPY (SELECT * FROM read_parquet([{listed}])) TO {literal(whole)} "
        "(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)",
        "joining the parts",
    )
    shutil.rmtree(folder)


def _plan(compiled: Compiled, files: Files, count: int) -> str:
    """Return what makes two runs the same: the files as they are, the rules as compiled, the number of parts."""
    stamps = {
        kind: [str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns]
        for kind, file in files.named.items()
    }
    spoken = [one.sql.sql() for one in compiled.clauses] + [compiled.amount.sql() if compiled.amount else ""]
    digest = hashlib.sha256("\n".join(spoken).encode()).hexdigest()
    return json.dumps({"files": stamps, "rules": digest, "as_of": compiled.as_of.isoformat(), "parts": count})


def counted_in(at: Engine, file: Path, compiled: Compiled) -> Figures:
    """Return the figures of a result file, read back from the file itself."""
    shown = {clause.id for clause in compiled.shown}
    answers = [
        exp.column(clause.id, quoted=True) if clause.id in shown else exp.cast(exp.null(), "BOOLEAN")
        for clause in compiled.judging
    ]
    keys = [exp.alias_(sql, f"c{place}") for place, sql in enumerate(answers)]
    amount = exp.column("amount")
    select = exp.select(
        *keys,
        exp.alias_(exp.Count(this=exp.Star()), "people"),
        exp.alias_(exp.cast(exp.Sum(this=amount), "BIGINT"), "total"),
        exp.alias_(exp.Count(this=amount.copy()), "known"),
    ).from_(exp.to_table("written"))
    at.connection.execute(f"CREATE OR REPLACE VIEW written AS SELECT * FROM read_parquet({literal(file)})")
    grouped = select.group_by(*(exp.Literal.number(place + 1) for place in range(len(keys))))
    found = at.columns(grouped.sql("duckdb"), "counting")
    if not len(found["people"]):
        raise Refused("nobody_left", en="Every row was set aside; nobody is left to judge.")
    patterns = Patterns.of([found[f"c{place}"] for place in range(len(keys))], found["people"])
    clauses = [(clause.id, place) for place, clause in enumerate(compiled.judging)]
    if compiled.amount is None:
        return figures(patterns, clauses, None, 0)
    due = patterns.due([place for _, place in clauses])
    total = sum(np.ma.filled(found["total"], 0)[due].tolist())
    still_open = int((patterns.people - found["known"])[due].sum())
    return figures(patterns, clauses, total, still_open)


def _write_wrong(file: Path, wrong: Sequence[Wrong], tables: Mapping[str, Table]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["file", "row", "column", "value", "code", "reason", "reason_ko"])
        for one in wrong:
            place = place_of(tables, one)
            writer.writerow([place.file, place.row, one.column, one.value, one.code, one.en, one.ko])


__all__ = ["PART", "counted_in", "prepared", "run"]
