"""A whole city as a person starts it, `jiphyeon run` in a folder of its own: for tests that look at processes.

A module asks for it with `from tests.running import start` and a parameter of that name.
"""

import os
import re
import secrets
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest
from tests.simulated import PLAIN, free_port
from tests.waiting import PATIENCE_SECONDS, wait_until

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("JIPHYEON_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


class City:
    """`jiphyeon run`: its own folder, its own port, no test settings; `more` is put into its environment."""

    def __init__(self, folder, *options, port=None, data=None, **more):
        self.data = data or folder / "data"
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {
            k: v
            for k, v in os.environ.items()
            if k == "JIPHYEON_LANGUAGE" or not k.startswith(("JIPHYEON_", "DATABASE_URL"))
        }
        self.environment = {
            **kept,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "PYTHONUNBUFFERED": "1",
            **more,
        }
        self.out = (folder / f"said-{self.port}-{secrets.token_hex(2)}").open("wb")
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jiphyeon", "run", "--port", str(self.port), "--data", self.data),
                *options,
            ],
            cwd=folder,
            env=self.environment,
            stdout=self.out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def output(self):
        return Path(self.out.name).read_text(encoding="utf-8")

    def children(self):
        """Every process started from the supervisor, named by id and start so that a reused id is not mistaken."""
        return {(pid, began) for pid, _parent, began, _command in self.family()}

    def family(self):
        """The supervisor and all below it: (id, parent, start, command line)."""
        found = subprocess.run(
            ["ps", "-e", "-ww", "-o", "pid=,ppid=,lstart=,args="], capture_output=True, text=True, check=True
        ).stdout
        rows = [
            (words[0], words[1], " ".join(words[2:7]), " ".join(words[7:]))
            for words in map(str.split, found.splitlines())
        ]
        family = {str(self.process.pid)}
        while more := {pid for pid, parent, *_ in rows if parent in family} - family:
            family |= more
        return [row for row in rows if row[0] in family]

    def pid_of(self, who):
        """The process id of one of them: supervisor, worker, web (the server) or child (the server's); None if not there."""
        if who == "supervisor":
            return self.process.pid
        mine = str(self.process.pid)
        word = {"worker": "jiphyeon worker", "web": "granian", "child": "granian"}[who]
        for pid, parent, _began, command in self.family():
            if word in command and (parent == mine) == (who != "child"):
                return int(pid)
        return None

    def get(self, where, **more):
        return httpx.get(
            self.url + where,
            **{"trust_env": False, "verify": PLAIN, "timeout": PATIENCE_SECONDS, "follow_redirects": True}
            | more,
        )

    def answers(self):
        """Whether it is ready just now."""
        try:
            return self.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def comes_back(self):
        """Wait until it answers."""
        self._waits(self.answers)

    def opens(self):
        """Wait until it says it is ready."""
        self._waits(lambda: "Ctrl-C stops it." in self.output())
        assert self.get("/readyz").status_code == 200

    def _waits(self, is_so):
        def is_so_or_gone():
            assert self.process.poll() is None, self.output()
            return is_so()

        wait_until(is_so_or_gone, self.output, every=0.1)

    def proves_its_log(self):
        """Sign what has happened and verify the log; what goes on happening meanwhile is signed the next time."""
        said = []

        def is_proven():
            self.does("ledger", "head", "--sign")
            try:
                said.append(self.does("ledger", "verify"))
            except AssertionError as unproven:
                if "without a place yet" not in str(unproven):
                    raise
                return False
            return True

        wait_until(is_proven, lambda: "the log is never all signed", every=0.5)
        return said[-1]

    def does(self, *arguments):
        """Run another command of the house on this city; return what it printed."""
        return self._python("-m", "jiphyeon", *arguments)

    def runs(self, code):
        """Run some Python inside this city's settings; return what it printed."""
        return self._python("-c", f"import django; django.setup()\n{code}")

    def _python(self, *arguments):
        ours = {"JIPHYEON_DATA_DIR": str(self.data), "DJANGO_SETTINGS_MODULE": "jiphyeon.config.settings"}
        demo = {} if "JIPHYEON_SECRET_KEY" in self.environment else {"JIPHYEON_DEMO": "1"}
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment | ours | demo,
            cwd=self.data.parent, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def signs_in(self, who):
        """A browser's worth of client, signed in as one of the demo people."""
        client = httpx.Client(
            base_url=self.url, trust_env=False, verify=PLAIN, timeout=PATIENCE_SECONDS, follow_redirects=True
        )
        page = client.get("/accounts/demo/").text
        action = re.search(rf'action="([^"]*/{who}/)"', page)[1]
        sent = client.post(action, data={"csrfmiddlewaretoken": client.cookies["csrftoken"], "next": "/"})
        assert sent.status_code == 200
        assert "sessionid" in client.cookies
        return client

    def stops(self):
        """Press Ctrl-C; return the exit code once it is gone."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_SECONDS)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()  # its children die with it: the supervisor asked the kernel for that
            self.process.wait()
        self.out.close()


@pytest.fixture
def start(tmp_path):
    """Start a city in the test's folder; started again, the same city."""
    started = []

    def begin(*options, **more):
        city = City(tmp_path, *options, **more)
        started.append(city)
        return city

    yield begin
    for city in started:
        city.close()


@contextmanager
def fresh_database(kind):
    """Environment that names an empty database of its own: nothing for SQLite, a database made and dropped otherwise."""
    if kind == "sqlite":
        yield {}
        return
    name = f"jip_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"DATABASE_URL": POSTGRES.rpartition("/")[0] + f"/{name}"}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def alive(processes):
    """Those of some processes (see City.children) that are still there."""
    found = subprocess.run(["ps", "-e", "-o", "pid=,lstart="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in found.stdout.splitlines())
    return {(words[0], " ".join(words[1:])) for words in rows} & processes
