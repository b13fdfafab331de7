"""A city is put by while it takes in papers, and set up again elsewhere: every paper opens, every leaf proves."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.counts import count
from tests.run import POSTGRES, postgres_answers
from tests.waiting import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.drill


class Place:
    """A data folder and a database: where a city can be."""

    def __init__(self, folder, database):
        self.data = folder
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name == "JIPHYEON_LANGUAGE" or not name.startswith("JIPHYEON_")
            },
            "PYTHONPATH": str(ROOT / "src"),
            "JIPHYEON_DEMO": "1",
            "JIPHYEON_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "jiphyeon.config.settings",
        }
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database

    def start(self, *arguments):
        return subprocess.Popen([sys.executable, *map(str, arguments)], cwd=ROOT, env=self.environment)

    def run(self, *arguments, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "jiphyeon", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return done.stdout, done.stderr


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Return a maker of places; the databases it made are dropped afterwards."""
    if request.param == "postgresql" and not postgres_answers():
        pytest.skip("no PostgreSQL server answers")
    made = []

    def new(name):
        if request.param == "sqlite":
            return Place(tmp_path / name, "")
        database = f"drill_{secrets.token_hex(6)}"
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{database}"')
        made.append(database)
        return Place(tmp_path / name, f"{POSTGRES.rpartition('/')[0]}/{database}")

    yield new
    for database in made:
        with psycopg.connect(POSTGRES, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


def until(number, progress_file):
    """Wait until the city has taken in so many papers."""
    wait_until(
        lambda: progress_file.exists() and int(progress_file.read_text()) >= number,
        lambda: "the city takes in nothing",
        patience=count(short=PATIENCE_SECONDS, long=10 * PATIENCE_SECONDS),
    )


def test_a_city_put_by_at_work_comes_back_whole_elsewhere_and_names_what_is_missing(place, tmp_path):
    papers = count(short=12, long=600)
    here = place("here")
    script = ROOT / "tests" / "drills" / "a_city_at_work.py"
    assert here.start(script, "make", *count(short=[], long=["demo"])).wait(PATIENCE_SECONDS) == 0
    progress_file = tmp_path / "told"
    city = here.start(script, "work", progress_file)
    try:
        until(papers, progress_file)
        # By now their rows are there too; a file newer than that may be put by without its row, which harms nobody.
        settled = sorted(here.data.rglob("kept/*/*"), key=lambda path: path.stat().st_mtime)[: papers // 2]
        here.run("backup", tmp_path / "backup", "--keys", tmp_path / "keys")
        before = int(progress_file.read_text())
        until(before + 2, progress_file)  # nobody had to wait for the backup
    finally:
        city.kill()
        city.wait()

    # Elsewhere, everything is there, opens and proves.
    there = place("there")
    there.run("restore", tmp_path / "backup", "--keys", tmp_path / "keys")
    there.run("ledger", "head", "--sign")
    document = json.loads(there.run("ledger", "verify", "--rows", "--json")[0])
    assert (document["verdict"], document["unchecked"], document["problems"]) == ("true", [], [])
    assert document["rows"]["papers (application)"] == document["rows"]["kept files opened"] >= papers
    assert document["held"] == 1

    # What is missing or altered in a backup is named, and the rest comes back.
    put_by = {path.name: path for path in (tmp_path / "backup" / "files" / "kept").glob("*/*")}
    lost, spoilt = (put_by[path.name] for path in settled[:2])
    lost.unlink()
    whole = spoilt.read_bytes()
    spoilt.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    elsewhere = place("elsewhere")
    _, named = elsewhere.run("restore", tmp_path / "backup", "--keys", tmp_path / "keys", code=1)
    assert f"The file {lost.name}, kept on " in named
    assert f"The file {spoilt.name}, kept on " in named
    document = json.loads(elsewhere.run("ledger", "verify", "--rows", "--json", code=1)[0])
    assert sorted(words.split()[2].strip(",") for words in document["problems"]) == sorted(
        [lost.name, spoilt.name]
    )
