"""Re-sealing what older keys sealed. It may be stopped at any moment: what is done is done, the rest is found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Field

from jiphyeon.foundation.secrets.fields import Encrypted
from jiphyeon.kernel import Refused


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted column of one table."""

    table: str
    key: str
    name: str
    purpose: str
    sealed_anew: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many values were sealed anew, and which could not be read: (table.column, row)."""

    resealed: int
    unreadable: tuple[tuple[str, str], ...]


def columns() -> list[Column]:
    """Return every encrypted column of every model there is, without anyone having to list them."""
    return [
        Column(model._meta.db_table, _name(model._meta.pk), field.column, field.purpose, field.sealed_anew)  # noqa: SLF001 -- Django's name
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy  # noqa: SLF001
        for field in model._meta.local_concrete_fields  # noqa: SLF001
        if isinstance(field, Encrypted) and field.rotates
    ]


def keys_in_use() -> dict[str, Counter[str]]:
    """Return, for each encrypted column, how many values each key seals."""
    quote = connection.ops.quote_name
    found: dict[str, Counter[str]] = {}
    for column in columns():
        count: Counter[str] = Counter()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {quote(column.name)} FROM {quote(column.table)} "  # noqa: S608 -- names of our own tables
                f"WHERE {quote(column.name)} IS NOT NULL"
            )
            while rows := cursor.fetchmany(5_000):
                count.update(value.partition("$")[0] for (value,) in rows)
        found[column.purpose] = count
    return found


def rotate(*, batch: int = 500, tell: Callable[[str, int], None] = lambda _column, _done: None) -> Outcome:
    """Seal every value under the newest key, `batch` rows to a transaction; `tell(column, done)` after each batch.

    A value that was changed meanwhile by someone else is left as they wrote it: they wrote under the newest key.
    """
    resealed = 0
    unreadable: list[tuple[str, str]] = []
    for column in columns():
        last: Any = None
        while rows := _older(column, after=last, batch=batch):
            with transaction.atomic():
                for key, stored in rows:
                    try:
                        fresh = column.sealed_anew(stored)
                    except Refused:
                        unreadable.append((column.purpose, str(key)))
                        continue
                    resealed += _replace(column, key, stored, fresh)
            last = rows[-1][0]
            tell(column.purpose, resealed)
    return Outcome(resealed, tuple(unreadable))


def _older(column: Column, *, after: Any, batch: int) -> list[tuple[Any, str]]:
    quote = connection.ops.quote_name
    mark = f"{settings.FIELD_KEYS[0][0]}$"
    beyond = "" if after is None else f"AND {quote(column.key)} > %s "
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {quote(column.key)}, {quote(column.name)} FROM {quote(column.table)} "  # noqa: S608
            f"WHERE {quote(column.name)} IS NOT NULL AND substr({quote(column.name)}, 1, %s) <> %s {beyond}"
            f"ORDER BY {quote(column.key)} LIMIT %s",
            [len(mark), mark, *([] if after is None else [after]), batch],
        )
        return list(cursor.fetchall())


def _replace(column: Column, key: Any, stored: str, fresh: str) -> int:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(column.table)} SET {quote(column.name)} = %s "  # noqa: S608
            f"WHERE {quote(column.key)} = %s AND {quote(column.name)} = %s",
            [fresh, key, stored],
        )
        return int(cursor.rowcount)


def _name(field: Field[Any, Any]) -> str:
    return field.column
