"""What was meant where the other keyboard was on: dnjftp for 월세, ㅗㅐㅕㄴㅑㅜㅎ for housing. The common two-set layout."""

from __future__ import annotations

import unicodedata

_KEYS = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"
_LETTERS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
_LETTER_OF = dict(zip(_KEYS, _LETTERS, strict=True))
_KEY_OF = {letter: key for key, letter in _LETTER_OF.items()}
_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_TOGETHER = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
}  # fmt: skip
_APART = {one: pair for pair, one in _TOGETHER.items()}


def letters_of(text: str) -> str:
    """Return text with every syllable taken apart as it is typed.

    >>> letters_of("월세 A")
    'ㅇㅜㅓㄹㅅㅔ A'
    """
    return "".join(_apart(sign) for sign in unicodedata.normalize("NFC", text))


def _apart(sign: str) -> str:
    if not "가" <= sign <= "힣":
        return _APART.get(sign, sign)
    first, rest = divmod(ord(sign) - 0xAC00, 588)
    middle, last = divmod(rest, 28)
    parts = _FIRST[first], _MIDDLE[middle], _LAST[last].strip()
    return "".join(_APART.get(part, part) for part in parts)


def as_hangul(typed: str) -> str:
    """Return the syllables that Latin keys would have written; "" unless all of them make whole syllables.

    >>> as_hangul("dnjftp"), as_hangul("rent")
    ('월세', '')
    """
    letters = [_LETTER_OF.get(key) or _LETTER_OF.get(key.lower(), "") for key in typed]
    if not letters or not all(letters):
        return ""
    made, at = [], 0
    while at < len(letters):
        if letters[at] not in _FIRST or at + 1 == len(letters) or letters[at + 1] not in _MIDDLE:
            return ""
        first, middle, last = letters[at], letters[at + 1], " "
        at += 2
        if at < len(letters) and (both := _TOGETHER.get(middle + letters[at])):
            middle, at = both, at + 1
        ends = at < len(letters) and letters[at] in _LAST and not _begins(letters, at)
        if ends:
            last, at = letters[at], at + 1
            if at < len(letters) and not _begins(letters, at) and (both := _TOGETHER.get(last + letters[at])):
                last, at = both, at + 1
        made.append(chr(0xAC00 + _FIRST.index(first) * 588 + _MIDDLE.index(middle) * 28 + _LAST.index(last)))
    return "".join(made)


def _begins(letters: list[str], at: int) -> bool:
    """Return whether a syllable begins here: a consonant with a vowel after it."""
    return letters[at] in _FIRST and at + 1 < len(letters) and letters[at + 1] in _MIDDLE


def as_latin(typed: str) -> str:
    """Return the Latin letters that Hangul keys would have written; "" where something else is among them.

    >>> as_latin("ㅗㅐㅕ냐ㅜㅎ")
    'housing'
    """
    keys = [_KEY_OF.get(letter, "") for letter in letters_of(typed)]
    return "".join(keys).lower() if keys and all(keys) else ""
