"""SQLite's writers stand in line: whoever commits and comes again at once stands behind whoever waits."""

import threading

import pytest
from django.db import OperationalError, connection
from tests.waiting import wait_until

from jiphyeon.config.sqlite3.base import LINE, DatabaseWrapper, place_in_line


@pytest.fixture
def opens(tmp_path, django_db_blocker):
    """Return a function that makes a connection of its own to one small database."""
    given = {**connection.settings_dict, "ENGINE": "jiphyeon.config.sqlite3", "NAME": tmp_path / "x.sqlite3"}
    given["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL",
    }
    made = []

    def open_one():
        made.append(DatabaseWrapper(given, f"line-{len(made)}"))
        made[-1].inc_thread_sharing()
        return made[-1]

    with django_db_blocker.unblock():
        with open_one().cursor() as cursor:
            cursor.execute("CREATE TABLE written (by TEXT)")
        yield open_one
        for one in made:
            one.close()


def somebody_stands_in(line):
    try:
        with place_in_line(str(line), 0):
            return False
    except OperationalError as no:
        return str(no) == "database is locked"


def write(database):
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO written VALUES ('web')")


def begin(database):
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write_in_a_transaction(database):
    begin(database)
    write(database)
    database.commit()


@pytest.mark.parametrize("writes", [write, write_in_a_transaction])
def test_a_process_that_begins_anew_at_once_stands_behind_whoever_waits(opens, writes):
    worker, web = opens(), opens()
    waits = threading.Thread(target=writes, args=[web])

    begin(worker)
    waits.start()
    wait_until(lambda: somebody_stands_in(worker.settings_dict["NAME"]))
    worker.commit()
    worker.set_autocommit(True)
    begin(worker)  # at once

    with worker.cursor() as cursor:
        found = cursor.execute("SELECT by FROM written").fetchall()
    worker.commit()
    waits.join()
    assert found == [("web",)]


def test_reading_waits_for_nobody(opens):
    reader = opens()

    with place_in_line(str(reader.settings_dict["NAME"]), 0), reader.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM written").fetchone() == (0,)


def test_whoever_waits_too_long_is_told_so_as_sqlite_does(tmp_path):
    database = str(tmp_path / "x")

    with place_in_line(database, 0):
        refused = somebody_stands_in(database)

    assert refused
    assert not somebody_stands_in(database)
    assert (tmp_path / f"x{LINE}").stat().st_mode & 0o777 == 0o600
