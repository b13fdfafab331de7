"""How far a run is and how long it will still take, told to whoever watches."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Self

# Somebody who reads a log wants to see that it goes on, not every step.
EVERY_SECONDS = 10.0


class Progress:
    """Progress with the time left: on a terminal one line rewritten, elsewhere a plain line every ten seconds."""

    def __init__(self, stream: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self.stream = stream
        self.clock = clock
        self.terminal = stream.isatty()
        self.last_told = clock()
        self.step = ""
        self.began, self.first = self.last_told, 0.0

    def __call__(self, step: str, part: float) -> None:
        """Tell that `part` (0 to 1) of a step is done."""
        now = self.clock()
        if step != self.step:
            # A run that was taken up again begins in the middle: the pace counts from there.
            self.step, self.began, self.first = step, now, part
        if self.terminal:
            self._write(f"\r\x1b[K{self._line(part, now)}" if part < 1 else "\r\x1b[K")
        elif part < 1 and now - self.last_told >= EVERY_SECONDS:
            self.last_told = now
            self._write(f"{self._line(part, now)}\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        """Leave no half line behind."""
        if self.terminal and self.step:
            self._write("\r\x1b[K")

    def _line(self, part: float, now: float) -> str:
        done, gone = part - self.first, now - self.began
        if done < 0.02 or not gone:
            return f"{self.step} {part:.0%}"
        left = gone / done * (1 - part)
        words = f"{left:,.0f} s" if left < 120 else f"{left / 60:,.0f} min"
        return f"{self.step} {part:.0%}, about {words} left"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
