"""What a file is, by what is in it; its name and what a browser says of it are not believed."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import IO

from jiphyeon.kernel import Refused

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "hwpx": "application/hwp+zip",
}
_SUFFIXES = {kind: (f".{kind}",) for kind in CONTENT_TYPES} | {"jpeg": (".jpg", ".jpeg")}
_MOST_MEMBERS = 2_000
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_MIMETYPE = 100
_HWPX = b"application/hwp+zip"


def kind_of(file: IO[bytes]) -> str | None:
    """Return `pdf`, `png`, `jpeg`, `xlsx`, `hwpx` or `csv`, or None for anything else. Leaves the file at its start."""
    file.seek(0)
    head = file.read(16)
    found = next((kind for kind, begins in _BEGINNINGS if begins(head)), None)
    if found == "zip":
        found = _kind_of_zip(file)
    elif found is None and _is_csv(file):
        found = "csv"
    file.seek(0)
    return found


def require_kind(file: IO[bytes], kinds: AbstractSet[str]) -> str:
    """Return the kind. Refused where it is not one of those asked for, saying which are."""
    found = kind_of(file)
    if found is None or found not in kinds:
        wanted = ", ".join(kind.upper() for kind in sorted(kinds))
        raise Refused(
            "file_kind_wrong",
            ko="이 파일은 받을 수 없는 종류입니다. {wanted} 파일로 다시 올려 주세요.",
            en="This kind of file cannot be taken. Please hand in one of: {wanted}.",
            wanted=wanted,
            found=found or "unknown",
        )
    return found


def name_of_kind(name: str, kind: str) -> str:
    """Return a name that ends as its kind does: one that says otherwise gets the kind's suffix behind it."""
    return name if name.lower().endswith(_SUFFIXES[kind]) else f"{name or 'file'}{_SUFFIXES[kind][0]}"


_BEGINNINGS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("pdf", lambda head: head.startswith(b"%PDF-")),
    ("png", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    ("jpeg", lambda head: head.startswith(b"\xff\xd8\xff")),
    ("zip", lambda head: head.startswith(b"PK\x03\x04")),
)


def _kind_of_zip(file: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            # Only the directory is read here; what would not fit in memory is never opened by anyone later either.
            if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > _MOST_UNPACKED:
                return None
            names = {one.filename for one in members}
            if "xl/workbook.xml" in names and "xl/vbaProject.bin" not in names:
                return "xlsx"
            if "mimetype" in names:
                # As much is unpacked as is asked for, whatever size the directory tells.
                with archive.open("mimetype") as mimetype:
                    return "hwpx" if mimetype.read(_MOST_MIMETYPE).strip() == _HWPX else None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError):
        return None
    return None


def _is_csv(file: IO[bytes]) -> bool:
    return any(_is_table_in(file, encoding) for encoding in ("utf-8-sig", "cp949"))


def _is_table_in(file: IO[bytes], encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    first_line = ""
    try:
        while piece := file.read(65_536):
            text = decoder.decode(piece)
            if any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
                return False
            if "\n" not in first_line:
                first_line += text
        first_line += decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    line = first_line.lstrip().partition("\n")[0]
    return not line.startswith("<") and any(sign in line for sign in ",;\t")
