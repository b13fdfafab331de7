"""The words of wordings."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import Words


class Stage(StrEnum):
    """Where an edition stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REPLACED = "replaced"
    ARCHIVED = "archived"
    DROPPED = "dropped"


class Purpose(StrEnum):
    """What a text is sent for. A legal notice says by which article."""

    GUIDANCE = "guidance"
    LEGAL = "legal"

    @property
    def words(self) -> Words:
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.GUIDANCE: Words("안내", "information"),
    Purpose.LEGAL: Words("법적 고지", "legal notice"),
}


class Variant(StrEnum):
    """In which words a text is read."""

    STANDARD = "standard"
    EASY = "easy"
    ENGLISH = "english"

    @property
    def words(self) -> Words:
        return _VARIANTS[self]


_VARIANTS = {
    Variant.STANDARD: Words("보통", "standard"),
    Variant.EASY: Words("쉬운 말", "easy Korean"),
    Variant.ENGLISH: Words("영어", "English"),
}
