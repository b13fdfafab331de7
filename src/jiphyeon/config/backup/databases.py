"""The rows of a city: SQLite through its backup interface, PostgreSQL in one read-only transaction, and back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.config.backup.copying import PIECE
from jiphyeon.kernel import Refused


def sqlite_rows(target: Path) -> dict[str, Any]:
    place = target / "database" / "jiphyeon.sqlite3"
    place.parent.mkdir(parents=True)
    source, kept = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(place)
    try:
        source.backup(kept)  # in one step: as of one moment, and writers write on
        kept.execute("PRAGMA journal_mode = DELETE")
        _require_whole(kept)
        names = kept.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {
            "vendor": "sqlite",
            "migrations": kept.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall(),
            "rows": {
                name: kept.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 -- a table's own name
                for (name,) in sorted(names)
            },
            "papers": [_paper(key) for (key,) in kept.execute("SELECT key FROM files_keptfile")],
        }
    except sqlite3.DatabaseError as error:
        raise Refused(
            "database_damaged",
            ko="데이터베이스 파일이 손상되어 있습니다({why}). 앞선 백업을 지우지 마십시오.",
            en="The database file is damaged ({why}). Do not delete earlier backups.",
            why=error,
        ) from error
    finally:
        source.close()
        kept.close()


def _require_whole(kept: sqlite3.Connection) -> None:
    found = kept.execute("PRAGMA integrity_check").fetchone()
    if found != ("ok",):
        raise sqlite3.DatabaseError(str(found[0])[:200])


@transaction.atomic
def postgres_rows(target: Path) -> dict[str, Any]:
    folder = target / "database"
    folder.mkdir(parents=True)
    rows: dict[str, int] = {}
    columns: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in sorted(connection.introspection.table_names(cursor)):
            columns[table] = _columns(cursor, table)
            with (
                (folder / f"{table}.copy").open("wb") as file,
                cursor.copy(_copy_sql(table, columns[table], "TO STDOUT")) as out,
            ):
                for piece in out:
                    file.write(piece)
            rows[table] = count_rows(table)
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = cursor.fetchall()
        cursor.execute("SELECT key FROM files_keptfile")
        papers = [_paper(key) for (key,) in cursor.fetchall()]
    return {
        "vendor": "postgresql",
        "migrations": migrations,
        "rows": rows,
        "columns": columns,
        "papers": papers,
    }


def fill_postgres(source: Path, database: dict[str, Any]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name) for app, name in database["migrations"]])
    with transaction.atomic(), connection.cursor() as cursor:
        tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names(cursor)))
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        for table, columns in database["columns"].items():
            with (
                (source / "database" / f"{table}.copy").open("rb") as file,
                cursor.copy(_copy_sql(table, columns, "FROM STDIN")) as into,
            ):
                while piece := file.read(PIECE):
                    into.write(piece)
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND is_identity = 'YES'"
        )
        for table, column in cursor.fetchall():
            name, key = connection.ops.quote_name(table), connection.ops.quote_name(column)
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({key}), 1), max({key}) IS NOT NULL) "  # noqa: S608
                f"FROM {name}",
                [name, column],
            )


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _copy_sql(table: str, columns: list[str], way: str) -> str:
    quote = connection.ops.quote_name
    return f"COPY {quote(table)} ({', '.join(map(quote, columns))}) {way}"


def count_rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- a table's own name
        return int(cursor.fetchone()[0])


def _paper(key: UUID | str) -> str:
    from jiphyeon.foundation.files.store import folder, path_of  # noqa: PLC0415 -- models are loaded by now

    path = path_of(key if isinstance(key, UUID) else UUID(key))
    return f"{folder().name}/{path.relative_to(folder())}"
