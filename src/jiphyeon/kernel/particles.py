"""The Korean particle behind a word, chosen by how the word ends: 집은, 자리는; 집으로, 자리로.

A sentence with slots writes both (`{name}은(는)`); `filled` keeps the one that is right for what came into the slot.
What is read aloud decides: digits and units as they are said, capitals by their names, Latin words as loanwords are
written. Where usage differs, both stay: a reader forgives `은(는)`, and not a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# What is written for both → behind a consonant, behind a vowel. Either may stand first; the dropped sound alone may stand in brackets.
PAIRS = {
    "은(는)": ("은", "는"),
    "는(은)": ("은", "는"),
    "이(가)": ("이", "가"),
    "가(이)": ("이", "가"),
    "을(를)": ("을", "를"),
    "를(을)": ("을", "를"),
    "과(와)": ("과", "와"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "으로(로)": ("으로", "로"),
    "로(으로)": ("으로", "로"),
    "(이)라고": ("이라고", "라고"),
    "(이)라는": ("이라는", "라는"),
    "(이)란": ("이란", "란"),
    "(이)나": ("이나", "나"),
    "이나(나)": ("이나", "나"),
    "(이)며": ("이며", "며"),
    "(이)고": ("이고", "고"),
    "(이)든": ("이든", "든"),
    "(이)랑": ("이랑", "랑"),
    "(이)어서": ("이어서", "여서"),
    "(이)었": ("이었", "였"),
    "이에요(예요)": ("이에요", "예요"),
    "아(야)": ("아", "야"),
}
TOWARDS = frozenset({"(으)로", "으로(로)", "로(으로)"})  # 로 stands behind the final ㄹ as behind a vowel
PAIR = re.compile("|".join(re.escape(pair) for pair in sorted(PAIRS, key=len, reverse=True)))
CLOSING = "'\"’”」』》〉]*_`"
LOOKED_AT = 200  # signs before a particle; a bracket longer than that is not looked behind
_LIEUL = 8  # the final ㄹ
_CONSONANT = 21  # any final but ㄹ
_FINALS_OF_DIGITS = {
    "0": 21, "1": _LIEUL, "2": 0, "3": 16, "4": 0, "5": 0, "6": 1, "7": _LIEUL, "8": _LIEUL, "9": 0,
}  # fmt: skip
_DAY = re.compile(r"(?:\d{4}\. ?)?\d{1,2}\. ?\d{1,2}\.\Z")  # read as 일
_TRILLIONS = re.compile(r"[1-9]\d{0,3}(?:0{12}|(?:,000){4})\Z")  # read as 조
_UNIT = re.compile(r"\d ?(km|cm|mm|m|kg|mg|g|mL|ml|L|ha|kW|kWh)\Z")
_LONGEST_DAY, _LONGEST_NUMBER, _LONGEST_UNIT = 14, 24, 5  # signs that the three patterns take at most
_FINALS_OF_UNITS = {"kg": 16, "mg": 16, "g": 16}  # 그램; the others end in 터, 아르, 트, 와트시
_FINALS_OF_SIGNS = {
    "%": 0,
    "℃": 0,
    "㎡": 0,
    "㎥": 0,
    "㎞": 0,
    "㎝": 0,
    "㎜": 0,
    "㎏": 16,
    "ℓ": 0,
    "°": 0,
    "$": 0,
    "€": 0,
    "+": 0,
}


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
    for found in PAIR.finditer(sentence):
        made += sentence[at : found.start()].format_map(values)
        made += chosen(found[0], made)
        at = found.end()
    return made + sentence[at:].format_map(values)


def narrowed(sentence: str) -> str:
    """Return a sentence that is written already with its pairs of particles narrowed.

    >>> narrowed("'3/4'은(는) 없습니다."), narrowed("정부24(누리집)이(가)")
    ("'3/4'는 없습니다.", '정부24(누리집)가')
    """
    made, at = "", 0
    for found in PAIR.finditer(sentence):
        made += sentence[at : found.start()]
        made += chosen(found[0], made)
        at = found.end()
    return made + sentence[at:]


def chosen(pair: str, before: str) -> str:
    """Return the particle of a pair that is right behind a text; the pair itself where nobody can tell its last sound.

    >>> chosen("을(를)", "Google"), chosen("(으)로", "URL"), chosen("이(가)", "1,000,000,000,000"), chosen("은(는)", "Dubai")
    ('을', '로', '가', '는')
    """
    final = final_of(before)
    if final is None:
        return pair
    with_consonant, with_vowel = PAIRS[pair]
    return with_vowel if final == 0 or (final == _LIEUL and pair in TOWARDS) else with_consonant


def word_before(before: str) -> str:
    """Return a text up to what its last word ends with: without quotes, and without what stands in brackets behind it.

    >>> word_before("'한빛동(새말)'")
    "'한빛동"
    """
    word = before[-LOOKED_AT:].rstrip(CLOSING)
    while word.endswith(")") and "(" in word[1:]:
        word = word[: word.rindex("(")].rstrip(CLOSING)
    return word


def final_of(before: str) -> int | None:
    """Return the number of the consonant a text ends with when it is read, 0 for a vowel; None where nobody can tell.

    The numbers are those of Hangul's finals: 8 is ㄹ. Of Latin words and of single letters only ㄹ, any other and none are told apart.
    """
    last = before[-1:]
    if not ("가" <= last <= "힣" or "1" <= last <= "9"):  # those two say it alone
        before = word_before(before)
        last = before[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28
    if "1" <= last <= "9":
        return _FINALS_OF_DIGITS[last]
    if "ㄱ" <= last <= "ㅣ":
        return _LIEUL if last == "ㄹ" else _CONSONANT if last <= "ㅎ" else 0  # 기역, 리을, … and 아, 야, …
    found = _final_of_number(before, last)
    return _final_of_latin(before) if found is None and last.isalpha() else found


def _final_of_number(word: str, last: str) -> int | None:
    """Return how a number, a day or a measure ends when it is read; None where a text ends with none."""
    if last == "0":
        return 0 if _TRILLIONS.search(word[-_LONGEST_NUMBER:]) else _FINALS_OF_DIGITS["0"]
    if last == ".":
        return _LIEUL if _DAY.search(word[-_LONGEST_DAY:]) else None
    if last.isascii() and last.isalpha() and (unit := _UNIT.search(word[-_LONGEST_UNIT:])):
        return _FINALS_OF_UNITS.get(unit[1], 0)
    return _FINALS_OF_SIGNS.get(last)


# Latin letters by their names: 엘 and 알 end in ㄹ, 엠 and 엔 in another consonant, all others in a vowel.
_FINALS_OF_LETTERS = {"l": _LIEUL, "r": _LIEUL, "m": 16, "n": 4}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{1,40}\Z")
_VOWELS = "aeiouy"


def _final_of_latin(before: str) -> int | None:
    """Return how a word in Latin letters ends in Korean: by the names of its letters, or as loanwords are written.

    Capitals are read letter by letter, unless they can be read as a word too and the two differ: then nobody can tell.
    """
    found = _LATIN.search(before)
    if found is None:
        return None
    letters = found[0]
    word = "".join(sign for sign in unicodedata.normalize("NFD", letters.lower()) if "a" <= sign <= "z")
    if not word:
        return None
    named = _FINALS_OF_LETTERS.get(word[-1], 0)
    if len(word) == 1 or (len(word) == 2 and letters.isupper()):
        return named
    spoken = _final_of_loanword(word)
    if not letters.isupper():
        return spoken
    if not set(word) & set(_VOWELS) or spoken is None:
        return named if len(word) <= 3 or not set(word) & set(_VOWELS) else None
    return named if (named == 0, named == _LIEUL) == (spoken == 0, spoken == _LIEUL) else None


_LONGEST_SHORT = 3  # letters of a word of one syllable, whose final t Korean writes now so, now so: 넷, 세트


def _final_of_loanword(word: str) -> int | None:  # noqa: PLR0911 -- a table of endings
    """Return the final of a word of small letters by the orthography of loanwords; None where usage differs."""
    last, before = word[-1], word[-2]
    if not set(word) & set(_VOWELS):
        return None  # no word: an abbreviation, and nobody knows how it is said
    if last == "l" or (word.endswith("le") and len(word) > 2):
        return _LIEUL
    if last in "mn" or word.endswith(("ng", "ne", "me")):
        return 16 if len(word) > 2 or last in "mn" else 0
    if last in "aeiouywrdfszxjvh":
        return 0
    if word.endswith("ck"):
        return 1
    if last not in "kptc" or before == last:
        return 17 if before == last == "p" else None
    if before not in _VOWELS:
        return None if word.endswith("lk") else 0  # 톡, 밀크; 마트, 포크
    if len(word) > 2 and word[-3] in _VOWELS:
        return None  # 위크, 북
    return None if last == "t" and len(word) <= _LONGEST_SHORT else 1
