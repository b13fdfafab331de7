"""The populations a what-if can be asked of: folders and files under `populations` in the data folder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from jiphyeon.kernel import Refused, Words

FOLDER = "populations"
SYNTHETIC = "synthetic-city"  # what the demo writes there
_ENDINGS = (".parquet", ".csv")


@dataclass(frozen=True, slots=True)
class PopulationFile:
    """One population: a city's folder of people, households and dwellings, or one file of people."""

    name: str
    people: Path
    households: Path | None
    dwellings: Path | None
    synthetic: bool
    count: int | None

    @property
    def files(self) -> dict[str, Path]:
        """Return the files by kind."""
        every = {"people": self.people, "households": self.households, "dwellings": self.dwellings}
        return {kind: path for kind, path in every.items() if path is not None}


def words(name: str) -> Words:
    """Return how a population is called: the demo's by words, a file of the city's by its own name."""
    return Words("모의 도시", "The synthetic city") if name == SYNTHETIC else Words(name, name)


def folder() -> Path:
    """Return where populations lie."""
    return Path(settings.DATA_DIR) / FOLDER


def available() -> list[PopulationFile]:
    """Return the populations there are, by name."""
    if not folder().is_dir():
        return []
    made = [_population(path) for path in sorted(folder().iterdir()) if not path.name.startswith(".")]
    return [one for one in made if one is not None]


def get(name: str) -> PopulationFile:
    """Return the population called `name`. Refused where there is none (any more)."""
    for one in available():
        if one.name == name:
            return one
    raise Refused(
        "no_population",
        ko="'{name}' 자료가 자료 폴더에 없습니다. 다른 자료를 골라 주세요.",
        en="There is no population {name!r} in the data folder. Choose another.",
        name=name,
    )


def digests(population: PopulationFile) -> dict[str, str]:
    """Return the SHA-256 of each file, so that a result says exactly what it was worked out from."""
    return {kind: _digest(path) for kind, path in population.files.items()}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _population(path: Path) -> PopulationFile | None:
    if path.is_file() and path.suffix in _ENDINGS:
        return PopulationFile(path.name, path, None, None, synthetic=False, count=None)
    if not path.is_dir():
        return None
    people = _table(path, "people")
    if people is None:
        return None
    about = _about(path)
    return PopulationFile(
        path.name,
        people,
        _table(path, "households"),
        _table(path, "dwellings"),
        synthetic="seed" in about,
        count=about.get("people"),
    )


def _table(path: Path, kind: str) -> Path | None:
    return next((file for ending in _ENDINGS if (file := path / f"{kind}{ending}").is_file()), None)


def _about(path: Path) -> dict[str, Any]:
    try:
        document = json.loads((path / "city.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
