"""The databases that must agree with the walk, each holding one small table of people."""

import duckdb
import pytest

from jiphyeon.methods.rules.sql import printed

DSN = "host=127.0.0.1 port=5432 user=postgres dbname=postgres connect_timeout=2"


class DuckDB:
    dialect = "duckdb"

    def __init__(self):
        self.connection = duckdb.connect()

    def fill(self, columns, rows):
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE people ({listed})")
        self.connection.executemany(
            f"INSERT INTO people VALUES ({', '.join('?' * len(columns))})",
            [[row[n] for n in columns] for row in rows],
        )

    def ask(self, query):
        return self.connection.execute(printed(query, self.dialect)).fetchall()

    def close(self):
        self.connection.close()


class PostgreSQL:
    dialect = "postgres"

    def __init__(self):
        psycopg = pytest.importorskip("psycopg")
        try:
            self.connection = psycopg.connect(DSN, autocommit=True)
        except psycopg.OperationalError as why:
            pytest.skip(f"no PostgreSQL answers at 127.0.0.1:5432 ({str(why).splitlines()[0]})")

    def fill(self, columns, rows):
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self.connection.execute("DROP TABLE IF EXISTS people")
        self.connection.execute(f"CREATE TEMP TABLE people ({listed})")
        with self.connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO people VALUES ({', '.join(['%s'] * len(columns))})",
                [[row[n] for n in columns] for row in rows],
            )

    def ask(self, query):
        return self.connection.execute(printed(query, self.dialect)).fetchall()

    def close(self):
        self.connection.close()


class Spark:
    dialect = "spark"

    def __init__(self):
        sql = pytest.importorskip("pyspark.sql")
        try:
            self.session = (
                sql.SparkSession.builder.master("local[1]")
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.ui.enabled", "false")
                .getOrCreate()
            )
        except Exception as why:  # noqa: BLE001 -- whatever a missing Java raises
            pytest.skip(f"Spark does not start here ({type(why).__name__}: is there a Java?)")

    def fill(self, columns, rows):
        names = {"VARCHAR": "STRING"}
        schema = ", ".join(f"`{name}` {names.get(kind, kind)}" for name, kind in columns.items())
        table = self.session.createDataFrame([tuple(row[n] for n in columns) for row in rows], schema)
        table.createOrReplaceTempView("people")

    def ask(self, query):
        return [tuple(row) for row in self.session.sql(printed(query, self.dialect)).collect()]

    def close(self):
        self.session.stop()
