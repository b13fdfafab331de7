"""CSV tables: every row read as text, every cell then as the type its fact has; nothing in a file is guessed at.

The separator is told by the file's name, a sign before a row is no comment, and an id is what is written there. Rows
are read and written on in batches, so that a file may be larger than the memory.
"""

# ruff: noqa: S608 -- statements are made of our own names, quoted columns and literals

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pyarrow.parquet as pq

from jiphyeon.kernel import Place, Refused
from jiphyeon.kernel.tables import SEPARATORS
from jiphyeon.kernel.text import clean
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population.duckdb_engine import Engine
from jiphyeon.methods.rules.population.sources import texts as words
from jiphyeon.methods.rules.population.sources.faults import BadCell
from jiphyeon.methods.rules.population.sources.schema import literal, quoted
from jiphyeon.methods.rules.population.sources.tables import IDS, Lines, Table, nothing_in, parquet_table

# What parts the columns, by the ending of the file's name.
SEPARATOR_OF = {".csv": ",", ".txt": ",", ".tsv": "\t"}
BATCH = 50_000
LONGEST_CELL = 1_000_000
# Text that holds nothing but visible ASCII between its separators needs no cleaning.
PLAIN = re.compile(r"[!-~\n]*\Z")
WHOLE = re.compile(r"(?:0|[1-9][0-9]{0,17})\Z")

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
        r"regexp_full_match({0}, '\d{{4}}-\d{{2}}-\d{{2}}') AND {0} >= '0001' AND TRY_CAST({0} AS DATE) IS NOT NULL",
        "DATE", "a day written 2024-03-04", "2024-03-04처럼 적은 날짜",
    ),
}  # fmt: skip


@dataclass(slots=True)
class Raw:
    """A CSV file as text, in a Parquet file of the engine's folder, before its cells are read as what they are.

    `whole`: the id columns in which every id is a whole number written as such (`101`, never `0101`).
    """

    kind: str
    file: Path
    parquet: Path
    columns: list[str]
    unread: tuple[str, ...]
    lines: Lines
    whole: set[str]
    bad_cells: list[BadCell]


def read_raw(at: Engine, kind: str, file: Path, types: Mapping[str, Type | None]) -> Raw:
    """Return a CSV file's known columns as text, composed and trimmed; an empty cell is missing.

    Raises Refused for a file that is not there, empty, in another encoding or parted by another sign, for names that
    stand twice or are empty, and for a row with more or fewer cells than the header, with its line.
    """
    if not file.is_file():
        raise Refused(
            "no_such_file", ko="그런 파일이 없습니다.", en="There is no such file.", place=Place(str(file))
        )
    if not file.stat().st_size:
        _stop(file, 1, "empty_file", "비어 있는 파일입니다.", "There is nothing in this file.")
    separator = SEPARATOR_OF.get(file.suffix.lower(), ",")
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        with file.open(encoding=_encoding(file), newline="") as stream:
            records = csv.reader(stream, delimiter=separator, strict=True)
            try:
                return _read(at, kind, file, records, separator, types)
            except csv.Error as why:
                _stop(
                    file, records.line_num, "broken_csv",
                    f"CSV로 읽을 수 없습니다: {why}", f"This cannot be read as CSV: {why}.",
                )  # fmt: skip
    finally:
        csv.field_size_limit(limit)


def _read(
    at: Engine,
    kind: str,
    file: Path,
    records: Iterator[list[str]],
    separator: str,
    types: Mapping[str, Type | None],
) -> Raw:
    header = _header(file, next(records, []), separator)
    taken = [place for place, name in enumerate(header) if name in types]
    names = [header[place] for place in taken]
    unread = tuple(name for name in header if name not in types)
    ids = {name for name in names if name in IDS.values()}
    made = Raw(kind, file, at.folder / f"raw-{kind}.parquet", names, unread, Lines(), set(ids), [])
    if not taken:
        raise Refused(
            "missing_columns",
            ko="쓸 수 있는 열이 하나도 없습니다. 있는 열: {have}",
            en="There is no column here that is known. It has: {have}.",
            place=Place(str(file), line=1),
            have=", ".join(header),
        )
    size, done, count = file.stat().st_size, 0, 0
    schema = pa.schema([(name, pa.string()) for name in names])
    rows_whole = _whole_rows(file, records, len(header), made.lines)
    with pq.ParquetWriter(made.parquet, schema) as writer:
        while rows := list(islice(rows_whole, BATCH)):
            every = list(zip(*rows, strict=True))
            columns = [_cleaned(every[place]) for place in taken]
            for place, name in enumerate(names):
                if name in made.whole and not all(
                    cell is None or WHOLE.match(cell) for cell in columns[place]
                ):
                    made.whole.discard(name)
                if name in ids:
                    columns[place], bad_cells = words.ids(kind, name, columns[place], count)
                    made.bad_cells += bad_cells
            writer.write_table(pa.table([pa.array(one, pa.string()) for one in columns], schema=schema))
            count += len(rows)
            done += sum(map(len, map("".join, rows))) + len(rows) * len(header)
            at.progress(f"reading {file.name}", min(0.999, done / size))
    if not count:
        raise nothing_in(kind, str(file))
    at.progress(f"reading {file.name}", 1.0)
    return made


def written(
    at: Engine, raw: Raw, types: Mapping[str, Type | None], whole: set[str]
) -> tuple[Table, list[BadCell]]:
    """Return a table read as text with every cell as its type, and the cells that could not be read (now missing).

    `whole`: the ids that may be kept as numbers while they are worked with; what is told of them stays their text.
    """
    made = at.folder / f"{raw.kind}.parquet"
    source = f"read_parquet({literal(raw.parquet)}, file_row_number=true)"
    read, bad_cells = [], list(raw.bad_cells)
    for name in raw.columns:
        sql, cells = _column(at, raw.kind, source, name, types[name], whole)
        read.append(sql)
        bad_cells += cells
    at.connection.execute("SET preserve_insertion_order=true")
    try:
        at.run(
            f"COPY (SELECT {', '.join(read)} FROM {source} ORDER BY file_row_number) TO {literal(made)} (FORMAT parquet)"
        )
    finally:
        at.connection.execute("SET preserve_insertion_order=false")
    raw.parquet.unlink()
    table = parquet_table(
        raw.kind, made, str(raw.file), unread=raw.unread, lines=raw.lines, words=frozenset(IDS.values())
    )
    return table, bad_cells


def _column(
    at: Engine, kind: str, source: str, name: str, wanted: Type | None, whole: set[str]
) -> tuple[str, list[BadCell]]:
    column = quoted(name)
    if wanted is None or wanted not in WRITTEN:
        return (f"CAST({column} AS BIGINT) AS {column}" if name in whole else column), []
    form, type_, en, ko = WRITTEN[wanted]
    good = form.format(column)
    rows = at.connection.execute(
        f"SELECT file_row_number, {column} FROM {source} WHERE {column} IS NOT NULL AND NOT ({good}) ORDER BY 1"
    ).fetchall()
    bad_cells = [
        BadCell(
            kind, row, name, value, "cell_type", f"{value!r}: {ko}이어야 합니다.", f"{value!r} is not {en}."
        )
        for row, value in rows
    ]
    return f"CASE WHEN {good} THEN CAST({column} AS {type_}) END AS {column}", bad_cells


# -- rows and cells -----------------------------------------------------------------------------------------------


def _encoding(file: Path) -> str:
    """Return UTF-8, or CP949 where the file cannot be UTF-8. Refuses everything else, and a NUL, which no text holds."""
    furthest = 1
    for encoding in ("utf-8-sig", "cp949"):
        fault = _first_fault(file, encoding)
        if fault is None:
            return encoding
        furthest = max(furthest, fault)
    raise Refused(
        "encoding_unknown",
        ko="UTF-8도 CP949도 아닌 파일입니다. UTF-8로 저장해 주세요.",
        en="The file is neither UTF-8 nor CP949; save it as UTF-8.",
        place=Place(str(file), line=furthest),
    )


def _first_fault(file: Path, encoding: str) -> int | None:
    """Return the line on which a file stops being text in an encoding; None where all of it is."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with file.open("rb") as stream:
        while raw := stream.read(2**20):
            if b"\0" in raw:
                return line + raw[: raw.index(b"\0")].count(b"\n")
            try:
                decoder.decode(raw)
            except UnicodeDecodeError as error:
                return line + raw[: error.start].count(b"\n")
            line += raw.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _header(file: Path, written: Sequence[str], separator: str) -> list[str]:
    header = [clean(name) for name in written]
    if not any(header):
        _stop(
            file,
            1,
            "empty_file",
            "첫 줄에 열 이름이 있어야 합니다.",
            "The first line must name the columns; it is empty.",
        )
    other = next((sign for sign in SEPARATORS if sign != separator and sign in header[0]), None)
    if len(header) == 1 and other is not None:
        _stop(
            file, 1, "separator_other",
            f"열을 {separator!r}(으)로 나누지 않고 {other!r}(으)로 나눈 파일 같습니다. {separator!r}(으)로 저장해 주세요.",
            f"Columns seem to be parted by {other!r}, not by {separator!r}; save the file with {separator!r}.",
        )  # fmt: skip
    for place, name in enumerate(header):
        if not name or name in header[:place]:
            _stop(
                file, 1, "column_name_unusable",
                f"{place + 1}번째 열의 이름이 " + (f"앞에 이미 있습니다: {name}" if name else "비어 있습니다."),
                f"The name of column number {place + 1} is " + (f"used twice: {name}." if name else "empty."),
            )  # fmt: skip
    return header


def _whole_rows(file: Path, records: Iterator[list[str]], cells: int, lines: Lines) -> Iterator[list[str]]:
    """Yield the rows that hold anything, each of as many cells as the header has."""
    line: int = records.line_num  # type: ignore[attr-defined]  # csv's reader has it, its protocol does not
    found = 0
    for row, record in enumerate(records, 2):
        first, line = line + 1, records.line_num  # type: ignore[attr-defined]
        if not record or not any(map(clean, record)):
            continue
        if len(record) != cells:
            few = len(record) < cells
            _stop(
                file, first, "fields_uneven",
                f"이 행은 칸이 {len(record)}개인데 머리줄은 {cells}개입니다. " + ("칸이 모자랍니다." if few else "칸이 남습니다."),
                f"This row has too {'few' if few else 'many'} cells: {len(record)}, where the header has {cells}.",
            )  # fmt: skip
        lines.add(found, first, row)
        found += 1
        yield record


def _cleaned(cells: Sequence[str]) -> list[str | None]:
    """Return cells composed and without outer blanks, None where nothing stands."""
    if PLAIN.match("\n".join(cells)):
        return [cell or None for cell in cells]
    return [clean(cell) or None for cell in cells]


def _stop(file: Path, line: int, code: str, ko: str, en: str) -> NoReturn:
    raise Refused(code, ko=ko, en=en, place=Place(str(file), line=line))


__all__ = ["Raw", "read_raw", "written"]
