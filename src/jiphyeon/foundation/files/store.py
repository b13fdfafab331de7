"""The front door of files: keep, open, purge."""

from __future__ import annotations

import base64
import json
import os
import secrets
import uuid
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePath
from typing import IO, Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import AUDITOR, Role
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files import sealing
from jiphyeon.foundation.files.kinds import CONTENT_TYPES, name_of_kind, require_kind
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.files.whole import require_whole
from jiphyeon.foundation.ledger import trail
from jiphyeon.foundation.secrets.resident_numbers import Certainty, in_file, surest
from jiphyeon.kernel import Refused
from jiphyeon.kernel.disk import is_full


class Upload(Protocol):
    """What a form hands over; Django's UploadedFile is one."""

    name: str | None
    file: IO[bytes]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a kept file."""

    key: uuid.UUID
    name: str
    kind: str
    size: int
    sha256: str
    purpose: str
    kept_at: datetime

    @property
    def content_type(self) -> str:
        """Return the media type its content was recognised as."""
        return CONTENT_TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be read; each piece is proved unaltered before it is given."""

    about: StoredFile
    pieces: Iterator[bytes]

    def read(self) -> bytes:
        """Return the whole content."""
        return b"".join(self.pieces)


def keep(
    upload: Upload,
    *,
    kinds: AbstractSet[str],
    owner: uuid.UUID,
    purpose: str,
    readers: Iterable[Role] = (),
    limit: int | None = None,
) -> StoredFile:
    """Keep a file for its owner; officers holding one of the `readers` roles may open it too.

    Refused for a wrong kind, one that breaks off, an empty file, more than `limit` bytes (UPLOAD_LIMIT_BYTES), a full disk; nothing is left behind then. The
    row is written in the caller's transaction; a file whose row was rolled back is swept away a day later.
    """
    kind = require_kind(upload.file, kinds)
    most = limit or settings.UPLOAD_LIMIT_BYTES
    if (
        upload.file.seek(0, os.SEEK_END) <= most
    ):  # what is too large is cut here, and refused as too large below
        require_whole(upload.file, kind)
    upload.file.seek(0)
    if surest(in_file(upload.name or "", upload.file)) is Certainty.IS:
        raise Refused(
            "resident_number",
            ko="파일 이름이나 내용에 주민등록번호가 있습니다. 지우고 다시 올려 주세요.",
            en="The file's name or content holds a resident registration number. Please remove it and hand it in again.",
        )
    row = KeptFile(
        key=uuid.uuid4(),
        name=_plain_name(upload.name, kind),
        kind=kind,
        owner=owner,
        purpose=purpose,
        readers=sorted(readers),
        kept_at=now(),
    )
    sealing_key, measured = (
        secrets.token_bytes(32),
        _Measured(upload.file, most),
    )
    _write(path_of(row.key), measured, sealing_key, bound_to=_bound(row))
    row.sealing_key = base64.b64encode(sealing_key).decode()
    row.size, row.sha256 = measured.size, measured.digest.hexdigest()
    row.save(force_insert=True)
    return _stored(row)


def open_for(key: uuid.UUID, actor: Actor, *, reason: str = "") -> Opened:
    """Open a file for its owner, for the machine, or for an officer who may read it (which the owner can see).

    Raises PermissionDenied for anyone else, and for a file that does not exist: nobody learns which it is.
    """
    row = KeptFile.objects.filter(key=key).first()
    if row is None or not _may_open(row, actor):
        raise PermissionDenied("files.open")
    if actor.user != row.owner and not actor.is_machine:
        trail.note(
            by=actor, verb="files.opened", about=f"file:{key}", person=row.owner, reason=reason or row.purpose
        )
    return Opened(_stored(row), pieces_of(row))


def open_published(key: uuid.UUID) -> Opened:
    """Open a file that its room shows to everybody. Raises KeptFile.DoesNotExist where it is gone."""
    row = KeptFile.objects.get(key=key)
    return Opened(_stored(row), pieces_of(row))


def discard(key: uuid.UUID) -> None:
    """Delete a file for good, once the caller's transaction is committed."""
    for row in KeptFile.objects.filter(key=key):
        _discard(row)


def orphans(*, purpose: str, known: Iterable[uuid.UUID], kept_before: datetime) -> list[uuid.UUID]:
    """Return the files kept for a purpose before a moment that their room does not know (any more)."""
    kept = KeptFile.objects.filter(purpose=purpose, kept_at__lt=kept_before)
    return sorted(set(kept.values_list("key", flat=True)) - set(known))


def purge(*, purpose: str, kept_before: datetime) -> int:
    """Delete what was kept for a purpose before a moment; return how many. Periods are the caller's dated data."""
    with transaction.atomic():
        rows = list(KeptFile.objects.filter(purpose=purpose, kept_at__lt=kept_before))
        for row in rows:
            _discard(row)
    return len(rows)


def throw_away(key: uuid.UUID) -> None:
    """Delete one file, when the caller's transaction is through; nothing happens where it is gone already."""
    for row in KeptFile.objects.filter(key=key):
        _discard(row)


def sweep(*, older_than: datetime) -> int:
    """Delete files without a row (their transaction was rolled back) and unfinished ones; return how many."""
    swept = 0
    for path in folder().glob("*/*"):
        if path.stat().st_mtime >= older_than.timestamp():
            continue
        finished = path.suffix != ".part"
        if not (finished and KeptFile.objects.filter(key=path.name).exists()):
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def folder() -> Path:
    """Return where the bytes lie."""
    return Path(settings.DATA_DIR) / "kept"


def path_of(key: uuid.UUID) -> Path:
    """Return where one file's bytes lie; folders are split so that none grows endless."""
    return folder() / key.hex[:2] / str(key)


class _Measured:
    """Yields a file in pieces while counting and hashing it; stops at the limit."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self.file = file
        self.limit = limit
        self.size = 0
        self.digest = sha256()

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(0)
        while piece := self.file.read(sealing.PIECE):
            self.size += len(piece)
            if self.size > self.limit:
                raise Refused(
                    "file_too_large",
                    ko="파일이 {limit}MB보다 큽니다. 크기를 줄이거나 나누어 올려 주세요.",
                    en="The file is larger than {limit} MB. Please make it smaller or hand it in in parts.",
                    limit=self.limit // (1024 * 1024),
                )
            self.digest.update(piece)
            yield piece


def _write(path: Path, plain: _Measured, key: bytes, *, bound_to: bytes) -> None:
    """Write beside, make it durable, rename; leave nothing where anything goes wrong."""
    partial = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            sealing.seal(plain, file, key=key, bound_to=bound_to)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        if is_full(error):
            raise Refused(
                "disk_full",
                ko="저장 공간이 부족하여 파일을 받지 못했습니다. 잠시 뒤 다시 올려 주세요. 입력하신 내용은 그대로 있습니다.",
                en="There is no room to keep the file just now. Please try again later; what you entered is kept.",
            ) from error
        raise
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _discard(row: KeptFile) -> None:
    path = path_of(row.key)
    row.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _may_open(row: KeptFile, actor: Actor) -> bool:
    readers = {*row.readers, AUDITOR}
    return (
        actor.is_machine
        or (actor.user is not None and actor.user == row.owner)
        or bool(actor.roles & readers)
    )


def pieces_of(row: KeptFile) -> Iterator[bytes]:
    """Return a file's plain content in pieces, whoever asks: the caller has judged that.

    Refused where the file is missing, before the first piece, and where it was altered.
    """
    return _pieces(row, _bytes_of(row))


def _bytes_of(row: KeptFile) -> IO[bytes]:
    try:
        return path_of(row.key).open("rb")
    except FileNotFoundError:
        raise Refused(
            "file_missing",
            ko="보관된 파일을 찾을 수 없습니다. 담당 부서에 알려 주세요.",
            en="The stored file cannot be found. Please tell the office.",
        ) from None


def _pieces(row: KeptFile, file: IO[bytes]) -> Iterator[bytes]:
    bound_to = {sealing.MARK: _bound(row), sealing.OLDER: row.key.bytes}
    with file:
        yield from sealing.opened(file, key=base64.b64decode(row.sealing_key), bound_to=bound_to)


def _bound(row: KeptFile) -> bytes:
    """Return what a file is sealed under: its own key, whose it is, who else may open it, and what it is."""
    described = [str(row.owner), row.readers, row.purpose, row.kind, row.name]
    return row.key.bytes + sha256(json.dumps(described).encode()).digest()


def _plain_name(name: str | None, kind: str) -> str:
    bare = PurePath((name or "").replace("\\", "/")).name
    bare = "".join(sign for sign in bare if sign.isprintable() and sign not in '"<>|:*?')
    return name_of_kind(bare[-120:], kind)


def _stored(row: KeptFile) -> StoredFile:
    # Names kept before 0.4.0 may say another kind than the file is of.
    name = name_of_kind(row.name, row.kind)
    return StoredFile(row.key, name, row.kind, row.size, row.sha256, row.purpose, row.kept_at)
