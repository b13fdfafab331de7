"""규칙 · Who is due what, by which article, on which day: programmes as data, three-valued evaluation with reasons."""

from jiphyeon.methods.rules.evaluation import evaluate, rank_keys
from jiphyeon.methods.rules.loading import load
from jiphyeon.methods.rules.outcome import (
    ClauseResult,
    Counterfactual,
    Outcome,
    Threshold,
    Used,
    next_questions,
)
from jiphyeon.methods.rules.parameters import Dated, Parameter, Parameters
from jiphyeon.methods.rules.plan import Result
from jiphyeon.methods.rules.programme import Clause, Kind, Pack, Programme, Version
from jiphyeon.methods.rules.reform import reform
from jiphyeon.methods.rules.vocabulary import Entity, Fact, Facts, Told, Vocabulary

__all__ = [
    "Clause",
    "ClauseResult",
    "Counterfactual",
    "Dated",
    "Entity",
    "Fact",
    "Facts",
    "Kind",
    "Outcome",
    "Pack",
    "Parameter",
    "Parameters",
    "Programme",
    "Result",
    "Threshold",
    "Told",
    "Used",
    "Version",
    "Vocabulary",
    "evaluate",
    "load",
    "next_questions",
    "rank_keys",
    "reform",
]
