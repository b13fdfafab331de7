"""What is no fault of the code is said in a sentence: newer or older data, no city, no database, no room."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path

from jiphyeon.commands import failures
from jiphyeon.config import versions
from jiphyeon.config.urls import handler500, urlpatterns
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.jobs.worker import Worker
from jiphyeon.kernel import Refused
from jiphyeon.kernel.disk import is_full

ROOT = Path(__file__).resolve().parents[2]


def full():
    """What SQLite raises when there is no room, as Django hands it on."""
    with sqlite3.connect(":memory:") as small:
        small.execute("PRAGMA max_page_count = 2")
        try:
            small.execute("CREATE TABLE a AS SELECT zeroblob(100000)")
        except sqlite3.OperationalError as error:
            raise OperationalError("database or disk is full") from error


def test_no_room_is_known_by_its_code_whoever_says_it():
    class FullError(Exception):
        sqlstate = "53100"

    with pytest.raises(OperationalError) as raised:
        full()

    assert is_full(raised.value)
    assert is_full(FullError())
    assert is_full(OSError(errno.ENOSPC, "No space left on device"))
    assert not is_full(OSError(errno.EACCES, "Permission denied"))
    assert not is_full(OperationalError("database or disk is full"))  # words alone are nobody's answer
    assert failures.failure_words(raised.value).en.startswith("There is no room left on the disk.")


def fails(request):
    full()


def breaks(request):
    raise ZeroDivisionError


urlpatterns = [path("fails/", fails), path("breaks/", breaks), *urlpatterns]
assert handler500


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_says_that_there_is_no_room_and_another_fault_stays_one():
    client = Client(raise_request_exception=False)

    without_room, broken = client.get("/fails/"), client.get("/breaks/")

    assert (without_room.status_code, without_room["Retry-After"]) == (503, "60")
    assert "지금은 저장할 자리가 없습니다" in without_room.content.decode()
    assert "There is no room to save just now" in without_room.content.decode()
    assert broken.status_code == 500


@pytest.mark.django_db(transaction=True)
def test_a_job_waits_for_room_and_has_not_failed(monkeypatch):
    from tests.foundation.jobs.deeds import say

    say.enqueue("room")
    monkeypatch.setattr(type(say), "call", lambda *_: full())

    Worker(name="test", chores=False).drain()

    job = Job.objects.get(task=say.module_path)
    assert (job.state, job.failures) == (JobState.WAITING, 0)


def record(app, name):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, '2030-01-01')", [app, name]
        )


@pytest.mark.django_db
@pytest.mark.parametrize("step", [("benefits", "9001_later"), ("a_room_to_come", "0001_initial")])
def test_data_of_a_newer_version_is_refused_in_a_sentence(step):
    versions.refuse_newer_data()
    record(*step)

    with pytest.raises(Refused) as no:
        versions.refuse_newer_data()

    assert no.value.code == "newer_data"
    assert str(no.value) == (
        f"This data was written by a newer Jiphyeon ({'.'.join(step)}). Start that version or a newer one, or restore a "
        "backup made before the upgrade. Nothing was changed."
    )
    assert no.value.text("ko").startswith(f"이 자료는 더 새로운 집현이 썼습니다({'.'.join(step)}).")
    assert failures.failure_words(OperationalError("no such column: later")) == no.value.words


@pytest.mark.django_db
def test_what_an_older_version_once_applied_and_later_joined_is_no_newer_data():
    record("benefits", "0001_was_joined_into_another")

    versions.refuse_newer_data()


@pytest.mark.django_db
def test_data_of_an_older_version_and_a_fault_of_ours_are_told_apart():
    assert failures.failure_words(OperationalError("syntax error")) is None
    assert failures.failure_words(ZeroDivisionError()) is None
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'benefits'")

    assert failures.failure_words(OperationalError("no such table")).en == (
        "This data was written by an older Jiphyeon. ./jip run brings it up to date as it starts."
    )


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"JIPHYEON_DATA_DIR": "nowhere", "JIPHYEON_SECRET_KEY": "k" * 40, "JIPHYEON_FIELD_KEYS": f"a:{'A' * 43}="}, "There is no city in "),
        ({"JIPHYEON_DATA_DIR": "empty", "JIPHYEON_DEMO": "1"}, "There is no city in "),
        ({"JIPHYEON_DEMO": "1", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/x"}, "The database does not answer (connection"),
        ({}, "Set JIPHYEON_SECRET_KEY to at least 40 random characters"),
    ],
)  # fmt: skip
def test_a_command_without_its_city_says_so_in_one_line_and_makes_none(tmp_path, settings, words):
    kept = {
        k: v
        for k, v in os.environ.items()
        if k == "JIPHYEON_LANGUAGE" or not k.startswith(("JIPHYEON_", "DATABASE_URL"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "jiphyeon", "ledger", "verify"],
        cwd=tmp_path, env={**kept, "PYTHONPATH": str(ROOT / "src"), **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.startswith(f"jiphyeon: {words}")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "nowhere").exists()
