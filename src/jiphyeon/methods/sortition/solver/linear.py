"""Linear programs on HiGHS, kept warm between solves and never solved twice."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs  # the public class prints a banner before it can be told not to

from jiphyeon.methods.sortition.solver.polytope import Flags, Matrix, Vector

TOLERANCE = 1e-10


class Unsolved(Exception):  # noqa: N818 -- what happened, not what went wrong
    """The program has no solution."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """An optimum: `reduced` = cost − matrixᵀ `prices`, so any `prices` bound the objective from above."""

    value: float
    point: Vector
    prices: Vector
    reduced: Vector


class Program:
    """Maximise cost · x over `lower` ≤ matrix x ≤ `upper`, `floor` ≤ x ≤ `ceiling`.

    Where `whole` flags columns, those take whole numbers only, and there are no prices to be had.
    """

    def __init__(
        self,
        matrix: Matrix,
        lower: Vector,
        upper: Vector,
        *,
        floor: Vector,
        ceiling: Vector,
        cost: Vector,
        whole: Flags | None = None,
    ) -> None:
        columns = np.ascontiguousarray(matrix.T)
        filled = columns != 0
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = matrix.shape
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, floor, ceiling
        model.row_lower_, model.row_upper_ = lower, upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(filled.sum(axis=1))]).astype(np.int32)
        model.a_matrix_.index_ = np.nonzero(filled)[1].astype(np.int32)
        model.a_matrix_.value_ = columns[filled]
        if whole is not None:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[int(flag)] for flag in whole]
        self._no_lower, self._no_upper = np.isneginf(lower), np.isposinf(upper)
        self._columns = np.arange(matrix.shape[1], dtype=np.int32)
        self._highs = _Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off" if whole is None else "on"),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-7),
            ("primal_feasibility_tolerance", TOLERANCE if whole is None else 1e-7),
            ("dual_feasibility_tolerance", TOLERANCE if whole is None else 1e-7),
        ):
            self._highs.setOptionValue(name, value)
        self._highs.passModel(model)

    def price(self, cost: Vector) -> None:
        """Change the objective; the next solve starts from the last basis."""
        self._highs.changeColsCost(len(cost), self._columns, cost)

    def bound(self, floor: Vector, ceiling: Vector) -> None:
        """Change the bounds of every column."""
        self._highs.changeColsBounds(len(floor), self._columns, floor, ceiling)

    def solve(self) -> Answer:
        """Return an optimal vertex with its prices. Raises Unsolved where there is none."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved
        found = self._highs.getSolution()
        prices = np.array(found.row_dual)
        # A bound that is not there has no price; the solver's tolerance may leave a trace of one.
        prices[self._no_upper & (prices > 0)] = 0.0
        prices[self._no_lower & (prices < 0)] = 0.0
        return Answer(
            value=self._highs.getObjectiveValue(),
            point=np.array(found.col_value),
            prices=prices,
            reduced=np.array(found.col_dual),
        )

    def vertex(self) -> Vector:
        """Return an optimal vertex alone (half the cost of fetching everything)."""
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Unsolved
        return np.array(self._highs.getSolution().col_value)
