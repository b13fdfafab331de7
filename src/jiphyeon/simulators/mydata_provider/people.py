"""Whom the provider knows: the demo cast from a YAML file, and a synthetic city from a SQLite file read in place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented. `linking` is the value by which the asking office recognises them (연계정보)."""

    linking: str
    name: Words
    birth: str
    known: Mapping[str, Mapping[str, Any]]
    changes: tuple[Mapping[str, Any], ...] = field(default=())

    def facts(self, item: str, on: date) -> Mapping[str, Any] | None:
        """Return what holders keep on an item on a day, or None where they keep nothing."""
        found = self.known.get(item)
        for change in self.changes:
            if change["from"] <= on and item in change:
                found = {**(found or {}), **change[item]}
        return found


class People:
    """Everybody the provider knows, by linking value."""

    def __init__(self, cast: Path | None, synthetic: Path | None) -> None:
        self.cast = {person.linking: person for person in _cast(cast)} if cast else {}
        self.synthetic = synthetic

    def get(self, linking: str) -> Person | None:
        """Return a person, or None where nobody has this linking value."""
        return self.cast.get(linking) or self._synthetic(linking)

    def _synthetic(self, linking: str) -> Person | None:
        if self.synthetic is None or not self.synthetic.exists():
            return None
        with closing(sqlite3.connect(f"{self.synthetic.resolve().as_uri()}?mode=ro", uri=True)) as rows:
            row = rows.execute(
                "SELECT name_ko, name_en, birth, known FROM person WHERE linking = ?", [linking]
            ).fetchone()
        return Person(linking, Words(row[0], row[1]), row[2], json.loads(row[3])) if row else None


def _cast(file: Path) -> list[Person]:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [
        Person(
            linking=entry["ci"],
            name=Words(entry["name"], entry["latin"]),
            birth=str(entry["birth_date"]),
            known=entry["known"],
            changes=tuple(entry.get("changes", ())),
        )
        for entry in data["citizens"]
    ]
