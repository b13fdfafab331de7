"""A sentence or a name in the two languages of the product."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from jiphyeon.kernel import particles, written_days

Language = Literal["ko", "en"]


def counted(number: int | str, one: str, many: str = "") -> str:
    """Write a number with its English noun; `many` where the plural is not the word with an s.

    >>> counted(1, "voter"), counted("2.5", "voter"), counted(1200, "entry", "entries")
    ('1 voter', '2.5 voters', '1,200 entries')
    """
    shown = number if isinstance(number, str) else f"{number:,}"
    return f"{shown} {one if shown == '1' else many or f'{one}s'}"


_ODD_PLURALS = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "addresses": "address",
}


def unit_for(number: object, unit: str) -> str:
    """Return the English of a unit, whose noun comes first, as it is said of a number.

    >>> unit_for(1, "people"), unit_for(2, "people"), unit_for(1, "entries a day")
    ('person', 'people', 'entry a day')
    """
    if number not in {1, -1}:
        return unit
    noun, space, rest = unit.partition(" ")
    return f"{_singular(noun)}{space}{rest}"


def _singular(noun: str) -> str:
    if noun in _ODD_PLURALS:
        return _ODD_PLURALS[noun]
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in Korean and in English; neither is a translation key."""

    ko: str
    en: str

    def text(self, language: str) -> str:
        """Return the sentence in `language` ("en", "en-gb" … or anything else for Korean)."""
        return self.en if language.startswith("en") else self.ko

    @classmethod
    def count(cls, number: int, one: str, many: str = "") -> Words:
        """Return a number for `filled`: alone in Korean, where the sentence says what is counted, with its noun in English.

        >>> Words("{n}건이 바뀌었습니다.", "{n} changed.").filled(n=Words.count(1, "entry", "entries"))
        Words(ko='1건이 바뀌었습니다.', en='1 entry changed.')
        """
        return cls(f"{number:,}", counted(number, one, many))

    def filled(self, **values: object) -> Words:
        """Return both sentences with `{name}` replaced by the values given, each as its language says it.

        Words are said in each language, a day as people read it; Korean particles follow what came before them.

        >>> Words("{day}에 {name}이(가) 없습니다.", "No {name} on {day}.").filled(day=date(2024, 3, 2), name="표")
        Words(ko='2024. 3. 2.(토)에 표가 없습니다.', en='No 표 on Sat 2 March 2024.')
        """
        return Words(
            particles.filled(self.ko, {name: _in_korean(value) for name, value in values.items()}),
            self.en.format_map({name: _in_english(value) for name, value in values.items()}),
        )

    @classmethod
    def joined(cls, separator: str, parts: Iterable[Words]) -> Words:
        """Return parts one after another, with the same separator in both languages.

        >>> Words.joined(" · ", [Words("나이", "age"), Words("소득", "income")])
        Words(ko='나이 · 소득', en='age · income')
        """
        found = list(parts)
        return cls(separator.join(one.ko for one in found), separator.join(one.en for one in found))


def _in_korean(value: object) -> object:
    if isinstance(value, Words):
        return value.ko
    if isinstance(value, date) and not isinstance(value, datetime):
        return written_days.korean(value)
    return value


def _in_english(value: object) -> object:
    if isinstance(value, Words):
        return value.en
    if isinstance(value, date) and not isinstance(value, datetime):
        return written_days.english(value)
    return value
