"""How anything in the house says no: with a code, its values, and a sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass

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
        parts = [self.file]
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.key is not None:
            parts.append(self.key)
        if self.column is not None:
            parts.append(f"column {self.column}")
        return ", ".join(parts)


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
        self.words = Words(ko or en, en).filled(**values) if values else Words(ko or en, en)
        super().__init__(f"{place}: {self.words.en}" if place else self.words.en)

    def said(self, language: str) -> str:
        """Return the reason in the reader's language, without the place."""
        return self.words.said(language)
