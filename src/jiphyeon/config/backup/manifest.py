"""The list of what was put by: every file with its hash, every table with its rows; read again with distrust."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jiphyeon.config.backup.copying import is_as_put_by, require_no_links
from jiphyeon.kernel import Place, Refused, read_json

FORMAT = 1
MANIFEST = "manifest.json"
_LONGEST_PATH = 500  # signs of a file's place in a backup; the house's own have under 100


def read_manifest(source: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return a backup's manifest, having hashed every file again, and the papers that are missing or altered in it.

    Refused where there is no manifest, and where anything but a paper is not as it was put by.
    """
    if not (source / MANIFEST).exists():
        raise Refused(
            "no_backup",
            ko="{folder}에 manifest.json 이 없습니다. 끝까지 만들어진 백업이 아닙니다.",
            en="There is no manifest.json in {folder}: this is no finished backup.",
            folder=source,
        )
    require_no_links(source)
    manifest = read_json(source / MANIFEST)
    if not _is_manifest(manifest):
        raise Refused(
            "backup_format",
            ko="이 판이 읽을 수 없는 백업 형식입니다. 백업을 만든 판으로 복원해 주세요.",
            en="This version cannot read the backup's format. Restore it with the version that made it.",
            place=Place(MANIFEST),
        )
    altered = [
        path for path, about in manifest["files"].items() if not is_as_put_by(source / path, about["sha256"])
    ]
    spoilt = [path for path in altered if not path.startswith("files/kept/")]
    if spoilt:
        raise Refused(
            "backup_altered",
            ko="백업의 {file}이(가) 없거나 만들 때와 다릅니다(모두 {count}개). 다른 백업을 써 주세요.",
            en="{file} of the backup is missing or not what was put by ({count} such files). Use another backup.",
            file=spoilt[0],
            count=len(spoilt),
        )
    return manifest, tuple(altered)


def _is_manifest(document: Any) -> bool:
    """Return whether a document has the form of a manifest, and names no place outside the backup."""
    try:
        database, names = document["database"], document["files"]
        return bool(
            document["format"] == FORMAT
            and all(isinstance(about["sha256"], str) for about in names.values())
            and not any(Path(name).is_absolute() or ".." in Path(name).parts for name in names)
            and all(len(name) <= _LONGEST_PATH for name in names)
            and all(
                re.fullmatch(r"\w+", table) for table in [*database["rows"], *database.get("columns", {})]
            )
            and all(len(step) == 2 for step in database["migrations"])
            and isinstance(database["vendor"], str)
            and isinstance(document["field_keys"], dict)
        )
    except (KeyError, TypeError, AttributeError):
        return False
