"""Every stated figure, reckoned again from the chances that the panels give."""

from __future__ import annotations

from fractions import Fraction
from math import exp, fsum, log

from jiphyeon.methods.sortition.checker.ceilings import GRID, units
from jiphyeon.methods.sortition.checker.findings import DIGITS, Found
from jiphyeon.methods.sortition.checker.panels import even_chance
from jiphyeon.methods.sortition.checker.published import Statement


def check_figures(statement: Statement, chances: list[int], found: Found) -> float:
    """Reckon every stated figure again; return the largest difference of a stated chance."""
    close = DIGITS * float(even_chance(statement))
    residual = max(
        abs(units(chance) - have) for chance, have in zip(statement["probabilities"], chances, strict=True)
    )
    if residual > close * GRID:
        found.false(
            "구성안이 주는 확률이 적힌 확률과 최대 {residual:.2e} 다릅니다.",
            "The panels give chances that differ from the stated ones by up to {residual:.2e}.",
            residual=residual / GRID,
        )
    truth = (
        ("minimum", statement["minimum"], min(chances) / GRID, close),
        ("maximum", statement["maximum"], max(chances) / GRID, close),
        ("gini", statement["gini"], _gini(chances), DIGITS),
        ("geometric_mean", statement["geometric_mean"], _geometric_mean(chances), close),
    )
    for name, stated, true, tolerance in truth:
        compare(name, stated, true, tolerance, found)
    return residual / GRID


def compare(name: str, stated: float, true: float, tolerance: float, found: Found) -> None:
    if abs(stated - true) > tolerance:
        found.false(
            "{name}은(는) {stated}이(가) 아니라 {true:.9g}입니다.",
            "{name} is stated as {stated}; it is {true:.9g}.",
            name=name,
            stated=stated,
            true=true,
        )


def _gini(chances: list[int]) -> float:
    ordered, count, total = sorted(chances), len(chances), sum(chances)
    return float(
        Fraction(
            sum((2 * rank - count - 1) * one for rank, one in enumerate(ordered, start=1)), count * total
        )
    )


def _geometric_mean(chances: list[int]) -> float:
    if min(chances) <= 0:
        return 0.0
    return exp(fsum(log(chance / GRID) for chance in chances) / len(chances))
