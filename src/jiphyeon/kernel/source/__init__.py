"""The files of a city pack as written: every value with its line, nothing guessed; the one reader for all of them.

A reader asks for what it wants (`block.words("name", "the unit")`) and gets it typed, or the file, the line and what to
do are named. YAML's own guesses (`no` is false, `1_0` is ten, `2024-01-01` is a date, a repeated key wins silently) are the source of
quiet faults in rule files. So only the shape is taken from YAML; what a scalar means is decided by the reader who
knows what it wants there.
"""

from jiphyeon.kernel.source.blocks import Block, Listing
from jiphyeon.kernel.source.reader import parse, read
from jiphyeon.kernel.source.scalars import (
    EXACT,
    QUOTIENT,
    WHOLE,
    Scalar,
    choice_of,
    day_of,
    exact,
    fraction_of,
    text_of,
    truth_of,
    whole_of,
    won_of,
)

__all__ = [
    "EXACT",
    "QUOTIENT",
    "WHOLE",
    "Block",
    "Listing",
    "Scalar",
    "choice_of",
    "day_of",
    "exact",
    "fraction_of",
    "parse",
    "read",
    "text_of",
    "truth_of",
    "whole_of",
    "won_of",
]
