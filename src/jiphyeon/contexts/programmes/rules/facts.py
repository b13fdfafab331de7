"""What is known of an applicant, from whom, and which of it may decide.

A citizen's own word decides only what no register holds. Anything else they told is kept, shown and compared, but the
answer waits for the holder, a paper or an officer: unknown is never taken for yes, and never for no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypedDict

from jiphyeon.contexts.programmes.enums import Source
from jiphyeon.kernel import Words

# What can be known of a fact: as JSON keeps it, or as the rules worked it out; None: nobody knows.
FactValue = bool | int | str | Fraction | date | None

_STRENGTH = {source: place for place, source in enumerate(Source)}


class FactAsJson(TypedDict):
    """A known fact as it is stored with an assessment."""

    name: str
    value: FactValue
    source: str
    holder: dict[str, str]
    at: str
    until: str
    evidence: str


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One fact with where it came from. `at`, `until` are ISO days; `evidence` the hash of what proves it."""

    name: str
    value: FactValue
    source: Source
    holder: Words
    at: str = ""
    until: str = ""
    evidence: str = ""

    def as_json(self) -> FactAsJson:
        """Return the fact as it is stored with an assessment."""
        return FactAsJson(
            name=self.name,
            value=self.value,
            source=self.source.value,
            holder={"ko": self.holder.ko, "en": self.holder.en},
            at=self.at,
            until=self.until,
            evidence=self.evidence,
        )

    @classmethod
    def of_json(cls, stored: FactAsJson) -> KnownFact:
        """Return a stored fact."""
        return cls(
            name=stored["name"],
            value=stored["value"],
            source=Source(stored["source"]),
            holder=Words(**stored["holder"]),
            at=stored.get("at", ""),
            until=stored.get("until", ""),
            evidence=stored.get("evidence", ""),
        )


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The citizen said one thing, a stronger source another: an officer sees both."""

    name: str
    stated: FactValue
    held: KnownFact


def strongest(facts: Iterable[KnownFact]) -> dict[str, KnownFact]:
    """Return, for each name, the fact from the strongest source; of equal sources the later one given."""
    best: dict[str, KnownFact] = {}
    for fact in facts:
        have = best.get(fact.name)
        if have is None or _STRENGTH[fact.source] >= _STRENGTH[have.source]:
            best[fact.name] = fact
    return best


def deciding(best: Mapping[str, KnownFact], held_elsewhere: Mapping[str, bool]) -> dict[str, KnownFact]:
    """Return the facts that may decide: all but what the citizen alone said of something a register holds."""
    return {
        name: fact
        for name, fact in best.items()
        if fact.source is not Source.STATED or not held_elsewhere.get(name, False)
    }


def contradictions(facts: Iterable[KnownFact]) -> tuple[Contradiction, ...]:
    """Return where the citizen's word and a stronger source differ."""
    given = list(facts)
    stated = {fact.name: fact.value for fact in given if fact.source is Source.STATED}
    best = strongest(given)
    return tuple(
        Contradiction(name, value, best[name])
        for name, value in stated.items()
        if best[name].source is not Source.STATED and best[name].value != value
    )
