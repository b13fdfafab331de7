"""SQLite as a source: opened for reading alone, every table as it stands at one moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population.sources.files import TOWNS, Database, InDatabase

WAIT_SECONDS = 10


class SqliteSnapshot:
    """One read transaction over an SQLite file. It holds no booleans and no dates: those are 0/1 and ISO text."""

    def __init__(self, database: Database) -> None:
        file = database.file
        if not file.is_file():
            raise Refused(
                "no_such_file",
                ko="그런 파일이 없습니다.",
                en="There is no such file.",
                place=Place(str(file)),
            )
        self.database = database
        # Opened so that it cannot write: nothing here may change a register.
        self.connection = sqlite3.connect(
            f"file:{quote(str(file.absolute()))}?mode=ro",
            uri=True,
            timeout=WAIT_SECONDS,
            isolation_level=None,
        )
        # Text that is no UTF-8 must be named by its row, not stop the reading with a page of bytes.
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        self.connection.execute("BEGIN")

    def columns(self, table: InDatabase) -> dict[str, str]:
        """Return the columns of a table with the types they were declared with; nothing where there is no such table."""
        *schema, name = table.parts
        asked = "SELECT name, type FROM pragma_table_info(?, ?)"
        return dict(self.connection.execute(asked, [name, *(schema or ["main"])]))

    def names(self) -> list[str]:
        """Return the names of the tables and views there are."""
        asked = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        return [name for (name,) in self.connection.execute(asked)]

    def unfit(self, declared: str, wanted: Type | None) -> bool:  # noqa: ARG002 -- SQLite promises nothing: each cell is read
        """Return whether a column can hold nothing of the wanted type."""
        return False

    def holds_words(self, table: InDatabase, column: str) -> bool:
        """Return whether a column holds words and no whole number: SQLite keeps both side by side, ids are of one kind."""
        kind = f"typeof({_quoted(column)})"
        asked = f"SELECT max({kind} = 'text'), max({kind} = 'integer') FROM {_name(table)}"  # noqa: S608 -- quoted
        words, whole = self.connection.execute(asked).fetchone()
        return bool(words) and not whole

    def count(self, table: InDatabase) -> int:
        """Return how many rows a table has."""
        (found,) = self.connection.execute(f"SELECT count(*) FROM {_name(table)}").fetchone()  # noqa: S608 -- quoted
        return int(found)

    def rows(
        self, table: InDatabase, columns: Mapping[str, str], size: int
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield a table's rows in batches, of `columns` with their declared types."""
        listed = ", ".join(
            f"CAST({_quoted(one)} AS TEXT)" if one in TOWNS else _quoted(one) for one in columns
        )
        cursor = self.connection.execute(f"SELECT {listed} FROM {_name(table)}")  # noqa: S608 -- quoted
        while batch := cursor.fetchmany(size):
            yield batch

    def close(self) -> None:
        """End the transaction and let go of the file."""
        self.connection.close()


def failed(why: sqlite3.Error, database: Database) -> Refused:
    """Return SQLite's error as a refusal."""
    if "malformed" in str(why) or "not a database" in str(why):
        return Refused(
            "broken_database",
            ko="SQLite 데이터베이스가 아니거나 망가졌습니다.",
            en="This is no whole SQLite database: it was cut off, or is something else. Copy it again.",
            place=Place(database.shown),
        )
    busy = "locked" in str(why) or "busy" in str(why)
    return Refused(
        "database_failed",
        ko="데이터베이스를 읽지 못했습니다: {why}."
        + (" 쓰고 있는 프로그램이 끝난 뒤 다시 해 주세요." if busy else ""),
        en="The database could not be read: {why}."
        + (" Another program is writing to it; try again when it is done." if busy else ""),
        place=Place(database.shown),
        why=str(why),
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _name(table: InDatabase) -> str:
    return ".".join(_quoted(part) for part in table.parts)
