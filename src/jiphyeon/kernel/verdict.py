"""What a verifier may say: true, false or not proven; never more than it reckoned again itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jiphyeon.kernel.words import Words


class Verdict(StrEnum):
    """The three answers of every verifier in the house."""

    TRUE = "true"
    FALSE = "false"
    NOT_PROVEN = "not_proven"

    @property
    def exit_code(self) -> int:
        """0 true, 1 false, 3 not proven; 2 stays with the command line's own usage errors."""
        return {"true": 0, "false": 1, "not_proven": 3}[self.value]

    @property
    def words(self) -> Words:
        return {
            "true": Words("참", "True"),
            "false": Words("거짓", "False"),
            "not_proven": Words("증명되지 않음", "Not proven"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check.

    `problems`: each claim that is not so. `unchecked`: each claim taken on trust, weakened, or not reckoned again,
    whatever the reason. A single problem makes the whole false; a single thing unchecked leaves it not proven.
    """

    problems: tuple[Words, ...] = ()
    unchecked: tuple[Words, ...] = ()

    @property
    def verdict(self) -> Verdict:
        if self.problems:
            return Verdict.FALSE
        return Verdict.NOT_PROVEN if self.unchecked else Verdict.TRUE

    def joined(self, others: Iterable[Checked]) -> Checked:
        """Return this check and `others` as one."""
        parts = (self, *others)
        return Checked(
            tuple(problem for part in parts for problem in part.problems),
            tuple(one for part in parts for one in part.unchecked),
        )
