"""Two editions side by side: which lines went, which came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from jiphyeon.contexts.wordings.rules.texts import WordingText, changed_fields


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of a field as they were and as they are; one of the two may be empty."""

    field: str
    before: str
    after: str


def differences(before: WordingText, after: WordingText) -> tuple[Difference, ...]:
    """Return what changed from one edition to another, field by field, line by line."""
    return tuple(
        one
        for field in changed_fields(before, after)
        for one in _of_field(field, _written(getattr(before, field)), _written(getattr(after, field)))
    )


def _written(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _of_field(field: str, before: str, after: str) -> Iterator[Difference]:
    old, new = before.splitlines(), after.splitlines()
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield Difference(field, "\n".join(old[a:b]), "\n".join(new[c:d]))
