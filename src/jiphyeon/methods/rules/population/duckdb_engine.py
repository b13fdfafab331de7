"""DuckDB in this process: bounded memory and threads, progress while it works, and an end at once on Ctrl-C."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import duckdb
import numpy as np
from numpy.typing import NDArray

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population.folders import working_folder

OnProgress = Callable[[str, float], None]
Done = Callable[[], float]
Cell = int | str | None
"""What statements ask for here: whole numbers (a yes is one too), words, or nothing."""
Column = NDArray[np.int64] | NDArray[np.bool_]
"""A column of whole numbers, or of yes and no; masked where something is missing."""
Found = TypeVar("Found")
# Delta encodings keep ids that rise in a few bytes; every reader of the last ten years knows them.
PARQUET = "(FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 1)"


def whole(cell: Cell) -> int:
    """Return a cell that is a whole number. Raises TypeError for any other."""
    if not isinstance(cell, int):
        raise TypeError(f"{cell!r} is no whole number")
    return cell


def silent(_step: str, _part: float) -> None:
    """Say nothing of progress."""


@dataclass(frozen=True, slots=True)
class Resources:
    """What a run may use. `memory_mb` None: 60 % of what the machine has; `threads` None: every processor.

    `arrays` False: DuckDB does all of it, also what arrays would do faster with the same answers.
    """

    memory_mb: int | None = None
    threads: int | None = None
    arrays: bool = True

    @property
    def memory(self) -> int:
        """Return the bound in MB."""
        if self.memory_mb is not None:
            return self.memory_mb
        return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 0.6 / 2**20)


EVERYTHING = Resources()


class Engine:
    """One connection, opened when it is first asked for; `folder` holds what does not fit in memory, and vanishes."""

    def __init__(self, folder: Path, means: Resources, progress: OnProgress) -> None:
        self.folder = folder
        self.means = means
        self.progress = progress
        self.views: list[str] = []

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """Return the connection, with the views that were defined so far."""
        means = self.means
        made = duckdb.connect(
            config={
                "memory_limit": f"{means.memory}MB",
                "threads": means.threads or os.cpu_count() or 1,
                "temp_directory": str(self.folder / "spill"),
                "preserve_insertion_order": False,
                "autoinstall_known_extensions": False,
            }
        )
        for setting in ("enable_progress_bar=true", "enable_progress_bar_print=false", "progress_bar_time=0"):
            made.execute(f"SET {setting}")
        for view in self.views:
            made.execute(view)
        return made

    def define(self, view: str) -> None:
        """Make a view by its CREATE statement, at the latest when the connection is asked for."""
        if "connection" in self.__dict__:
            self.connection.execute(view)
        else:
            self.views.append(view)

    def close(self) -> None:
        """Close the connection, if it was opened."""
        if "connection" in self.__dict__:
            with suppress(duckdb.Error):  # busy still, where Ctrl-C came twice
                self.connection.close()

    def run(self, sql: str, step: str = "", done: Done | None = None) -> list[tuple[Cell, ...]]:
        """Run one statement and return its rows; tells `step` and the part done (as `done` knows it) while it lasts."""
        return self._watched(lambda: self.connection.execute(sql).fetchall(), step, done)

    def columns(self, sql: str, step: str = "") -> dict[str, Column]:
        """Run one statement and return its columns as arrays, masked where something is missing."""
        return self._watched(lambda: self.connection.execute(sql).fetchnumpy(), step)

    def _watched(self, ask: Callable[[], Found], step: str, done: Done | None = None) -> Found:
        failed: list[BaseException] = []
        found: list[Found] = []
        # An event, because a join that Ctrl-C breaks off takes the thread for ended although it is still at work.
        ended = threading.Event()

        def work() -> None:
            try:
                found.append(ask())
            except BaseException as why:  # noqa: BLE001 -- carried over to the thread that asked
                failed.append(why)
            finally:
                ended.set()

        threading.Thread(target=work, daemon=True).start()
        try:
            while not ended.wait(0.25):
                if step:
                    self.progress(step, done() if done else max(0.0, self.connection.query_progress() / 100))
        except BaseException:
            # Said again until it is heard: a statement that has not begun cannot be interrupted yet.
            self.connection.interrupt()
            while not ended.wait(0.05):
                self.connection.interrupt()
            raise
        if failed:
            raise _in_our_words(failed[0])
        if step:
            self.progress(step, 1.0)
        return found[0]


def _in_our_words(why: BaseException) -> BaseException:
    if isinstance(why, duckdb.OutOfRangeException | duckdb.ConversionException):
        return Refused(
            "number_too_large",
            ko="셈하는 가운데 너무 큰 수가 나왔습니다: {why}",
            en="A number grew past what can be counted exactly: {why}",
            why=" ".join(str(why).split())[:200],
        )
    if isinstance(why, duckdb.OutOfMemoryException):
        return Refused(
            "out_of_memory",
            ko="허용된 메모리로는 모자랍니다. --memory를 늘려 주세요.",
            en="The memory allowed does not do; allow more with --memory.",
        )
    return why


@contextmanager
def engine(beside: Path, means: Resources = EVERYTHING, progress: OnProgress = silent) -> Iterator[Engine]:
    """Open an engine whose temporary files stand in the folder `beside`, and are gone at the end."""
    with working_folder(beside) as folder:
        made = Engine(folder, means, progress)
        try:
            yield made
        except (duckdb.IOException, OSError) as why:
            if "No space left" in str(why):
                raise Refused(
                    "no_room",
                    ko="{folder}에 자리가 모자랍니다. 자리를 비우거나 다른 곳에 --out을 적어 주세요.",
                    en="There is no room left in {folder}. Free some, or write --out elsewhere.",
                    folder=beside,
                ) from why
            raise
        except (RuntimeError, duckdb.Error) as why:
            # DuckDB sees Ctrl-C itself where a statement runs in the main thread, and calls it by other names.
            if "interrupted" in str(why) or "KeyboardInterrupt" in str(why):
                raise KeyboardInterrupt from why
            raise
        finally:
            made.close()
