"""For migrations: seals what lay in the clear, and leaves no trace of it in the database's files.

    operations = [AlterField(… PersonName()), *sealed("benefits_entry", "by_name")]

The column is altered first (text takes the sealed form); a value is sealed as the field would seal it. Old versions of a
row stay in a database's files until they are written over: `Scrubbed`, last and in a migration of its own that is not
atomic, has the tables written anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from jiphyeon.foundation.secrets.keys import decrypt, decrypt_found, encrypt, encrypt_to_find
from jiphyeon.kernel import Refused

BATCH = 500
Turn = Callable[[str, str], str]


def sealed(table: str, *columns: str, to_find: bool = False) -> list[migrations.RunPython]:
    """Return the operations that seal columns of a table, and open them again backwards.

    `to_find` for columns by which rows are looked up (EncryptedAddress).
    """
    there, back = (_seal_to_find, _open_found) if to_find else (_seal, _open)
    return [
        migrations.RunPython(_turning(table, column, there), _turning(table, column, back))
        for column in columns
    ]


def resealed(before: str, table: str, *columns: str) -> list[migrations.RunPython]:
    """Return the operations that bind sealed columns to a table that was renamed, and to its former name backwards.

    The table has its new name already. Refused where the key of a value is not on the ring: it could never be read again.
    What was altered stays as it is, and is found to be altered as before.
    """

    def turn(was: str, now: str) -> Turn:
        def bound(value: str, purpose: str) -> str:
            column = purpose.rpartition(".")[2]
            try:
                return encrypt(decrypt(value, purpose=f"{was}.{column}"), purpose=f"{now}.{column}")
            except Refused as no:
                if no.code != "field_altered":
                    raise
                return value

        return bound

    there, back = turn(before, table), turn(table, before)
    return [
        migrations.RunPython(_turning(table, column, there), _turning(table, column, back))
        for column in columns
    ]


def scrubbed(*tables: str) -> migrations.RunPython:
    """Return the operation that has tables written anew, without what their rows once held. Not in a transaction."""

    def scrub(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        connection = editor.connection
        if connection.in_atomic_block:
            return  # a test database is made inside one; it holds nothing yet
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.fetchall()
            else:
                for table in tables:
                    cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")

    return migrations.RunPython(scrub, migrations.RunPython.noop)


def _seal(value: str, purpose: str) -> str:
    return encrypt(value, purpose=purpose)


def _open(value: str, purpose: str) -> str:
    return decrypt(value, purpose=purpose)


def _seal_to_find(value: str, purpose: str) -> str:
    return encrypt_to_find(value.lower(), purpose=purpose) if value else value


def _open_found(value: str, purpose: str) -> str:
    return decrypt_found(value, purpose=purpose) if value else value


def _turning(table: str, column: str, turn: Turn) -> Callable[[Any, BaseDatabaseSchemaEditor], None]:
    def run(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        del apps
        quote = editor.connection.ops.quote_name
        last = -1
        with editor.connection.cursor() as cursor:
            while True:
                cursor.execute(
                    f"SELECT id, {quote(column)} FROM {quote(table)} "  # noqa: S608 -- names of our own tables
                    f"WHERE {quote(column)} IS NOT NULL AND id > %s ORDER BY id LIMIT %s",
                    [last, BATCH],
                )
                rows = cursor.fetchall()
                if not rows:
                    return
                for key, value in rows:
                    cursor.execute(
                        f"UPDATE {quote(table)} SET {quote(column)} = %s WHERE id = %s",  # noqa: S608
                        [turn(value, f"{table}.{column}"), key],
                    )
                last = rows[-1][0]

    return run
