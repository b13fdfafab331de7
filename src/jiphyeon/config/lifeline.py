"""Children die with their parent, however it went; and a start ends whatever an earlier one left behind."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

MARK = "JIPHYEON_RUN"  # in the environment of all that a run starts, and of all that these start: the data folder
_PARENT_DEATH_SIGNAL = 1


def die_with(parent: int) -> None:
    """End this process by the kernel's hand the moment `parent` is gone. Linux only; elsewhere it does nothing.

    Everything a process has in hand survives a kill (that is tested), so nothing is asked of it first.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it went before we could ask
        os._exit(1)


def dying_with_us() -> Callable[[], None]:
    """Return what a child calls between fork and exec, so that it dies with this process."""
    parent = os.getpid()
    return lambda: die_with(parent)


def die_with_the_server() -> None:
    """Called in a process that the web server started: it dies with the server's main process."""
    server = multiprocessing.parent_process()
    if server is not None and server.pid is not None:
        die_with(server.pid)


def end_leftovers(data: Path, patience: float = 5.0) -> list[int]:
    """End every process that a run of this data folder left behind; return their ids.

    To be called while holding the folder's lock: whoever holds it knows that no other run is alive. Linux only.
    """
    mark = f"{MARK}={data}".encode()
    left = [pid for pid in _processes() if pid != os.getpid() and mark in _environment(pid)]
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    until = time.monotonic() + patience
    while any(mark in _environment(pid) for pid in left) and time.monotonic() < until:
        time.sleep(0.02)
    return left


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")] if sys.platform == "linux" else []


def _environment(pid: int) -> list[bytes]:
    """Return what a process was started with; nothing where it is gone or somebody else's."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []
