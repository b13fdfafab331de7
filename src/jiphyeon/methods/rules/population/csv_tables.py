"""CSV tables: turned into Parquet once, every cell read as the type its fact has, what cannot be read named."""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules.population.engine import Engine
from jiphyeon.methods.rules.population.opening import literal, quoted
from jiphyeon.methods.rules.population.tables import IDS, Table, parquet_table
from jiphyeon.methods.rules.population.wrong import Wrong
from jiphyeon.methods.rules.tree import Type

# How a cell of each type is written, what it becomes, and how that is said.
WRITTEN = {
    Type.BOOLEAN: ("lower({0}) IN ('true', 'false')", "BOOLEAN", "true or false", "true나 false"),
    Type.INTEGER: (r"regexp_full_match({0}, '-?\d{{1,18}}')", "BIGINT", "a whole number", "정수"),
    Type.WON: (r"regexp_full_match({0}, '-?\d{{1,18}}')", "BIGINT", "whole won in digits alone", "숫자로만 적은 원 단위 금액"),
    Type.FRACTION: (
        r"regexp_full_match({0}, '-?\d{{1,12}}(\.\d{{1,6}})?')", "DECIMAL(18, 6)",
        "a number with at most 6 digits after the point", "소수점 아래 6자리까지의 수",
    ),
    Type.DATE: (
        r"regexp_full_match({0}, '\d{{4}}-\d{{2}}-\d{{2}}') AND TRY_CAST({0} AS DATE) IS NOT NULL", "DATE",
        "a day written 2024-03-04", "2024-03-04처럼 적은 날짜",
    ),
}  # fmt: skip


def csv_table(
    at: Engine, kind: str, file: Path, types: Mapping[str, Type | None]
) -> tuple[Table, list[Wrong]]:
    """Return a CSV file as Parquet, and the cells that could not be read (they count as missing)."""
    if not file.is_file():
        raise Refused("no_such_file", en="There is no such file.", place=Place(str(file)))
    if not file.stat().st_size:
        raise Refused(
            "empty_file",
            ko="비어 있는 파일입니다.",
            en="There is nothing in this file.",
            place=Place(str(file)),
        )
    raw, made = f"raw_{kind}", at.folder / f"{kind}.parquet"
    at.connection.execute("SET preserve_insertion_order=true")
    try:
        at.run(
            f"CREATE OR REPLACE TABLE {raw} AS SELECT row_number() OVER () - 1 AS row_of_file, * FROM read_csv("
            f"{literal(file)}, all_varchar=true, header=true, nullstr='', encoding='utf-8')",
            f"reading {file.name}",
        )
        columns = [row[0] for row in at.connection.execute(f"DESCRIBE {raw}").fetchall()][1:]
        whole = _whole_ids(at, raw, columns)
        read, wrong = [], []
        for name in columns:
            sql, cells = _column(at, kind, raw, name, types.get(name), whole)
            read.append(sql)
            wrong += cells
        at.run(
            f"COPY (SELECT {', '.join(read)} FROM {raw} ORDER BY row_of_file) TO {literal(made)} (FORMAT parquet)"
        )
        at.connection.execute(f"DROP TABLE {raw}")
    except duckdb.Error as why:
        raise Refused(
            "broken_csv",
            ko="CSV로 읽을 수 없습니다: {why}",
            en="This cannot be read as CSV: {why}",
            place=Place(str(file)),
            why=" ".join(str(why).split())[:300],
        ) from why
    finally:
        at.connection.execute("SET preserve_insertion_order=false")
    return parquet_table(kind, made, str(file), first_row=2), wrong


def _whole_ids(at: Engine, raw: str, columns: list[str]) -> set[str]:
    ids = [name for name in IDS.values() if name in columns]
    if not ids:
        return set()
    tests = ", ".join(rf"bool_and(regexp_full_match({quoted(name)}, '\d{{1,18}}'))" for name in ids)
    found = at.connection.execute(f"SELECT {tests} FROM {raw}").fetchone() or ()
    return {name for name, whole in zip(ids, found, strict=True) if whole}


def _column(
    at: Engine, kind: str, raw: str, name: str, wanted: Type | None, whole: set[str]
) -> tuple[str, list[Wrong]]:
    column = quoted(name)
    if wanted is None or wanted not in WRITTEN:
        return (f"CAST({column} AS BIGINT) AS {column}" if name in whole else column), []
    form, type_, en, ko = WRITTEN[wanted]
    good = form.format(column)
    rows = at.connection.execute(
        f"SELECT row_of_file, {column} FROM {raw} WHERE {column} IS NOT NULL AND NOT ({good}) ORDER BY 1"
    ).fetchall()
    wrong = [
        Wrong(
            kind, row, name, value, "cell_type", f"{value!r}: {ko}이어야 합니다.", f"{value!r} is not {en}."
        )
        for row, value in rows
    ]
    return f"CASE WHEN {good} THEN CAST({column} AS {type_}) END AS {column}", wrong


__all__ = ["csv_table"]
