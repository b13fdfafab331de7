"""One answer, whoever reads: the walk, arrays, DuckDB and PostgreSQL over drawn cities with odd ids and unknown facts.

Short in the suite; 3,000 people on six days for every programme by `-m slow`.
"""

import csv
import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlglot import exp

from jiphyeon.methods import rules
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import CLAIMANTS, MEMBERS, PERSON_ID, Entity
from jiphyeon.methods.rules.population import Files, Resources, run
from jiphyeon.methods.rules.population.sources.files import Database, InDatabase
from jiphyeon.methods.rules.sql import Column, Layout, Sources, compile_version, judging_query, printed

from .conftest import ARROW, decimal, drawn
from .registers import SERVER

PROGRAMMES = ["youth-rent", "youth-deposit-interest", "job-interview-support", "facility-fee-reduction"]
DAYS = [
    date(2024, 2, 29),
    date(2024, 3, 4),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2026, 1, 1),
    date(2026, 6, 30),
]
ANSWERS = {"pass": True, "fail": False, "unknown": None}
# What most people have, so that enough of them are due; the rest is drawn near the thresholds.
USUAL = {
    "lives_in_sejong": [True], "owns_home": [False], "registered": [True], "own_name": [True], "public_rental": [False],
    "landlord_is_relative": [False], "receives_housing_aid": [False], "received_youth_rent_before": [False],
    "newlywed": [True, True, True, False], "employment": ["seeking", "student"], "interviews_supported": [0, 3],
    "deposit": [10_000_000, 100_000_000], "monthly_rent": [150_000, 200_000, 600_000], "area": [Fraction(67, 2), Fraction(85)],
    "monthly_income": [0, 900_000, 1_500_000], "household_income": [1_000_000, 3_000_000], "assets": [50_000_000],
    "lease_kind": ["jeonse", "mixed"], "loan": [70_000_000, 100_000_001], "loan_rate": [Fraction(41, 1000), Fraction(1, 50)],
    "facility_fee": [0, 3_000, 3_333],
}  # fmt: skip
TABLES = {"people": Entity.PERSON, "households": Entity.HOUSEHOLD, "dwellings": Entity.DWELLING}
IDS = {"people": "person_id", "households": "household_id", "dwellings": "dwelling_id"}


@dataclass
class City:
    """Rows by table; `style` of the ids: close numbers, or words of every odd kind."""

    facts: rules.Vocabulary
    tables: dict[str, list[dict]]
    style: str

    def columns(self, kind):
        return [name for name in self.tables[kind][0] if name in self.facts]


def city_of(facts, seed, people, style, day):
    dice = random.Random(seed)  # noqa: S311 -- a drawn city

    def values(entity):
        found = {}
        for fact in facts.values():
            if fact.entity is entity and fact.askable and not fact.counts_household:
                if dice.random() < 0.02:
                    found[fact.name] = None
                elif dice.random() < 0.94 and fact.name in USUAL:
                    found[fact.name] = dice.choice(USUAL[fact.name])
                else:
                    found[fact.name] = drawn(fact, dice)
        return found

    tables = {"people": [], "households": [], "dwellings": []}
    while len(tables["people"]) < people:
        home = len(tables["households"])
        tables["households"].append({"household_id": home, **values(Entity.HOUSEHOLD)})
        # Now and then two households share a dwelling, and a household has two or none.
        if not tables["dwellings"] or dice.random() < 0.85:
            tables["dwellings"].append({"dwelling_id": len(tables["dwellings"]), **values(Entity.DWELLING)})
        for _ in range(dice.choice([1, 1, 1, 2, 2, 3, 4])):
            dwelling = len(tables["dwellings"]) - 1
            if dice.random() < 0.06:
                dwelling = None if dice.random() < 0.5 else dice.randrange(dwelling + 1)
            own = values(Entity.PERSON)
            # Many are born on the same day, so that their ids must decide; nobody after the day that is asked about.
            born = dice.choice([date(1992, 6, 1), date(1990, 3, 4), own["birth_date"]])
            own["birth_date"] = born if born is None else min(born, day)
            own["interview_date"] = dice.choice([None, day, day - timedelta(days=dice.randrange(120))])
            lived = None if dice.random() < 0.02 else home
            tables["people"].append(
                {"person_id": len(tables["people"]), "household_id": lived, "dwelling_id": dwelling, **own}
            )
    lived_in = {one["household_id"] for one in tables["people"]}
    tables["households"] = [one for one in tables["households"] if one["household_id"] in lived_in]
    for kind, rows in tables.items():
        for row in rows:
            for name in IDS.values():
                if row.get(name) is not None:
                    row[name] = _id(row[name], kind if name == IDS[kind] else name, style)
        dice.shuffle(rows)
    return City(facts, tables, style)


def _id(number, _of, style):
    if style == "numbers":
        return number
    return [
        f"{number:04}",
        f"#{number}",
        f"집{number}",
        f"H {number}",
        str(number),
        f"{number},5",
        f'"{number}"',
    ][number % 7]


def written_parquet(city, folder):
    files = {}
    for kind, rows in city.tables.items():
        columns = {}
        for name in rows[0]:
            if name in city.facts:
                cells = [row[name] for row in rows]
                kept = city.facts[name].type
                columns[name] = pa.array(
                    [decimal(c) for c in cells] if kept is Type.FRACTION else cells, ARROW[kept]
                )
            else:
                columns[name] = pa.array([row[name] for row in rows], pa.int64())
        files[kind] = folder / f"{kind}.parquet"
        pq.write_table(pa.table(columns), files[kind])
    return Files(**files)


def written_csv(city, folder):
    """As offices save them: CRLF, a byte order mark, decomposed Hangul, blanks around cells."""
    files = {}
    for kind, rows in city.tables.items():
        files[kind] = folder / f"{kind}.csv"
        with files[kind].open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(rows[0])
            for place, row in enumerate(rows):
                writer.writerow([_cell(value, place) for value in row.values()])
    return Files(**files)


def _cell(value, place):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "false"
    if isinstance(value, Fraction):
        return str(decimal(value))
    text = unicodedata.normalize("NFD", str(value)) if place % 2 else str(value)
    return f" {text}\u00a0" if place % 3 else text


# -- the readers ----------------------------------------------------------------------------------------------------


def walked(version, city, day):
    """What the walk says of each, with those of the same home told as its claimants."""
    people = city.tables["people"]
    homes = {row["household_id"]: row for row in city.tables["households"]}
    dwellings = {row["dwelling_id"]: row for row in city.tables["dwellings"]}
    of_home, of_dwelling = {}, {}
    for row in people:
        of_home.setdefault(row["household_id"], []).append(row)
        shared = (
            row["dwelling_id"] if version.per is Entity.DWELLING and row["dwelling_id"] is not None else None
        )
        key = ("d", shared) if shared is not None else ("h", row["household_id"])
        if key != ("h", None):
            of_dwelling.setdefault(key, []).append(row)
    sharing = {one["person_id"]: rows for rows in of_dwelling.values() for one in rows}

    def facts_of(row):
        values = {n: v for n, v in row.items() if n in city.facts} | {PERSON_ID: row["person_id"]}
        for table in (homes.get(row["household_id"]), dwellings.get(row["dwelling_id"])):
            values |= {n: v for n, v in (table or {}).items() if n in city.facts}
        if row["household_id"] is not None:
            values[MEMBERS] = [
                {n: v for n, v in one.items() if n in city.facts}
                for one in of_home[row["household_id"]]
                if one is not row
            ]
        return values

    found = {}
    for row in people:
        others = [facts_of(one) for one in sharing.get(row["person_id"], ()) if one is not row]
        outcome = rules.evaluate(version, {**facts_of(row), CLAIMANTS: others}, day)
        clauses = {one.id: ANSWERS[one.result.value] for one in outcome.clauses if one.id != "amount"}
        found[str(row["person_id"])] = {**clauses, "result": outcome.result.value, "amount": outcome.amount}
    return found


def ran(version, day, files, out, **means):
    figures = run(version, day, files, out, means=Resources(threads=1, **means)).figures
    rows = {str(row.pop("person_id")): row for row in pq.read_table(out).to_pylist()}
    assert figures.passes == sum(row["result"] == "pass" for row in rows.values())
    assert figures.amount_total == sum(row["amount"] or 0 for row in rows.values())
    return rows


SQL_TYPES = {Type.BOOLEAN: "boolean", Type.DATE: "date", Type.CHOICE: "text", Type.CODE: "text"}


@pytest.fixture(scope="module")
def postgres():
    try:
        connection = psycopg.connect(SERVER, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as why:
        pytest.skip(f"no PostgreSQL answers at {SERVER} ({str(why).splitlines()[0]})")
    yield connection
    connection.close()


def fill(connection, city):
    for kind, rows in city.tables.items():
        connection.execute(f"DROP TABLE IF EXISTS pg_temp.{kind}")
        ids = "bigint" if city.style == "numbers" else "text"
        listed = [
            f'"{n}" {SQL_TYPES.get(city.facts[n].type, "bigint") if n in city.facts else ids}'
            for n in rows[0]
        ]
        connection.execute(f"CREATE TEMP TABLE {kind} ({', '.join(listed)})")
        with connection.cursor().copy(f"COPY {kind} FROM STDIN") as copy:
            for row in rows:
                copy.write_row([int(v * 10_000) if isinstance(v, Fraction) else v for v in row.values()])
        connection.execute(f"ANALYZE {kind}")  # a table that is not known is joined row by row


def asked_of_postgres(connection, version, city, day):
    where = {name: kind for kind in city.tables for name in city.columns(kind)}
    columns = {
        name: Column(name, scale=10_000 if city.facts[name].type is Type.FRACTION else 1) for name in where
    }
    layout = Layout(columns, "some", len(city.tables["people"]))
    compiled = compile_version(version, day, layout)
    sources = Sources(
        exp.to_table("people"),
        exp.to_table("households"),
        exp.to_table("dwellings"),
        where,
        dwelling="dwelling_id",
    )
    names = [*(clause.id for clause in compiled.shown), "result", "amount"]
    rows = connection.execute(printed(judging_query(compiled, sources, layout), "postgres")).fetchall()
    return {str(row[0]): dict(zip(names, row[1:], strict=True)) for row in rows}


def all_agree(city_pack, connection, folder, seed, people, style):
    """Hold every reader against the walk, for every programme and day; return how many are due, and how many second."""
    due = second = 0
    for place, day in enumerate(DAYS):
        city = city_of(city_pack.facts, seed * 100 + place, people, style, day)
        files = (written_parquet if style == "numbers" else written_csv)(city, folder)
        fill(connection, city)
        for name in PROGRAMMES:
            version = city_pack.programme(name).version_on(day)
            truth = walked(version, city, day)
            out = folder / "out.parquet"
            assert ran(version, day, files, out) == truth, (name, day, "arrays")
            assert ran(version, day, files, out, arrays=False) == truth, (name, day, "DuckDB")
            assert asked_of_postgres(connection, version, city, day) == truth, (name, day, "PostgreSQL")
            due += sum(one["result"] == "pass" for one in truth.values())
            second += sum(one.get("one-per-dwelling") is False for one in truth.values())
    return due, second


@pytest.mark.parametrize("style", ["numbers", "words"])
def test_walk_arrays_duckdb_and_postgresql_agree(city, postgres, tmp_path, style, count):
    people = count(short=250, long=3_000)

    due, second = all_agree(city, postgres, tmp_path, 2, people, style)

    assert due > people * 2 // 3
    assert second > people // 150


def test_a_register_of_words_is_judged_as_its_files(city, tmp_path, postgres):
    """A schema of PostgreSQL as the source, ids as text with blanks behind them."""
    day = DAYS[1]
    made = city_of(city.facts, 7, 60, "words", day)
    version = city.programme("youth-deposit-interest").version_on(day)
    schema = "jip_words_agree"
    postgres.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    postgres.execute(f"CREATE SCHEMA {schema}")
    try:
        for kind, rows in made.tables.items():
            types = {
                n: SQL_TYPES.get(made.facts[n].type, "numeric") if n in made.facts else "text"
                for n in rows[0]
            }
            postgres.execute(
                f"CREATE TABLE {schema}.{kind} ({', '.join(f'{n} {t}' for n, t in types.items())})"
            )
            with postgres.cursor().copy(f"COPY {schema}.{kind} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(
                        [decimal(v) if isinstance(v, Fraction) else f"{v} " if types[n] == "text" and v is not None else v
                         for n, v in row.items()]
                    )  # fmt: skip
        stored = {kind: InDatabase(Database(SERVER), f"{schema}.{kind}") for kind in made.tables}
        rows = ran(version, day, Files(**stored), tmp_path / "out.parquet")
    finally:
        postgres.execute(f"DROP SCHEMA {schema} CASCADE")

    assert rows == walked(version, made, day)
