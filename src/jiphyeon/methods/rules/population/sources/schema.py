"""Opening a population: which column holds which fact, and what the compiler may rely on.

Every fact may stand in the table of its own entity or in any other that a person's row reaches; a household's fact in
`people` is that person's household's. Whole numbers are read as 64 bits, decimals as whole numbers over a scale.
"""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlglot import exp

from jiphyeon.kernel import Refused
from jiphyeon.kernel.spelling import did_you_mean
from jiphyeon.methods.rules.model.binding import facts_in
from jiphyeon.methods.rules.model.programme import Version
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import Fact, Vocabulary
from jiphyeon.methods.rules.population.duckdb_engine import Engine
from jiphyeon.methods.rules.population.results import RowsRead
from jiphyeon.methods.rules.population.sources.files import TOWNS
from jiphyeon.methods.rules.population.sources.tables import IDS, Seen, Table
from jiphyeon.methods.rules.sql.layout import Column, Layout
from jiphyeon.methods.rules.sql.statements import Sources

# Floats of areas and rates are taken as the decimal somebody wrote, to so many digits.
FLOAT_DIGITS = 6
EXACT_IN_A_FLOAT = 2**53
FITTING = {
    Type.BOOLEAN: {"boolean"},
    Type.INTEGER: {"whole", "decimal", "float"},
    Type.WON: {"whole", "decimal", "float"},
    Type.FRACTION: {"whole", "decimal", "float"},
    Type.DATE: {"date"},
    Type.CHOICE: {"text"},
    Type.CODE: {"text"},
}


@dataclass(frozen=True, slots=True)
class Population:
    """An opened population: its tables, which table holds each fact, and what the compiler may rely on.

    `intact`: the tables are as they were read; no row was set aside. `read`: what became of the rows of every table.
    """

    tables: Mapping[str, Table]
    where: Mapping[str, str]
    layout: Layout
    sources: Sources
    town: str | None
    intact: bool = True
    read: tuple[RowsRead, ...] = ()

    @property
    def people(self) -> int:
        return self.tables["people"].rows

    @property
    def person_id_sql(self) -> str:
        """Return how a person's id is told, as SQL: one that is text stays text, also where it was joined as a number."""
        return "CAST(person_id AS VARCHAR)" if IDS["people"] in self.tables["people"].words else IDS["people"]


def opened(engine: Engine, tables: Mapping[str, Table], facts: Vocabulary) -> Population:
    """Return the population of these tables, with a view for each in the engine. Refuses a column of the wrong type."""
    people = tables["people"]
    if IDS["people"] not in people.columns:
        raise missing(people, [IDS["people"]])
    joined = {"people": people}
    for kind, table in tables.items():
        if kind != "people":
            for side in (table, people):
                if IDS[kind] not in side.columns:
                    raise missing(side, [IDS[kind]])
            same_ids(people, table, IDS[kind])
            joined[kind] = table
    where: dict[str, str] = {}
    columns: dict[str, Column] = {}
    for kind, table in joined.items():
        views = [
            quoted(one)
            for name in (IDS[kind], "household_id", "dwelling_id")
            if (one := name) in table.columns
        ]
        towns = [name for name in TOWNS if name in table.columns and name not in facts]
        views = list(dict.fromkeys([*views, *(quoted(name) for name in towns)]))
        for name, seen in table.columns.items():
            fact = facts.get(name)
            if fact is None or name in where:
                continue
            where[name] = kind
            sql, columns[name] = _as_fact(table, seen, fact)
            views.append(f"{sql} AS {quoted(name)}")
        where.update({name: kind for name in towns if name not in where})
        engine.define(
            f"CREATE OR REPLACE VIEW {kind} AS SELECT {', '.join(views)} FROM read_parquet({literal(table.parquet)})"
        )
    # A person without a household (or of one the households table does not list) has none of its facts.
    for name, kind in where.items():
        if kind != "people" and name in columns and people.columns[IDS[kind]].nulls != 0:
            columns[name] = _nullable(columns[name])
    layout = Layout(columns, _listed(people), people.rows)
    sources = Sources(
        exp.to_table("people"),
        exp.to_table("households") if "households" in joined else None,
        exp.to_table("dwellings") if "dwellings" in joined else None,
        where,
        complete=frozenset(
            kind for kind in joined if kind != "people" and people.columns[IDS[kind]].nulls == 0
        ),
        dwelling=IDS["dwellings"] if _listed(people, IDS["dwellings"]) != "none" else None,
    )
    return Population(joined, where, layout, sources, next((one for one in TOWNS if one in where), None))


def _nullable(column: Column) -> Column:
    return Column(column.name, nullable=True, low=column.low, high=column.high, scale=column.scale)


def _listed(people: Table, column: str = "household_id") -> str:
    """Return whether "all", "some" or "none" of the people are said to belong to a household (or dwelling)."""
    seen = people.columns.get(column)
    if seen is None:
        return "none"
    return "all" if seen.nulls == 0 else "none" if seen.nulls == people.rows else "some"


def _as_fact(table: Table, seen: Seen, fact: Fact) -> tuple[str, Column]:
    if seen.kind not in FITTING[fact.type]:
        raise Refused(
            "column_type",
            ko="이 열은 {wanted}여야 합니다. 지금은 {found}입니다.",
            en="This column must hold {wanted}, not {found}.",
            place=table.place(column=seen.name),
            wanted=_IN_WORDS[fact.type],
            found=str(seen.type),
        )
    name, nullable = quoted(seen.name), seen.nulls != 0
    if fact.type is Type.FRACTION:
        scale = 10 ** (
            seen.type.scale if seen.kind == "decimal" else FLOAT_DIGITS if seen.kind == "float" else 0
        )
        low, high = _scaled(seen.low, scale), _scaled(seen.high, scale)
        sql = f"CAST(round({name} * {scale}) AS BIGINT)" if scale > 1 else f"CAST({name} AS BIGINT)"
        return sql, Column(seen.name, nullable=nullable, low=low, high=high, scale=scale)
    if fact.type in {Type.WON, Type.INTEGER}:
        sql = name if str(seen.type) == "int64" else f"CAST({name} AS BIGINT)"
        return sql, Column(seen.name, nullable, _scaled(seen.low, 1), _scaled(seen.high, 1))
    if fact.type is Type.DATE:
        return name, Column(seen.name, nullable, seen.low, seen.high)
    return f"CAST({name} AS VARCHAR)" if fact.type is not Type.BOOLEAN else name, Column(seen.name, nullable)


def _scaled(bound: Any, scale: int) -> int | None:
    if bound is None or isinstance(bound, date | str | bool):
        return None
    exact = Decimal(str(bound)) * scale
    return int(exact) if exact.is_finite() else None


_IN_WORDS = {
    Type.BOOLEAN: "true or false",
    Type.INTEGER: "whole numbers",
    Type.WON: "whole won (64-bit whole numbers)",
    Type.FRACTION: "decimal numbers",
    Type.DATE: "dates without a time",
    Type.CHOICE: "words",
    Type.CODE: "words",
}


def needed(version: Version) -> dict[str, tuple[str, ...]]:
    """Return the facts a version asks of the data, each with those it can be worked out from instead."""
    found: dict[str, tuple[str, ...]] = {}
    for clause in version.clauses:
        if clause.expression is not None:
            found.update(dict(facts_in(clause.expression)))
    return found


def lacking(version: Version, population: Population) -> list[str]:
    """Return the facts that stand in no column and cannot be worked out from those that do."""
    have = set(population.where)

    def known(name: str, inner: Sequence[str]) -> bool:
        if name in have:
            return True
        if version.facts[name].worked_out:
            return all(one in have or version.facts[one].worked_out for one in inner)
        return False

    absent: list[str] = []
    for name, inner in needed(version).items():
        if not known(name, inner):
            absent += [one for one in inner if one not in have and not version.facts[one].worked_out] or [
                name
            ]
    return list(dict.fromkeys(absent))


def same_ids(table: Table, other: Table, column: str) -> None:
    """Refuse ids that are whole numbers in one table and words in the other: none would be found."""
    seen, there = table.columns[column], other.columns[column]
    empty = seen.nulls == table.rows or there.nulls == other.rows
    if not empty and (seen.kind == "text") is not (there.kind == "text"):
        words = {True: ("글자", "words"), False: ("수", "numbers")}
        raise Refused(
            "ids_differ",
            ko="이 열에는 {here_ko}이(가) 있는데 {other}에는 {there_ko}이(가) 있습니다. 같은 꼴로 적어 주세요.",
            en="The ids here are {here}, those in {other} are {there}. Write them alike.",
            place=table.place(column=column),
            other=other.named,
            here=words[seen.kind == "text"][1],
            there=words[there.kind == "text"][1],
            here_ko=words[seen.kind == "text"][0],
            there_ko=words[there.kind == "text"][0],
        )


def missing(table: Table, names: Sequence[str]) -> Refused:
    """Return the refusal of a table that lacks columns, with the nearest name it has."""
    have = [*table.columns, *table.unread]
    hints = "".join(did_you_mean(name, have) for name in names[:1])
    return Refused(
        "missing_columns",
        ko="없는 열: {names}. 있는 열: {have}",
        en="There is no column {names}{hint} It has: {have}.",
        place=table.place(),
        names=", ".join(names),
        hint=hints if hints.strip() else ".",
        have=", ".join(have),
    )


def quoted(name: str) -> str:
    """Return a column's name as SQL."""
    return exp.to_identifier(name, quoted=True).sql("duckdb")


def literal(file: Path) -> str:
    """Return a path as an SQL text."""
    return exp.Literal.string(str(file)).sql("duckdb")
