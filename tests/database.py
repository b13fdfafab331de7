"""The tests' database: migrated once for a state of the code and copied, swept row by row after a test that commits.

`here()` holds the migrated database beside the checkout (SQLite) or on the server (PostgreSQL), under a name
made of everything that migrations read; the workers of a run, and later runs, copy it. `sweep()` stands in for Django's
flush: only tables that hold other rows than a migrated city's are emptied, and what migrations wrote is put back.
`once(name, make)` fills an empty city: by `make` the first time, afterwards by laying down the rows that it wrote.
"""

import fcntl
import hashlib
import os
import re
import shutil
import sqlite3
import zlib
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, transaction

ROOT = Path(__file__).resolve().parents[1]
INDEX = "search_words"  # no model's: an index of words
KEPT = ROOT / ".jip" / "migrated"
READ_BY_MIGRATIONS = ("src/jiphyeon/**/migrations/*.py", "src/jiphyeon/foundation/**/*.py", "src/jiphyeon/**/models*/**/*.py",
                      "src/jiphyeon/**/models.py", "src/jiphyeon/config/settings.py", "tests/**/models.py", "requirements/test.txt")  # fmt: skip


def digest():
    """Name the state of everything that makes the tables."""
    seen = hashlib.sha256()
    for file in sorted({file for pattern in READ_BY_MIGRATIONS for file in ROOT.glob(pattern)}):
        seen.update(f"{file.relative_to(ROOT)}\n".encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


@contextmanager
def alone():
    """One process of this checkout at a time: the others find what the first has made."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


class OnSQLite:
    """A file beside the checkout."""

    def __init__(self, named):
        self.kept = KEPT / f"{named}.sqlite3"
        self.mine = Path(connection.settings_dict["TEST"]["NAME"])

    def copy(self):
        """Lay the migrated database where the tests' is looked for; return whether there was one that is whole."""
        for left in ("", "-wal", "-shm"):  # another database's log would be read into this one
            self.mine.with_name(self.mine.name + left).unlink(missing_ok=True)
        if not self.kept.exists():
            return False
        shutil.copyfile(self.kept, self.mine)
        if is_whole(self.mine):
            return True
        self.kept.unlink()
        self.mine.unlink()
        return False

    def keep(self):
        """Put by what has just been migrated, whole under its name or not at all, and forget older states."""
        connection.close()
        made = self.kept.with_suffix(f".{os.getpid()}")
        made.unlink(missing_ok=True)
        with closing(sqlite3.connect(self.mine)) as mine:
            mine.execute("VACUUM INTO ?", [str(made)])
        for old in KEPT.glob("*.*"):
            if old != made:
                old.unlink()
        made.rename(self.kept)


def is_whole(file):
    """Return whether SQLite finds no fault in a file."""
    try:
        with closing(sqlite3.connect(file)) as asked:
            return asked.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False


class OnPostgreSQL:
    """A template on the server, named after the checkout."""

    def __init__(self, named):
        self.checkout = f"jip_migrated_{zlib.crc32(str(ROOT).encode()):08x}_"
        self.kept = self.checkout + named
        self.mine = connection.settings_dict["TEST"]["NAME"]

    def copy(self):
        """Make the tests' database as a copy of the migrated one; return whether there was one."""
        with psycopg.connect(**self._server(), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{self.mine}" WITH (FORCE)')
            for left in self._of_runs_that_died(server):
                server.execute(f'DROP DATABASE IF EXISTS "{left}" WITH (FORCE)')
            if self.kept not in self._states(server):
                return False
            server.execute(f'CREATE DATABASE "{self.mine}" TEMPLATE "{self.kept}"')
        return True

    def keep(self):
        """Put by what has just been migrated, and forget older states."""
        connection.close()
        with psycopg.connect(**self._server(), autocommit=True) as server:
            for old in self._states(server):
                server.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{self.kept}" TEMPLATE "{self.mine}"')

    def _states(self, server):
        found = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.checkout]
        )
        return {name for (name,) in found}

    def _of_runs_that_died(self, server):
        """Return the databases of this checkout's runs whose process is gone; a run's is named after it."""
        run = re.match(r"(test_jiphyeon_\w+?_)\d+(?:_gw\d+)?$", self.mine)
        if run is None:
            return []
        found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [run[1]])
        return [name for (name,) in found if not is_running(int(name.removeprefix(run[1]).split("_")[0]))]

    def _server(self):
        given = connection.get_connection_params()
        return {name: given[name] for name in ("host", "port", "user", "password") if name in given} | {
            "dbname": "postgres"
        }


def is_running(pid):
    """Return whether a process of this machine is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def here():
    """Return how a migrated database is kept on the engine at hand."""
    return (OnSQLite if connection.vendor == "sqlite" else OnPostgreSQL)(digest())


# -- rows ------------------------------------------------------------------------------------------------------------

_migrated = {}  # what migrations wrote, by table
_made = {}  # what `once` has seen written, by name and table


class Rows:
    """A table's rows, as the engine itself writes and reads them."""

    def __init__(self, table):
        self.table = table
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(f'SELECT name FROM pragma_table_info("{table}")')
                columns = [name for (name,) in cursor.fetchall()]
                if table == INDEX:
                    columns.append("rowid")
            else:
                columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
        self.columns = ", ".join(f'"{name}"' if name != "rowid" else name for name in columns)
        self.content, self.counter = self._read(columns)

    def __eq__(self, other):
        return isinstance(other, Rows) and (self.columns, self._as_a_set()) == (
            other.columns,
            other._as_a_set(),
        )

    __hash__ = None

    def _as_a_set(self):
        """Return the rows in one order: PostgreSQL lays rows into room that others left, so a table's own order moves."""
        return sorted(self.content if isinstance(self.content, list) else self.content.splitlines())

    def _read(self, columns):
        raw = connection.connection
        if connection.vendor == "sqlite":
            quoted = "||','||".join(f"quote({name})" for name in self.columns.split(", "))
            return [f"({values})" for (values,) in raw.execute(f'SELECT {quoted} FROM "{self.table}"')], None
        with raw.cursor() as cursor:
            with cursor.copy(f'COPY "{self.table}" ({self.columns}) TO STDOUT') as out:
                content = b"".join(bytes(part) for part in out)
            counter = None
            if "id" in columns:
                asked = "SELECT pg_get_serial_sequence(%s, 'id')"
                counter = cursor.execute(asked, [f'"{self.table}"']).fetchone()[0]
        return content, counter

    def lay(self):
        """Put the rows into the table as it stands."""
        raw = connection.connection
        into = f'"{self.table}" ({self.columns})'
        if connection.vendor == "sqlite":
            for first in range(0, len(self.content), 200):
                raw.execute(f"INSERT INTO {into} VALUES {','.join(self.content[first : first + 200])}")
            return
        with raw.cursor() as cursor:
            with cursor.copy(f"COPY {into} FROM STDIN") as taken:
                taken.write(self.content)
            if self.counter:
                cursor.execute(f'SELECT setval(%s, (SELECT max(id) FROM "{self.table}"))', [self.counter])


def tables():
    """Return every table that holds rows of its own."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return [name for name in names if not name.startswith(f"{INDEX}_")]  # what SQLite keeps of an index


def filled():
    """Return the tables that hold a row."""
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables()
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {name for (name,) in cursor.fetchall()}


def remember_migrated():
    """Remember what a city holds that was migrated and no more."""
    _migrated.update({name: Rows(name) for name in filled()})


def written():
    """Return the rows of every table that holds others than a migrated city's."""
    rows = {name: Rows(name) for name in filled()}
    return {name: found for name, found in rows.items() if found != _migrated.get(name)}


def sweep():
    """Bring the database back to a migrated city's."""
    with transaction.atomic():
        holding = filled()
        faulty = {name for name in holding if name not in _migrated or Rows(name) != _migrated[name]}
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            for name in faulty:
                cursor.execute(f'DELETE FROM "{name}"')
        for name in (faulty | (_migrated.keys() - holding)) & _migrated.keys():
            _migrated[name].lay()


def once(name, make):
    """Fill an empty city: the first time by `make`, later by the rows it wrote. A city with something in it is always made."""
    with transaction.atomic():
        empty = filled() <= _migrated.keys()
        if empty and name in _made:
            for rows in _made[name].values():
                rows.lay()
            return
        make()
    if empty:
        kept = written()
        if not kept.keys() & _migrated.keys():
            _made[name] = kept


def laid(*steps):
    """Read rooms' packs into an empty city: each step a function and what it is given. See `once`."""
    named = tuple((deed.__module__, deed.__qualname__, *given) for deed, *given in steps)

    def make():
        for deed, *given in steps:
            deed(*given)

    once((settings.DEMO, *named), make)
