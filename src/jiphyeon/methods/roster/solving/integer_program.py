"""A small integer program and its solver (HiGHS): columns, rows, one objective at a time."""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

INFINITY = highspy.kHighsInf


@dataclass(slots=True)
class Program:
    """Columns and rows as they are added. Every column is whole unless said otherwise."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def copy(self) -> Program:
        """Return a program that can grow without this one."""
        return Program(*(list(getattr(self, name)) for name in self.__slots__))

    def column(self, upper: float, *, lower: float = 0, whole: bool = True) -> int:
        """Add a column and return its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(
        self,
        columns: Sequence[int],
        values: Sequence[float],
        lower: float = -INFINITY,
        upper: float = INFINITY,
    ) -> int:
        """Add lower ≤ Σ values · columns ≤ upper and return its number."""
        self.starts.append(len(self.index))
        self.index.extend(columns)
        self.value.extend(values)
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver said. `bound` is proven: no answer can be below it (costs are minimised)."""

    status: str
    objective: float
    bound: float
    values: NDArray[np.float64]
    duals: NDArray[np.float64]
    seconds: float

    @property
    def found(self) -> bool:
        """Whether there is an answer at all."""
        return self.values.size > 0 and self.status != "infeasible"


def solve(
    program: Program,
    costs: Sequence[float],
    *,
    relaxed: bool = False,
    seconds: float | None = None,
    start: NDArray[np.float64] | None = None,
    whole_costs: bool = True,
    presolve: bool = True,
) -> Answer:
    """Minimise `costs` over the program; with `whole_costs` a gap below one is already proof.

    Without `presolve` the solver starts at once: on a question of a few hundred columns looking for ways to shrink it
    takes longer than answering it.
    """
    solver = _solver()
    if not presolve:
        solver.setOptionValue("presolve", "off")
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.99 if whole_costs else 1e-6)
    if seconds is not None:
        solver.setOptionValue("time_limit", seconds)
    solver.passModel(_model(program, costs, relaxed=relaxed))
    if start is not None:
        hint = highspy.HighsSolution()
        hint.col_value = start.tolist()
        solver.setSolution(hint)
    if solver.run() == highspy.HighsStatus.kError:
        # Another method of the house may have started HiGHS's one scheduler with more threads.
        highspy.Highs.resetGlobalScheduler(True)
        solver.run()
    return _answer(solver, relaxed=relaxed or not any(program.whole))


def _solver() -> highspy.Highs:
    """Return a silent solver on one thread: more of them only wait on one another on programs of this size."""
    _greet()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


@functools.cache
def _greet() -> None:
    """Let HiGHS say its greeting, which no option silences, where it cannot spoil a program's output."""
    if os.name == "nt":
        return
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
        ctypes.CDLL(None).fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _model(program: Program, costs: Sequence[float], *, relaxed: bool) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.lower), len(program.row_lower)
    lp.col_cost_ = np.asarray(costs, dtype=np.float64)
    lp.col_lower_ = np.asarray(program.lower, dtype=np.float64)
    lp.col_upper_ = np.asarray(program.upper, dtype=np.float64)
    lp.row_lower_ = np.asarray(program.row_lower, dtype=np.float64)
    lp.row_upper_ = np.asarray(program.row_upper, dtype=np.float64)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.asarray([*program.starts, len(program.index)], dtype=np.int32)
    lp.a_matrix_.index_ = np.asarray(program.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.asarray(program.value, dtype=np.float64)
    if not relaxed and any(program.whole):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[whole] for whole in program.whole]
    return lp


def _answer(solver: highspy.Highs, *, relaxed: bool) -> Answer:
    status = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
        highspy.HighsModelStatus.kModelEmpty: "optimal",
    }.get(solver.getModelStatus(), "stopped")
    info = solver.getInfo()
    solution = solver.getSolution()
    has = status == "optimal" or info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return Answer(
        status,
        info.objective_function_value,
        info.objective_function_value if relaxed else info.mip_dual_bound,
        np.asarray(solution.col_value if has else []),
        np.asarray(solution.row_dual if relaxed else []),
        solver.getRunTime(),
    )
