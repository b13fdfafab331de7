"""The rows of this room. People are named by their public key only; what is personal is sealed."""

from jiphyeon.contexts.benefits.models.case import Assessment, Case, Decision, Entry
from jiphyeon.contexts.benefits.models.desk import (
    Objection,
    OfficerFact,
    Paper,
    Remark,
    SavedView,
    Supplement,
)
from jiphyeon.contexts.benefits.models.fees import FeeAnswer
from jiphyeon.contexts.benefits.models.outreach import OutreachChoice, OutreachContact, OutreachRound
from jiphyeon.contexts.benefits.models.payment import Payment, StageOutcome
from jiphyeon.contexts.benefits.models.reform import Reform, ReformRun

__all__ = [
    "Assessment",
    "Case",
    "Decision",
    "Entry",
    "FeeAnswer",
    "Objection",
    "OfficerFact",
    "OutreachChoice",
    "OutreachContact",
    "OutreachRound",
    "Paper",
    "Payment",
    "Reform",
    "ReformRun",
    "Remark",
    "SavedView",
    "StageOutcome",
    "Supplement",
]
