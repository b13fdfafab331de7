"""Certified leximin, and Nash, on nine pools, beside the maximin and Nash of sortition-algorithms in the same run;
and a city's draw from up to 100,000, beside column generation over people.

Timed on both sides: from the pool in memory to a lottery over panels of people, in a fresh process. Ours is leximin,
which settles every chance and not only the smallest, and every result is then checked by the independent checker.
"""

from __future__ import annotations

import csv
import importlib.util
import math
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Measured, Report, Timed, fresh

COLUMNS = "bench.peers.column_generation:distribution"
LIBRARY = "bench.peers.sortition_library:distribution"
KNOWN_TO = 1e-6
"""The known values are printed to six decimals."""


CITY_SIZE = 10
CITY_QUOTAS = (
    ("gender", "woman", 4, 6),
    ("gender", "man", 4, 6),
    ("age", "19-39", 3, 4),
    ("age", "40-64", 4, 5),
    ("age", "65+", 1, 3),
    ("area", "north", 4, 6),
    ("area", "south", 4, 6),
)
"""Those of the how-to."""
CITIES = ((300, 1.0), (3_000, 1.0), (20_000, 3.0), (100_000, 12.0))
"""People who may be drawn, and the CPU seconds allowed."""
PATIENCE = 60.0
"""CPU seconds that column generation may take."""


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool, the CPU seconds allowed, the known minimum and geometric mean, and how long the library may be run.

    `library`: whether it finishes in reasonable time; `log_sum`: the known largest sum of logarithms.
    """

    name: str
    size: int
    allowed: float
    minimum: float
    geometric_mean: float
    library: bool = False
    log_sum: float | None = None


POOLS = (
    Pool("example_small_20", 20, 0.05, 0.100000, 0.100000, library=True, log_sum=-460.517),
    Pool("example_large_200", 200, 0.05, 0.100000, 0.100000),
    Pool("opendlp_monitor_30", 30, 0.15, 0.296703, 0.299828, library=True, log_sum=-120.4546),
    Pool("sa_fixture_22", 22, 0.36, 0.090909, 0.141206, library=True, log_sum=-292.8919),
    Pool("sa_scaled300_45", 45, 1.1, 0.150000, 0.150000, library=True, log_sum=-569.136),
    Pool("syn_cca_75", 75, 2.8, 0.029940, 0.049145),
    Pool("syn_nexus_170", 170, 1.6, 0.296052, 0.439733),
    Pool("syn_hd_30", 30, 5.0, 0.072727, 0.087949),
    Pool("syn_e_110", 110, 300.0, 0.006122, 0.008873),
)


def city(number: int) -> list[dict[str, str]]:
    """Invent the people of a city, the same ones every time."""
    dice = random.Random(number)  # noqa: S311 -- invented people, repeatable
    return [
        {
            "gender": dice.choice(("woman", "man")),
            "age": dice.choices(("19-39", "40-64", "65+"), (3, 4, 2))[0],
            "area": dice.choices(("north", "south"), (2, 3))[0],
        }
        for _ in range(number)
    ]


def ours_of_city(number: int) -> Timed:
    """Draw from a city; only the draw is timed, the check comes after and is timed apart."""
    from jiphyeon.methods.sortition import Pool as People
    from jiphyeon.methods.sortition import Quota, Task

    quotas = tuple(Quota(*quota) for quota in CITY_QUOTAS)
    return _certified(Task(People(tuple(city(number))), quotas, CITY_SIZE), "leximin")


def ours(folder: str, size: int, objective: str) -> Timed:
    """Draw and certify; only the draw is timed, the check comes after."""
    from jiphyeon.methods.sortition import Pool as People
    from jiphyeon.methods.sortition import Quota, Task

    quotas = tuple(
        Quota(row["category"], row["feature"], int(row["min"]), int(row["max"]))
        for row in _rows(Path(folder, "categories.csv"))
    )
    return _certified(Task(People(tuple(_rows(Path(folder, "respondents.csv")))), quotas, size), objective)


def _certified(task: Any, objective: str) -> Timed:
    from jiphyeon.methods.sortition import check, draw

    began = time.process_time()
    result = draw(task, objective)
    spent = time.process_time() - began
    began = time.process_time()
    findings = check(result.plain())
    answer = {
        "problems": len(findings.problems) + len(findings.checked.unchecked),
        "checking": time.process_time() - began,
        "residual": max(findings.residual, findings.loss),
        "gap": findings.gap,
        "minimum": result.minimum,
        "geometric_mean": result.geometric_mean,
        "log_sum": sum(math.log(max(chance, 1e-300)) for chance in result.probabilities),
        "panels": len(result.panels),
    }
    return Timed(answer, spent)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def run(check: bool) -> int:
    """Measure every pool there is; with `check`, 1 where a target is missed."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # for both sides: idle helper threads are counted as work
    report = Report("sortition")
    pools = Path(os.environ.get("JIPHYEON_DATA", ROOT.parent / "shared" / "data")) / "sortition"
    if not pools.is_dir():
        report.skip(f"no pools at {pools}; set JIPHYEON_DATA to the folder that holds sortition/")
    else:
        for pool in POOLS:
            _pool(report, pools, pool)
    for number, allowed in CITIES:
        _city(report, number, allowed)
    code = report.finish(check)
    if importlib.util.find_spec("bench.roster") is not None:
        from bench import roster

        code = max(code, roster.run(check=check))
    return code


def _pool(report: Report, pools: Path, pool: Pool) -> None:
    folder = str(pools / pool.name)
    if not Path(folder).is_dir():
        report.skip(f"{pool.name} is not there")
        return
    leximin = fresh(
        "bench.sortition:ours", folder=folder, size=pool.size, objective="leximin", runs=_runs(pool)
    )
    _figures(report, pool, leximin)
    if pool.log_sum is not None:
        nash = fresh("bench.sortition:ours", folder=folder, size=pool.size, objective="nash", runs=1)
        report.figure(f"{pool.name}: our Nash", nash.cpu, "CPU s")
        report.target(
            f"{pool.name}: Σ log p of Nash, short of the known",
            pool.log_sum - nash.answer["log_sum"],
            at_most=1e-3,
        )
    if pool.library:
        _library(report, pool, folder, leximin)
    else:
        report.skip(f"{pool.name}: the library's maximin, which does not finish within minutes")


def _city(report: Report, number: int, allowed: float) -> None:
    """Draw from a city beside column generation, which gets the same people and a minute."""
    measured = fresh("bench.sortition:ours_of_city", number=number, runs=3)
    name = f"a city of {number:,}"
    report.figure(f"{name}: our certified leximin", measured.cpu, "CPU s")
    report.figure(f"{name}: the check", measured.answer["checking"], "CPU s")
    report.figure(f"{name}: peak memory", measured.peak_mb, "MB")
    report.target(f"{name}: CPU seconds of certified leximin", measured.cpu, at_most=allowed)
    report.target(f"{name}: not proved by the checker", measured.answer["problems"], at_most=0)
    report.target(
        f"{name}: gap, in parts of an even chance", measured.answer["gap"] * number / CITY_SIZE, at_most=1e-5
    )
    if number > 20_000:
        report.skip(f"{name}: column generation, which came to nothing at 20,000 already")
        return
    theirs = fresh(COLUMNS, number=number, size=CITY_SIZE, seconds=PATIENCE, runs=1)
    how = "column generation" + ("" if theirs.answer["finished"] else ", stopped before it was done")
    report.figure(f"{name}: {how}", theirs.cpu, "CPU s")
    report.figure(f"{name}: {how} ÷ our leximin", theirs.cpu / measured.cpu, "×")
    report.figure(
        f"{name}: smallest chance of {how} ÷ ours", theirs.answer["minimum"] / measured.answer["minimum"], "×"
    )
    report.target(
        f"{name}: our minimum short of theirs",
        theirs.answer["minimum"] - measured.answer["minimum"],
        at_most=1e-9,
    )


def _runs(pool: Pool) -> int:
    return 3 if pool.allowed < 100 else 1


def _figures(report: Report, pool: Pool, leximin: Measured) -> None:
    answer: dict[str, Any] = leximin.answer
    name = pool.name
    report.figure(f"{name}: our certified leximin", leximin.cpu, "CPU s")
    report.figure(f"{name}: the whole process with imports and check", leximin.cpu_with_imports, "CPU s")
    report.figure(f"{name}: peak memory", leximin.peak_mb, "MB")
    report.target(f"{name}: CPU seconds of certified leximin", leximin.cpu, at_most=pool.allowed)
    report.target(f"{name}: residual", answer["residual"], at_most=1e-6)
    report.target(f"{name}: gap by the independent checker", answer["gap"], at_most=1e-6)
    report.target(f"{name}: false or not proven by the checker", answer["problems"], at_most=0)
    report.target(f"{name}: minimum short of the known", pool.minimum - answer["minimum"], at_most=KNOWN_TO)
    report.target(
        f"{name}: geometric mean short of the known",
        pool.geometric_mean - answer["geometric_mean"],
        at_most=KNOWN_TO,
    )


def _library(report: Report, pool: Pool, folder: str, leximin: Measured) -> None:
    for once, words in ((False, "as shipped"), (True, "without solving twice")):
        theirs = fresh(LIBRARY, folder=folder, size=pool.size, objective="maximin", once=once, runs=1)
        report.figure(f"{pool.name}: library maximin, {words}", theirs.cpu, "CPU s")
        report.figure(f"{pool.name}: library maximin, {words} ÷ our leximin", theirs.cpu / leximin.cpu, "×")
        short = theirs.answer["minimum"] - leximin.answer["minimum"]
        report.target(f"{pool.name}: our minimum short of the library's, {words}", short, at_most=1e-6)
