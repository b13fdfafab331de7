"""Keeps a handful of processes alive, and takes them all down together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from jiphyeon.config.lifeline import dying_with_us
from jiphyeon.config.log_files import LogFile

MOST_FAILURES = 5
"""How often a child may fall right after its start before it is left: what cannot start now does not by being tried for ever."""


@dataclass(slots=True)
class Child:
    """One process to keep: what to start, and how it has fared. `at`: the socket it is handed to listen at.

    `goes_without`: the city serves on where it cannot start.
    """

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    wait_until: float = 0.0
    reader: Thread | None = field(default=None, repr=False)
    at: tuple[socket.socket, ...] = ()
    goes_without: bool = False
    is_left: bool = False


class Supervisor:
    """Starts children in order, restarts those that fall (with growing pauses), stops them in reverse.

    Until it is open, and for what the city can go without, `MOST_FAILURES` falls in a row are the last.
    """

    def __init__(self, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self._environment = dict(environment)
        self._say = say
        self._children: list[Child] = []
        self._stopping = False
        self._is_open = False

    def add(
        self,
        name: str,
        command: list[str],
        log: Path,
        *,
        at: tuple[socket.socket, ...] = (),
        goes_without: bool = False,
    ) -> None:
        """Start a child now and keep it."""
        child = Child(name, command, log, at=at, goes_without=goes_without)
        self._children.append(child)
        self._start(child)

    def _start(self, child: Child) -> None:
        if child.reader is not None:
            child.reader.join(1.0)  # what the one before said last
        child.process = subprocess.Popen(
            child.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment,
            start_new_session=True,  # Ctrl-C reaches the supervisor alone, which then stops everyone in order
            pass_fds=[one.fileno() for one in child.at],
            preexec_fn=dying_with_us(),  # noqa: PLW1509 -- one libc call
        )
        child.reader = Thread(target=LogFile(child.log).take, args=(child.process.stdout,), daemon=True)
        child.reader.start()
        child.started = time.monotonic()

    def opened(self) -> None:
        """Know that the city serves: what it cannot go without is from now on started again for ever."""
        self._is_open = True

    def left(self) -> list[Child]:
        """Return whom it has stopped starting."""
        return [child for child in self._children if child.is_left]

    def watch(self, *, until: Callable[[], bool] = lambda: False, pause: float = 0.3) -> None:
        """Keep everyone alive until asked to stop, until `until()` says so, or until what is needed to open cannot start."""
        while not self._stopping and not until():
            if not self._is_open and any(not child.goes_without for child in self.left()):
                return
            for child in self._children:
                self._look_after(child)
            time.sleep(pause)

    def _look_after(self, child: Child) -> None:
        if child.is_left:
            return
        now = time.monotonic()
        if child.process is not None and child.process.poll() is not None:
            lived = now - child.started
            child.failures = 1 if lived > 10 else child.failures + 1
            pause = min(30.0, 0.5 * 2 ** (child.failures - 1))
            if child.failures >= MOST_FAILURES and (child.goes_without or not self._is_open):
                child.process, child.is_left = None, True
                for one in child.at:
                    one.close()  # who calls is refused at once, and waits for nobody
                self._say(
                    f"{child.name} fell {child.failures} times right after its start, and is left. Its log: {child.log}"
                )
                return
            self._say(
                f"{child.name} ended (exit {child.process.returncode}); starting it again in {pause:.0f} s. "
                f"Its log: {child.log}"
            )
            child.process, child.wait_until = None, now + pause
        if child.process is None and now >= child.wait_until and not self._stopping:
            self._start(child)

    def stop(self) -> None:
        """End the watch; safe to call from a signal handler."""
        self._stopping = True

    def take_down(self, patience: float = 15.0) -> None:
        """Ask everyone to finish, last started first; those who do not within `patience` seconds are killed."""
        for child in reversed(self._children):
            if child.process and child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + patience
        for child in reversed(self._children):
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(
                    f"{child.name} did not finish in {patience:.0f} s; it was ended. Its work will be taken up again."
                )
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()
        for child in self._children:
            if child.reader is not None:
                child.reader.join(1.0)


def held_port(wanted: int) -> socket.socket:
    """Return a socket that listens at `wanted` on this machine, or where somebody else does, at a port that was free.

    Held from now on, it is nobody else's, however long it takes until the child serves that it is handed to.
    """
    try:
        return socket.create_server(("127.0.0.1", wanted))
    except OSError:
        return socket.create_server(("127.0.0.1", 0))


def is_free(port: int) -> bool:
    """Return whether nobody listens at a port of this machine."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
