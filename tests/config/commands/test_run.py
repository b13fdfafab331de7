"""`jiphyeon run` on an empty folder: it opens, answers, stops cleanly, and picks up where it was."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from tests.simulated import free_port

ROOT = Path(__file__).resolve().parents[3]
READY_SECONDS = 60  # of one core's work, which is what a quiet machine takes
PATIENCE_SECONDS = 240  # of the clock on the wall, which a busy machine may stretch


class City:
    """`jiphyeon run` as a person starts it: its own folder, its own port, no test settings."""

    def __init__(self, folder, *options):
        self.data = folder / "data"
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("JIPHYEON_") and k != "DATABASE_URL"}
        self.out = (folder / f"said-{port}").open("wb")
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jiphyeon", "run", "--port", str(port), "--data", self.data, *options],
            cwd=folder,
            env={**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"},
            stdout=self.out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def said(self):
        return Path(self.out.name).read_text(encoding="utf-8")

    def children(self):
        """Every process started from the supervisor, named by id and start so that a reused id is not mistaken."""
        found = subprocess.run(
            ["ps", "-e", "-o", "pid=,ppid=,lstart="], capture_output=True, text=True, check=True
        ).stdout
        rows = [line.split(None, 2) for line in found.splitlines()]
        family = {str(self.process.pid)}
        while True:
            more = {pid for pid, parent, _ in rows if parent in family} | family
            if more == family:
                break
            family = more
        return {(pid, began) for pid, _, began in rows if pid in family}

    def get(self, where):
        return httpx.get(self.url + where, trust_env=False, timeout=20, follow_redirects=True)

    def opens(self):
        """Wait until it says it is ready, and hold it to its time."""
        while "Ctrl-C stops it." not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() - self.began < PATIENCE_SECONDS, self.said()
            time.sleep(0.1)
        assert self.get("/readyz").status_code == 200
        assert self.worked() < READY_SECONDS, self.said()

    def worked(self):
        """Seconds of processor time that everyone in the family has used."""
        family = {pid for pid, _ in self.children()}
        used = subprocess.run(
            ["ps", "-e", "-o", "pid=,cputimes="], capture_output=True, text=True, check=True
        )
        return sum(int(seconds) for pid, seconds in map(str.split, used.stdout.splitlines()) if pid in family)

    def stops(self):
        """Press Ctrl-C; return the exit code once it is gone."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()  # its children die with it: the supervisor asked the kernel for that
            self.process.wait()
        self.out.close()


@pytest.fixture
def start(tmp_path):
    started = []

    def begin(*options):
        city = City(tmp_path, *options)
        started.append(city)
        return city

    yield begin
    for city in started:
        city.close()


def alive(processes):
    found = subprocess.run(["ps", "-e", "-o", "pid=,lstart="], capture_output=True, text=True, check=True)
    return {tuple(line.split(None, 1)) for line in found.stdout.splitlines()} & processes


@pytest.mark.slow
def test_the_city_opens_in_an_empty_folder_stops_cleanly_and_picks_up_where_it_was(start):
    first = start()
    first.opens()
    home, people = first.get("/"), first.get("/accounts/demo/")
    family = first.children()
    assert home.status_code == people.status_code == 200
    assert "집현" in home.text
    assert "김하나" in people.text
    assert len(family) >= 5  # supervisor, worker, web, data holder, mailbox
    for port in re.findall(r"http://localhost:(\d+)/", first.said())[1:]:
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200

    assert first.stops() == 0
    assert "stopped. Everything is kept" in first.said()
    assert alive(family) == set()

    cases = counted(first.data)
    second = start()
    second.opens()
    assert second.get("/").status_code == 200
    assert counted(second.data) == cases
    assert second.stops() == 0


@pytest.mark.slow
def test_an_empty_city_has_no_invented_people_and_no_simulators_where_none_are_wanted(start):
    city = start("--empty", "--no-simulators")
    city.opens()
    family = city.children()

    assert city.get("/").status_code == 200
    assert "김하나" not in city.get("/accounts/demo/").text
    assert counted(city.data) == {"accounts_user": 0, "benefits_case": 0}
    assert "Simulated" not in city.said()
    assert not (city.data / "simulators").exists()
    assert city.stops() == 0
    assert alive(family) == set()


@pytest.mark.slow
def test_a_second_start_in_the_same_folder_is_refused_in_one_line(start):
    city = start("--empty", "--no-simulators")
    while "database" not in city.said():
        time.sleep(0.1)

    other = start("--empty", "--no-simulators")

    assert other.process.wait(timeout=60) == 1
    assert "Another ./jip run uses" in other.said()


def counted(data):
    import sqlite3

    with sqlite3.connect(data / "jiphyeon.sqlite3") as asked:
        return {
            table: asked.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("accounts_user", "benefits_case")
        }
