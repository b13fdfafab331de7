"""Folders a run works in: its own, gone at the end; and those of a run that was killed, gone when the next begins.

Who is at work in a folder holds a lock on it, which the system lets go when the process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

PREFIX, HELD = ".jiphyeon-", "held"


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """Make a folder in `beside` for as long as it is needed, and clear away what killed runs left there."""
    _clear(beside)
    folder = Path(mkdtemp(prefix=PREFIX, dir=beside))
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if _locked(handle, wait=True, without=False):
            # Only now may others take an unlocked folder for one whose owner is gone.
            (folder / HELD).touch()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Make `folder` if it is not there and hold it; yields whether it could be had, or somebody else is at work in it."""
    while True:
        folder.mkdir(exist_ok=True)
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue  # whoever had it was done with it just now
        try:
            had = _locked(handle, wait=False, without=True)
            if had and not _still_there(folder, handle):
                continue
            yield had
        finally:
            os.close(handle)
        return


def _locked(handle: int, *, wait: bool, without: bool) -> bool:
    """Return whether the lock could be had; `without` on file systems that know no locks (some of a network)."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return without
    return True


def _still_there(folder: Path, handle: int) -> bool:
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _clear(beside: Path) -> None:
    """Remove the working folders whose owners are gone; those of other users and of runs at work stay."""
    for folder in beside.glob(f"{PREFIX}*"):
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            mine = os.fstat(handle).st_uid == os.geteuid()
            if mine and _locked(handle, wait=False, without=False) and (folder / HELD).exists():
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(handle)
