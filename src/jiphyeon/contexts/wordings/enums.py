"""The words of wordings."""

from __future__ import annotations

from enum import StrEnum

from jiphyeon.kernel import WordsEnum


class Stage(StrEnum):
    """Where an edition stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REPLACED = "replaced"
    ARCHIVED = "archived"
    DROPPED = "dropped"


class Purpose(WordsEnum):
    """What a text is sent for. A legal notice says by which article."""

    GUIDANCE = "guidance", "안내", "information"
    LEGAL = "legal", "법적 고지", "legal notice"


class Variant(WordsEnum):
    """In which words a text is read."""

    STANDARD = "standard", "보통", "standard"
    EASY = "easy", "쉬운 말", "easy Korean"
    ENGLISH = "english", "영어", "English"
