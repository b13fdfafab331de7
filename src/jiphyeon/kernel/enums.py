"""Words of a closed list: what they are called in both languages, and as a form or a column offers them."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from jiphyeon.kernel.words import Words


class WordsEnum(StrEnum):
    """Words of a closed list that people read: each member is its code, its Korean and its English.

    >>> class Answer(WordsEnum):
    ...     YES = "yes", "예", "Yes"
    >>> Answer("yes").value, Answer.YES.words.en
    ('yes', 'Yes')
    """

    words: Words

    def __new__(cls, code: str, ko: str = "", en: str = "") -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.words = Words(ko, en)
        return member

    @classmethod
    def words_by_code(cls) -> dict[str, Words]:
        """Return what each is called, by its code."""
        return {member.value: member.words for member in cls}


def choices(words: type[StrEnum]) -> dict[str, str]:
    """Return each word of a list with its name, as a field's choices."""
    return {member.value: member.name for member in words}
