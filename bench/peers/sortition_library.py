"""sortition-algorithms (GPL-3.0) on a pool folder: its maximin and Nash, as shipped and without solving twice.

The library's wrapper of HiGHS solves once when the objective is set and again when it is asked to optimise; with
`once=True` the first of the two is left out, which is fairer to its method. It has no leximin without Gurobi.
"""

from __future__ import annotations

import csv
import logging
import math
import time
from pathlib import Path
from typing import Any

from bench.measure import Timed


def distribution(folder: str, size: int, objective: str, once: bool = False) -> Timed:
    """Find the library's lottery; only its search is timed, not imports and reading."""
    from sortition_algorithms.committee_generation import maximin, nash
    from sortition_algorithms.utils import set_random_provider

    logging.disable(logging.CRITICAL)
    set_random_provider(1)
    if once:
        _solve_once()
    features, people = _read(Path(folder))
    find = maximin.find_distribution_maximin if objective == "maximin" else nash.find_distribution_nash
    began = time.process_time()
    panels, weights, _ = find(features, people, size, [])
    spent = time.process_time() - began
    chances = dict.fromkeys(people, 0.0)
    for panel, weight in zip(panels, weights, strict=True):
        for person in panel:
            chances[person] += weight
    values = list(chances.values())
    return Timed(
        {"minimum": min(values), "log_sum": sum(math.log(max(value, 1e-300)) for value in values)}, spent
    )


def _solve_once() -> None:
    from sortition_algorithms.committee_generation.solver import HighsSolver, SolverSense

    def set_objective(self: Any, expression: Any, sense: Any) -> None:
        self._objective_sense = sense
        solve, self._h.solve = self._h.solve, lambda: None
        try:
            (self._h.maximize if sense == SolverSense.MAXIMIZE else self._h.minimize)(expression)
        finally:
            self._h.solve = solve

    HighsSolver.set_objective = set_objective


def _read(folder: Path) -> tuple[Any, Any]:
    from sortition_algorithms import Settings, read_in_features, read_in_people

    with (folder / "categories.csv").open(encoding="utf-8-sig", newline="") as file:
        quotas = list(csv.DictReader(file))
    named = [{**quota, "value": quota.pop("feature"), "feature": quota.pop("category")} for quota in quotas]
    features, *_ = read_in_features(["feature", "value", "min", "max"], named)
    with (folder / "respondents.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {"nationbuilder_id": str(number), **row}
            for number, row in enumerate(csv.DictReader(file), start=1)
        ]
    settings = Settings(
        id_column="nationbuilder_id",
        columns_to_keep=[],
        check_same_address=False,
        check_same_address_columns=[],
    )
    people, _ = read_in_people(list(rows[0]), rows, features, settings)
    return features, people
