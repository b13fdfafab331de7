"""Holding the rooms' rows against their leaves: the log proves itself, this proves what the rooms show of it.

A room declares, in its `apps.py`, what it keeps on the log; the ledger knows no room. Compared are the facts a leaf commits
to: a row that says otherwise, a row whose leaf is not there and a leaf whose row is gone are each named.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, TextField
from django.db.models.functions import Cast

from jiphyeon.foundation.jobs.envelope import packed, packed_fields
from jiphyeon.foundation.ledger.kinds import called
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.secrets.keys import decrypt
from jiphyeon.kernel import Checked, Refused, Words

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of the log, opened. `facts` is None where they were forgotten or cannot be opened."""

    hash: str
    index: int | None
    kind: str
    subject: str
    on: str
    facts: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says, as its leaf should say it; no `kind`: a row that has no leaf now.

    `leaf` is the hash the row keeps; where it keeps none, `which` are the facts that tell its leaf from others of its
    kind and subject. `earlier`: hashes of leaves the row also answers for, which say nothing of its present state.
    `counts` is off for what is held of a row beside its own leaf. `lacking`: what a row from before an older version has no
    leaf for; it is named as not compared.
    """

    name: Words
    kind: str = ""
    subject: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    on: date | None = None
    leaf: str = ""
    which: Mapping[str, Any] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()
    counts: bool = True
    lacking: tuple[str, ...] = ()


NO_HASH = "-"
"""For a row that ought to keep its leaf's hash and keeps none."""


class Leaves:
    """The leaves of some kinds, in the order they were recorded."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self.by_hash: dict[str, Leaf] = {}
        self._about: dict[tuple[str, str], list[Leaf]] = {}
        kept = Entry.objects.filter(kind__in=list(kinds)).annotate(raw=Cast("sealed", TextField()))
        for entry in (
            kept.defer("sealed").order_by(F("index").asc(nulls_last=True), "pk").iterator(chunk_size=2000)
        ):
            leaf = Leaf(
                entry.leaf_hash,
                entry.index,
                entry.kind,
                entry.subject,
                entry.on.isoformat(),
                _opened(entry.raw),
            )
            self.by_hash[leaf.hash] = leaf
            self._about.setdefault((leaf.kind, leaf.subject), []).append(leaf)

    def about(self, kind: str, subject: str, **facts: Any) -> list[Leaf]:
        """Return the leaves of a kind about a subject, oldest first; only those with these facts, where any are given."""
        return [
            leaf
            for leaf in self._about.get((kind, subject), [])
            if leaf.facts is None or all(leaf.facts.get(name) == value for name, value in facts.items())
        ]


Reader = Callable[[Leaves], Iterable[Row | Words]]


@dataclass(frozen=True, slots=True)
class Declared:
    """What a room keeps on the log: the kinds whose every leaf has its row, those read beside, and how rows are read.

    `rows` yields each row, or in words what is wrong with one. `apart`: columns (`app.Model.column`) no leaf holds, and why.
    `holds`: the tables (`app.Model`) whose every other column is held.
    """

    name: Words
    kinds: tuple[str, ...]
    rows: Reader
    beside: tuple[str, ...] = ()
    apart: Mapping[str, Words] = field(default_factory=dict)
    holds: tuple[str, ...] = ()


_DECLARED: dict[str, Declared] = {}


def declare(
    name: Words,
    *,
    rows: Reader,
    kinds: Iterable[str] = (),
    beside: Iterable[str] = (),
    apart: Mapping[Words, Iterable[str]] | None = None,
    holds: Iterable[str] = (),
) -> None:
    """Have rows held against their leaves; called by rooms when they are loaded.

    `holds`: the tables (`app.Model`) these rows are of. `apart`: by reason, their columns that no leaf holds;
    `verify --rows` names them.
    """
    columns = {column: why for why, several in (apart or {}).items() for column in several}
    _DECLARED[name.en] = Declared(name, tuple(kinds), rows, tuple(beside), columns, tuple(holds))


_UNHELD: dict[str, Words] = {}
_PASSED_OVER: dict[str, Words] = {}


def unheld(why: Words, tables: Iterable[str]) -> None:
    """Say why no leaf holds anything of some tables (`app.Model`) that people go by; `verify --rows` names them."""
    _UNHELD.update(dict.fromkeys(tables, why))


def pass_over(why: Words, tables: Iterable[str]) -> None:
    """Say why some tables (`app.Model`) are no part of what is on record: sessions, jobs, what is made anew."""
    _PASSED_OVER.update(dict.fromkeys(tables, why))


@dataclass(slots=True)
class Book:
    """What was compared, and what came of it."""

    compared: dict[str, int] = field(default_factory=dict)
    problems: list[Words] = field(default_factory=list)
    unchecked: list[Words] = field(default_factory=list)
    apart: dict[str, Words] = field(default_factory=dict)
    """Columns of these rows that no leaf holds, each with the reason."""
    held: set[str] = field(default_factory=set)
    """The tables whose every other column is held."""
    unheld: dict[str, Words] = field(default_factory=dict)
    """The tables of which no leaf holds anything, each with the reason."""
    passed_over: dict[str, Words] = field(default_factory=dict)
    """The tables that are no part of the record, each with the reason."""

    @property
    def checked(self) -> Checked:
        return Checked(tuple(self.problems), tuple(self.unchecked))

    def summary(self) -> Words:
        """Return what was compared, and how many of each."""
        counts = ", ".join(f"{count:,} {name}" for name, count in self.compared.items() if count)
        return Words(counts, counts) if counts else Words("없음", "there are none")


def compare() -> Book:
    """Hold the rows of every room against their leaves. The log itself is `verification`'s to judge."""
    book = Book(unheld=dict(_UNHELD), passed_over=dict(_PASSED_OVER))
    for declared in _DECLARED.values():
        _Comparison(declared, book).run()
        book.apart |= declared.apart
        book.held |= set(declared.holds)
    return book


class _Comparison:
    """One declaration at work."""

    def __init__(self, declared: Declared, book: Book) -> None:
        self.declared, self.book = declared, book
        self.leaves = Leaves([*declared.kinds, *declared.beside])
        self.claimed: set[str] = set()
        self.silent: Counter[str] = Counter()
        self.shut = self.count = 0
        self.whole = True  # every row was read

    def run(self) -> None:
        for row in self._rows():
            if isinstance(row, Words):
                self.book.problems.append(row)
            else:
                self._hold(row)
        gone = [
            leaf
            for leaf in self.leaves.by_hash.values()
            if self.whole and leaf.kind in self.declared.kinds and leaf.hash not in self.claimed
        ]
        self.book.problems += map(_row_gone, gone)
        self.book.compared[self.declared.name.en] = self.count
        if self.shut:
            self.book.unchecked.append(
                Words(
                    "{name} 가운데 {n}건은 잎의 내용이 파기되었거나 열 수 없어 견주지 못했습니다.",
                    "The facts in the leaves of {n} {name} were forgotten or cannot be opened, so that they were not compared.",
                ).filled(n=self.shut, name=self.declared.name)
            )
        if self.silent:
            self.book.unchecked.append(
                Words(
                    "{name} 가운데 일부의 잎은 다음을 말하지 않습니다(0.4.0 이전의 잎): {facts}.",
                    "The leaves of some {name} say nothing of these (they are from before version 0.4.0): {facts}.",
                ).filled(
                    name=self.declared.name,
                    facts=", ".join(f"{fact} ({count:,})" for fact, count in sorted(self.silent.items())),
                )
            )

    def _rows(self) -> Iterator[Row | Words]:
        """Yield the room's rows; a sealed value that was tampered with, or is none, ends them and is named."""
        try:
            yield from self.declared.rows(self.leaves)
        except Refused as no:
            self.whole = False
            if no.code == "key_missing":
                self.book.unchecked.append(_not_opened(self.declared.name))
            else:
                yield _row_unreadable(self.declared.name, str(no))
        except (
            *(ValueError, TypeError, KeyError, AttributeError, OverflowError),
            ObjectDoesNotExist,  # a row points to one that was taken away
        ) as error:
            self.whole = False
            yield _row_unreadable(self.declared.name, str(error)[:200])

    def _hold(self, row: Row) -> None:
        self.claimed.update(row.earlier)
        self.silent.update(row.lacking)
        self.count += row.counts
        if not row.kind:
            return
        leaf = self._leaf(row)
        exclusive = row.kind in self.declared.kinds
        if leaf is None or leaf.kind != row.kind or leaf.subject != row.subject:
            self.book.problems.append(_no_leaf(row))
            return
        if exclusive:
            if leaf.hash in self.claimed:
                self.book.problems.append(_twice(row))
            self.claimed.add(leaf.hash)
        if row.on is not None and row.on.isoformat() != leaf.on:
            self.book.problems.append(_differs(row, leaf, "on"))
        if leaf.facts is None:
            self.shut += 1
            return
        for fact, value in row.facts.items():
            recorded = leaf.facts.get(fact, _MISSING)
            if recorded is _MISSING:
                self.silent[fact] += 1
            elif recorded != packed(value):
                self.book.problems.append(_differs(row, leaf, fact))

    def _leaf(self, row: Row) -> Leaf | None:
        if row.leaf:
            return self.leaves.by_hash.get(row.leaf)
        found = self.leaves.about(row.kind, row.subject, **packed_fields(row.which))
        free = [leaf for leaf in found if leaf.hash not in self.claimed]
        return next(iter(free or found), None)


def _opened(raw: str | None) -> Mapping[str, Any] | None:
    if raw is None:
        return None
    try:
        facts = json.loads(decrypt(raw, purpose="ledger_entry.sealed"))["facts"]
    except (Refused, ValueError, KeyError, TypeError):
        return None  # the walk over the log has named it
    return facts if isinstance(facts, dict) else None


def _place(leaf: Leaf) -> str:
    return "?" if leaf.index is None else str(leaf.index)


def _row_gone(leaf: Leaf) -> Words:
    return Words(
        "{index}번 기록({kind}, {on})의 줄이 데이터베이스에서 없어졌거나 다른 상태로 바뀌었습니다.",
        "The row of entry {index} ({kind}, {on}) is gone from the database, or was set to another state.",
    ).filled(index=_place(leaf), kind=called(leaf.kind), on=leaf.on)


def _no_leaf(row: Row) -> Words:
    return Words(
        "{name}: 기록부에 이 줄의 잎이 없습니다.", "{name}: there is no leaf of this row on the log."
    ).filled(name=row.name)


def _twice(row: Row) -> Words:
    return Words(
        "{name}: 다른 줄이 이미 이 잎을 가리킵니다.", "{name}: another row already points to its leaf."
    ).filled(name=row.name)


def _differs(row: Row, leaf: Leaf, fact: str) -> Words:
    return Words(
        "{name}: {fact}이(가) 기록된 것({index}번)과 다릅니다.",
        "{name}: {fact} is not what was recorded (entry {index}).",
    ).filled(name=row.name, fact=fact, index=_place(leaf))


def _not_opened(name: Words) -> Words:
    return Words(
        "{name}: 열쇠가 없어 열 수 없는 줄이 있어 모두 견주지 못했습니다.",
        "Some {name} could not be opened with the keys on the ring, so that not all of them were compared.",
    ).filled(name=name)


def _row_unreadable(name: Words, why: str) -> Words:
    return Words(
        "{name} 가운데 읽을 수 없게 바뀐 줄이 있습니다: {why}",
        "One of the {name} was altered so that it cannot be read: {why}",
    ).filled(name=name, why=why)
