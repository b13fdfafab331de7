"""공정한 추첨 · Drawing a panel by lot that meets quotas and gives everybody as fair a chance as the quotas allow.

    task = Task(Pool(people), quotas, seats=22)
    result = draw(task, Objective.LEXIMIN)
    result.probabilities, result.panels, result.weights, result.certificate
    check(result.plain()).passed

Names are loaded on first use: the checker and the record need no solver and must not pay for one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiphyeon.methods.sortition.checker import Findings, check
    from jiphyeon.methods.sortition.drawing import Draw, draw, legacy_draw
    from jiphyeon.methods.sortition.drop_outs import Alternates, alternates
    from jiphyeon.methods.sortition.files import (
        Reading,
        check_people,
        read_quotas,
        read_rates,
        read_relations,
        read_task,
        shared,
    )
    from jiphyeon.methods.sortition.infeasible import Change, Explanation, explain, relaxed, why_never
    from jiphyeon.methods.sortition.lottery import ALGORITHM, Objective
    from jiphyeon.methods.sortition.pool import Pool, Quota, Relation, Task, residual
    from jiphyeon.methods.sortition.record import Source, Verdict, commit, picked, seal, select, verify
    from jiphyeon.methods.sortition.report import as_svg, as_text
    from jiphyeon.methods.sortition.tables import Table, read_table

_WHERE = {
    "drop_outs": ("Alternates", "alternates"),
    "checker": ("Findings", "check"),
    "drawing": ("Draw", "draw", "legacy_draw"),
    "files": (
        "Reading",
        "check_people",
        "read_quotas",
        "read_rates",
        "read_relations",
        "read_task",
        "shared",
    ),
    "infeasible": ("Change", "Explanation", "explain", "relaxed", "why_never"),
    "lottery": ("ALGORITHM", "Objective"),
    "pool": ("Pool", "Quota", "Relation", "Task", "residual"),
    "record": ("Source", "Verdict", "commit", "picked", "seal", "select", "verify"),
    "report": ("as_svg", "as_text"),
    "tables": ("Table", "read_table"),
}

__all__ = [
    "ALGORITHM",
    "Alternates",
    "Change",
    "Draw",
    "Explanation",
    "Findings",
    "Objective",
    "Pool",
    "Quota",
    "Reading",
    "Relation",
    "Source",
    "Table",
    "Task",
    "Verdict",
    "alternates",
    "as_svg",
    "as_text",
    "check",
    "check_people",
    "commit",
    "draw",
    "explain",
    "legacy_draw",
    "picked",
    "read_quotas",
    "read_rates",
    "read_relations",
    "read_table",
    "read_task",
    "relaxed",
    "residual",
    "seal",
    "select",
    "shared",
    "verify",
    "why_never",
]


def __getattr__(name: str) -> Any:
    for module, names in _WHERE.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
