"""How anything in the house says no: with a code, its values, and a sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from jiphyeon.kernel.particles import narrowed
from jiphyeon.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something is wrong. Rows and lines count from 1, as a reader's editor does.

    `key` names a row where rows have no numbers: in a table of a database, `person_id 17`.
    """

    file: str
    line: int | None = None
    row: int | None = None
    column: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        return self.text("en")

    def text(self, language: str) -> str:
        """Return the place in the reader's language."""
        line, row, column = _PARTS["en" if language.startswith("en") else "ko"]
        parts = [self.file]
        if self.line is not None:
            parts.append(line.format(self.line))
        if self.row is not None:
            parts.append(row.format(self.row))
        if self.key is not None:
            parts.append(self.key)
        if self.column is not None:
            parts.append(column.format(self.column))
        return ", ".join(parts)


_PARTS = {"en": ("line {}", "row {}", "column {}"), "ko": ("{}번째 줄", "{}행", "{} 칸")}


class Refused(Exception):  # noqa: N818 -- a refusal is an answer, not a malfunction
    """A no with its reason: `code` for programs, `words` for people, `values` for both.

    >>> raise Refused("too_few_youth", en="Need {need} young members, have {have}.", need=3, have=1)
    Traceback (most recent call last):
    jiphyeon.kernel.refusal.Refused: Need 3 young members, have 1.
    """

    def __init__(
        self, code: str, *, en: str, ko: str = "", place: Place | None = None, **values: object
    ) -> None:
        self.code = code
        self.place = place
        self.values = values
        sentence = Words(ko or en, en)
        self.words = (
            sentence.filled(**_as_read(values, place))
            if values
            else Words(narrowed(sentence.ko), sentence.en)
        )
        super().__init__(f"{place}: {self.words.en}" if place else self.words.en)

    def text(self, language: str) -> str:
        """Return the reason in the reader's language, without the place."""
        return self.words.text(language)

    def line(self, language: str) -> str:
        """Return the reason in the reader's language after its place, as a terminal shows it."""
        text = self.words.text(language)
        return f"{self.place.text(language)}: {text}" if self.place else text


def refusal_of(tried: Callable[[], object]) -> Refused | None:
    """Return how what is tried is refused, or None where it is not: for a page that says why something cannot be done."""
    try:
        tried()
    except Refused as no:
        return no
    return None


def _as_read(values: Mapping[str, object], place: Place | None) -> Mapping[str, object]:
    """Return values as they are read: where a place in a file is named, days as the file writes them."""
    if place is None:
        return values
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}
