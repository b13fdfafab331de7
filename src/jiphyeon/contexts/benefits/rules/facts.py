"""What is known of an applicant, from whom, and which of it may decide.

A citizen's own word decides only what no register holds. Anything else they told is kept, shown and compared, but the
answer waits for the holder, a paper or an officer: unknown is never taken for yes, and never for no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jiphyeon.contexts.benefits.enums import Source
from jiphyeon.kernel import Words

_STRENGTH = {source: place for place, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One fact with where it came from. `at`, `until` are ISO days; `evidence` the hash of what proves it."""

    name: str
    value: Any
    source: Source
    holder: Words
    at: str = ""
    until: str = ""
    evidence: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the fact as it is stored with an assessment."""
        return asdict(self) | {"source": self.source.value}

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> KnownFact:
        """Return a stored fact."""
        return cls(**{**stored, "source": Source(stored["source"]), "holder": Words(**stored["holder"])})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The citizen said one thing, a stronger source another: an officer sees both."""

    name: str
    said: Any
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
    said = {fact.name: fact.value for fact in given if fact.source is Source.STATED}
    best = strongest(given)
    return tuple(
        Contradiction(name, value, best[name])
        for name, value in said.items()
        if best[name].source is not Source.STATED and best[name].value != value
    )
