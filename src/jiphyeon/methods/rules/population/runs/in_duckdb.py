"""Judging everybody in DuckDB: the whole statement over the files, whatever the ids and however wide the numbers."""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population.duckdb_engine import PARQUET, Engine
from jiphyeon.methods.rules.population.results import Figures
from jiphyeon.methods.rules.population.runs.counting import Patterns, figures
from jiphyeon.methods.rules.population.runs.due_once import Second
from jiphyeon.methods.rules.population.sources.schema import Population, literal
from jiphyeon.methods.rules.sql.statements import Compiled, Sources, judging_query
from jiphyeon.methods.rules.sql.values import printed


class Judging:
    """A version judged for everybody by one statement, or one for each part."""

    by = "database"
    may_share = True

    def __init__(self, at: Engine, compiled: Compiled, population: Population) -> None:
        self.at, self.compiled, self.population = at, compiled, population

    def write(self, file: Path, step: str) -> None:
        """Write everybody's row."""
        self._write(file, step, self.population.sources)

    def write_part(self, file: Path, number: int, count: int) -> None:
        """Write one of the parts: whole households by their id, since sums are made over them."""
        key = "hash(person_id)"
        if "household_id" in self.population.tables["people"].columns:
            key = f"coalesce(hash(household_id), {key})"
        self.at.connection.execute(
            f"CREATE OR REPLACE VIEW some_people AS SELECT * FROM people WHERE {key} % {count} = {number}"
        )
        self._write(file, "judging", replace(self.population.sources, people=exp.to_table("some_people")))

    def _write(self, file: Path, step: str, sources: Sources) -> None:
        query = printed(judging_query(self.compiled, sources, self.population.layout, claims=False), "duckdb")
        identity = self.population.person_id_sql
        if identity != sources.id:
            query = f"SELECT * REPLACE ({identity} AS {sources.id}) FROM ({query})"
        self.at.run(f"COPY ({query}) TO {literal(file)} {PARQUET}", step)

    def figures(self, file: Path, second: Second) -> Figures:
        """Return the figures of everybody written to a file, in which what is due once was settled."""
        return replace(counted_in(self.at, file, self.compiled), alone=second.alone)


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
        raise Refused(
            "nobody_left",
            ko="모든 줄을 제쳐 두어 판단할 사람이 없습니다. 제쳐 둔 까닭을 보고 자료를 고쳐 주세요.",
            en="Every row was set aside; nobody is left to judge.",
        )
    patterns = Patterns.of([found[f"c{place}"] for place in range(len(keys))], found["people"])
    clauses = [(clause.id, place) for place, clause in enumerate(compiled.judging)]
    if compiled.amount is None:
        return figures(patterns, clauses, None, 0)
    due = patterns.due([place for _, place in clauses])
    total = sum(np.ma.filled(found["total"], 0)[due].tolist())
    still_open = int((patterns.people - found["known"])[due].sum())
    return figures(patterns, clauses, total, still_open)
