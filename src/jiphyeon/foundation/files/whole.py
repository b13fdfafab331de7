"""Whether a paper is there to its end: one that was cut on its way has the right beginning and opens nowhere."""

from __future__ import annotations

import os
import zlib
from typing import IO

from jiphyeon.kernel import Refused

_TAIL = 4096  # as far from the end as readers look for the mark of a PDF's end
_PIECE = 65_536
_STANDALONE = frozenset(range(0xD0, 0xD8)) | {0x01}  # markers of a JPEG that have no length


def require_whole(file: IO[bytes], kind: str) -> None:
    """Refuse a PDF or picture that breaks off. Leaves the file at its start; other kinds are judged by their directory."""
    file.seek(0)
    whole = _WHOLE[kind](file) if kind in _WHOLE else True
    file.seek(0)
    if not whole:
        raise Refused(
            "file_broken",
            ko="파일이 끊겨 있어 열리지 않습니다. 기기에서 열리는지 보시고, 다시 저장하거나 다시 찍어 올려 주세요.",
            en="This file breaks off and cannot be opened. See whether it opens on your device, save it or take the picture again, and hand that in.",
        )


def _pdf(file: IO[bytes]) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _TAIL, 0))
    return b"%%EOF" in file.read()


def _png(file: IO[bytes]) -> bool:
    """Read chunk by chunk to the last one; each proves itself by its checksum."""
    file.seek(8)
    first = True
    while len(head := file.read(8)) == 8:
        left, name = int.from_bytes(head[:4]), head[4:]
        if first and name != b"IHDR":
            return False
        first, checksum = False, zlib.crc32(name)
        while left > 0:
            piece = file.read(min(left, _PIECE))
            if not piece:
                return False
            checksum, left = zlib.crc32(piece, checksum), left - len(piece)
        if file.read(4) != checksum.to_bytes(4):
            return False
        if name == b"IEND":
            return True
    return False


def _jpeg(file: IO[bytes]) -> bool:
    """Walk from marker to marker to the picture itself, and look for its end; a camera may put more behind it."""
    file.seek(2)
    while (mark := file.read(2))[:1] == b"\xff" and len(mark) == 2:
        if mark[1] == 0xFF:  # filling
            file.seek(-1, os.SEEK_CUR)
            continue
        if mark[1] in _STANDALONE:
            continue
        length = int.from_bytes(file.read(2))
        if length < 2:
            return False
        file.seek(length - 2, os.SEEK_CUR)
        if mark[1] == 0xDA:
            return _ends_after(file)
    return False


def _ends_after(file: IO[bytes]) -> bool:
    before = b""
    while piece := file.read(_PIECE):
        if b"\xff\xd9" in before + piece:
            return True
        before = piece[-1:]
    return False


_WHOLE = {"pdf": _pdf, "png": _png, "jpeg": _jpeg}
