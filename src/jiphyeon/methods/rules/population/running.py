"""Judging everybody: from files to one result file, whole or not at all, in parts where there are very many people."""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population import parts
from jiphyeon.methods.rules.population.checks import wrong_cells
from jiphyeon.methods.rules.population.counting import Patterns, figures
from jiphyeon.methods.rules.population.engine import EVERYTHING, Engine, Means, Said, engine, silent
from jiphyeon.methods.rules.population.files import MEMBERSHIPS, Files
from jiphyeon.methods.rules.population.folders import working_folder
from jiphyeon.methods.rules.population.memberships import of_the_day, set_aside_with
from jiphyeon.methods.rules.population.opening import (
    Population,
    lacking,
    literal,
    missing,
    opened,
    quoted,
)
from jiphyeon.methods.rules.population.reading import read_tables
from jiphyeon.methods.rules.population.results import Figures, RunResult
from jiphyeon.methods.rules.population.tables import IDS, Table
from jiphyeon.methods.rules.population.wrong import Wrong, located, numbered, refuse
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
    call goes on where an earlier one stopped. Raises Refused naming file, row and column (then nothing is written), and where another
    run is making the same result in parts.
    """
    for target in (out, set_aside):
        if target is not None and not target.parent.is_dir():
            raise Refused("no_such_folder", en="There is no folder {folder}.", folder=target.parent)
    with engine(out.parent, means, said) as at:
        population, wrong, aside = prepared(at, version, as_of, files, keep=set_aside is not None)
        compiled = compile_version(version, as_of, population.layout)
        made = at.folder / "result.parquet"
        count, taken_up = -(-population.people // part), 0
        with parts.keeping(out) if count > 1 else nullcontext(at.folder) as kept:
            if count > 1:
                plan = parts.plan_of(at, compiled, population, files, wrong, count)

                def judge(file: Path, where: str) -> None:
                    _judge(at, compiled, population, file, "judging", where)

                taken_up = parts.judge_parts(at, kept, plan, count, _key(population), judge, made)
            else:
                _judge(at, compiled, population, made, "judging")
            counted = counted_in(at, made, compiled)
            if set_aside is not None:
                _write_wrong(set_aside, wrong)
            made.replace(out)
    pays = version.pays.per if version.pays else None
    return RunResult(
        version.programme.id, version.name, as_of, pays, counted, out, aside, set_aside, count, taken_up
    )


def _key(population: Population) -> str:
    """Return what tells the parts apart: households stay whole, since sums are made over them."""
    own = "hash(person_id)"
    return (
        f"coalesce(hash(household_id), {own})"
        if "household_id" in population.tables["people"].columns
        else own
    )


def prepared(
    at: Engine, version: Version, as_of: date, files: Files, *, keep: bool = False
) -> tuple[Population, list[Wrong], int]:
    """Open and check a population for a version: the population, what is wrong, and how many people that sets aside.

    Without `keep` the first wrong cell is refused. Raises Refused also for columns the version needs and no table has.
    """
    tables, wrong = read_tables(at, files, version.facts)
    named = dict(tables)
    memberships = tables.pop(MEMBERSHIPS, None)
    if memberships is not None:
        tables["people"], astray = of_the_day(at, named, as_of, version.facts, wrong)
        wrong += astray
    population = opened(at, tables, version.facts)
    absent = [] if files.missing_as_unknown else lacking(version, population)
    if absent:
        raise missing(population.tables["people"], absent)
    wrong += wrong_cells(at, population.tables, version.facts, as_of, memberships)
    if not wrong:
        return population, [], 0
    wrong = located(at, named, wrong)
    if not keep:
        refuse(wrong)
    return population, wrong, _without(at, population, wrong, memberships)


def _without(at: Engine, population: Population, wrong: Sequence[Wrong], memberships: Table | None) -> int:
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


def _judge(
    at: Engine, compiled: Compiled, population: Population, file: Path, step: str, where: str | None = None
) -> None:
    sources = population.sources
    if where is not None:
        at.connection.execute(f"CREATE OR REPLACE VIEW some_people AS SELECT * FROM people WHERE {where}")
        sources = replace(sources, people=exp.to_table("some_people"))
    query = judged(compiled, sources, population.layout).sql("duckdb")
    at.run(f"COPY ({query}) TO {literal(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)", step)


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


def _write_wrong(file: Path, wrong: Sequence[Wrong]) -> None:
    with working_folder(file.parent) as folder:
        made = folder / file.name
        with made.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["file", "row", "column", "value", "code", "reason", "reason_ko"])
            for one in wrong:
                place = one.place
                row = place.key or place.row
                writer.writerow([place.file, row, one.column, one.value, one.code, one.en, one.ko])
        made.replace(file)


__all__ = ["PART", "counted_in", "prepared", "run"]
