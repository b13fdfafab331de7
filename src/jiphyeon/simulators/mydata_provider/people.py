"""Whom the provider knows: the demo cast from a YAML file, and a synthetic city from a SQLite file read in place."""

from __future__ import annotations

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


Items = Mapping[str, Mapping[str, str]]  # item → fact → type, as the city's catalogue names them


def read_items(file: Path) -> Items:
    """Return what can be asked, from the city's catalogue."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {
        code: {name: fact["type"] for name, fact in item["facts"].items()}
        for code, item in data["items"].items()
    }


class People:
    """Everybody the provider knows, by linking value."""

    def __init__(self, items: Items, cast: Path | None, synthetic: Path | None) -> None:
        self.items = items
        self.cast = {person.linking: person for person in _cast(cast)} if cast else {}
        self.synthetic = synthetic

    def get(self, linking: str) -> Person | None:
        """Return a person, or None where nobody has this linking value."""
        return self.cast.get(linking) or self._synthetic(linking)

    def _synthetic(self, linking: str) -> Person | None:
        """Look up `synthetic-<number>` in a synthetic city's people.sqlite3."""
        kind, _, number = linking.partition("-")
        if (
            kind != "synthetic"
            or not number.isdecimal()
            or self.synthetic is None
            or not self.synthetic.exists()
        ):
            return None
        with closing(sqlite3.connect(f"{self.synthetic.resolve().as_uri()}?mode=ro", uri=True)) as rows:
            rows.row_factory = sqlite3.Row
            row = rows.execute(_LOOK_UP, [int(number)]).fetchone()
        if row is None:
            return None
        have = {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118 -- a Row lists values
        known = {
            item: {name: _value(kind, have[name]) for name, kind in facts.items() if name in have}
            for item, facts in self.items.items()
        }
        return Person(
            linking,
            Words(f"가상 시민 {number}", f"Synthetic citizen {number}"),
            str(have["birth_date"]),
            {item: facts for item, facts in known.items() if facts},
        )


_LOOK_UP = """
SELECT dwelling.*, household.*, person.* FROM person
JOIN household USING (household_id) JOIN dwelling USING (dwelling_id) WHERE person_id = ?
"""


def _value(kind: str, stored: Any) -> Any:
    return bool(stored) if kind == "boolean" else stored


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
