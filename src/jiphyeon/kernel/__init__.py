"""순수한 말 · The words every storey says: money, periods, ratios, citations, refusals.

Nothing here imports anything else of the house, nor any framework.
"""

from jiphyeon.kernel.days import day_of, day_words
from jiphyeon.kernel.documents import Json, parse_json, read_json
from jiphyeon.kernel.enums import WordsEnum, choices
from jiphyeon.kernel.files import read_bytes
from jiphyeon.kernel.law import Citation
from jiphyeon.kernel.money import Rounding, Won, in_words, rounded
from jiphyeon.kernel.refusal import Place, Refused, refusal_of
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.kernel.tables import Table, read_table
from jiphyeon.kernel.text import clean, identifier, uuid_of
from jiphyeon.kernel.time import AsOf, Period, age_on, months_between
from jiphyeon.kernel.verdict import Checked, Verdict
from jiphyeon.kernel.words import Words, counted

__all__ = [
    "AsOf",
    "Checked",
    "Citation",
    "Json",
    "Period",
    "Place",
    "Refused",
    "Rounding",
    "Table",
    "Verdict",
    "Won",
    "Words",
    "WordsEnum",
    "age_on",
    "choices",
    "clean",
    "counted",
    "day_of",
    "day_words",
    "did_you_mean",
    "identifier",
    "in_words",
    "months_between",
    "parse_json",
    "perhaps",
    "read_bytes",
    "read_json",
    "read_table",
    "refusal_of",
    "rounded",
    "uuid_of",
]
