"""Legal terms as a room says them: how long, how counted, by which article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiphyeon.foundation.clock.deadlines import Unit
from jiphyeon.kernel import Citation


class Counting(StrEnum):
    """How a term is counted; see `foundation.clock.deadlines`."""

    GENERAL = "general"  # 행정기본법 제6조, 민법 제155조 이하: the first day does not count
    PETITION = "petition"  # 민원 처리에 관한 법률 제19조: from six days on, open days, the first one counted
    LIMITS_RIGHTS = "limits_rights"  # 행정기본법 제6조제2항: the first day counts, the last one stays


@dataclass(frozen=True, slots=True)
class Term:
    """A legal term with its article. `first`: the day it is counted from, where that is not the day of the deed."""

    count: int
    unit: Unit
    counting: Counting
    law: Citation
    first: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectionTerms:
    """The days of an objection by the law of a day: to file it, to answer it, and the most by which the answer is put off."""

    to_file: int
    to_answer: int
    to_extend: int
    law: Citation
