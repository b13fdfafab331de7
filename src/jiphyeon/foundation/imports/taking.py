"""What somebody does with a file: hand in, take all or nothing, stop, read again, throw away, take back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.files import store
from jiphyeon.foundation.imports.declaring import AnyIntake, Taking, intake_named
from jiphyeon.foundation.imports.models import Import, ImportState
from jiphyeon.foundation.imports.processing import examine, is_small, require_may, write_down, write_rows
from jiphyeon.foundation.imports.tasks import read_file, take_file
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.kernel import Refused

KINDS = frozenset({"csv", "xlsx"})
PURPOSE = "imports"
MOST_BYTES = 60 * 1024 * 1024  # the front door takes 64 MiB in one request


@transaction.atomic
def hand_in(
    intake: AnyIntake, upload: store.Upload, *, separator: str, again: bool, by: Actor, on: date
) -> UUID:
    """Keep a file and put reading it into the queue; return the import's key.

    Refused: somebody who may not, what is neither CSV nor .xlsx, and the same file once more unless `again`.
    """
    require_may(intake, by)
    kept = store.keep(upload, kinds=KINDS, owner=_named(by), purpose=PURPOSE, limit=MOST_BYTES)
    if not again:
        _refuse_same(intake, kept.sha256)
    row = Import.objects.create(
        intake=intake.name,
        file=kept.key,
        file_name=kept.name,
        kind=kept.kind,
        separator=separator,
        sha256=kept.sha256,
        again=again,
        asked_by=_named(by),
        asked_name=by.name,
        asked_on=on,
    )
    note(by=by, verb="imports.handed_in", about=f"import:{row.key}", reason="자료 들이기")
    _read_soon(row)
    return row.key


def _read_soon(row: Import) -> None:
    if is_small(row):
        write_down(str(row.key), examine(str(row.key)))
    else:
        read_file.enqueue(import_key=str(row.key))


def _refuse_same(intake: AnyIntake, sha256: str) -> None:
    before = Import.objects.filter(intake=intake.name, sha256=sha256, state=ImportState.TAKEN).first()
    if before is not None:
        raise Refused(
            "same_file",
            ko="같은 파일을 {day}에 이미 들였습니다({name}). 다시 들이려면 ‘같은 파일을 다시’에 표시해 주세요.",
            en="The same file was taken on {day} already ({name}). Tick ‘the same file again’ if you mean it.",
            day=before.taken_on,
            name=before.taken_name,
        )


@transaction.atomic
def take(*, key: UUID, by: Actor, on: date) -> ImportState:
    """Write every row, or none, now or by the queue where they are many; return where the import stands then."""
    row, intake = _held(key, by)
    if row.state is not ImportState.READY:
        raise Refused(
            "not_ready",
            ko="들일 수 있는 파일이 아닙니다. 잘못된 곳을 고쳐 다시 올려 주세요.",
            en="This file cannot be taken. Mend what is wrong in it and hand it in again.",
        )
    if not row.again:
        _refuse_same(intake, row.sha256)
    row.state, row.taken_by, row.taken_name, row.taken_on = ImportState.TAKING, _named(by), by.name, on
    row.save()
    if is_small(row):
        write_rows(str(row.key))
    else:
        take_file.enqueue(import_key=str(row.key))
    return Import.objects.get(pk=row.pk).state


@transaction.atomic
def stop(*, key: UUID, by: Actor) -> None:
    """Stop reading a file; nothing of it was written."""
    row, _intake = _held(key, by)
    if row.state is ImportState.READING:
        row.state = ImportState.STOPPED
        row.save(update_fields=["state"])


@transaction.atomic
def resume(*, key: UUID, by: Actor) -> None:
    """Read a stopped file again, from its first row."""
    row, _intake = _held(key, by)
    if row.state is ImportState.STOPPED:
        row.state = ImportState.READING
        row.save(update_fields=["state"])
        _read_soon(row)


@transaction.atomic
def drop(*, key: UUID, by: Actor) -> None:
    """Throw away a file that was not taken, bytes and all, whether it was read or waits for it still."""
    row, _intake = _held(key, by)
    if row.state in {ImportState.READING, ImportState.STOPPED, ImportState.WRONG, ImportState.READY}:
        store.throw_away(row.file)
        row.state, row.sample, row.errors = ImportState.DROPPED, [], []
        row.save()


@transaction.atomic
def undo(*, key: UUID, by: Actor, on: date) -> None:
    """Take back what an import wrote, by the room's own deed. Refused where something later stands on it."""
    row, intake = _held(key, by)
    if row.state is not ImportState.TAKEN or intake.undo is None:
        raise Refused(
            "not_to_be_undone",
            ko="되돌릴 수 있는 자료가 아닙니다.",
            en="This cannot be taken back.",
        )
    intake.undo(Taking(row.key, by, on))
    row.state, row.undone_name, row.undone_on = ImportState.UNDONE, by.name, on
    row.save()
    note(by=by, verb="imports.undone", about=f"import:{row.key}", reason="자료 들이기")


def _held(key: UUID, by: Actor) -> tuple[Import, AnyIntake]:
    row = Import.objects.select_for_update().get(key=key)
    intake = intake_named(row.intake)
    if intake is None:
        raise Import.DoesNotExist
    require_may(intake, by)
    return row, intake


def _named(by: Actor) -> UUID:
    if by.user is None:
        raise Refused(
            "nobody", ko="로그인한 사람만 할 수 있습니다.", en="Only somebody signed in can do this."
        )
    return by.user
