"""법을 지키는 위촉 계획 · A city's committees planned into law.

From committees, people and dated rules to named appointments, quarter by quarter: as many lawful
committee-quarters as can be, proven, and for each committee that stays unlawful the conditions that conflict.
"""

from typing import TYPE_CHECKING

from jiphyeon.kernel.lazy import on_first_use

if TYPE_CHECKING:
    from jiphyeon.methods.roster.files import appointments_csv, as_csv, as_json, read_plan
    from jiphyeon.methods.roster.judge import Finding, Verdict, check
    from jiphyeon.methods.roster.law import AgeWindow, Limit, Ratchet, Rulebook, ShareRule, counts
    from jiphyeon.methods.roster.plan import (
        Aim,
        Appointment,
        Condition,
        Conflict,
        Plan,
        Release,
        Standing,
        lawful_in,
    )
    from jiphyeon.methods.roster.planning import make_plan
    from jiphyeon.methods.roster.portfolio import (
        Attributes,
        Calendar,
        Committee,
        Exemption,
        Kind,
        Label,
        Membership,
        Person,
        Portfolio,
        Seat,
    )
    from jiphyeon.methods.roster.presentation import plot, report
    from jiphyeon.methods.roster.reading.committees import read_portfolio
    from jiphyeon.methods.roster.reading.rules import read_rules
    from jiphyeon.methods.roster.synthetic import Made, Size, generate
    from jiphyeon.methods.roster.verify_plan import verify
else:
    __getattr__ = on_first_use(
        __name__,
        {
            "judge": "Finding Verdict check",
            "files": "appointments_csv as_csv as_json read_plan",
            "synthetic": "Made Size generate",
            "law": "AgeWindow Limit Ratchet Rulebook ShareRule counts",
            "plan": "Aim Appointment Condition Conflict Plan Release Standing lawful_in",
            "planning": "make_plan",
            "portfolio": "Attributes Calendar Committee Exemption Kind Label Membership Person Portfolio Seat",
            "reading.committees": "read_portfolio",
            "reading.rules": "read_rules",
            "presentation": "plot report",
            "verify_plan": "verify",
        },
    )

__all__ = [
    "AgeWindow",
    "Aim",
    "Appointment",
    "Attributes",
    "Calendar",
    "Committee",
    "Condition",
    "Conflict",
    "Exemption",
    "Finding",
    "Kind",
    "Label",
    "Limit",
    "Made",
    "Membership",
    "Person",
    "Plan",
    "Portfolio",
    "Ratchet",
    "Release",
    "Rulebook",
    "Seat",
    "ShareRule",
    "Size",
    "Standing",
    "Verdict",
    "appointments_csv",
    "as_csv",
    "as_json",
    "check",
    "counts",
    "generate",
    "lawful_in",
    "make_plan",
    "plot",
    "read_plan",
    "read_portfolio",
    "read_rules",
    "report",
    "verify",
]
