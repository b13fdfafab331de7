"""Django's columns with the types of what is set and got as parameters, which the type checker's stubs alone know."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import models

Set = TypeVar("Set")
Get = TypeVar("Get")

if TYPE_CHECKING:
    Column = models.Field[Set, Get]
    CharColumn = models.CharField[Set, Get]
    TextColumn = models.TextField[Set, Get]
else:

    class _Typed:
        def __class_getitem__(cls, _types: object) -> type:
            return cls

    class Column(_Typed, models.Field):
        pass

    class CharColumn(_Typed, models.CharField):
        pass

    class TextColumn(_Typed, models.TextField):
        pass
