"""The same name or sentence in the two languages, as one field over two columns."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import FieldError
from django.db import models

from jiphyeon.foundation.fields.columns import Column, Get, Set
from jiphyeon.kernel import Words


class WordsField(Column[Set, Get]):
    """Words, kept in the columns `{name}_ko` and `{name}_en`; a row is made, changed and read by `name` alone.

    The columns are text of `max_length` signs, or without limit where none is given. Migrations, filters, orders and
    `values` know the columns only: to ask for `name` itself raises FieldError. Where `english_later`, the English may
    be missing: such a row answers with its Korean in both languages.
    """

    _pyi_private_set_type: Words
    _pyi_private_get_type: Words

    def __init__(
        self, *, max_length: int | None = None, blank: bool = False, english_later: bool = False
    ) -> None:
        super().__init__(editable=False, blank=True)
        self.english_later = english_later
        # Made here and not with the class, so that they stand among a model's fields where they are written.
        self._ko = _column(max_length, blank=blank)
        self._en = _column(max_length, blank=blank or english_later)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 -- Django's
        """Add both columns to the model, and this to read them by."""
        super().contribute_to_class(cls, name, private_only=True)
        for language, column in (("ko", self._ko), ("en", self._en)):
            if not hasattr(cls, f"{name}_{language}"):  # a model made from an abstract one has them already
                column.contribute_to_class(cls, f"{name}_{language}")
        setattr(cls, name, _Both(name, english_later=self.english_later))

    def get_attname_column(self) -> tuple[str, Any]:
        """Return that it has no column of its own."""
        return self.get_attname(), None

    def get_col(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse to stand in a query."""
        raise FieldError(f"Ask for {self.name}_ko or {self.name}_en: {self.name} is both.")

    def get_db_prep_save(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Refuse to be written by `update`."""
        raise FieldError(f"Update {self.name}_ko and {self.name}_en: {self.name} is both.")


class _Both:
    """What a model's class holds under the field's name."""

    def __init__(self, name: str, *, english_later: bool) -> None:
        self._ko, self._en = f"{name}_ko", f"{name}_en"
        self._english_later = english_later

    def __get__(self, row: models.Model | None, owner: object) -> object:
        if row is None:
            return self
        ko, en = getattr(row, self._ko), getattr(row, self._en)
        return Words(ko, en or ko if self._english_later else en)

    def __set__(self, row: models.Model, words: Words) -> None:
        setattr(row, self._ko, words.ko)
        setattr(row, self._en, words.en)


def _column(max_length: int | None, *, blank: bool) -> models.Field[str, str]:
    return (
        models.TextField(blank=blank)
        if max_length is None
        else models.CharField(max_length=max_length, blank=blank)
    )
