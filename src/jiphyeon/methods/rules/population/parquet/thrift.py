"""Thrift's compact protocol, written only: what the headers and the footer of a Parquet file are made of.

Every function returns bytes; the numbers are those of the specification (apache/thrift, thrift-compact-protocol.md).
"""

from __future__ import annotations

from collections.abc import Sequence

I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12
Field = tuple[int, int, bytes]


def varint(number: int) -> bytes:
    """Return a number from 0 on, seven bits a byte, the lowest first."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def whole(number: int) -> bytes:
    """Return a whole number of 32 or 64 bits, its sign in the lowest bit."""
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def binary(content: bytes) -> bytes:
    """Return bytes (or a text in UTF-8) with their length before them."""
    return varint(len(content)) + content


def listed(kind: int, content: Sequence[bytes]) -> bytes:
    """Return a list of values of one kind."""
    many = len(content)
    head = bytes([many << 4 | kind]) if many < 15 else bytes([0xF0 | kind]) + varint(many)
    return head + b"".join(content)


def struct(*fields: Field) -> bytes:
    """Return a struct of fields by number, in rising order; numbers lie at most 15 apart."""
    found, before = bytearray(), 0
    for number, kind, content in fields:
        found.append(number - before << 4 | kind)
        found += content
        before = number
    found.append(0)
    return bytes(found)


def i32(field: int, number: int) -> Field:
    """Return a field that holds a 32-bit whole number."""
    return field, I32, whole(number)


def i64(field: int, number: int) -> Field:
    """Return a field that holds a 64-bit whole number."""
    return field, I64, whole(number)
