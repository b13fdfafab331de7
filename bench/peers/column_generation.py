"""Maximin by column generation over people, none of them grouped: the textbook way, on the solver that ours uses too.

The master raises the smallest chance over the panels known; its prices ask an integer program over all people for a
better panel, until there is none. It stops when its CPU seconds are up and tells how far it came.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from bench.measure import Timed


def distribution(number: int, size: int, seconds: float) -> Timed:
    """Look for the best smallest chance in the city of `number` people for at most `seconds`."""
    from bench.sortition import CITY_QUOTAS, city

    people = city(number)
    rows = [
        [float(person[category] == feature) for person in people] for category, feature, _, _ in CITY_QUOTAS
    ]
    bounds = [(low, high) for _, _, low, high in CITY_QUOTAS]
    began = time.process_time()
    panels = _Panels(np.array([*rows, [1.0] * number]), [*bounds, (size, size)])
    master = _Master(number)
    smallest, finished = 0.0, False
    prices = np.ones(number)
    while time.process_time() - began < seconds:
        panel = panels.best(prices)
        if master.count and float(prices @ panel) <= master.value + 1e-7:
            finished = True
            break
        smallest, prices = master.take(panel)
    answer = {"minimum": smallest, "panels": master.count, "finished": finished}
    return Timed(answer, time.process_time() - began)


def _quiet() -> Any:
    from highspy._core import _Highs  # the public class prints a banner before it can be told not to

    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


class _Panels:
    """The integer program over people."""

    def __init__(self, rows: np.ndarray, bounds: list[tuple[int, int]]) -> None:
        self._solver = _quiet()
        number = rows.shape[1]
        self._columns = np.arange(number, dtype=np.int32)
        self._solver.addVars(number, np.zeros(number), np.ones(number))
        self._solver.changeColsIntegrality(number, self._columns, np.ones(number, dtype=np.uint8))
        for row, (low, high) in zip(rows, bounds, strict=True):
            who = np.nonzero(row)[0].astype(np.int32)
            self._solver.addRow(low, high, len(who), who, np.ones(len(who)))

    def best(self, prices: np.ndarray) -> np.ndarray:
        self._solver.changeColsCost(len(prices), self._columns, -prices)
        self._solver.run()
        return np.round(np.array(self._solver.getSolution().col_value))


class _Master:
    """Weights of the panels known: largest common chance z with Σ over a person's panels ≥ z."""

    def __init__(self, number: int) -> None:
        self.count, self.value, self._number = 0, 0.0, number
        self._solver = _quiet()
        self._solver.addVar(0.0, 1.0)
        self._solver.changeColCost(0, -1.0)
        for _ in range(number):
            self._solver.addRow(0.0, np.inf, 1, np.array([0], dtype=np.int32), np.array([-1.0]))
        self._solver.addRow(1.0, 1.0, 0, np.zeros(0, dtype=np.int32), np.zeros(0))

    def take(self, panel: np.ndarray) -> tuple[float, np.ndarray]:
        """Take a panel in; return the smallest chance now, and what a chance of each person is worth."""
        seated = np.append(np.nonzero(panel)[0], self._number).astype(np.int32)
        self._solver.addCol(0.0, 0.0, np.inf, len(seated), seated, np.ones(len(seated)))
        self.count += 1
        self._solver.run()
        found = self._solver.getSolution()
        prices = np.maximum(np.array(found.row_dual)[: self._number], 0.0)
        self.value = float(-np.array(found.row_dual)[self._number])
        return max(0.0, float(found.col_value[0])), prices
