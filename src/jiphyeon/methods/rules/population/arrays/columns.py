"""Columns of a Parquet file as arrays of the values that the compiled expressions speak of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population.sources.tables import Table
from jiphyeon.methods.rules.sql.arrays import NeedsDatabase, Vector
from jiphyeon.methods.rules.sql.layout import Column


def batches(
    table: Table, columns: Sequence[str], most: int, rows: range | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield columns of a table, at most `most` rows at a time, of some rows on end or all."""
    with pq.ParquetFile(table.parquet, pre_buffer=False) as file:
        if rows is None:
            yield from file.iter_batches(batch_size=most, columns=list(columns), use_threads=False)
            return
        ends = np.cumsum([file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)])
        reached = [
            group for group, end in enumerate(ends.tolist())
            if end > rows.start and (ends[group - 1] if group else 0) < rows.stop
        ]  # fmt: skip
        at = int(ends[reached[0] - 1]) if reached and reached[0] else 0
        for batch in file.iter_batches(
            batch_size=most, row_groups=reached, columns=list(columns), use_threads=False
        ):
            low, high = max(rows.start, at), min(rows.stop, at + batch.num_rows)
            if low < high:
                yield batch.slice(low - at, high - low)
            at += batch.num_rows


def to_arrow(values: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """Return values as an Arrow column, without copying whole numbers; `missing` marks NULL.

    `pa.array` would do the same, but loads numpy.ma to see whether it is given any of its arrays.
    """
    flags = values.dtype == np.bool_
    content = np.packbits(values, bitorder="little") if flags else np.ascontiguousarray(values)
    there = None if missing is None else pa.py_buffer(np.packbits(~missing, bitorder="little"))
    kind = pa.bool_() if flags else pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [there, pa.py_buffer(content)])


def vector(found: pa.Array, type_: Type, column: Column) -> Vector:
    """Return a stored column as the values a fact has: whole numbers over the column's scale, days, words, yes or no."""
    missing = None
    if found.null_count:
        missing = _flags(pc.is_null(found))
    if type_ is Type.BOOLEAN:
        return Vector(_flags(found.fill_null(False) if missing is not None else found), missing)
    if type_ in {Type.CHOICE, Type.CODE}:
        coded = found if pa.types.is_dictionary(found.type) else found.dictionary_encode()
        places = coded.indices.fill_null(0).to_numpy(zero_copy_only=False)
        return Vector(places, missing, words=tuple(coded.dictionary.to_pylist()))
    if type_ is Type.DATE:
        days = found.cast(pa.date32()).view(pa.int32())
        return Vector((days.fill_null(0) if missing is not None else days).to_numpy(), missing)
    values = _whole(found, column.scale)
    if not isinstance(column.low, int) or not isinstance(column.high, int):
        return Vector.of_numbers(values, missing)
    ends = (column.low, column.high) if missing is None else (min(0, column.low), max(0, column.high))
    return Vector(values, missing, *ends)


def _flags(found: pa.Array) -> NDArray[np.bool_]:
    """Return a column of yes and no without what is missing, its bits spread out."""
    bits = np.frombuffer(found.buffers()[1], np.uint8)
    end = found.offset + len(found)
    return np.unpackbits(bits, count=end, bitorder="little")[found.offset :].view(np.bool_)


def _whole(found: pa.Array, scale: int) -> NDArray[np.int64]:
    """Return numbers times `scale` as 64-bit whole numbers, 0 where missing."""
    if pa.types.is_decimal(found.type):
        return _unscaled(found, scale)
    filled = found.fill_null(0) if found.null_count else found
    if pa.types.is_floating(found.type):
        # The checks let through only what is whole (or has six digits) and far below 2^53, so the nearest is the number.
        return np.asarray(np.rint(filled.to_numpy().astype(np.float64) * scale), np.int64)
    return np.asarray(filled.to_numpy(), np.int64)


def _unscaled(found: pa.Array, scale: int) -> NDArray[np.int64]:
    """Return the digits of decimals. Raises NeedsDatabase where they are kept in another way than 128 bits, or need more than 64."""
    if not pa.types.is_decimal128(found.type):
        raise NeedsDatabase(str(found.type))
    kept = 10**found.type.scale
    halves = np.frombuffer(found.buffers()[1], dtype=np.int64)[
        2 * found.offset : 2 * (found.offset + len(found))
    ]
    low, high = halves[::2].copy(), halves[1::2]
    if found.null_count:
        absent = _flags(pc.is_null(found))
        low[absent] = 0
        high = np.where(absent, 0, high)
    if bool((high != (low >> 63)).any()):
        raise NeedsDatabase("decimals of more than 64 bits")
    # Whole won may be kept with digits after the point; the checks saw that these are noughts.
    return np.asarray(low if kept == scale else low // (kept // scale), np.int64)
