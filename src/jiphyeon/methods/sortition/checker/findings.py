"""What a check finds: what is false, what could not be checked, and how near to these the figures are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

from jiphyeon.kernel import Checked, Verdict, Words

TOLERANCE = Fraction(1, 100_000)
"""An optimum is proved to within this part of an even chance (seats ÷ people); for Nash and Goldilocks, of the objective."""
DIGITS = 1e-9
"""A stated figure agrees with the reckoned one to within this; a chance, to within this part of an even chance."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the check found: `checked` holds what is false and what could not be checked.

    `residual`: the largest difference between a stated chance and what the panels give, per person.
    `loss`: the largest difference between a chance and the certified one (what rounding to equal panels cost).
    `gap`: by how much the objective could still be better at most than by the certified lottery, by the prices given;
    where panels are rounded, that is the lottery before rounding.
    `trusted`: cuts that rest on the integer solver's word because its reasoning was too long to write down.
    """

    checked: Checked
    residual: float = inf
    loss: float = inf
    gap: float = inf
    trusted: int = 0

    @property
    def passed(self) -> bool:
        """Whether everything stated was reckoned again and is so."""
        return self.checked.verdict is Verdict.TRUE

    @property
    def problems(self) -> tuple[str, ...]:
        """What is false, in English."""
        return tuple(problem.en for problem in self.checked.problems)


class Found:
    """Reasons as they are found; many of one kind are cut short."""

    MOST = 50

    def __init__(self) -> None:
        self.problems: list[Words] = []
        self.unchecked: list[Words] = []

    def false(self, ko: str, en: str, **values: object) -> None:
        if len(self.problems) < self.MOST:
            self.problems.append(Words(ko, en).filled(**values))

    def open(self, ko: str, en: str, **values: object) -> None:
        if len(self.unchecked) < self.MOST:
            self.unchecked.append(Words(ko, en).filled(**values))

    def findings(self, **figures: Any) -> Findings:
        return Findings(Checked(tuple(self.problems), tuple(self.unchecked)), **figures)
