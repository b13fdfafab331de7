"""Due once: after everybody was judged by their own conditions, one of those of a home who are due has it.

Only rows of people who are due are looked at, and the result is only written anew where somebody comes second.
"""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sqlglot import exp

from jiphyeon.methods.rules.population.duckdb_engine import PARQUET, Engine, whole
from jiphyeon.methods.rules.population.results import ClauseFigures, Figures
from jiphyeon.methods.rules.population.sources.schema import Population, literal, quoted
from jiphyeon.methods.rules.sql.due_once import first_claimant
from jiphyeon.methods.rules.sql.shelves import Household, Shelf
from jiphyeon.methods.rules.sql.statements import Compiled, home_columns, rows_of
from jiphyeon.methods.rules.sql.values import SQL, every, is_null, printed


@dataclass(frozen=True, slots=True)
class Second:
    """How many who are due come second in their home, and what that takes off; and of how many nobody knows the home.

    `won`: the amounts of those who come second; `open`: how many of them had one that was not known.
    """

    lost: int = 0
    won: int = 0
    open: int = 0
    alone: int = 0


def settle(at: Engine, compiled: Compiled, population: Population, file: Path) -> Second:
    """Settle in a result file what is due once: one of several has it, the others do not. Returns what that changed."""
    claim = compiled.claim
    if claim is None:
        return Second()
    columns, order, homes = of_people(compiled, population)
    asked = rows_of(columns, Household(), Shelf("claim"), population.sources, population.layout, homes)
    where = [exp.column(home, quoted=True) for home in homes]
    alone = every([is_null(home) for home in where])
    has = first_claimant(exp.true(), where, order, exp.column("person_id"))
    at.run(
        "CREATE OR REPLACE TEMP TABLE due_rows AS SELECT person, amount, "
        f"{printed(alone, 'duckdb')} AS alone, {printed(has, 'duckdb')} AS has FROM (SELECT w.person_id AS person, "
        f"w.amount, f.* FROM read_parquet({literal(file)}) w JOIN ({printed(asked, 'duckdb')}) f "
        f"ON w.person_id = {_person_id(population)} WHERE w.result = 'pass')",
        "looking at homes",
    )
    [found] = at.run(
        "SELECT count(*) FILTER (NOT has), coalesce(sum(amount) FILTER (NOT has), 0), "
        "count(*) FILTER (NOT has AND amount IS NULL), count(*) FILTER (alone) FROM due_rows"
    )
    lost, won, still_open, nowhere = map(whole, found)
    if lost:
        _write_anew(at, compiled, file)
    return Second(lost, won, still_open if compiled.amount is not None else 0, nowhere)


def _person_id(population: Population) -> str:
    """Return the id of a row of facts as the result file tells it."""
    return population.person_id_sql.replace("person_id", "f.person_id")


def of_people(
    compiled: Compiled, population: Population
) -> tuple[dict[str, SQL], list[tuple[SQL, bool]], tuple[str, ...]]:
    """Return the keys of claimants as columns, the order they make, and the columns that say who lives together."""
    keys = [key for key in compiled.version.claimants if key.fact in population.layout.facts]
    columns: dict[str, SQL] = {f"key{n}": exp.column(key.fact, quoted=True) for n, key in enumerate(keys)}
    order: list[tuple[SQL, bool]] = [
        (exp.column(name), key.lowest_first) for name, key in zip(columns, keys, strict=True)
    ]
    return columns, order, home_columns(compiled.version, population.sources, population.layout)


def _write_anew(at: Engine, compiled: Compiled, file: Path) -> None:
    """Write the result file again, with those who come second not due."""
    claim, made = compiled.claim, file.with_suffix(".settled")
    columns = ["CASE WHEN s.person IS NULL THEN w.result ELSE 'fail' END AS result"]
    if compiled.amount is not None:
        columns.append("CASE WHEN s.person IS NULL THEN w.amount ELSE 0 END AS amount")
    if claim is not None and any(one.id == claim.id for one in compiled.shown):
        columns.append(f"s.person IS NULL AS {quoted(claim.id)}")
    at.connection.execute("SET preserve_insertion_order=true")
    try:
        at.run(
            f"COPY (SELECT w.* REPLACE ({', '.join(columns)}) FROM read_parquet({literal(file)}) w LEFT JOIN (SELECT person "
            f"FROM due_rows WHERE NOT has) s ON s.person = w.person_id) TO {literal(made)} {PARQUET}",
            "one for each home",
        )
    finally:
        at.connection.execute("SET preserve_insertion_order=false")
    made.replace(file)


def with_seconds(counted: Figures, compiled: Compiled, second: Second) -> Figures:
    """Return figures of people judged by their own conditions, with what is due once settled."""
    claim = compiled.claim
    if claim is None:
        return counted
    own = ClauseFigures(claim.id, second.lost, 0, second.lost)
    others = {one.id: one for one in counted.clauses}
    total = counted.amount_total
    return replace(
        counted,
        passes=counted.passes - second.lost,
        fails=counted.fails + second.lost,
        amount_total=None if total is None else total - second.won,
        amount_open=counted.amount_open - second.open,
        alone=second.alone,
        clauses=tuple(own if one is claim else others[one.id] for one in compiled.judging),
    )
