"""DuckDB in this process: bounded memory and threads, progress while it works, and an end at once on Ctrl-C."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

Said = Callable[[str, float], None]


def silent(_step: str, _part: float) -> None:
    """Say nothing of progress."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a run may use. `memory_mb` None: 60 % of what the machine has; `threads` None: every processor."""

    memory_mb: int | None = None
    threads: int | None = None

    @property
    def memory(self) -> int:
        """Return the bound in MB."""
        if self.memory_mb is not None:
            return self.memory_mb
        return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 0.6 / 2**20)


class Engine:
    """One connection; `folder` holds what does not fit in memory and vanishes afterwards."""

    def __init__(self, folder: Path, means: Means, said: Said) -> None:
        self.folder = folder
        self.said = said
        self.connection = duckdb.connect(
            config={
                "memory_limit": f"{means.memory}MB",
                "threads": means.threads or os.cpu_count() or 1,
                "temp_directory": str(folder / "spill"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
            }
        )
        for setting in ("enable_progress_bar=true", "enable_progress_bar_print=false", "progress_bar_time=0"):
            self.connection.execute(f"SET {setting}")

    def run(self, sql: str, step: str = "", values: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows; tells `step` and the part done while it lasts."""
        failed: list[BaseException] = []
        found: list[tuple[Any, ...]] = []

        def work() -> None:
            try:
                found.extend(self.connection.execute(sql, values).fetchall())
            except BaseException as why:  # noqa: BLE001 -- carried over to the thread that asked
                failed.append(why)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        try:
            while worker.is_alive():
                worker.join(0.25)
                if step and worker.is_alive():
                    self.said(step, max(0.0, self.connection.query_progress() / 100))
        except BaseException:
            self.connection.interrupt()
            worker.join()
            raise
        if failed:
            raise failed[0]
        if step:
            self.said(step, 1.0)
        return found


@contextmanager
def engine(beside: Path, means: Means = Means(), said: Said = silent) -> Iterator[Engine]:
    """Open an engine whose temporary files stand beside `beside`, and are gone at the end."""
    with TemporaryDirectory(prefix=".jiphyeon-", dir=beside) as folder:
        made = Engine(Path(folder), means, said)
        try:
            yield made
        finally:
            made.connection.close()


class Progress:
    """Progress as one line on a terminal, rewritten, with the time left; silent where nobody watches."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.shown = stream.isatty()
        self.began = time.monotonic()
        self.step = ""

    def __call__(self, step: str, part: float) -> None:
        if not self.shown:
            return
        if step != self.step:
            self.step, self.began = step, time.monotonic()
        gone = time.monotonic() - self.began
        left = f", about {gone / part - gone:,.0f} s left" if 0.02 < part < 1 else ""
        self.stream.write(f"\r\x1b[K{step} {part:.0%}{left}" + ("\r\x1b[K" if part >= 1 else ""))
        self.stream.flush()
