"""The Korean particle behind a word, chosen by how the word ends: 집은, 자리는; 집으로, 자리로.

A sentence with slots writes both (`{name}은(는)`); `filled` keeps the one that is right for what came into the slot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

# What is written for both → behind a consonant, behind a vowel.
PAIRS = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)라고": ("이라고", "라고"),
    "(이)나": ("이나", "나"),
}
_PAIR = re.compile("|".join(re.escape(pair) for pair in PAIRS))
_CLOSING = "'\"’”」』》〉]*_`"
_LIEUL = 8  # the final ㄹ, behind which 로 stands as behind a vowel
_FINALS_OF_DIGITS = {
    "0": 21, "1": _LIEUL, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": _LIEUL, "8": _LIEUL, "9": 0,
}  # fmt: skip
_DAY = re.compile(r"\d{4}\. \d{1,2}\. \d{1,2}\.\Z")  # read as 일
_FINALS_OF_SIGNS = {"%": 0, "℃": 0, "㎡": 0}


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """Return a sentence with `{name}` replaced by the values given, each pair of particles narrowed to the right one.

    A word in letters whose sound is not known keeps both. What stands in brackets behind a word is not what the
    particle follows, and what came in by a value is left as it came.

    >>> filled("{who}은(는) '{what}'을(를) {n}(으)로 적었습니다.", {"who": "김하나", "what": "한빛동(새말)", "n": 12})
    "김하나는 '한빛동(새말)'을 12로 적었습니다."
    >>> filled("{a}(으)로, {b}(으)로, {c}은(는)", {"a": "서울", "b": "부산", "c": "rent.csv"})
    '서울로, 부산으로, rent.csv은(는)'
    """
    made, at = "", 0
    for found in _PAIR.finditer(sentence):
        made += sentence[at : found.start()].format_map(values)
        made += _narrowed(found[0], made)
        at = found.end()
    return made + sentence[at:].format_map(values)


def narrowed(sentence: str) -> str:
    """Return a sentence that is written already with its pairs of particles narrowed.

    >>> narrowed("'3/4'은(는) 없습니다."), narrowed("정부24(누리집)이(가)")
    ("'3/4'는 없습니다.", '정부24(누리집)가')
    """
    made, at = "", 0
    for found in _PAIR.finditer(sentence):
        made += sentence[at : found.start()]
        made += _narrowed(found[0], made)
        at = found.end()
    return made + sentence[at:]


def _narrowed(pair: str, before: str) -> str:
    final = _final(before)
    if final is None:
        return pair
    with_consonant, with_vowel = PAIRS[pair]
    return with_vowel if final == 0 or (pair == "(으)로" and final == _LIEUL) else with_consonant


def _final(before: str) -> int | None:
    """Return the number of the consonant a text ends with, 0 for a vowel; None where nobody can tell."""
    word = before.rstrip(_CLOSING)
    while word.endswith(")") and "(" in word[1:]:
        word = word[: word.rindex("(")].rstrip(_CLOSING)
    if _DAY.search(word):
        return _LIEUL
    last = word[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28
    return _FINALS_OF_DIGITS.get(last, _FINALS_OF_SIGNS.get(last))
