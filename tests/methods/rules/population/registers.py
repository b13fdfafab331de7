"""Registers of a town in real databases: a file of SQLite, a schema of its own in PostgreSQL."""

import itertools
import os
import sqlite3
from decimal import Decimal
from fractions import Fraction

import pytest

from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.population import Database, InDatabase

SERVER = os.environ.get("JIPHYEON_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
COUNTED = itertools.count()


class SqliteRegister:
    """One file; booleans are 0 and 1, days are text."""

    types = {
        Type.BOOLEAN: "INTEGER", Type.INTEGER: "INTEGER", Type.WON: "INTEGER", Type.DATE: "TEXT",
        Type.CHOICE: "TEXT", Type.CODE: "TEXT", Type.FRACTION: "REAL", None: "INTEGER",
    }  # fmt: skip

    def __init__(self, folder):
        self.file = folder / "register.db"
        self.database = Database(f"sqlite:{self.file}")
        self.connection = sqlite3.connect(self.file, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")

    def table(self, name):
        return InDatabase(self.database, name)

    def execute(self, sql, *values):
        return self.connection.execute(sql, values)

    def fill(self, name, columns, rows):
        listed = ", ".join(f'"{column}" {self.types.get(kind, kind)}' for column, kind in columns.items())
        self.execute(f"CREATE TABLE {name} ({listed})")
        marks = ", ".join("?" * len(columns))
        self.connection.executemany(
            f"INSERT INTO {name} VALUES ({marks})",
            [[_plain(row[column]) for column in columns] for row in rows],
        )
        return self.table(name)

    def close(self):
        self.connection.close()


class PostgresRegister:
    """A schema that goes with the test; tables are named with it."""

    types = {
        Type.BOOLEAN: "boolean", Type.INTEGER: "integer", Type.WON: "bigint", Type.DATE: "date",
        Type.CHOICE: "text", Type.CODE: "varchar(40)", Type.FRACTION: "numeric(19, 4)", None: "bigint",
    }  # fmt: skip

    def __init__(self, _folder):
        import psycopg

        try:
            self.connection = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
        except psycopg.OperationalError as why:
            pytest.skip(f"no PostgreSQL answers at {SERVER} ({str(why).splitlines()[0]})")
        self.database = Database(SERVER)
        self.schema = f"jip_register_{os.getpid()}_{next(COUNTED)}"
        self.execute(f"CREATE SCHEMA {self.schema}")
        self.execute(f"SET search_path = {self.schema}")

    def table(self, name):
        return InDatabase(self.database, f"{self.schema}.{name}")

    def execute(self, sql, *values):
        return self.connection.execute(sql.replace("?", "%s"), values)

    def fill(self, name, columns, rows):
        listed = ", ".join(f'"{column}" {self.types.get(kind, kind)}' for column, kind in columns.items())
        self.execute(f"CREATE TABLE {name} ({listed})")
        marks = ", ".join(["%s"] * len(columns))
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {name} VALUES ({marks})",
                [[_exact(row[column]) for column in columns] for row in rows],
            )
        return self.table(name)

    def close(self):
        self.execute(f"DROP SCHEMA {self.schema} CASCADE")
        self.connection.close()


REGISTERS = {"sqlite": SqliteRegister, "postgres": PostgresRegister}


def columns_of(rows, facts):
    """The columns of rows with the type of each; ids have none."""
    return {name: facts[name].type if name in facts else None for name in rows[0]}


def _exact(value):
    return Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value


def _plain(value):
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Fraction):
        return float(value)
    return value if value is None or isinstance(value, int | str | float | bytes) else str(value)
