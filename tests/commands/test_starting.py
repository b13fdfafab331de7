"""Two starts at once: in one fresh clone the second waits, and no two cities serve one port."""

import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

from jiphyeon.commands.run import command

ROOT = Path(__file__).resolve().parents[2]
SETS_UP = """
import importlib.machinery, importlib.util, pathlib, sys, time
loader = importlib.machinery.SourceFileLoader("jip", sys.argv[1])
jip = importlib.util.module_from_spec(importlib.util.spec_from_loader("jip", loader))
sys.dont_write_bytecode = True
loader.exec_module(jip)
jip.HOME = pathlib.Path(sys.argv[2])
with jip.alone():
    print(time.monotonic(), flush=True)
    time.sleep(0.5)
    print(time.monotonic(), flush=True)
"""

PREPARES = """
import importlib.machinery, importlib.util, pathlib, sys
loader = importlib.machinery.SourceFileLoader("jip", sys.argv[1])
jip = importlib.util.module_from_spec(importlib.util.spec_from_loader("jip", loader))
sys.dont_write_bytecode = True
loader.exec_module(jip)
jip.ROOT, jip.HOME = pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[2], ".jip")
jip.digest = lambda *files: "the same"
made = []
def install(which, lock):
    made.append(which)
    jip.quietly([sys.executable, "-m", "venv", "--without-pip", jip.HOME / which])
jip.install = install
jip.environment("venv", "app")
found = jip.subprocess.run([jip.python_of("venv"), "-c", "import sys; print(sys.path[-1])"], capture_output=True, text=True)
print(len(made), found.stdout.strip())
"""


def test_a_folder_that_was_moved_starts_its_own_code(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    (here / "src").mkdir(parents=True)

    def prepared(where):
        done = subprocess.run(
            [sys.executable, "-c", PREPARES, ROOT / "jip", where], capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    assert prepared(here) == ["1", str(here / "src")]
    assert prepared(here) == ["0", str(here / "src")]
    here.rename(there)
    assert prepared(there) == ["1", str(there / "src")]


def test_two_first_starts_in_one_clone_set_up_one_after_the_other(tmp_path):
    both = [
        subprocess.Popen(
            [sys.executable, "-c", SETS_UP, ROOT / "jip", tmp_path / "home"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    found = [start.communicate()[0].split() for start in both]
    (_, first_ended), (second_began, _) = sorted([float(a), float(b)] for a, b in found)

    assert second_began >= first_ended


def test_a_port_taken_while_the_city_was_filled_is_noticed_before_pages_are_served(tmp_path, monkeypatch):
    with socket.socket() as mine:
        mine.bind(("127.0.0.1", 0))
        port = mine.getsockname()[1]
    taken = socket.socket()
    started = []

    def fill(*, demo):
        del demo
        taken.bind(("127.0.0.1", port))
        taken.listen()

    class Children:
        def __init__(self, *_given):
            pass

        def add(self, name, *_how):
            started.append(name)

        def take_down(self):
            started.append("taken down")

    monkeypatch.setattr(command, "_prepare", fill)
    monkeypatch.setattr(command, "_environment", lambda *_given: None)
    monkeypatch.setattr(command, "Supervisor", Children)
    monkeypatch.setattr(command.signal, "signal", lambda *_given: None)
    with taken, pytest.raises(click.ClickException) as no:
        command.run.callback(port, tmp_path, empty=True, no_simulators=True, host="127.0.0.1")

    assert f"Something already listens on port {port}" in str(no.value)
    assert started == ["worker", "taken down"]
