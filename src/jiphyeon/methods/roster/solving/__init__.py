"""From a situation to appointments: integer programs over counts of like people, then named people on dated seats.

A front of its own for whoever measures or models beside the method; a plan is asked of `roster.make_plan`.
"""

from typing import TYPE_CHECKING

from jiphyeon.kernel.lazy import on_first_use

if TYPE_CHECKING:
    from jiphyeon.methods.roster.solving.candidates import pool, suitable
    from jiphyeon.methods.roster.solving.counts import choose
    from jiphyeon.methods.roster.solving.integer_program import Program, solve
    from jiphyeon.methods.roster.solving.situation import situate
else:
    __getattr__ = on_first_use(
        __name__,
        {
            "candidates": "pool suitable",
            "counts": "choose",
            "integer_program": "Program solve",
            "situation": "situate",
        },
    )

__all__ = ["Program", "choose", "pool", "situate", "solve", "suitable"]
