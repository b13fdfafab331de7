"""공정한 추첨 · Drawing a panel by lot that meets quotas and gives everybody as fair a chance as the quotas allow.

    task = Task(Pool(people), quotas, seats=22)
    result = draw(task, Objective.LEXIMIN)
    result.probabilities, result.panels, result.weights, result.certificate
    check(result.plain()).passed

Names are loaded on first use: the checker and the record need no solver and must not pay for one.
"""

from typing import TYPE_CHECKING

from jiphyeon.kernel.lazy import on_first_use

if TYPE_CHECKING:
    from jiphyeon.methods.sortition.checker.check import check
    from jiphyeon.methods.sortition.checker.findings import TOLERANCE, Findings
    from jiphyeon.methods.sortition.checker.published import Record, SourceRow, Statement
    from jiphyeon.methods.sortition.checker.shape import load
    from jiphyeon.methods.sortition.drand import of_beacon
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
    from jiphyeon.methods.sortition.lottery.objectives import ALGORITHM, Objective
    from jiphyeon.methods.sortition.pool import Pool, Quota, Relation, Task, in_order, residual
    from jiphyeon.methods.sortition.record import (
        Source,
        Verified,
        as_record,
        commit,
        picked,
        seal,
        select,
        verify,
    )
    from jiphyeon.methods.sortition.report import as_svg, as_text, rounded
    from jiphyeon.methods.sortition.statement import as_quotas
else:
    __getattr__ = on_first_use(
        __name__,
        {
            "checker.check": "check",
            "checker.findings": "TOLERANCE Findings",
            "checker.published": "Record SourceRow Statement",
            "checker.shape": "load",
            "drand": "of_beacon",
            "drawing": "Draw draw legacy_draw",
            "drop_outs": "Alternates alternates",
            "files": "Reading check_people read_quotas read_rates read_relations read_task shared",
            "infeasible": "Change Explanation explain relaxed why_never",
            "lottery.objectives": "ALGORITHM Objective",
            "pool": "Pool Quota Relation Task in_order residual",
            "record": "Source Verified as_record commit picked seal select verify",
            "report": "as_svg as_text rounded",
            "statement": "as_quotas",
        },
    )

__all__ = [
    "ALGORITHM",
    "TOLERANCE",
    "Alternates",
    "Change",
    "Draw",
    "Explanation",
    "Findings",
    "Objective",
    "Pool",
    "Quota",
    "Reading",
    "Record",
    "Relation",
    "Source",
    "SourceRow",
    "Statement",
    "Task",
    "Verified",
    "alternates",
    "as_quotas",
    "as_record",
    "as_svg",
    "as_text",
    "check",
    "check_people",
    "commit",
    "draw",
    "explain",
    "in_order",
    "legacy_draw",
    "load",
    "of_beacon",
    "picked",
    "read_quotas",
    "read_rates",
    "read_relations",
    "read_task",
    "relaxed",
    "residual",
    "rounded",
    "seal",
    "select",
    "shared",
    "verify",
    "why_never",
]
