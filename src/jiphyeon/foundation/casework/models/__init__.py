"""What every matter has, and what is kept beside it: its history, talk, papers, clock, supplements and objections.

A room's row is a `CaseRow`; everything else lies here for all rooms, by the lifecycle's name and the row's key.
"""

from jiphyeon.foundation.casework.models.beside import (
    Agent,
    Attachment,
    AttachmentState,
    Beside,
    HistoryLine,
    Matters,
    Objection,
    ObjectionState,
    Remark,
    Supplement,
)
from jiphyeon.foundation.casework.models.block import (
    Block,
    BlockEntry,
)
from jiphyeon.foundation.casework.models.case import (
    CaseRow,
    number_constraint,
    state_constraint,
)
from jiphyeon.foundation.casework.models.clock import (
    ClockStop,
    LegalClock,
)
from jiphyeon.foundation.casework.models.numbers import (
    NumberSeries,
)
from jiphyeon.foundation.casework.models.terms import (
    Counting,
    ObjectionTerms,
    Term,
)

__all__ = [
    "Agent",
    "Attachment",
    "AttachmentState",
    "Beside",
    "Block",
    "BlockEntry",
    "CaseRow",
    "ClockStop",
    "Counting",
    "HistoryLine",
    "LegalClock",
    "Matters",
    "NumberSeries",
    "Objection",
    "ObjectionState",
    "ObjectionTerms",
    "Remark",
    "Supplement",
    "Term",
    "number_constraint",
    "state_constraint",
]
