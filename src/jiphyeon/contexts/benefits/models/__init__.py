"""The rows of this room; what every matter has beside it lies in casework. People are named by their public key only."""

from jiphyeon.contexts.benefits.models.case import Assessment, Case, Decision, OfficerFact
from jiphyeon.contexts.benefits.models.payment import Payment, StageOutcome

__all__ = ["Assessment", "Case", "Decision", "OfficerFact", "Payment", "StageOutcome"]
