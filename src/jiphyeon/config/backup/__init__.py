"""A city put by while it runs, and set up again elsewhere: database, files, keys apart, a manifest with hashes.

    DIR/manifest.json        what there is: every file with its size and hash, every table with its rows
    DIR/database/            jiphyeon.sqlite3, or one file of rows for each table of PostgreSQL; as of one moment
    DIR/files/               the data folder, but for what is made anew by itself and for the keys
    KEYS/                    the ledger's key, the newest head seen, the demo's keys; written apart, to be stored apart

No client tool of a database is needed, and nobody waits: SQLite is read through its backup interface, PostgreSQL in one
read-only transaction. The manifest is written last; a folder without one is no backup.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from jiphyeon.config.backup.copying import LEFT_OUT, copied, copy, hash_of, not_empty, require_empty
from jiphyeon.config.backup.databases import count_rows, fill_postgres, postgres_rows, sqlite_rows
from jiphyeon.config.backup.keys import copy_keys, fingerprint, key_places, place_keys, require_apart
from jiphyeon.config.backup.manifest import FORMAT, MANIFEST, read_manifest
from jiphyeon.kernel import Refused, Words

__all__ = [
    "Made",
    "Restored",
    "back_up",
    "key_places",
    "place_keys",
    "read_manifest",
    "require_room",
    "restore",
]

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was put by; `missing` are papers that rows name and that were not there."""

    files: int
    rows: int
    missing: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What was set up again, and each paper that is not as its row says."""

    files: int
    rows: int
    problems: tuple[Words, ...]


def back_up(target: Path, *, keys: Path | None, at: datetime, say: Say) -> Made:
    """Write a backup of the running city into an empty folder. Refused where a folder is not empty, or the disk full."""
    data = Path(settings.DATA_DIR)
    if keys is not None:
        require_apart(target.resolve(), keys.resolve())
    for folder in (target, *([keys] if keys else [])):
        require_empty(folder)
        if folder.resolve().is_relative_to(data):
            raise Refused(
                "backup_within_data",
                ko="백업은 데이터 폴더 밖에 두어 주세요: {folder}",
                en="Put the backup outside the data folder, not in {folder}.",
                folder=folder,
            )
    if keys is not None:  # first: the head seen must not be newer than the log put by
        say("keys …")
        copy_keys(keys)
    say("files …")
    came = dict(copied(data, target / "files"))  # before the rows: a file may be discarded meanwhile
    say("database …")
    database = sqlite_rows(target) if connection.vendor == "sqlite" else postgres_rows(target)
    say("files that came meanwhile …")
    came |= copied(data, target / "files", but=came)
    named = database.pop("papers")
    missing = tuple(path for path in named if path not in came)
    say("manifest …")
    manifest = {
        "format": FORMAT,
        "made_at": at.isoformat(timespec="seconds"),
        "database": database,
        "field_keys": {name: fingerprint(key) for name, key in settings.FIELD_KEYS},
        "missing": list(missing),
        "files": {
            str(path.relative_to(target)): {"size": path.stat().st_size, "sha256": hash_of(path)}
            for path in sorted(target.rglob("*"))
            if path.is_file()
        },
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    with (target / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Made(len(came), sum(database["rows"].values()), missing, sha256(text.encode()).hexdigest())


def require_room(data: Path) -> None:
    """Refuse to restore over anything: a database or files in the data folder."""
    for path in sorted(data.iterdir()) if data.is_dir() else []:
        if path.name not in LEFT_OUT and (path.is_file() or any(path.iterdir())):
            raise not_empty(path)


def restore(source: Path, manifest: dict[str, Any], *, say: Say) -> Restored:
    """Set a city up from a backup whose hashes were checked. Refused before anything is written, where it cannot be."""
    data, database = Path(settings.DATA_DIR), manifest["database"]
    _require_fitting(manifest)
    say("files …")
    files = 0
    for path in manifest["files"]:
        if path.startswith("files/") and (source / path).is_file():
            copy(source / path, data / Path(path).relative_to("files"))
            files += 1
    say("database …")
    if connection.vendor == "sqlite":
        copy(source / "database" / "jiphyeon.sqlite3", Path(connection.settings_dict["NAME"]))
    else:
        fill_postgres(source, database)
    for table, rows in database["rows"].items():
        if count_rows(table) != rows:
            raise Refused(
                "restore_incomplete",
                ko="{table} 표의 줄 수가 백업과 다릅니다.",
                en="The table {table} does not have the rows of the backup.",
                table=table,
            )
    call_command("migrate", verbosity=0, interactive=False)
    say("papers …")
    return Restored(files, sum(database["rows"].values()), tuple(_faulty_papers()))


def _require_fitting(manifest: dict[str, Any]) -> None:
    """Refuse a database of another kind or with tables in it, keys that are not the backup's, a version too old."""
    database = manifest["database"]
    if database["vendor"] != connection.vendor:
        raise Refused(
            "backup_other_database",
            ko="{made} 의 백업인데 지금 설정은 {here} 입니다. DATABASE_URL 을 맞추어 주세요.",
            en="The backup is of {made}, and the settings name {here}. Set DATABASE_URL to fit.",
            made=database["vendor"],
            here=connection.vendor,
        )
    for name, mark in manifest["field_keys"].items():
        key = dict(settings.FIELD_KEYS).get(name)
        if key is None or fingerprint(key) != mark:
            raise Refused(
                "keys_other",
                ko="열쇠 {name}이(가) 백업할 때의 것이 아니어서 봉인된 내용을 열 수 없습니다. JIPHYEON_FIELD_KEYS 나 --keys 를 맞추어 주세요.",
                en="The key {name} is not the one of the backup, so that what is sealed could not be opened. Give the right "
                "JIPHYEON_FIELD_KEYS, or --keys.",
                name=name,
            )
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        raise Refused(
            "database_not_empty",
            ko="데이터베이스에 이미 표가 있습니다. 빈 데이터베이스에 복원해 주세요.",
            en="The database already has tables. Restore into an empty one.",
        )
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    if any((app, name) not in known for app, name in database["migrations"]):
        raise Refused(
            "backup_newer",
            ko="이 판보다 새로운 판의 백업입니다. 그 판이나 더 새로운 판으로 복원해 주세요.",
            en="The backup was made by a newer version than this. Restore it with that one or a newer one.",
        )


def _faulty_papers() -> Iterator[Words]:
    from jiphyeon.foundation.files.models import KeptFile  # noqa: PLC0415 -- models are loaded by now
    from jiphyeon.foundation.files.papers import problem_with  # noqa: PLC0415

    for row in KeptFile.objects.order_by("pk").iterator(500):
        problem = problem_with(row)
        if problem is not None:
            yield problem
