"""Columns that hold a word of an enum: read as the member, and no other word is written."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Any, Literal, TypeVar, overload

from django.db import models

from jiphyeon.foundation.fields.columns import CharColumn, Get, Set

_Word = TypeVar("_Word", bound=StrEnum | models.TextChoices)


class EnumField(CharColumn[Set, Get]):
    """A word of one enum, or "" where `blank`. To migrations it is the CharField with choices it was.

    A row answers with the member, so that a reader needs no `State(row.state)`, and the type checker knows which enum
    it is of. Writing or asking for any other word raises ValueError, whichever way it goes to the database; a stored
    word that the enum does not know raises it too. `choices` are the enum's words with themselves, unless given.
    """

    @overload
    def __init__(
        self: EnumField[_Word, _Word],
        words: type[_Word],
        *,
        max_length: int,
        default: _Word = ...,
        choices: Any = ...,
        db_index: bool = ...,
    ) -> None: ...

    @overload
    def __init__(
        self: EnumField[_Word | Literal[""], _Word | Literal[""]],
        words: type[_Word],
        *,
        max_length: int,
        blank: Literal[True],
        default: _Word | Literal[""] = ...,
        choices: Any = ...,
        db_index: bool = ...,
    ) -> None: ...

    def __init__(
        self, words: type[StrEnum | models.TextChoices] | None = None, *args: Any, **kwargs: Any
    ) -> None:
        self.words = words
        if words is not None:
            kwargs.setdefault("choices", {word.value: word.value for word in words})
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Enum | str | None:
        """Return the member a stored word names."""
        del expression, connection
        return self._member(value)

    def to_python(self, value: str | None) -> Enum | str | None:
        """Return the member a word names."""
        return self._member(value)

    def get_prep_value(self, value: str | None) -> str | None:
        member = self._member(value)
        return member.value if isinstance(member, Enum) else member

    def deconstruct(self) -> Any:
        """Return the field as the column it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def _member(self, value: str | None) -> Enum | str | None:
        return value if value is None or value == "" or self.words is None else self.words(value)
