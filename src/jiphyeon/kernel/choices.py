"""Words of a closed list, as a form or a column offers them."""

from __future__ import annotations

from enum import StrEnum


def choices(words: type[StrEnum]) -> dict[str, str]:
    """Return each word of a list with its name, as a field's choices."""
    return {member.value: member.name for member in words}
