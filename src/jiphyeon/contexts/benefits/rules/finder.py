"""The finder: answers travel with the person, the questions left have a true bound, "I don't know" ends a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_HOUSEHOLD_LIST = "members"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a person answered so far: `answers` by fact, None where they do not know; in the order asked."""

    answers: Mapping[str, Any] = field(default_factory=dict)

    def known(self) -> dict[str, Any]:
        """Return what is known."""
        return {name: value for name, value in self.answers.items() if value is not None}

    def with_answer(self, name: str, value: Any) -> Carried:
        """Return the answers with one more, or with one changed."""
        kept = {fact: said for fact, said in self.answers.items() if fact != name}
        return Carried({**kept, name: value})

    def without_last(self) -> Carried:
        """Return the answers without the last one: a step back."""
        return Carried(dict(list(self.answers.items())[:-1]))


def questions_left(ask: Sequence[str], carried: Carried, vocabulary: Mapping[str, Any]) -> list[str]:
    """Return the questions that can still decide something, best first.

    What was answered, even with "I don't know", is not asked again; so the length is a bound that only falls.
    """
    return [
        name
        for name in ask
        if name != _HOUSEHOLD_LIST and name not in carried.answers and vocabulary[name].askable
    ]
