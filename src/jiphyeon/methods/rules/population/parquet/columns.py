"""Columns of a result file: each takes values chunk by chunk and gives them back as the pages of a column chunk.

Yes and no are bits in Parquet as they are in NumPy; writers that take them one at a time spend more on them than judging
does. Ids are left to pyarrow, whose pages stand wherever they are put, since they name no place in the file.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jiphyeon.methods.rules.population.parquet import thrift

Bits = NDArray[np.bool_]
T = TypeVar("T", np.bool_, np.int64)
BOOLEAN, INT64, BYTE_ARRAY = 0, 2, 6
PLAIN, RLE, DELTA, RLE_DICTIONARY = 0, 3, 5, 8
DATA_PAGE, DICTIONARY_PAGE = 0, 2
ENCODINGS = {"PLAIN": PLAIN, "RLE": RLE, "DELTA_BINARY_PACKED": DELTA, "DELTA_LENGTH_BYTE_ARRAY": 6}
LEVEL = 1  # of zstd: what is written here is either even or cannot be pressed


@dataclass(frozen=True, slots=True)
class Pages:
    """A column chunk: the bytes of its pages (`unpressed`: how many they would be uncompressed), and what is true of it.

    `low`, `high`: the least and the greatest value as Parquet writes a value; None where not told.
    """

    content: bytes
    unpressed: int
    encodings: tuple[int, ...]
    nulls: int
    dictionary: int | None = None
    low: bytes | None = None
    high: bytes | None = None


class Values(ABC, Generic[T]):
    """A column of values of one width, some of which may be missing."""

    type: int
    word = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.values: list[NDArray[T]] = []
        self.missing: list[Bits | None] = []

    def add(self, values: NDArray[T], missing: Bits | None = None) -> None:
        """Take in the values of some rows; `missing` marks NULL."""
        self.values.append(values)
        self.missing.append(missing if missing is not None and missing.any() else None)

    def taken(self) -> Pages:
        """Return what was taken in since the last time as pages."""
        values, missing = np.concatenate(self.values), None
        if any(one is not None for one in self.missing):
            pairs = zip(self.values, self.missing, strict=True)
            missing = np.concatenate([np.zeros(len(v), np.bool_) if one is None else one for v, one in pairs])
        self.values.clear()
        self.missing.clear()
        there = values if missing is None else values[~missing]
        low, high = self.ends(there) if there.size else (None, None)
        page = data_page(len(values), b"".join((_levels(len(values), missing), self.plain(there))), PLAIN)
        return replace(page, encodings=(PLAIN, RLE), nulls=len(values) - len(there), low=low, high=high)

    @abstractmethod
    def plain(self, values: NDArray[T]) -> bytes | memoryview:
        """Return values as the format has them."""

    @abstractmethod
    def ends(self, values: NDArray[T]) -> tuple[bytes, bytes]:
        """Return the least and the greatest of some values."""


class Flags(Values[np.bool_]):
    """A column of yes and no."""

    type = BOOLEAN

    def plain(self, values: Bits) -> bytes:
        """Return a bit a value, the first one lowest."""
        return np.packbits(values, bitorder="little").tobytes()

    def ends(self, values: Bits) -> tuple[bytes, bytes]:
        """Return whether all are yes, and whether any is."""
        return bytes([bool(values.all())]), bytes([bool(values.any())])


class Numbers(Values[np.int64]):
    """A column of 64-bit whole numbers."""

    type = INT64

    def plain(self, values: NDArray[np.int64]) -> memoryview:
        """Return eight bytes a number, the lowest first."""
        return np.ascontiguousarray(values, "<i8").view(np.uint8).data

    def ends(self, values: NDArray[np.int64]) -> tuple[bytes, bytes]:
        """Return the least and the greatest number."""
        return _eight(int(values.min())), _eight(int(values.max()))


@dataclass
class Words:
    """A column of at most four words, told by their places."""

    type, word = BYTE_ARRAY, True

    name: str
    words: tuple[str, ...]
    places: list[NDArray[np.int8]] = field(default_factory=list)

    def add(self, places: NDArray[np.int8]) -> None:
        """Take in the words of some rows by their places."""
        self.places.append(places)

    def taken(self) -> Pages:
        """Return what was taken in since the last time as pages."""
        places = np.concatenate(self.places)
        self.places.clear()
        listed = b"".join(len(one.encode()).to_bytes(4, "little") + one.encode() for one in self.words)
        kept = _page(
            DICTIONARY_PAGE,
            listed,
            (7, thrift.STRUCT, thrift.struct(thrift.i32(1, len(self.words)), thrift.i32(2, PLAIN))),
        )
        groups = -(-len(places) // 8)
        four = np.zeros((2 * groups, 4), np.uint8)
        four.reshape(-1)[: len(places)] = places
        packed = four[:, 0] | four[:, 1] << 2 | four[:, 2] << 4 | four[:, 3] << 6
        content = bytes([2]) + thrift.varint(groups << 1 | 1) + packed.tobytes()
        page = data_page(len(places), _levels(len(places), None) + content, RLE_DICTIONARY)
        here = sorted(word.encode() for place, word in enumerate(self.words) if (places == place).any())
        return Pages(
            kept.content + page.content,
            kept.unpressed + page.unpressed,
            (PLAIN, RLE, RLE_DICTIONARY),
            0,
            len(kept.content),
            here[0],
            here[-1],
        )


class Ids:
    """A column of ids, 64-bit whole numbers or words, written by pyarrow."""

    def __init__(self, name: str, type_: pa.DataType) -> None:
        self.name, self.arrow, self.word = name, type_, pa.types.is_string(type_)
        self.type = BYTE_ARRAY if self.word else INT64
        self.schema = pa.schema([(name, type_)])
        self.encoding = "DELTA_LENGTH_BYTE_ARRAY" if self.word else "DELTA_BINARY_PACKED"
        self.values: list[pa.Array] = []

    def add(self, values: pa.Array) -> None:
        """Take in the ids of some rows."""
        self.values.append(values)

    def taken(self) -> Pages:
        """Return what was taken in since the last time as pages."""
        sink = pa.BufferOutputStream()
        rows = pa.table([pa.chunked_array(self.values, self.schema.field(0).type)], schema=self.schema)
        self.values.clear()
        pq.write_table(
            rows,
            sink,
            row_group_size=max(1, rows.num_rows),
            use_dictionary=False,
            column_encoding={self.name: self.encoding},
            compression="zstd",
            compression_level=LEVEL,
            store_schema=False,
        )
        file = sink.getvalue()
        metadata = pq.read_metadata(pa.BufferReader(file)).row_group(0).column(0)
        first = metadata.data_page_offset
        ends: tuple[bytes | None, bytes | None] = (None, None)
        if not self.word and metadata.statistics is not None and metadata.statistics.has_min_max:
            ends = (_eight(metadata.statistics.min), _eight(metadata.statistics.max))
        return Pages(
            file[first : first + metadata.total_compressed_size].to_pybytes(),
            metadata.total_uncompressed_size,
            tuple(ENCODINGS[one] for one in metadata.encodings),
            rows.column(0).null_count,
            None,
            *ends,
        )


Column = Values[np.bool_] | Values[np.int64] | Words | Ids


def data_page(rows: int, content: bytes, encoding: int) -> Pages:
    """Return one page of values under its header."""
    head = thrift.struct(thrift.i32(1, rows), thrift.i32(2, encoding), thrift.i32(3, RLE), thrift.i32(4, RLE))
    return _page(DATA_PAGE, content, (5, thrift.STRUCT, head))


def _page(kind: int, content: bytes, own: thrift.Field) -> Pages:
    pressed = pa.Codec("zstd", LEVEL).compress(content, asbytes=True)
    head = thrift.struct(thrift.i32(1, kind), thrift.i32(2, len(content)), thrift.i32(3, len(pressed)), own)
    return Pages(head + pressed, len(head) + len(content), (), 0)


def _levels(rows: int, missing: Bits | None) -> bytes:
    """Return which rows have a value: one run where all do, else a bit each."""
    if missing is None:
        run = thrift.varint(rows << 1) + b"\x01"
    else:
        run = thrift.varint(-(-rows // 8) << 1 | 1) + np.packbits(~missing, bitorder="little").tobytes()
    return len(run).to_bytes(4, "little") + run


def _eight(number: int) -> bytes:
    return number.to_bytes(8, "little", signed=True)
