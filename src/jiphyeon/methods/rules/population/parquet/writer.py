"""A Parquet file of columns that are told chunk by chunk, in groups of rows (apache/parquet-format, parquet.thrift)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from jiphyeon.methods.rules.population.parquet import thrift
from jiphyeon.methods.rules.population.parquet.columns import Column, Pages

GROUP = 2**18  # rows after which a group is written; readers take groups side by side
MAGIC = b"PAR1"
OPTIONAL, UTF8, ZSTD, VERSION = 1, 0, 6, 2


class Writer:
    """Writes rows whose values were added to the columns; the file is whole when the writer is left without an error."""

    def __init__(self, file: Path, columns: Sequence[Column], group: int = GROUP) -> None:
        self.columns, self.group = columns, group
        self.stream = file.open("wb")
        self.place = self.stream.write(MAGIC)
        self.rows = self.waiting = 0
        self.groups: list[bytes] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, why: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        with self.stream:
            if why is None:
                self._write_group()
                self._write_footer()

    def added(self, rows: int) -> None:
        """Note that every column was given the values of so many more rows."""
        self.waiting += rows
        if self.waiting >= self.group:
            self._write_group()

    def _write_group(self) -> None:
        if not self.waiting:
            return
        chunks, size = [], 0
        for column in self.columns:
            pages = column.taken()
            chunks.append(self._chunk(column, pages))
            self.place += self.stream.write(pages.content)
            size += pages.unpressed
        self.groups.append(
            thrift.struct(
                (1, thrift.LIST, thrift.listed(thrift.STRUCT, chunks)),
                thrift.i64(2, size),
                thrift.i64(3, self.waiting),
            )
        )
        self.rows, self.waiting = self.rows + self.waiting, 0

    def _chunk(self, column: Column, pages: Pages) -> bytes:
        """Return what the footer says of a column chunk that begins here."""
        statistics = [thrift.i64(3, pages.nulls)]
        if pages.low is not None and pages.high is not None:
            statistics += [
                (5, thrift.BINARY, thrift.binary(pages.high)),
                (6, thrift.BINARY, thrift.binary(pages.low)),
            ]
        data, dictionary = self.place, []
        if pages.dictionary is not None:
            data, dictionary = self.place + pages.dictionary, [thrift.i64(11, self.place)]
        meta = thrift.struct(
            thrift.i32(1, column.type),
            (2, thrift.LIST, thrift.listed(thrift.I32, [thrift.whole(one) for one in pages.encodings])),
            (3, thrift.LIST, thrift.listed(thrift.BINARY, [thrift.binary(column.name.encode())])),
            thrift.i32(4, ZSTD),
            thrift.i64(5, self.waiting),
            thrift.i64(6, pages.unpressed),
            thrift.i64(7, len(pages.content)),
            thrift.i64(9, data),
            *dictionary,
            (12, thrift.STRUCT, thrift.struct(*statistics)),
        )
        return thrift.struct(thrift.i64(2, self.place), (3, thrift.STRUCT, meta))

    def _write_footer(self) -> None:
        schema = [
            thrift.struct((4, thrift.BINARY, thrift.binary(b"schema")), thrift.i32(5, len(self.columns)))
        ]
        for one in self.columns:
            word = [thrift.i32(6, UTF8)] if one.word else []
            named = (4, thrift.BINARY, thrift.binary(one.name.encode()))
            schema.append(thrift.struct(thrift.i32(1, one.type), thrift.i32(3, OPTIONAL), named, *word))
        by_type = thrift.struct((1, thrift.STRUCT, thrift.struct()))
        footer = thrift.struct(
            thrift.i32(1, VERSION),
            (2, thrift.LIST, thrift.listed(thrift.STRUCT, schema)),
            thrift.i64(3, self.rows),
            (4, thrift.LIST, thrift.listed(thrift.STRUCT, self.groups)),
            (6, thrift.BINARY, thrift.binary(b"jiphyeon")),
            (7, thrift.LIST, thrift.listed(thrift.STRUCT, [by_type] * len(self.columns))),
        )
        self.stream.write(footer + len(footer).to_bytes(4, "little") + MAGIC)
