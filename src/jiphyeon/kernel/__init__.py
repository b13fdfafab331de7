"""순수한 말 · The words every storey says: money, periods, ratios, citations, refusals.

Nothing here imports anything else of the house, nor any framework.
"""

from jiphyeon.kernel.law import Citation
from jiphyeon.kernel.money import Rounding, Won, in_words, rounded
from jiphyeon.kernel.refusal import Place, Refused
from jiphyeon.kernel.time import AsOf, Period, age_on, months_between
from jiphyeon.kernel.words import Words

__all__ = [
    "AsOf",
    "Citation",
    "Period",
    "Place",
    "Refused",
    "Rounding",
    "Won",
    "Words",
    "age_on",
    "in_words",
    "months_between",
    "rounded",
]
