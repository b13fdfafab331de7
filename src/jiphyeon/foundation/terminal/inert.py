"""What commands print: text of files, names and addresses comes out inert, whatever a terminal would make of it.

One place for every command: the streams themselves, while the command line runs.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from jiphyeon.kernel.text import inert

# A line that says how far a command has come goes back to its start by itself; nothing else may.
_PROGRESS = re.compile(r"\A\r(?:\x1b\[K)?")


class Inert(io.TextIOWrapper):
    """A stream that writes out what a terminal would obey. In JSON the same text stands there, escaped."""

    def write(self, text: str) -> int:
        """Write a text; return its length."""
        start = _PROGRESS.match(text)
        head, rest = (start[0], text[start.end() :]) if start else ("", text)
        blank = rest.endswith("\r") and not rest.strip()
        super().write(head + (rest if blank else inert(rest)))
        return len(text)


@contextmanager
def inert_streams() -> Iterator[None]:
    """Have everything printed meanwhile come out inert. A stream that is no file (a test's) stays as it is."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_inert(stream) for stream in before)
    try:
        yield
    finally:
        for now in (sys.stdout, sys.stderr):
            if isinstance(now, Inert):
                now.flush()
                now.detach()
        sys.stdout, sys.stderr = before


def _inert(stream: TextIO) -> TextIO:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        return stream
    stream.flush()
    return Inert(
        buffer,
        encoding=stream.encoding,
        errors="backslashreplace",
        newline="" if sys.platform != "win32" else None,
        line_buffering=getattr(stream, "line_buffering", False),
        write_through=getattr(stream, "write_through", False),
    )
