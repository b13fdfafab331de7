"""The front door of benefits: a person's cases, payments and letters, who receives what, and the demo city."""

from __future__ import annotations

from jiphyeon.contexts.benefits.actions.demo_city import fill as load_demo
from jiphyeon.contexts.benefits.queries.cases import CaseCard, PaymentLine, payments_of
from jiphyeon.contexts.benefits.queries.cases import cards_of as cases_of
from jiphyeon.contexts.benefits.queries.letters import LetterLine
from jiphyeon.contexts.benefits.queries.letters import of_person as letters_of
from jiphyeon.contexts.benefits.queries.standing import Application, Standing, applications, standing

__all__ = [
    "Application",
    "CaseCard",
    "LetterLine",
    "PaymentLine",
    "Standing",
    "applications",
    "cases_of",
    "letters_of",
    "load_demo",
    "payments_of",
    "standing",
]
