"""What every other test stands on: a swept database is a migrated one, and a city laid down is the city that was made."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from tests import database, rounds, times

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.foundation.organisation.pack import load_city

# The rooms that have a table of their own.
KEEPING = {
    app.name.rpartition(".")[2]
    for app in apps.get_app_configs()
    if app.name.startswith("jiphyeon.") and list(app.get_models())
}


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_the_database_is_a_migrated_one():
    before = list(ContentType.objects.order_by("pk").values())
    Unit.objects.create(code="left", name_ko="남음", name_en="Left")
    ContentType.objects.filter(pk=before[0]["id"]).update(model="changed")
    ContentType.objects.filter(pk=before[1]["id"]).delete()

    database.sweep()

    assert not Unit.objects.exists()
    assert list(ContentType.objects.order_by("pk").values()) == before
    assert database.written() == {}


@pytest.mark.django_db(transaction=True)
def test_rows_that_lie_in_another_order_are_the_same_rows():
    before = database.Rows("django_content_type")
    first = ContentType.objects.order_by("pk").values().first()

    ContentType.objects.filter(pk=first["id"]).update(model="moved")
    ContentType.objects.filter(pk=first["id"]).update(model=first["model"])

    assert database.Rows("django_content_type") == before
    assert database.written() == {}


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Where a migrated database is kept, in a folder of the test's own, and a database that was migrated."""
    monkeypatch.setattr(database, "KEPT", tmp_path / "kept")
    (tmp_path / "kept").mkdir()

    def of(name):
        place = database.OnSQLite("a-state-of-the-code")
        place.mine = tmp_path / name
        return place

    with closing(sqlite3.connect(of("first").mine)) as made:
        made.execute("CREATE TABLE unit (code TEXT)")
        made.execute("INSERT INTO unit VALUES ('there')")
        made.commit()
    return of


def codes(file):
    with closing(sqlite3.connect(file)) as asked:
        return asked.execute("SELECT code FROM unit").fetchall()


def test_a_run_that_was_broken_off_leaves_nothing_to_the_next(beside):
    first, second = beside("first"), beside("second")
    second.mine.with_name("second-wal").write_bytes(b"another database's log")
    (database.KEPT / "an-older-state.sqlite3").write_bytes(b"")
    (database.KEPT / "a-state-of-the-code.1").write_bytes(b"half a copy")

    first.keep()

    assert second.copy()
    assert codes(second.mine) == [("there",)]
    assert [file.name for file in database.KEPT.iterdir()] == ["a-state-of-the-code.sqlite3"]


def test_a_kept_database_that_is_spoilt_is_made_anew(beside):
    first = beside("first")
    first.keep()
    whole = first.kept.read_bytes()
    first.kept.write_bytes(whole[: len(whole) // 2] + b"x" * (len(whole) // 2))

    assert not beside("second").copy()
    assert not first.kept.exists()
    assert not beside("second").mine.exists()


def test_a_run_has_a_database_named_after_its_own_process():
    named = re.search(r"(\d+)(?:\.sqlite3)?(?:_gw\d+)?$", settings.DATABASES["default"]["TEST"]["NAME"])

    assert int(named[1]) in {os.getpid(), os.getppid()}  # one of several workers is a child of the run


@pytest.mark.django_db(transaction=True)
def test_databases_of_runs_that_died_are_cleared_away_and_no_others():
    if connection.vendor != "postgresql":
        pytest.skip("a run's databases stand on a server on PostgreSQL alone")
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    place = database.here()
    place.mine = "test_jiphyeon_0a0b0c0d_1"
    left, used = f"test_jiphyeon_0a0b0c0d_{ended.pid}_gw1", f"test_jiphyeon_0a0b0c0d_{os.getpid()}"
    with psycopg.connect(**place._server(), autocommit=True) as server:
        for name in (left, used):
            server.execute(f'CREATE DATABASE "{name}"')
        try:
            assert place._of_runs_that_died(server) == [left]
        finally:
            for name in (left, used):
                server.execute(f'DROP DATABASE "{name}"')


@pytest.mark.django_db
def test_a_city_laid_down_is_the_one_that_was_made_and_can_be_added_to():
    made = []

    def make():
        made.append("once")
        load_city(settings.CITY_PACK)
        User.objects.create_user("hana", "hana@example.invalid")

    units, people = [], []
    for _again in range(2):
        with transaction.atomic():
            database.once("a test's own city", make)
            units.append(list(Unit.objects.order_by("pk").values()))
            people.append(list(User.objects.values()))
            User.objects.create_user("doyun", "doyun@example.invalid")
            transaction.set_rollback(True)

    assert made == ["once"]
    assert units[0] == units[1] != []
    assert people[0] == people[1] != []


@pytest.mark.django_db
def test_a_city_with_something_in_it_is_made_and_not_laid():
    made = []
    Unit.objects.create(code="there", name_ko="있음", name_en="There")

    for _again in range(2):
        database.once("never laid", lambda: made.append("made"))

    assert made == ["made", "made"]


def test_what_takes_long_stands_first_in_every_share():
    class Item:
        def __init__(self, number):
            self.number = number

        def iter_markers(self):
            return [pytest.mark.slow.mark] if self.number >= 7 else []

    shares = rounds.spread([Item(number) for number in range(10)], 3)

    assert [one.number for one in shares] == [7, 0, 1, 8, 2, 3, 9, 4, 5, 6]


def test_files_and_rooms_are_told_with_their_seconds_and_who_is_over_its_budget_is_named():
    @dataclass
    class Report:
        nodeid: str
        duration: float

    reports = [
        Report("tests/contexts/plans/test_views.py::test_a", 100.0),
        Report("tests/contexts/plans/test_views.py::test_a", 50.0),
        Report("tests/contexts/plans/test_counts.py::test_b[x]", 40.0),
        Report("tests/journeys/test_lists.py::test_c", 300.0),
        Report("tests/kernel/test_days.py::test_d", 0.1),
    ]

    assert list(times.summary_lines(reports)) == [
        "slowest files of 490 s in all:",
        "    300 s  tests/journeys/test_lists.py",
        "    150 s  tests/contexts/plans/test_views.py",
        "     40 s  tests/contexts/plans/test_counts.py",
        "      0 s  tests/kernel/test_days.py",
        "by room, of 180 s a room:",
        "    300 s  journeys",
        "    190 s  contexts/plans  more than its budget",
    ]


def test_every_pattern_of_what_runs_on_sqlite_alone_names_a_file_that_is_there():
    files = [path.relative_to(rounds.TESTS) for path in rounds.TESTS.rglob("test_*.py")]

    for pattern in (pattern for patterns in rounds.ALIKE.values() for pattern in patterns):
        assert any(rounds.matches(file, pattern) for file in files), pattern


@pytest.mark.parametrize("room", sorted(KEEPING))
def test_every_room_that_keeps_rows_is_asked_on_postgresql(room):
    again = [
        file
        for file in rounds.TESTS.rglob("test_*.py")
        if not rounds.is_alike(file) and not rounds.ONCE & set(file.relative_to(rounds.TESTS).parts[:1])
    ]

    assert any(room in rounds.USED.findall(file.read_text(encoding="utf-8")) for file in again)


def test_a_test_belongs_to_the_rooms_it_lies_in_is_named_after_or_walks_through():
    known = rounds.rooms()

    def of(name):
        return rounds.rooms_of((rounds.ROOT / "tests" / name).relative_to(rounds.ROOT), known)

    assert of("contexts/benefits/test_pages.py") == {"benefits"}
    assert of("methods/merkle/test_merkle.py") == {"merkle"}
    assert {"mydata", "notices"} <= of("journeys/test_consent.py")
    assert of("kernel/test_days.py") == set()
