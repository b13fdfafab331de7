"""법을 지키는 위촉 계획 · A city's committees planned into law.

From committees, people and dated rules to named appointments, quarter by quarter: as many lawful
committee-quarters as can be, proven, and for each committee that stays unlawful the conditions that conflict.
"""

from jiphyeon.methods.roster.check import Finding, Verdict, check, check_plan
from jiphyeon.methods.roster.generate import Made, Size, generate
from jiphyeon.methods.roster.law import AgeWindow, Limit, Ratchet, Rulebook, ShareRule
from jiphyeon.methods.roster.plan import Aim, Appointment, Condition, Conflict, Plan, Release, Standing
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
from jiphyeon.methods.roster.reading import read_portfolio
from jiphyeon.methods.roster.report import plot, report
from jiphyeon.methods.roster.rulebook import read_rules

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
    "check",
    "check_plan",
    "generate",
    "make_plan",
    "plot",
    "read_portfolio",
    "read_rules",
    "report",
]
