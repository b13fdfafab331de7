"""규칙 · Who is due what, by which article, on which day: programmes as data, three-valued evaluation with reasons."""

from jiphyeon.methods.rules.cases import run_cases
from jiphyeon.methods.rules.judging.evaluation import evaluate, rank_keys
from jiphyeon.methods.rules.judging.outcome import (
    FORMAT,
    ClauseResult,
    Counterfactual,
    Outcome,
    Standing,
    Threshold,
    Used,
    next_questions,
)
from jiphyeon.methods.rules.judging.plan import Result
from jiphyeon.methods.rules.language.writer import notation_of
from jiphyeon.methods.rules.model import tree
from jiphyeon.methods.rules.model.moments import Judged, Moment
from jiphyeon.methods.rules.model.parameters import (
    Content,
    Dated,
    Parameter,
    Parameters,
    unknown_parameter,
)
from jiphyeon.methods.rules.model.programme import Clause, Kind, Pack, Programme, Version
from jiphyeon.methods.rules.model.tree import Node, Rows, Steps, Type
from jiphyeon.methods.rules.model.values import VALUE_OF
from jiphyeon.methods.rules.model.vocabulary import Entity, Fact, Facts, Given, Vocabulary
from jiphyeon.methods.rules.reading.loading import load, read
from jiphyeon.methods.rules.reforming import reform

__all__ = [
    "FORMAT",
    "VALUE_OF",
    "Clause",
    "ClauseResult",
    "Content",
    "Counterfactual",
    "Dated",
    "Entity",
    "Fact",
    "Facts",
    "Given",
    "Judged",
    "Kind",
    "Moment",
    "Node",
    "Outcome",
    "Pack",
    "Parameter",
    "Parameters",
    "Programme",
    "Result",
    "Rows",
    "Standing",
    "Steps",
    "Threshold",
    "Type",
    "Used",
    "Version",
    "Vocabulary",
    "evaluate",
    "load",
    "next_questions",
    "notation_of",
    "rank_keys",
    "read",
    "reform",
    "run_cases",
    "tree",
    "unknown_parameter",
]
