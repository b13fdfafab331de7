"""How every bench here measures: a fresh process for each run, CPU seconds (user + system), peak memory.

    ours = fresh("bench.rules:ours", people=1000)            # median of three fresh processes
    theirs = fresh("bench.peers.openfisca_youth_rent:one_citizen", people=1000)
    report = Report("rules")
    report.figure("one citizen, ours", ours.cpu * 1e6 / 1000, "µs CPU")
    report.target("one citizen, ours ÷ OpenFisca", ours.cpu / theirs.cpu, at_most=1 / 29)
    return report.finish(check)

A function that must leave its own preparation out of the figure returns `Timed(answer, cpu)`.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"


@dataclass(frozen=True, slots=True)
class Timed:
    """What a measured function may return to name the CPU seconds of the part that counts."""

    answer: Any
    cpu: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One function in fresh processes: median CPU and wall seconds, highest peak memory, the last answer."""

    cpu: float
    wall: float
    peak_mb: float
    answer: Any
    cpu_of_each: list[float]
    cpu_with_imports: float


def fresh(target: str, *, runs: int = 3, python: str | None = None, **arguments: Any) -> Measured:
    """Call `module:function` with JSON-able arguments in `runs` fresh processes, one after another."""
    runs_measured = [_child(target, python or sys.executable, arguments) for _ in range(runs)]
    return Measured(
        cpu=statistics.median(one["cpu"] for one in runs_measured),
        wall=statistics.median(one["wall"] for one in runs_measured),
        peak_mb=max(one["peak_mb"] for one in runs_measured),
        answer=runs_measured[-1]["answer"],
        cpu_of_each=[one["cpu"] for one in runs_measured],
        cpu_with_imports=statistics.median(one["cpu_total"] for one in runs_measured),
    )


def _child(target: str, python: str, arguments: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out.json")
        path = os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        subprocess.run(
            [python, "-m", "bench.measure", target, json.dumps(arguments), str(out)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            check=True,
        )
        measured: dict[str, Any] = json.loads(out.read_text())
        return measured


def _peak_mb() -> float:
    # VmHWM belongs to this program alone; ru_maxrss may carry the parent's size over the exec.
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def _cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _in_child(target: str, arguments: str, out: str) -> None:
    module, _, name = target.partition(":")
    function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    given = json.loads(arguments)
    cpu, wall = _cpu(), time.perf_counter()
    answer = function(**given)
    cpu, wall = _cpu() - cpu, time.perf_counter() - wall
    if type(answer).__name__ == "Timed":  # by name: this file runs as __main__ here
        answer, cpu = answer.answer, answer.cpu
    measured = {"answer": answer, "cpu": cpu, "wall": wall, "peak_mb": _peak_mb(), "cpu_total": _cpu()}
    Path(out).write_text(json.dumps(measured))


@dataclass
class Report:
    """The figures and targets of one bench: printed as they come, kept in bench/results/NAME.json."""

    name: str
    figures: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def figure(self, what: str, value: float, unit: str = "") -> None:
        """Print and keep a measured value that has no target of its own."""
        self.figures.append({"what": what, "value": value, "unit": unit})
        print(f"  {what:<58} {value:>14,.4g} {unit}", flush=True)

    def target(
        self, what: str, value: float, *, at_most: float | None = None, at_least: float | None = None
    ) -> None:
        """Keep a ratio or a count with what it must not pass; `closeness` above 1 is a miss."""
        if (at_most is None) == (at_least is None):
            raise ValueError("name exactly one of at_most, at_least")
        if at_most is not None:
            closeness = value / at_most if at_most else (0.0 if value <= 0 else float("inf"))
            bound, limit = "≤", at_most
        else:
            assert at_least is not None
            closeness = at_least / value if value else float("inf")
            bound, limit = "≥", at_least
        self.targets.append(
            {"what": what, "value": value, "bound": bound, "limit": limit, "closeness": closeness}
        )

    def skip(self, why: str) -> None:
        """Say plainly what was not measured here, and why."""
        self.skipped.append(why)
        print(f"  skipped: {why}", flush=True)

    def finish(self, check: bool) -> int:
        """Write the results, print the table, the worst last; 1 where `check` and a target is missed."""
        RESULTS.mkdir(parents=True, exist_ok=True)
        machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "load": os.getloadavg()}
        kept = {"bench": self.name, "machine": machine, **asdict(self)}
        Path(RESULTS, f"{self.name}.json").write_text(
            json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        print(f"\n{self.name}: targets")
        for one in self.targets:
            met = "met " if one["closeness"] <= 1 else "MISS"
            print(f"  {met} {one['what']:<55} {one['value']:>12,.4g} {one['bound']} {one['limit']:,.4g}")
        if not self.targets:
            print("no target was measured")
            return 1 if check else 0
        worst = max(self.targets, key=lambda one: one["closeness"])
        missed = worst["closeness"] > 1
        word = "worst miss" if missed else "closest"
        print(
            f"{word}: {worst['what']}: {worst['value']:,.4g} "
            f"(target {worst['bound']} {worst['limit']:,.4g}, {worst['closeness']:.2f} of what is allowed)"
        )
        return 1 if check and missed else 0


if __name__ == "__main__":
    _in_child(*sys.argv[1:])
