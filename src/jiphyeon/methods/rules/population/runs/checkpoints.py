"""A long run in parts: finished ones are kept beside the result until it stands.

The same call goes on where an earlier one stopped, whatever stopped it. Parts are only taken up by a run over the same
people, rules and day; any other throws them away.
"""

# ruff: noqa: S608 -- statements are made of our own names and literals

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from jiphyeon.kernel import Refused
from jiphyeon.methods.rules.population.duckdb_engine import PARQUET, Engine
from jiphyeon.methods.rules.population.folders import held
from jiphyeon.methods.rules.population.sources.faults import BadCell
from jiphyeon.methods.rules.population.sources.files import Files, InDatabase
from jiphyeon.methods.rules.population.sources.schema import Population, literal
from jiphyeon.methods.rules.sql.statements import Compiled, judging_query
from jiphyeon.methods.rules.sql.values import printed

PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What an unfinished run left: so many of its parts, in this folder."""

    folder: Path
    done: int
    count: int


def folder_of(out: Path) -> Path:
    """Return where the parts of a result are kept until it stands."""
    return out.with_name(f".{out.name}.parts")


def checkpoint_of(out: Path) -> Checkpoint | None:
    """Return the finished parts an earlier run left for this result; None where there are none."""
    folder = folder_of(out)
    try:
        count = json.loads((folder / PLAN).read_text(encoding="utf-8"))["parts"].split()[0]
    except (OSError, ValueError, KeyError, AttributeError, IndexError):
        return None
    done = len(list(folder.glob("part-*.parquet")))
    return Checkpoint(folder, done, int(count)) if done else None


@contextmanager
def keeping(out: Path) -> Iterator[Path]:
    """Hold the folder of a result's parts while they are made; it goes once the result stands.

    Stopped before that, finished parts stay. Raises Refused where another run is making the same result.
    """
    folder = folder_of(out)
    with held(folder) as had:
        if not had:
            raise Refused(
                "run_at_work",
                ko="다른 실행이 지금 {out}을(를) 만들고 있습니다. 끝난 뒤에 다시 하거나 다른 --out을 적어 주세요.",
                en="Another run is making {out} now. Wait until it is done, or give another --out.",
                out=out,
            )
        try:
            yield folder
        except BaseException:
            if not any(folder.glob("part-*.parquet")):
                shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder)


def judge_parts(
    at: Engine, folder: Path, plan: str, count: int, judge: Callable[[Path, int, int], None], whole: Path
) -> int:
    """Judge part by part and join them; return how many parts an earlier run had already finished.

    `judge` writes the result of one part, by its number, of so many.
    """
    mark = folder / PLAN
    if not mark.exists() or mark.read_text(encoding="utf-8") != plan:
        for old in folder.iterdir():
            old.unlink()
        mark.write_text(plan, encoding="utf-8")
    files = [folder / f"part-{number:04}.parquet" for number in range(count)]
    missing = [number for number, file in enumerate(files) if not _is_whole(file)]
    progress = at.progress
    try:
        for place, number in enumerate(missing, count - len(missing)):
            at.progress = _scaled(progress, f"judging in {count} parts", place, count)
            partial = at.folder / "part.parquet"
            judge(partial, number, count)
            partial.replace(files[number])
    finally:
        at.progress = progress
    listed = ", ".join(literal(file) for file in files)
    at.run(
        f"COPY (SELECT * FROM read_parquet([{listed}])) TO {literal(whole)} {PARQUET}", "joining the parts"
    )
    return count - len(missing)


def plan_of(
    at: Engine,
    compiled: Compiled,
    population: Population,
    files: Files,
    bad_cells: Sequence[BadCell],
    cut: str,
) -> str:
    """Return what makes two runs the same: people as they are, rules as compiled, who is set aside, how it is `cut`."""
    seen: dict[str, object] = {}
    for kind, source in files.named.items():
        if isinstance(source, InDatabase):
            file = at.folder / f"{kind}.parquet"
            # What came out of a database has no date of change; its rows are told apart by what they hold.
            seen[kind] = [
                str(source.parts),
                *map(
                    str,
                    at.run(
                        "SELECT count(*), sum(hash(t)), bit_xor(hash(t)) FROM "
                        f"read_parquet({literal(file)}) t",
                        f"comparing {source.name}",
                    )[0],
                ),
            ]
        else:
            now = source.stat()
            seen[kind] = [str(source.resolve()), now.st_size, now.st_mtime_ns]
    spoken = printed(judging_query(compiled, population.sources, population.layout), "duckdb")
    aside = sorted((one.kind, one.row, one.column) for one in bad_cells)
    return json.dumps(
        {
            "people": seen,
            "rules": hashlib.sha256(spoken.encode()).hexdigest(),
            "set_aside": hashlib.sha256(repr(aside).encode()).hexdigest(),
            "as_of": compiled.as_of.isoformat(),
            "engine": duckdb.__version__,
            "parts": cut,
        }
    )


def _scaled(
    progress: Callable[[str, float], None], step: str, place: int, count: int
) -> Callable[[str, float], None]:
    """Return how a part tells its progress as progress of the whole."""
    return lambda _step, part: progress(step, (place + part) / count)


def _is_whole(file: Path) -> bool:
    """Return whether a finished part is there and readable; after a power cut a renamed file may be empty."""
    try:
        pq.read_metadata(file)
    except (OSError, pa.ArrowInvalid):
        return False
    return True
