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


@dataclass(slots=True)
class Child:
    """One process to keep: what to start, and how it has fared."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    wait_until: float = 0.0
    reader: Thread | None = field(default=None, repr=False)


class Supervisor:
    """Starts children in order, restarts those that fall (with growing pauses), stops them in reverse."""

    def __init__(self, environment: Mapping[str, str], say: Callable[[str], None]) -> None:
        self._environment = dict(environment)
        self._say = say
        self._children: list[Child] = []
        self._stopping = False

    def add(self, name: str, command: list[str], log: Path) -> None:
        """Start a child now and keep it."""
        child = Child(name, command, log)
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
            preexec_fn=dying_with_us(),  # noqa: PLW1509 -- one libc call
        )
        child.reader = Thread(target=LogFile(child.log).take, args=(child.process.stdout,), daemon=True)
        child.reader.start()
        child.started = time.monotonic()

    def watch(self, *, until: Callable[[], bool] = lambda: False, pause: float = 0.3) -> None:
        """Keep everyone alive until asked to stop or until `until()` says so."""
        while not self._stopping and not until():
            for child in self._children:
                self._look_after(child)
            time.sleep(pause)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is not None:
            lived = now - child.started
            child.failures = 1 if lived > 10 else child.failures + 1
            pause = min(30.0, 0.5 * 2 ** (child.failures - 1))
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


def free_port(wanted: int) -> int:
    """Return `wanted` if nobody listens there on this machine, or else one that is free."""
    for candidate in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("No free port on this machine.")
