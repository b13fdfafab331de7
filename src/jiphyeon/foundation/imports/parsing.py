"""The rows of a file, one after the other: CSV in UTF-8 or CP949, or the first sheet of an .xlsx.

A CSV is never whole in memory. A sheet of an .xlsx is, in a process of its own (`sheets`); its rows are handed out one by one.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from shutil import copyfileobj
from typing import IO

from django.conf import settings

from jiphyeon.foundation.imports import sheets
from jiphyeon.foundation.imports.cells import Raw
from jiphyeon.kernel import Refused
from jiphyeon.kernel.refusal import Place
from jiphyeon.kernel.tables import SEPARATORS
from jiphyeon.kernel.text import clean

PIECE = 1 << 20
PATIENCE_SECONDS = 300.0  # until the first row of a workbook
WAIT_SECONDS = 60.0  # for a place among those that are read
Opener = Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is written; `line` counts from 1 as the reader's own program does."""

    line: int
    cells: list[Raw]


def lines(opener: Opener, *, name: str, kind: str, separator: str) -> Iterator[Line]:
    """Yield the header and every row that is not empty. `opener` opens the file at its start, as often as it is called.

    Refused, before the first row: an encoding that is neither, another separator than the one told, a broken workbook.
    Refused at its line: a quotation mark that is never closed.
    """
    return _sheet(opener, name) if kind == "xlsx" else _csv(opener, name, separator)


def encoding_of(opener: Opener, name: str) -> str:
    """Return `utf-8-sig` or `cp949`: UTF-8 wherever it can be. Refused for anything else, and for a NUL."""
    at = 0
    with opener() as file:
        beginning = file.read(2)
    if beginning not in (b"\xff\xfe", b"\xfe\xff"):
        for encoding in ("utf-8", "cp949"):
            bad_at = _first_undecodable(opener, encoding)
            if bad_at is None:
                return "utf-8-sig" if encoding == "utf-8" else encoding
            at = max(at, bad_at)
    raise Refused(
        "encoding_unknown",
        ko="UTF-8도 CP949도 아닌 파일입니다. UTF-8로 저장해 주세요.",
        en="The file is neither UTF-8 nor CP949; save it as UTF-8.",
        place=Place(name, line=at or None),
    )


def _first_undecodable(opener: Opener, encoding: str) -> int | None:
    """Return the line on which a file can no longer be in an encoding; None where it can be all along."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with opener() as file:
        while True:
            piece = file.read(PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if "\x00" in text:
                return line + text[: text.index("\x00")].count("\n")
            line += text.count("\n")
            if not piece:
                return None


def _csv(opener: Opener, name: str, separator: str) -> Iterator[Line]:
    encoding = encoding_of(opener, name)
    with opener() as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        header = True
        try:
            for fields in reader:
                cells: list[Raw] = [clean(field) for field in fields]
                if not any(cells):
                    continue
                if header:
                    _refuse_separator(name, fields, separator)
                    header = False
                yield Line(reader.line_num, cells)
        except csv.Error as error:
            raise Refused(
                "csv_broken",
                ko="{line}번째 줄에서 CSV 형식이 어긋났습니다. 따옴표가 닫히지 않았는지 확인해 주세요({why}).",
                en="The CSV is broken on line {line}. Look for a quotation mark that is never closed ({why}).",
                place=Place(name, line=reader.line_num),
                line=reader.line_num,
                why=str(error),
            ) from None


def _refuse_separator(name: str, header: list[str], separator: str) -> None:
    """Refuse a header of one name that another separator would part: it is told, never guessed."""
    other = next((sign for sign in SEPARATORS if sign != separator and sign in header[0]), None)
    if len(header) > 1 or other is None:
        return
    words = {
        ",": ("쉼표", "a comma"),
        ";": ("쌍반점(;)", "a semicolon"),
        "\t": ("탭", "a tab"),
        "|": ("세로줄(|)", "a bar"),
    }
    raise Refused(
        "separator_other",
        ko="열을 {told}(으)로 나눈 파일이 아니라 {other}(으)로 나눈 파일 같습니다. ‘열을 나누는 글자’를 바꾸어 다시 올려 주세요.",
        en="Columns seem to be parted by {other_en}, not by {told_en}. Choose it under ‘parted by’ and hand it in again.",
        place=Place(name, line=1),
        told=words[separator][0],
        other=words[other][0],
        told_en=words[separator][1],
        other_en=words[other][1],
    )


def _sheet(opener: Opener, name: str) -> Iterator[Line]:
    """Yield the rows that a process of its own reads; whatever becomes of it is an answer about the file."""
    with _reader() as reader, opener() as file:
        with suppress(BrokenPipeError):
            _hand_over(file, reader)
        waited = threading.Timer(PATIENCE_SECONDS, reader.kill)
        waited.start()
        try:
            yield from _lines_from(reader, waited, name)
        finally:
            waited.cancel()


@cache
def _places() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(settings.WORKBOOKS_AT_ONCE)


@contextmanager
def a_place(kind: str) -> Iterator[None]:
    """Wait until a file of a kind may be read: of workbooks only so many are read at once in one process (WORKBOOKS_AT_ONCE).

    Not for whoever writes rows meanwhile: they hold the database, and those who read may need it to tell how far they are.
    Refused where others read for so long that nobody should wait.
    """
    if kind != "xlsx":
        yield
        return
    if not _places().acquire(timeout=WAIT_SECONDS):
        raise Refused(
            "readers_busy",
            ko="다른 엑셀 파일들을 읽는 중이라 이 파일을 아직 읽지 못했습니다. 잠시 뒤 다시 올려 주세요.",
            en="Other workbooks are being read, and this one had to wait too long. Please hand it in again a little later.",
        )
    try:
        yield
    finally:
        _places().release()


@contextmanager
def _reader() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", sheets.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def _hand_over(file: IO[bytes], reader: subprocess.Popen[bytes]) -> None:
    if reader.stdin is not None:
        with reader.stdin as given:
            copyfileobj(file, given, PIECE)


def _lines_from(reader: subprocess.Popen[bytes], waited: threading.Timer, name: str) -> Iterator[Line]:
    for line in reader.stdout or ():
        waited.cancel()
        answer = json.loads(line, object_hook=sheets.cell_of)
        if isinstance(answer, dict):
            if "refused" in answer:
                raise _unfit(answer["refused"], answer["cell"], name)
            return
        for at, row in answer:
            cells: list[Raw] = [clean(cell) if isinstance(cell, str) else cell for cell in row]
            if any(cell not in ("", None) for cell in cells):
                yield Line(at, cells)
    raise Refused(
        "workbook_broken",
        ko="엑셀 파일을 끝까지 읽지 못했습니다. 자료만 새 파일에 옮겨 xlsx나 CSV로 저장해 다시 올려 주세요.",
        en="The workbook could not be read to its end. Copy the data alone to a new file, save it as .xlsx or CSV and hand it in again.",
        place=Place(name),
    )


def _unfit(code: str, cell: str, name: str) -> Refused:
    if code == "workbook_too_large" and cell:
        return Refused(
            "workbook_too_large",
            ko="표가 {cell} 칸까지 뻗어 있어 읽을 수 없습니다. 표에서 멀리 떨어진 칸을 지우거나 파일을 나누어 다시 올려 주세요.",
            en="The sheet reaches as far as cell {cell}, too far to be read. Clear the cells far from the table or part the file, and hand it in again.",
            place=Place(name, column=cell),
            cell=cell,
        )
    if code == "workbook_too_large":
        return Refused(
            "workbook_too_large",
            ko="엑셀 파일에 담긴 것이 너무 많아 읽을 수 없습니다. 파일을 나누거나 CSV로 저장해 다시 올려 주세요.",
            en="The workbook holds too much to be read. Part it or save it as CSV, and hand it in again.",
            place=Place(name),
        )
    return Refused(
        "workbook_broken",
        ko="엑셀 파일을 읽을 수 없습니다. 암호를 풀고 xlsx로 다시 저장해 주세요.",
        en="The workbook cannot be read. Take off its password, save it as .xlsx and hand it in again.",
        place=Place(name),
    )


def unpacked(opener: Opener) -> int:
    """Return how many bytes a workbook says it holds; where it lies, its reader has limits of its own."""
    with opener() as file:
        content = io.BytesIO(file.read())
    try:
        with zipfile.ZipFile(content) as archive:
            return sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return 0
