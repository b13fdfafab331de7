"""A file's way through the machine: read whole without writing, then written as rows, all or none."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import IO, Any

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.files import store
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.imports import parsing
from jiphyeon.foundation.imports.cells import as_text
from jiphyeon.foundation.imports.declaring import AnyIntake, Taking, intake_named
from jiphyeon.foundation.imports.examining import Good, Header, RowError, examined, header_of
from jiphyeon.foundation.imports.models import Import, ImportState
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.kernel import Refused

SAMPLE_ROWS, ERRORS_KEPT = 20, 200
SAY_EVERY_SECONDS = 1.0
AT_ONCE_BYTES = 512 * 1024  # a smaller file is read while its owner waits: that is quicker than any queue
AT_ONCE_UNPACKED = 16 * 1024 * 1024


class Stopped(Exception):  # noqa: N818 -- somebody's wish, not a malfunction
    """Somebody no longer wants the file read."""


def examine(import_key: str) -> dict[str, Any] | None:
    """Read a whole file without writing a row, telling how far it is once a second; None where nobody wants it any more."""
    row = Import.objects.get(key=import_key)
    intake = intake_named(row.intake)
    if row.state is not ImportState.READING or intake is None:
        return None
    found: dict[str, Any] = {"rows": 0, "good": 0, "wrong": 0, "errors": [], "sample": [], "unused": []}
    try:
        with parsing.a_place(row.kind):
            _examine(row, intake, found)
    except Stopped:
        return None
    except Refused as no:
        place = str(no.place.line) if no.place is not None and no.place.line else ""
        found["problem"] = {"ko": no.words.ko, "en": no.words.en, "line": place}
    return found


def _examine(row: Import, intake: AnyIntake, found: dict[str, Any]) -> None:
    header, lines = _begin(row, intake)
    found["unused"] = list(header.unused)
    last_told = time.monotonic()
    for one in examined(intake, _sampled(lines, header, found), header, _asked(row)):
        found["rows"] += 1
        if isinstance(one, Good):
            found["good"] += 1
        else:
            found["wrong"] += 1
            if len(found["errors"]) < ERRORS_KEPT:
                found["errors"] += [_plain(error) for error in one]
        if time.monotonic() - last_told > SAY_EVERY_SECONDS:
            _tell(row, found)
            last_told = time.monotonic()


def _asked(row: Import) -> Taking:
    """Return whoever handed a file in, on the day they did: they are who would take it."""
    return Taking(row.key, actor_of(User.objects.get(key=row.asked_by), on=row.asked_on), row.asked_on)


def _sampled(lines: Iterator[parsing.Line], header: Header, found: dict[str, Any]) -> Iterator[parsing.Line]:
    for line in lines:
        if len(found["sample"]) < SAMPLE_ROWS:
            cells = [
                line.cells[at] if at is not None and at < len(line.cells) else None
                for _c, at in header.places
            ]
            found["sample"].append([line.line, *(as_text(cell)[:60] for cell in cells)])
        yield line


def _tell(row: Import, found: dict[str, Any]) -> None:
    kept = Import.objects.filter(pk=row.pk, state=ImportState.READING)
    if not kept.update(rows=found["rows"], good=found["good"], wrong=found["wrong"]):
        raise Stopped


def _plain(error: RowError) -> dict[str, Any]:
    return {
        "line": error.line,
        "column": asdict(error.column) if error.column is not None else None,
        "written": error.written,
        "words": asdict(error.words),
    }


@transaction.atomic
def write_down(key: str, found: dict[str, Any] | None) -> None:
    """Keep what reading found."""
    if found is None:
        return
    row = Import.objects.select_for_update().get(key=key)
    if row.state is not ImportState.READING:
        return
    row.rows, row.good, row.wrong = found["rows"], found["good"], found["wrong"]
    row.sample, row.errors, row.unused = found["sample"], found["errors"][:ERRORS_KEPT], found["unused"]
    row.problem = found.get("problem", {})
    row.state = ImportState.WRONG if row.wrong or row.problem or not row.good else ImportState.READY
    row.save()


def errors_of(row: Import) -> Iterator[RowError]:
    """Yield every error of a file that was read whole, reading it anew; none of any other."""
    intake = intake_named(row.intake)
    if intake is None or not was_read_whole(row):
        return
    try:
        with parsing.a_place(row.kind):
            header, lines = _begin(row, intake)
            for one in examined(intake, lines, header, _asked(row)):
                if not isinstance(one, Good):
                    yield from one
    except Refused as no:
        yield RowError((no.place.line if no.place is not None else None) or 0, None, "", no.words)


def was_read_whole(row: Import) -> bool:
    """Tell whether a file was read to its end and is there still."""
    return row.state in {ImportState.WRONG, ImportState.READY} and not row.problem


def is_small(row: Import) -> bool:
    """Tell whether a file can be read while its owner waits: packed and unpacked."""
    kept = KeptFile.objects.get(key=row.file)
    if kept.size > AT_ONCE_BYTES:
        return False
    return row.kind != "xlsx" or parsing.unpacked(_opener(row)) <= AT_ONCE_UNPACKED


@transaction.atomic
def write_rows(key: str) -> None:
    """Write the rows of a file in one transaction, by the room's own deed. Refused, with nothing written, where one is wrong now."""
    row = Import.objects.select_for_update().get(key=key)
    intake = intake_named(row.intake)
    if row.state is not ImportState.TAKING or intake is None or row.taken_by is None or row.taken_on is None:
        return
    by = actor_of(User.objects.get(key=row.taken_by), on=row.taken_on)
    require_may(intake, by)
    header, lines = _begin(row, intake)
    taking = Taking(row.key, by, row.taken_on)
    written = intake.take((_sure(one) for one in examined(intake, lines, header, taking)), taking)
    row.good, row.state = written, ImportState.TAKEN
    row.save()
    note(
        by=by,
        verb="imports.taken",
        about=f"import:{row.key}",
        reason="자료 들이기",
        details={"rows": written},
    )


def _sure(one: Good[Any] | list[RowError]) -> Any:
    """Return a row that is right still: what it is held against may have changed since the file was read."""
    if isinstance(one, Good):
        return one.row
    raise Refused(
        "wrong_since",
        ko="{line}번째 줄이 이제는 맞지 않습니다: {why} 아무것도 들이지 않았습니다.",
        en="Line {line} is no longer right: {why} Nothing was taken.",
        line=one[0].line,
        why=one[0].words,
    )


@transaction.atomic
def give_back(key: str, why: Refused) -> None:
    """Keep why a file that waits for the queue could not be read or written: nothing was written of it."""
    row = Import.objects.select_for_update().get(key=key)
    if row.state in {ImportState.READING, ImportState.TAKING}:
        row.state, row.taken_by, row.taken_name, row.taken_on = ImportState.WRONG, None, "", None
        row.problem = {"ko": why.words.ko, "en": why.words.en, "line": ""}
        row.save()


def give_up(import_key: str) -> None:
    """Let nobody wait for a file any more that the queue gave up."""
    give_back(
        import_key,
        Refused(
            "given_up",
            ko="이 파일을 다루는 자동 작업이 여러 번 실패하여 그만두었습니다. 파일을 다시 올려 주세요. 또 그러면 관리자에게 알려 주세요.",
            en="The work on this file failed several times and was given up. Hand the file in again; if it happens again, tell the administrator.",
        ),
    )


def _opener(row: Import) -> parsing.Opener:
    kept = KeptFile.objects.get(key=row.file)
    return lambda: _Pieces.opened(store.pieces_of(kept))


def _begin(row: Import, intake: AnyIntake) -> tuple[Header, Iterator[parsing.Line]]:
    lines = parsing.lines(_opener(row), name=row.file_name, kind=row.kind, separator=row.separator)
    first = next(lines, None)
    if first is None:
        raise Refused(
            "file_empty",
            ko="빈 파일입니다. 첫 줄에 열 이름을, 그 아래에 자료를 적어 주세요.",
            en="The file is empty. Name the columns on the first line and write the rows below it.",
        )
    return header_of(intake, first, row.file_name), lines


def require_may(intake: AnyIntake, by: Actor) -> None:
    """Refused: somebody who may not hand in files of this kind."""
    if not intake.may(by):
        raise Refused(
            "not_your_file",
            ko="이 자료를 들이는 일은 맡은 직원만 할 수 있습니다.",
            en="Only an officer in charge may hand in this kind of file.",
        )


class _Pieces(io.RawIOBase):
    """A file's pieces as a stream."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    @classmethod
    def opened(cls, pieces: Iterator[bytes]) -> IO[bytes]:
        return io.BufferedReader(cls(pieces), 1 << 16)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as one piece reaches."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
