"""Tables of a database are judged as the same rows in Parquet are; what is wrong is named by table, id and column."""

import csv
import json
import socket
import threading
from datetime import date, datetime
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from jiphyeon.commands.command_line import jiphyeon
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.model.tree import Type
from jiphyeon.methods.rules.model.vocabulary import Entity
from jiphyeon.methods.rules.population import (
    Database,
    Files,
    InDatabase,
    Scenario,
    compare_scenarios,
    engine,
    named_by,
    run,
)
from jiphyeon.methods.rules.population.sources import databases as database_tables
from jiphyeon.methods.rules.population.sources import sqlite as sqlite_tables
from jiphyeon.methods.rules.population.sources.conversion import read_tables

from .conftest import DAY, city_of, written
from .registers import SERVER, PostgresRegister, columns_of


def judged(file):
    return pq.read_table(file).sort_by("person_id").to_pylist()


@pytest.fixture
def judge(city, tmp_path):
    version = city.programme("youth-rent").version_on(DAY)

    def judged_from(people, households=None, **more):
        out = tmp_path / "out.parquet"
        return run(version, DAY, Files(people, households), out, **more)

    return judged_from


@pytest.fixture
def people(city, register, renters):
    """Fill the register with the renters, some cells or column types otherwise."""

    def filled(cells=(), types=(), name="people"):
        for place, column, value in cells:
            renters[place][column] = value
        return register.fill(name, {**columns_of(renters, city.facts), **dict(types)}, renters)

    return filled


# -- the same as from files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("batch", "group"), [(2, 2), (3, 100), (4, 1)])
def test_the_footer_promises_what_the_register_holds(city, tmp_path, people, batch, group, monkeypatch):
    monkeypatch.setattr(database_tables, "BATCH", batch)
    monkeypatch.setattr(database_tables, "GROUP", group)
    stored = people([(2, "monthly_income", None)])

    with engine(tmp_path) as at:
        tables, _ = read_tables(at, Files(stored), city.facts)
        seen = tables["people"].columns

    assert (seen["person_id"].nulls, seen["person_id"].low, seen["person_id"].high) == (0, 1, 4)
    assert (seen["monthly_income"].nulls, seen["deposit"].high) == (1, 100_000_001)


@pytest.mark.parametrize("name", ["youth-rent", "youth-deposit-interest", "facility-fee-reduction"])
@pytest.mark.parametrize("unknown", [0, 0.2])
def test_a_register_is_judged_as_the_same_people_in_parquet(
    city, tmp_path, register, name, unknown, monkeypatch
):
    monkeypatch.setattr(database_tables, "BATCH", 7)
    monkeypatch.setattr(database_tables, "GROUP", 20)
    version = city.programme(name).version_on(DAY)
    rows = city_of(city.facts, 11, unknown=unknown, households=30)
    stored = register.fill("people", columns_of(rows, city.facts), rows)
    file = written(rows, city.facts, tmp_path / "people.parquet")

    from_file = run(version, DAY, Files(file), tmp_path / "a.parquet").figures
    from_register = run(version, DAY, Files(stored), tmp_path / "b.parquet").figures

    assert from_register == from_file
    assert judged(tmp_path / "b.parquet") == judged(tmp_path / "a.parquet")


def test_tables_of_people_and_households_are_joined(city, tmp_path, register):
    version = city.programme("youth-rent").version_on(DAY)
    rows = city_of(city.facts, 3, unknown=0.1, households=30)
    shared = [
        one.name for one in city.facts.values() if one.name in rows[0] and one.entity is not Entity.PERSON
    ]
    homes = list(
        {
            row["household_id"]: {name: row[name] for name in ("household_id", *shared)} for row in rows
        }.values()
    )
    apart = [{name: value for name, value in row.items() if name not in shared} for row in rows]
    people = register.fill("residents", columns_of(apart, city.facts), apart)
    households = register.fill("homes", columns_of(homes, city.facts), homes)
    whole = written(rows, city.facts, tmp_path / "people.parquet")

    run(version, DAY, Files(people, households), tmp_path / "a.parquet")
    run(version, DAY, Files(whole), tmp_path / "b.parquet")

    assert judged(tmp_path / "a.parquet") == judged(tmp_path / "b.parquet")


def test_a_register_is_asked_what_a_change_would_do(city, tmp_path, people, renters):
    programme, scenario = city.programme("youth-rent"), Scenario("to 36", {"age_limit": 36})

    from_register, _ = compare_scenarios(programme, DAY, Files(people()), [scenario])
    file = written(renters, city.facts, tmp_path / "people.parquet")
    from_file, _ = compare_scenarios(programme, DAY, Files(file), [scenario])

    assert from_register.as_json() == from_file.as_json()


def test_won_past_2_to_the_53rd_keep_their_last_digit(judge, people, register, tmp_path):
    exact = people([(0, "deposit", 2**53 + 1), (1, "deposit", 100_000_001)])

    figures = judge(exact).figures

    assert figures.clause("deposit").fail == 3


def test_areas_and_shares_are_the_decimals_somebody_wrote(judge, people):
    assert (
        judge(people([(0, "area", Decimal("85.0001")), (1, "area", Decimal("84.98"))]))
        .figures.clause("area")
        .fail
        == 1
    )


def test_all_tables_are_read_as_of_one_moment(city, tmp_path, register, renters, judge):
    owning = [{"household_id": row["household_id"], "owns_home": row.pop("owns_home")} for row in renters]
    people = register.fill("people", columns_of(renters, city.facts), renters)
    homes = register.fill("homes", columns_of(owning, city.facts), owning)

    def meanwhile(step, part):
        if step == f"reading {people.name}" and part == 1:
            register.execute(
                f"UPDATE homes SET owns_home = {'true' if isinstance(register, PostgresRegister) else 1}"
            )

    during = judge(people, homes, progress=meanwhile).figures
    after = judge(people, homes).figures

    assert (during.passes, after.passes) == (3, 0)


def test_only_what_a_rule_may_ask_for_leaves_the_register(city, register, renters, judge, monkeypatch):
    named = [{**row, "resident_number": "880105-1"} for row in renters]
    people = register.fill("people", {**columns_of(renters, city.facts), "resident_number": "text"}, named)
    read = []
    real = database_tables.parquet_table

    def seen(kind, file, *rest, **more):
        read.extend(pq.read_schema(file).names)
        return real(kind, file, *rest, **more)

    monkeypatch.setattr(database_tables, "parquet_table", seen)
    judge(people)

    assert "deposit" in read
    assert "resident_number" not in read


# -- names --------------------------------------------------------------------------------------------------------


def test_a_name_is_taken_letter_by_letter_and_runs_nothing(register, people, judge):
    people()
    harm = InDatabase(register.database, 'people"; DROP TABLE people; --"')

    with pytest.raises(Refused, match="There is no table called") as no:
        judge(harm)

    assert no.value.code == "no_such_table"
    assert register.execute("SELECT count(*) FROM people").fetchone() == (4,)


def test_an_odd_name_in_quotes_is_found(city, register, renters, judge):
    register.fill('"People of 2024.03"', columns_of(renters, city.facts), renters)

    assert judge(register.table('"People of 2024.03"')).figures.passes == 3


def test_a_view_is_a_table_too(register, people, judge):
    people()
    register.execute("CREATE VIEW renters AS SELECT * FROM people WHERE person_id < 4")

    assert judge(register.table("renters")).figures.people == 3


@pytest.mark.parametrize("name", ["", "a.b.c", "people.", '"people', "a\0b"])
def test_what_is_no_name_is_refused(register, judge, name):
    with pytest.raises(Refused) as no:
        judge(InDatabase(register.database, name))

    assert no.value.code == "table_name"


def test_a_name_that_ends_like_a_file_is_one():
    database = Database("sqlite:city.db")

    kinds = [
        type(named_by(name, database)).__name__ for name in ("people.csv", "p.parquet", "people", "a.people")
    ]

    assert kinds == ["PosixPath", "PosixPath", "InDatabase", "InDatabase"]


# -- what is wrong ------------------------------------------------------------------------------------------------


def test_a_table_that_is_not_there_is_answered_with_the_nearest(people, register, judge):
    people()

    with pytest.raises(Refused, match=r"; did you mean '.*people'") as no:
        judge(register.table("peopl"))

    assert no.value.code == "no_such_table"


def test_a_missing_column_is_named_with_those_there_are(city, register, renters, judge):
    for row in renters:
        row["depositt"] = row.pop("deposit")
    types = {**columns_of(renters, city.facts), "depositt": "bigint"}
    people = register.fill("people", types, renters)

    with pytest.raises(Refused, match=r"table .*people: There is no column deposit; did you mean 'depositt'"):
        judge(people)


@pytest.mark.parametrize(
    ("row", "column", "value", "code", "message"),
    [
        (1, "monthly_income", -1, "fact_too_low", "person_id 2, column monthly_income: -1 is impossible"),
        (2, "birth_date", date(2100, 1, 1), "fact_too_high", "person_id 3, column birth_date: 2100-01-01"),
        (1, "person_id", 1, "duplicate_id", "person_id 1, column person_id: 1 already stands"),
        (3, "person_id", None, "id_missing", "person_id –, column person_id: The id is missing"),
    ],
)
def test_an_impossible_cell_is_named_by_the_id_of_its_row(
    people, judge, tmp_path, row, column, value, code, message
):
    with pytest.raises(Refused, match=message) as no:
        judge(people([(row, column, value)]))

    assert no.value.code == code
    assert not (tmp_path / "out.parquet").exists()
    assert not list(tmp_path.glob(".jiphyeon-*"))


@pytest.mark.parametrize("register", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("deposit", "450천", "'450천' is not whole won"),
        ("deposit", "100", "'100' is not whole won"),
        ("deposit", 1.5, "1.5 is not whole won"),
        ("deposit", 2.0**53, "9007199254740992.0 is not whole won"),
        ("deposit", b"\x00", "is not whole won"),
        ("owns_home", 2, "2 is not true or false"),
        ("owns_home", "true", "'true' is not true or false"),
        ("birth_date", "2024-02-30", "'2024-02-30' is not a day"),
        ("birth_date", "1988-01-05 00:00:00", "is not a day"),
        ("birth_date", 19880105, "19880105 is not a day"),
        ("area", 33.1234567, "33.1234567 is not a number with at most 6 digits"),
        ("area", "33,5", "'33,5' is not a number"),
        ("area", float("inf"), "inf is not a number"),
        ("person_id", "two", "'two' is not a whole number"),
        ("household_id", 1.5, "1.5 is not a whole number"),
    ],
)
def test_a_cell_of_another_type_in_sqlite_is_named(people, judge, column, value, message):
    with pytest.raises(Refused, match=message) as no:
        judge(people([(1, column, value)], types=[(column, "")]))

    assert no.value.code == "cell_type"
    assert str(no.value).startswith(
        f"table people, person_id {'–' if column == 'person_id' else 2}, column {column}"
    )


@pytest.mark.parametrize("register", ["sqlite"], indirect=True)
def test_text_that_is_no_utf8_is_named(city, register, renters, judge):
    for row in renters:
        row["employment"] = "employed"
    name = next(one.name for one in city.facts.values() if one.type is Type.CHOICE)
    register.fill(
        "people", {**columns_of(renters, city.facts), name: "TEXT"}, [{**row, name: None} for row in renters]
    )
    register.execute(f"UPDATE people SET {name} = CAST(x'B0A1' AS TEXT) WHERE person_id = 3")

    with pytest.raises(Refused, match=f"person_id 3, column {name}: .* is not a word"):
        judge(register.table("people"))


@pytest.mark.parametrize("register", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("column", "declared", "value", "message"),
    [
        ("deposit", "numeric", Decimal("1.5"), "person_id 2, column deposit: 1.5 is not whole won"),
        ("deposit", "numeric", Decimal("NaN"), "NaN is not whole won"),
        ("deposit", "numeric", Decimal(2**63), "9223372036854775808 is not whole won"),
        ("deposit", "double precision", 1.5, "1.5 is not whole won"),
        ("area", "numeric", Decimal("33.1234567"), "33.1234567 is not a number with at most 6 digits"),
        ("birth_date", "date", "infinity", "infinity, or a year past 9999' is not a day"),
    ],
)
def test_a_cell_that_cannot_be_kept_exactly_in_postgresql_is_named(
    people, judge, column, declared, value, message
):
    with pytest.raises(Refused, match=message) as no:
        judge(people([(1, column, value)], types=[(column, declared)]))

    assert no.value.code == "cell_type"


@pytest.mark.parametrize("register", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("column", "declared", "values", "message"),
    [
        ("deposit", "text", "1", "column deposit: Each cell of this column must be whole won .*, not text"),
        ("deposit", "money", "1", "not money"),
        ("owns_home", "integer", 1, "must be true or false .*, not integer"),
        ("birth_date", "timestamp", datetime(1988, 1, 5, 12), "not timestamp without time zone"),
        ("birth_date", "text", "1988-01-05", "not text"),
        ("area", "jsonb", "1", "not jsonb"),
        ("person_id", "date", date(2024, 1, 1), "must be whole number or word, not date"),
    ],
)
def test_a_column_of_the_wrong_type_in_postgresql_is_named(
    city, register, renters, judge, column, declared, values, message
):
    for row in renters:
        row[column] = values
    people = register.fill("people", {**columns_of(renters, city.facts), column: declared}, renters)

    with pytest.raises(Refused, match=message) as no:
        judge(people)

    assert no.value.code == "column_type"


@pytest.mark.parametrize("register", ["postgres"], indirect=True)
def test_a_real_is_the_decimal_somebody_wrote_and_no_money(people, judge):
    assert (
        judge(people([(0, "area", 84.98), (1, "area", 85.01)], types=[("area", "real")]))
        .figures.clause("area")
        .fail
        == 1
    )
    with pytest.raises(Refused, match=r"column deposit: .*must be whole won .*, not real"):
        judge(people(types=[("deposit", "real")], name="others"))


@pytest.mark.parametrize("register", ["postgres"], indirect=True)
def test_domains_enums_uuids_and_padded_words_are_read(city, register, renters, judge):
    register.execute("CREATE DOMAIN won AS bigint")
    people = register.fill(
        "people", {**columns_of(renters, city.facts), "deposit": "won", "person_id": "uuid", "household_id": "char(9)"},
        [{**row, "person_id": f"00000000-0000-0000-0000-00000000000{n}", "household_id": f"h{n}"}
         for n, row in enumerate(renters)],
    )  # fmt: skip

    done = judge(people)

    assert done.figures.passes == 3
    assert judged(done.out)[0]["person_id"] == "00000000-0000-0000-0000-000000000000"


def test_ids_of_another_kind_than_the_households_are_refused(city, register, renters, judge):
    people = register.fill("people", columns_of(renters, city.facts), renters)
    homes = register.fill(
        "homes",
        {"household_id": "text", "newlywed": Type.BOOLEAN},
        [{"household_id": "1", "newlywed": False}],
    )

    with pytest.raises(
        Refused, match=r"column household_id: The ids here are numbers, those in table .*homes are words"
    ):
        judge(people, homes)


def test_an_empty_table_and_one_of_nothing_known_are_refused(city, register, renters, judge):
    empty = register.fill("people", columns_of(renters, city.facts), [])
    strange = register.fill("strange", {"a": "text"}, [{"a": "b"}])

    codes = []
    for table in (empty, strange):
        with pytest.raises(Refused) as no:
            judge(table)
        codes.append(no.value.code)

    assert codes == ["empty_file", "missing_columns"]


@pytest.mark.parametrize("register", ["sqlite"], indirect=True)
def test_a_column_wrong_from_end_to_end_is_one_refusal(people, judge, monkeypatch):
    monkeypatch.setattr(database_tables, "MOST_BAD_CELLS", 2)
    problems = [(place, "deposit", "much") for place in range(4)]

    with pytest.raises(
        Refused, match="More than 2 cells cannot be read, such as: 'much' is not whole won"
    ) as no:
        judge(people(problems))

    assert no.value.code == "column_type"


def test_bad_rows_are_set_aside_by_their_id(people, judge, tmp_path):
    done = judge(
        people([(1, "monthly_income", -5), (2, "household_id", 2)]), set_aside=tmp_path / "aside.csv"
    )

    listed = list(csv.DictReader((tmp_path / "aside.csv").open(encoding="utf-8")))
    assert [(one["row"], one["column"], one["code"]) for one in listed] == [
        ("person_id 2", "monthly_income", "fact_too_low")
    ]
    assert (done.set_aside, done.figures.people) == (2, 2)


# -- databases that do not let in ---------------------------------------------------------------------------------


def closed_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_server_that_does_not_answer_is_named_without_the_password(judge):
    url = f"postgres://clerk:secret@127.0.0.1:{closed_port()}/city"

    with pytest.raises(
        Refused, match=r"postgres://clerk@127.0.0.1:.*The database cannot be entered: .*refused"
    ) as no:
        judge(InDatabase(Database(url), "people"))

    assert no.value.code == "database_unreachable"
    assert "secret" not in f"{no.value}{no.value.words}{Database(url)!r}"


@pytest.fixture
def stern_server():
    """A server that speaks PostgreSQL's protocol as far as asking for a password and refusing it."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        with listening.accept()[0] as caller:
            caller.recv(4096)  # may it be encrypted?
            caller.sendall(b"N")
            caller.recv(4096)
            caller.sendall(b"R" + (8).to_bytes(4, "big") + (3).to_bytes(4, "big"))
            caller.recv(4096)
            fields = b'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "clerk"\0\0'
            caller.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)

    worker = threading.Thread(target=serve, daemon=True)
    worker.start()
    yield listening.getsockname()[1]
    listening.close()


def test_a_wrong_password_is_said_without_repeating_it(judge, stern_server):
    database = Database(
        f"postgres://clerk:wrong-secret@127.0.0.1:{stern_server}/city?sslmode=prefer&gssencmode=disable"
    )

    with pytest.raises(
        Refused, match=r"password authentication failed for user .* Is it running, and are"
    ) as no:
        judge(InDatabase(database, "people"))

    assert no.value.code == "database_unreachable"
    assert "wrong-secret" not in str(no.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a@b/c", "people.parquet", "", "sqlite:", "postgres://a:b@c:port/d", "postgres://a:p@ss@host/d",
        "postgres://a:p/w@host/d", "postgres://a:pw#1@host/d",
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_and_not_repeated(url):
    with pytest.raises(Refused, match="Write the database as postgres://") as no:
        Database(url)

    assert no.value.code == "database_address"
    assert not any(part in str(no.value) for part in ("mysql", "parquet", "p@ss", "p/w", "pw#1"))


def test_settings_that_cannot_be_read_are_not_repeated(judge):
    with pytest.raises(Refused) as no:
        judge(InDatabase(Database("postgres://a:secret@127.0.0.1/d?nonsense=secret"), "people"))

    assert no.value.code == "database_address"
    assert "secret" not in str(no.value)


@pytest.mark.parametrize("register", ["postgres"], indirect=True)
def test_who_may_only_read_can_run_and_who_may_not_is_told_what_to_ask_for(people, register, judge):
    people()
    clerk = f"jip_clerk_{register.schema}"
    register.execute(f"CREATE ROLE {clerk} LOGIN")
    register.execute(f"GRANT USAGE ON SCHEMA {register.schema} TO {clerk}")
    table = InDatabase(Database(SERVER.replace("//postgres@", f"//{clerk}@")), f"{register.schema}.people")
    try:
        with pytest.raises(Refused, match=r"permission denied for table people. Ask .* for SELECT") as no:
            judge(table)
        register.execute(f"GRANT SELECT ON {register.schema}.people TO {clerk}")
        passes = judge(table).figures.passes
    finally:
        register.execute(f"DROP OWNED BY {clerk}")
        register.execute(f"DROP ROLE {clerk}")

    assert (no.value.code, passes) == ("database_forbids", 3)


def test_an_sqlite_file_that_is_not_there_or_none_is_refused_and_not_made(tmp_path, judge):
    (tmp_path / "torn.db").write_bytes(b"SQLite format 3\0" + b"\0" * 50)
    (tmp_path / "other.db").write_text("person_id,birth_date\n" * 100, encoding="utf-8")

    codes = []
    for name in ("absent.db", "torn.db", "other.db"):
        with pytest.raises(Refused) as no:
            judge(InDatabase(Database(f"sqlite:{tmp_path / name}"), "people"))
        codes.append(no.value.code)

    assert codes == ["no_such_file", "broken_database", "broken_database"]
    assert not (tmp_path / "absent.db").exists()


@pytest.mark.parametrize("register", ["postgres"], indirect=True)
def test_a_connection_that_breaks_while_reading_is_said_and_leaves_nothing(
    people, register, judge, tmp_path, monkeypatch
):
    monkeypatch.setattr(database_tables, "BATCH", 1)
    table = people()

    def broken(step, part):
        if step == f"reading {table.name}" and part < 1:
            register.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE relation = 'people'::regclass AND pid <> pg_backend_pid()"
            )

    with pytest.raises(Refused, match=r"postgres@127.0.0.1.*: The database could not be read: ") as no:
        judge(table, progress=broken)

    assert no.value.code == "database_failed"
    assert not [file for file in tmp_path.iterdir() if file.name != "register.db"]


@pytest.mark.parametrize("register", ["sqlite"], indirect=True)
def test_an_sqlite_file_somebody_is_writing_is_said_to_be_busy(people, register, judge, monkeypatch):
    monkeypatch.setattr(sqlite_tables, "WAIT_SECONDS", 0.05)
    table = people()
    register.execute("PRAGMA journal_mode=DELETE")
    register.execute("BEGIN EXCLUSIVE")

    with pytest.raises(
        Refused, match=r"database is locked. Another program is writing to it; try again"
    ) as no:
        judge(table)
    register.execute("ROLLBACK")

    assert (no.value.code, judge(table).figures.passes) == ("database_failed", 3)


@pytest.mark.parametrize("register", ["sqlite"], indirect=True)
def test_an_sqlite_file_is_only_read(people, register, judge):
    people()
    register.execute("PRAGMA journal_mode=DELETE")
    before = register.file.read_bytes()

    judge(register.table("people"))

    assert register.file.read_bytes() == before


# -- as typed -----------------------------------------------------------------------------------------------------


def typed(*words, **environment):
    return CliRunner(env=environment).invoke(jiphyeon, ["rules", *map(str, words)])


def test_the_address_may_stand_in_the_environment(people, register, tmp_path):
    table = people()

    result = typed(
        "run", "youth-rent", "--people", table.name, "--as-of", DAY, "--out", tmp_path / "out.parquet", "--json",
        JIPHYEON_POPULATION_DATABASE=register.database.url,
    )  # fmt: skip

    assert json.loads(result.stdout)["pass"] == 3


def test_what_if_takes_tables_and_files_together(city, register, renters, tmp_path):
    homes = [{"household_id": row["household_id"], "owns_home": row.pop("owns_home")} for row in renters]
    people = written(renters, city.facts, tmp_path / "people.parquet")
    households = register.fill("homes", columns_of(homes, city.facts), homes)

    result = typed(
        "what-if", "youth-rent", "--people", people, "--households", households.name, "--database",
        register.database.url, "--as-of", DAY, "--set", "age_limit=36", "--json",
    )  # fmt: skip

    assert json.loads(result.stdout)["scenarios"][0]["due_after"] == 2


def test_the_sqlite_address_may_be_written_as_elsewhere():
    files = [
        str(Database(url).file) for url in ("sqlite:a/b.db", "sqlite:///a/b.db", "sqlite:////srv/b%20c.db")
    ]

    assert files == ["a/b.db", "a/b.db", "/srv/b c.db"]
