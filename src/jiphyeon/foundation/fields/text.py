"""Text that people write, with a declared limit: whatever door it came through, a longer one is refused in words."""

from __future__ import annotations

from typing import Any

from jiphyeon.foundation.fields.columns import Get, Set, TextColumn
from jiphyeon.kernel import Refused

LONGEST = 5_000
"""Signs a free text may have where nothing else is declared."""


class Bounded:
    """For a field whose text may be `longest` signs long. The limit is no part of the schema."""

    longest = LONGEST

    def __init__(self, *args: Any, longest: int | None = None, **kwargs: Any) -> None:
        if longest is not None:
            self.longest = longest
        super().__init__(*args, **kwargs)

    def bounded(self, text: str) -> str:
        """Return the text. Refused where it is longer than declared."""
        if len(text) > self.longest:
            raise Refused(
                "text_too_long",
                ko="글이 너무 깁니다. {longest}자까지 쓸 수 있는데 {length}자입니다. 줄이거나 파일로 내 주세요.",
                en="This text is too long: up to {longest} characters are kept, and it has {length}. Shorten it, or send it as a file.",
                longest=f"{self.longest:,}",
                length=f"{len(text):,}",
            )
        return text


class FreeText(Bounded, TextColumn[Set, Get]):
    """Text that people write and that may be read by anyone who may read the row; to migrations it is a TextField."""

    _pyi_private_set_type: str
    _pyi_private_get_type: str

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else self.bounded(str(value))

    def deconstruct(self) -> Any:
        """Return the field as the column it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
