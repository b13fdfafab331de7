"""PostgreSQL as a source: one read-only transaction that sees every table as of one moment, read by a server-side cursor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.datetime import DateBinaryLoader

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population.sources.files import TOWNS, Database, InDatabase

WAIT_SECONDS = 10
_WHOLE = {"smallint", "integer", "bigint", "numeric"}
# A `real` holds no whole number past 16,777,216 for certain: money is not read from one.
_NUMBERS = {*_WHOLE, "double precision"}
_WORDS = {"text", "character varying", "character", "uuid", "an enum"}
FITTING: dict[Type | None, set[str]] = {
    None: {*_WHOLE, *_WORDS},
    Type.BOOLEAN: {"boolean"},
    Type.INTEGER: _NUMBERS,
    Type.WON: _NUMBERS,
    Type.FRACTION: {*_NUMBERS, "real"},
    Type.DATE: {"date"},
    Type.CHOICE: _WORDS,
    Type.CODE: _WORDS,
}
COLUMNS = """
    SELECT a.attname, CASE WHEN t.typtype = 'e' THEN 'an enum'
        ELSE format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, NULL) END
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
NAMES = """
    SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""


class DayOrWords(DateBinaryLoader):
    """A day, or words for what Python has no day for (infinity, years past 9999), so that its row can be named."""

    def load(self, data: Any) -> Any:
        """Return the day."""
        try:
            return super().load(data)
        except psycopg.DataError:
            return "infinity, or a year past 9999"


class PostgresSnapshot:
    """One read-only transaction over a PostgreSQL database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        try:
            self.connection = psycopg.connect(
                database.url,
                connect_timeout=WAIT_SECONDS,
                application_name="jiphyeon rules",
                client_encoding="utf8",
            )
        except psycopg.ProgrammingError:
            # What libpq cannot take apart may hold the password: nothing of it is repeated.
            raise Refused(
                "database_address",
                ko="데이터베이스 주소의 설정을 읽을 수 없습니다.",
                en="The settings in the database's address cannot be read.",
                place=Place(database.shown),
            ) from None
        except psycopg.OperationalError as why:
            raise Refused(
                "database_unreachable",
                ko="데이터베이스에 들어가지 못했습니다: {why}. 켜져 있는지, 주소와 사용자, 비밀번호가 맞는지 확인해 주세요.",
                en="The database cannot be entered: {why}. Is it running, and are address, user and password right?",
                place=Place(database.shown),
                why=_first_line(why),
            ) from None
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self.connection.read_only = True
        self.connection.adapters.register_loader("date", DayOrWords)

    def columns(self, table: InDatabase) -> dict[str, str]:
        """Return the columns of a table with their types; nothing where there is no such table."""
        asked = _name(table).as_string(self.connection)
        return dict(self.connection.execute(COLUMNS, [asked]).fetchall())

    def names(self) -> list[str]:
        """Return the names of the tables and views there are."""
        return [name for (name,) in self.connection.execute(NAMES)]

    def unfit(self, declared: str, wanted: Type | None) -> bool:
        """Return whether a column can hold nothing of the wanted type."""
        return declared not in FITTING[wanted]

    def holds_words(self, table: InDatabase, column: str) -> bool:
        """Return whether a column is declared to hold text."""
        return self.columns(table)[column] in _WORDS

    def count(self, table: InDatabase) -> int:
        """Return how many rows a table has."""
        asked = sql.SQL("SELECT count(*) FROM {}").format(_name(table))
        row = self.connection.execute(asked).fetchone()
        return int(row[0]) if row else 0

    def rows(
        self, table: InDatabase, columns: Mapping[str, str], size: int
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield a table's rows in batches, of `columns` with their declared types; only one batch is ever held here."""
        listed = [_read_as(one, kind).format(sql.Identifier(one)) for one, kind in columns.items()]
        asked = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(listed), _name(table))
        with self.connection.cursor(name="jiphyeon_rows", binary=True) as cursor:
            cursor.execute(asked)
            while batch := cursor.fetchmany(size):
                yield batch

    def close(self) -> None:
        """End the transaction and the connection."""
        self.connection.close()


def failed(why: psycopg.Error, database: Database) -> Refused:
    """Return PostgreSQL's error as a refusal."""
    if isinstance(why, psycopg.errors.InsufficientPrivilege):
        return Refused(
            "database_forbids",
            ko="이 사용자는 읽을 수 없습니다: {why}. 데이터베이스 관리자에게 SELECT 권한을 요청해 주세요.",
            en="This user may not read it: {why}. Ask the database's administrator for SELECT on the table.",
            place=Place(database.shown),
            why=_first_line(why),
        )
    return Refused(
        "database_failed",
        ko="데이터베이스를 읽지 못했습니다: {why}.",
        en="The database could not be read: {why}.",
        place=Place(database.shown),
        why=_first_line(why),
    )


def _read_as(column: str, declared: str) -> sql.SQL:
    """Return how a column is asked for: words without padding, a `real` as the decimal somebody wrote."""
    if column in TOWNS or declared in _WORDS:
        return sql.SQL("{}::text")
    return sql.SQL("{}::text::numeric" if declared == "real" else "{}")


def _first_line(why: psycopg.Error) -> str:
    message = str(why).strip() or type(why).__name__
    return message.splitlines()[0].rstrip(".")[:300]


def _name(table: InDatabase) -> sql.Identifier:
    return sql.Identifier(*table.parts)
