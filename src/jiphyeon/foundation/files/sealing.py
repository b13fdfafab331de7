"""Bytes at rest: AES-256-GCM in pieces, so that a file is neither held in memory nor read before it is proved whole.

A file is a four-byte mark, a seven-byte random prefix, and pieces of 64 KiB with a 16-byte tag each. A piece's nonce is
prefix ‖ counter ‖ last-flag: pieces cannot be reordered, dropped or cut off at the end (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár 2015). What a file is bound to is the associated data: one file cannot stand in for another, and one whose
row says another owner, reader or kind than it was sealed under is not opened.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jiphyeon.kernel import Refused

MARK = b"JPF2"
OLDER = b"JPF1"
"""The mark of files of before 0.4.0, which are bound to their own keys alone."""
PIECE = 65_536
_PREFIX = 7
_TAG = 16


def seal(plain: Iterable[bytes], into: IO[bytes], *, key: bytes, bound_to: bytes) -> None:
    """Write the sealed form of what `plain` yields."""
    prefix = os.urandom(_PREFIX)
    cipher = AESGCM(key)
    into.write(MARK + prefix)
    held, counter = b"", 0
    for chunk in plain:
        held += chunk
        while len(held) > PIECE:  # the last piece is known only when nothing follows it
            into.write(cipher.encrypt(_nonce(prefix, counter, last=False), held[:PIECE], bound_to))
            held, counter = held[PIECE:], counter + 1
    into.write(cipher.encrypt(_nonce(prefix, counter, last=True), held, bound_to))


def opened(sealed: IO[bytes], *, key: bytes, bound_to: Mapping[bytes, bytes]) -> Iterator[bytes]:
    """Yield the plain pieces. `bound_to`: what a file is bound to, by the mark it begins with.

    Refused at the first piece that was altered or bound to something else, and where the end is missing.
    """
    mark, prefix = sealed.read(len(MARK)), sealed.read(_PREFIX)
    if mark not in bound_to or len(prefix) != _PREFIX:
        raise _altered()
    cipher = AESGCM(key)
    counter, piece = 0, sealed.read(PIECE + _TAG)
    while True:
        following = sealed.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, counter, last=not following), piece, bound_to[mark])
        except (InvalidTag, ValueError):
            raise _altered() from None
        if not following:
            return
        counter, piece = counter + 1, following


def _nonce(prefix: bytes, counter: int, *, last: bool) -> bytes:
    return prefix + counter.to_bytes(4, "big") + (b"\x01" if last else b"\x00")


def _altered() -> Refused:
    return Refused(
        "file_altered",
        ko="보관된 파일이 손상되어 열 수 없습니다. 담당 부서에 알려 주세요.",
        en="The stored file was altered and cannot be opened. Please tell the office.",
    )
