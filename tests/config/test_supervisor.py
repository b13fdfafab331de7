"""Children die with their parent, a start ends what an earlier one left, and logs are put aside before they grow."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.config import lifeline, log_files
from jiphyeon.config import supervisor as supervising
from jiphyeon.config.log_files import LogFile
from jiphyeon.config.supervisor import Supervisor, held_port, is_free

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asked of the Linux kernel")

# A supervisor with one child that has a child of its own, as the web server has.
FAMILY = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, {source!r})
from jiphyeon.config.supervisor import Supervisor, held_port, is_free
child = '''
import multiprocessing, os, sys, time
sys.path.insert(0, {source!r})
from jiphyeon.config.lifeline import die_with_the_server
def grandchild():
    die_with_the_server()
    os.write(1, f"pid {{os.getpid()}}{{chr(10)}}".encode())
    time.sleep(600)
multiprocessing.Process(target=grandchild).start()
os.write(1, f"pid {{os.getpid()}}{{chr(10)}}".encode())
time.sleep(600)
'''
supervisor = Supervisor({{**os.environ, "JIPHYEON_RUN": {folder!r}}}, print)
supervisor.add("child", [sys.executable, "-c", child], Path({folder!r}, "child.log"))
supervisor.watch()
"""


def is_there(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


@pytest.fixture
def family(tmp_path):
    """(supervisor, child, grandchild): process ids of those who live."""
    code = FAMILY.format(source=str(ROOT / "src"), folder=str(tmp_path))
    supervisor = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    log = tmp_path / "child.log"

    def pids():
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        return [int(pid) for pid in re.findall(r"pid (\d+)\n", text)]

    wait_until(lambda: len(pids()) == 2)
    child = next(pid for pid in pids() if parent_of(pid) == supervisor.pid)
    (grandchild,) = set(pids()) - {child}
    yield supervisor, child, grandchild, pids
    supervisor.kill()
    supervisor.wait()


def test_all_die_with_the_supervisor(family):
    supervisor, child, grandchild, _pids = family

    supervisor.kill()
    supervisor.wait()

    wait_until(lambda: not is_there(child) and not is_there(grandchild))


def test_a_child_that_is_killed_takes_its_own_along_and_is_started_again(family):
    _supervisor, child, grandchild, pids = family

    os.kill(child, signal.SIGKILL)

    wait_until(lambda: not is_there(child) and not is_there(grandchild))
    wait_until(lambda: len(pids()) == 4)


def test_a_start_ends_what_an_earlier_run_of_its_folder_left_and_nobody_else(tmp_path):
    def sleeper(folder):
        return subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(600)"],
            env={**os.environ, lifeline.MARK: str(folder)},
        )

    ours, others = sleeper(tmp_path), sleeper(tmp_path / "other")
    wait_until(lambda: lifeline._environment(ours.pid) and lifeline._environment(others.pid))

    assert lifeline.end_leftovers(tmp_path) == [ours.pid]
    assert ours.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    assert others.poll() is None
    others.kill()
    others.wait()


def test_a_log_is_put_aside_before_it_grows_and_is_for_our_eyes_only(tmp_path, monkeypatch):
    monkeypatch.setattr(log_files, "LARGEST", 1_000)
    lines = [f"line {n:04} 한글" for n in range(600)]
    old_mask = os.umask(0o022)

    LogFile(tmp_path / "logs" / "web.log").take(
        io.BytesIO(("\n".join(lines) + "\n").encode() + b"\xff broken\n")
    )

    os.umask(old_mask)
    kept = sorted((tmp_path / "logs").iterdir())
    assert [file.name for file in kept] == ["web.log", "web.log.1", "web.log.2", "web.log.3", "web.log.4"]
    assert all(file.stat().st_size <= 1_020 and file.stat().st_mode & 0o777 == 0o600 for file in kept)
    newest_last = "".join(file.read_text(encoding="utf-8") for file in [*reversed(kept[1:]), kept[0]])
    assert newest_last.endswith(f"{lines[-1]}\n\\xff broken\n")
    assert newest_last.splitlines()[:-1] == lines[-len(newest_last.splitlines()) + 1 :]


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path):
    found = []
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "web.log").mkdir()  # no file can be opened here
    supervisor = Supervisor(os.environ, found.append)

    supervisor.add("web", [sys.executable, "-c", "print('x' * 1_000_000)"], tmp_path / "logs" / "web.log")

    assert supervisor._children[0].process.wait(PATIENCE_SECONDS) == 0
    supervisor.take_down()


FALLS = [sys.executable, "-c", "raise SystemExit(3)"]
STAYS = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def impatient(monkeypatch, tmp_path):
    """(supervisor, what it says): it leaves whom it sees fall twice."""
    monkeypatch.setattr(supervising, "MOST_FAILURES", 2)
    said = []
    supervisor = Supervisor(os.environ, said.append)
    yield supervisor, said
    supervisor.take_down()


def test_what_the_city_can_go_without_is_left_once_it_fell_too_often_and_that_is_said(impatient, tmp_path):
    supervisor, said = impatient
    supervisor.add("web", STAYS, tmp_path / "web.log")
    held = held_port(0)
    port = held.getsockname()[1]
    supervisor.add("mailbox", FALLS, tmp_path / "mailbox.log", at=(held,), goes_without=True)
    supervisor.opened()

    supervisor.watch(until=lambda: any("is left" in line for line in said), pause=0.02)

    assert [child.name for child in supervisor.left()] == ["mailbox"]
    assert is_free(port)
    assert said[-1].endswith(f"Its log: {tmp_path / 'mailbox.log'}")


def test_a_city_whose_pages_cannot_start_is_not_waited_for_for_ever(impatient, tmp_path):
    supervisor, _said = impatient
    supervisor.add("web", FALLS, tmp_path / "web.log")

    supervisor.watch(pause=0.02)

    assert [child.name for child in supervisor.left()] == ["web"]


def test_two_cities_that_want_one_port_hold_two(tmp_path):
    with held_port(0) as first, held_port(first.getsockname()[1]) as second:
        assert first.getsockname() != second.getsockname()


def test_a_child_serves_at_the_socket_it_is_handed(tmp_path):
    answers = "import socket, sys; socket.socket(fileno=int(sys.argv[1])).accept()[0].sendall(b'here')"
    supervisor = Supervisor(os.environ, print)
    with held_port(0) as at:
        supervisor.add(
            "one", [sys.executable, "-c", answers, str(at.fileno())], tmp_path / "one.log", at=(at,)
        )

        with socket.create_connection(at.getsockname()) as asked:
            assert asked.recv(4) == b"here"
    supervisor.take_down()
