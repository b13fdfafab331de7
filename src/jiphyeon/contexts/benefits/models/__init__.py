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
from jiphyeon.contexts.benefits.models.payment import Payment, StageOutcome

__all__ = [
    "Assessment",
    "Case",
    "Decision",
    "Entry",
    "FeeAnswer",
    "Objection",
    "OfficerFact",
    "Paper",
    "Payment",
    "Remark",
    "SavedView",
    "StageOutcome",
    "Supplement",
]
