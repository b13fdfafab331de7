"""Files as they are put by: copied, hashed, never over anything, and never by a link."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from jiphyeon.kernel import Place, Refused

LEFT_OUT = frozenset({"static", "logs", "simulators", "keys", "lock"})
"""Made anew by a start, or no part of the city; keys are put by apart, the database by its own way."""
PIECE = 1 << 20
"""Bytes read at once."""


def copied(data: Path, target: Path, *, but: Mapping[str, None] | None = None) -> Iterator[tuple[str, None]]:
    """Copy the data folder, and yield what was copied; a file that is discarded meanwhile is no fault."""
    for folder, _folders, names in os.walk(data):
        for name in sorted(names):
            path = (Path(folder) / name).relative_to(data)
            skipped = path.parts[0] in LEFT_OUT or path.parts[0].startswith("jiphyeon.sqlite3")
            if skipped or name.endswith(".part") or str(path) in (but or {}):
                continue
            try:
                copy(data / path, target / path)
            except FileNotFoundError:
                continue
            yield str(path), None


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)


def hash_of(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def is_as_put_by(path: Path, digest: str) -> bool:
    try:
        return path.is_file() and hash_of(path) == digest
    except OSError:  # longer than the machine's paths can be, or not to be read
        return False


def require_no_links(source: Path) -> None:
    """Refuse a backup with a link in it: it would bring in what was never put by."""
    for folder, folders, names in os.walk(source):
        for name in (*folders, *names):
            path = Path(folder) / name
            if path.is_symlink():
                raise Refused(
                    "backup_linked",
                    ko="백업 안의 {file}은(는) 다른 곳을 가리키는 링크입니다. 백업에는 링크가 없어야 하니 다른 백업을 써 주세요.",
                    en="{file} of the backup is a link to somewhere else. A backup holds no links: use another one.",
                    file=path.relative_to(source),
                )


def require_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise not_empty(folder)
    folder.mkdir(parents=True, exist_ok=True)


def not_empty(place: Path) -> Refused:
    return Refused(
        "not_empty",
        ko="이미 내용이 있는 자리입니다. 덮어쓰지 않으니 빈 폴더를 주세요.",
        en="There is something here already, and nothing is written over. Give an empty folder.",
        place=Place(str(place)),
    )
