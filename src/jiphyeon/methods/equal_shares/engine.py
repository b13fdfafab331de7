"""How the many runs of Add1 are made: in plain numpy, or compiled where numba is installed. The answers are the same."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Literal, Protocol

from jiphyeon.kernel import Refused
from jiphyeon.methods.equal_shares.shares import EqualShares
from jiphyeon.methods.equal_shares.sweep import Range, Sweep

LARGEST = 2**62

Engine = Literal["auto", "plain", "compiled"]


class Lanes(Protocol):
    """What runs equal shares from many shares: `Sweep`, or its compiled likeness.

    `expected` is what the run before bought, `lanes` how many runs are worth asking for at once, `at_once` how many cost
    little more together than a few, and `worth_a_jump` of how many steps an unproven range must be for an exact run with
    its horizon to cost less than runs of its parts.
    """

    shares: EqualShares
    expected: tuple[int, ...]
    lanes: int
    at_once: int
    worth_a_jump: int

    def winners(self, ranges: Sequence[Range]) -> list[tuple[int, ...] | None]:
        """Return, for every range, what is bought from each share in it, in order; None where nothing is proven."""


def lanes_of(shares: EqualShares, engine: Engine) -> Lanes:
    """Return lanes for an election. `auto` compiles where numba is installed and what it compiles can be kept.

    Refuses `compiled` where numba is missing. Machine code counts in 64 bits: larger amounts are always counted plainly.
    """
    if engine == "plain" or sum(shares.costs) >= LARGEST:
        return Sweep(shares)
    if find_spec("numba") is None:
        if engine == "auto":
            return Sweep(shares)
        raise Refused(
            "numba_missing",
            ko="컴파일된 계산에는 numba가 필요합니다. pip install 'jiphyeon[fast]'로 설치하거나 plain을 고르십시오.",
            en="The compiled engine needs numba: pip install 'jiphyeon[fast]', or choose the plain engine.",
        )
    from jiphyeon.methods.equal_shares.compiled.sweep import CompiledSweep, compiled_lanes  # noqa: PLC0415 -- numba

    run_lanes = compiled_lanes(kept=engine == "auto")
    return Sweep(shares) if run_lanes is None else CompiledSweep(shares, run_lanes)
