"""What a process says, in a file that is closed and put aside before it grows too large."""

from __future__ import annotations

import logging
import logging.handlers
import os
from io import TextIOWrapper
from pathlib import Path
from typing import IO

LARGEST, KEPT = 10 * 1024 * 1024, 4
_LONGEST_LINE = 64 * 1024


class LogFile(logging.handlers.RotatingFileHandler):
    """One log and its `KEPT` forerunners (`web.log.1` is the latest), each of at most `LARGEST` bytes, for our eyes only."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(
            path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", errors="backslashreplace", delay=True
        )

    def take(self, stream: IO[bytes]) -> None:
        """Write down everything that comes until it ends. A full disk loses lines; it stops nobody from working."""
        with stream:
            for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
                text = line.decode("utf-8", "backslashreplace").rstrip("\n")
                self.emit(logging.makeLogRecord({"msg": text}))
        self.close()

    def _open(self) -> TextIOWrapper:
        return open(  # the handler closes it
            self.baseFilename,
            "a",
            encoding=self.encoding,
            errors=self.errors,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the handler's own name
        """Say nothing: where it could be said is what failed."""
