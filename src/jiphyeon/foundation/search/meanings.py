"""What people say and what the city calls it: `search.yaml` of a pack, dated, in any language. A pack may have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from jiphyeon.foundation.search import spelling
from jiphyeon.foundation.search.words import folded
from jiphyeon.kernel import source

_FILE = "search.yaml"


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whoever says one of `phrases` means one of `means`, from a day on, and until one where it is told."""

    phrases: tuple[str, ...]
    means: tuple[str, ...]
    first: date
    last: date | None = None


def read(pack: Path) -> list[Meaning]:
    """Return what a pack says. Refused, with file and place, for anything misspelt."""
    path = pack / _FILE
    if not path.exists():
        return []
    found = []
    for entry in source.read(path, _FILE).only({"meanings"}, "the search").listed("meanings", "the search"):
        entry.only({"said", "means", "from", "to"}, "a meaning")
        found.append(
            Meaning(
                phrases=tuple(one.text for one in entry.values("said", "a meaning")),
                means=tuple(one.text for one in entry.values("means", "a meaning")),
                first=entry.day("from", "a meaning"),
                last=entry.day("to", "a meaning") if "to" in entry else None,
            )
        )
    return found


def load_city(pack: Path) -> None:
    """Learn to spell what people say."""
    for meaning in read(pack):
        spelling.learn(" ".join(meaning.phrases))


@lru_cache(maxsize=4)
def _kept(pack: Path, _written: int) -> Sequence[Meaning]:
    return read(pack)


def meanings_on(pack: Path, on: date) -> dict[str, tuple[str, ...]]:
    """Return what each saying, levelled and without blanks, means on a day."""
    path = pack / _FILE
    if not path.exists():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for meaning in _kept(pack, path.stat().st_mtime_ns):
        if meaning.first <= on and (meaning.last is None or on <= meaning.last):
            for one in meaning.phrases:
                saying = "".join(folded(one).split())
                found[saying] = (*found.get(saying, ()), *meaning.means)
    return found
