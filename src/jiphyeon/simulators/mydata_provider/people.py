"""Whom the provider knows: the demo cast from a YAML file, and a synthetic city from a SQLite file read in place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Words, source
from jiphyeon.kernel.source import Block, Scalar

Fact = bool | int | str | date


@dataclass(frozen=True, slots=True)
class Change:
    """What holders keep otherwise from a day on, by item."""

    first: date
    known: Mapping[str, Mapping[str, Fact]]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented. `linking` is the value by which the asking office recognises them (연계정보)."""

    linking: str
    name: Words
    birth: str
    known: Mapping[str, Mapping[str, Fact]]
    changes: tuple[Change, ...] = field(default=())

    def facts(self, item: str, on: date) -> Mapping[str, Fact] | None:
        """Return what holders keep on an item on a day, or None where they keep nothing."""
        found = self.known.get(item)
        for change in self.changes:
            if change.first <= on and item in change.known:
                found = {**(found or {}), **change.known[item]}
        return found


Items = Mapping[str, Mapping[str, str]]  # item → fact → type, as the city's catalogue names them


def read_items(file: Path) -> Items:
    """Return what can be asked, from the city's catalogue. Refused where it cannot be read, like all of these."""
    return {
        code: {name: fact.text("type", name) for name, fact in item.named("facts", code).items()}
        for code, item in _catalogued(file).items()
    }


def read_month_end(file: Path) -> frozenset[str]:
    """Return the items of the city's catalogue on which an answer holds until its month ends."""
    return frozenset(
        code for code, item in _catalogued(file).items() if item.truth("month_end", code, default=False)
    )


def _catalogued(file: Path) -> Mapping[str, Block]:
    return source.read(file, file.name).named("items", "the catalogue")


class People:
    """Everybody the provider knows, by linking value."""

    def __init__(self, items: Items, cast: Path | None, synthetic: Path | None) -> None:
        self.items = items
        self.cast = {person.linking: person for person in _cast(cast, items)} if cast else {}
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


def _value(kind: str, stored: Fact) -> Fact:
    return bool(stored) if kind == "boolean" else stored


# A fraction and a choice are handed on as they are written.
_READ: Mapping[str, Callable[[Scalar], Fact]] = {
    "boolean": source.truth_of,
    "integer": source.whole_of,
    "won": source.won_of,
    "date": source.day_of,
}


def _cast(file: Path, items: Items) -> list[Person]:
    return [
        _person(entry, items, entry.text("ci", "a citizen"))
        for entry in source.read(file, file.name).listed("citizens", "the cast")
    ]


def _person(entry: Block, items: Items, linking: str) -> Person:
    return Person(
        linking=linking,
        name=Words(entry.text("name", linking), entry.text("latin", linking)),
        birth=entry.day("birth_date", linking).isoformat(),
        known=_known(entry.block("known", linking).only(items, f"what is known of {linking}"), items),
        changes=tuple(
            Change(
                one.day("from", linking), _known(one.only({"from", *items}, f"a change of {linking}"), items)
            )
            for one in entry.listed("changes", linking, default=True)
        ),
    )


def _known(block: Block, items: Items) -> dict[str, dict[str, Fact]]:
    known: dict[str, dict[str, Fact]] = {}
    for item in (item for item in block.entries if item in items):
        facts = block.block(item, "a citizen").only(items[item], f"the item {item}")
        known[item] = {
            name: _READ.get(items[item][name], source.text_of)(facts.scalar(name, item))
            for name in facts.entries
        }
    return known
