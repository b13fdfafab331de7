"""Whether this version of Jiphyeon can work with the data it finds."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from jiphyeon.kernel import Refused, Words


def refuse_newer_data() -> None:
    """Refused where the database was written by a version of Jiphyeon newer than this one; nothing is changed then."""
    loader = MigrationLoader(connection)
    latest: dict[str, str] = {}
    for room, step in loader.disk_migrations:
        latest[room] = max(step, latest.get(room, ""))
    newer = sorted((room, step) for room, step in loader.applied_migrations if step > latest.get(room, ""))
    if newer:
        raise Refused(
            "newer_data",
            ko="이 자료는 더 새로운 집현이 썼습니다({step}). 그 버전이나 더 새로운 버전으로 시작하시거나, 올리기 전에 만든 백업을 되돌려 주세요. 바꾼 것은 없습니다.",
            en="This data was written by a newer Jiphyeon ({step}). Start that version or a newer one, or restore a "
            "backup made before the upgrade. Nothing was changed.",
            step=".".join(newer[-1]),
        )


def what_is_missing() -> Words | None:
    """Return the sentence for a database that has no city, or an older version's; None where it has all its tables."""
    loader = MigrationLoader(connection)
    if not loader.applied_migrations:
        return no_city()
    if set(loader.disk_migrations) - set(loader.applied_migrations):
        return Words(
            "이 자료는 이전 집현이 썼습니다. ./jip run으로 시작하시면 새 버전에 맞춥니다.",
            "This data was written by an older Jiphyeon. ./jip run brings it up to date as it starts.",
        )
    return None


def no_city() -> Words:
    """Return the sentence for a database that holds nothing yet."""
    return Words(
        "{folder}에도, DATABASE_URL이 가리키는 데이터베이스에도 도시가 없습니다. ./jip run으로 한 번 시작하시거나 "
        "JIPHYEON_DATA_DIR=폴더로 있는 곳을 알려 주세요.",
        "There is no city in {folder}, nor in a database that DATABASE_URL names. Start it once with "
        "./jip run, or say where it is: JIPHYEON_DATA_DIR=DIR.",
    ).filled(folder=settings.DATA_DIR)
