"""A city's limits for programs, by the day from which they hold: `senders.yaml` of its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from jiphyeon.contexts.senders.enums import Type
from jiphyeon.kernel import Place, Refused, source
from jiphyeon.kernel.source import Block


@dataclass(frozen=True, slots=True)
class Terms:
    """From a day on: how often a key asks, how much a service sends, how an event is told that is not taken."""

    first_day: date
    a_minute: int
    a_day: Mapping[Type, int]
    trial_a_day: int
    rows: int
    tries: int
    wait_seconds: int


@dataclass(frozen=True, slots=True)
class Simulated:
    """Addresses that are checked and answered, and of which nothing is kept: for whoever tries a connection."""

    phones: frozenset[str]
    emails: frozenset[str]


_NUMBERS = ("a_minute", "trial_a_day", "rows", "tries", "wait_seconds")


def terms_on(file: Path, day: date) -> Terms:
    """Return the terms in force on a day. Refused where the pack has none, or one that cannot be read."""
    known = [terms for terms in read_terms(file)[0] if terms.first_day <= day]
    if not known:
        raise Refused(
            "no_terms",
            ko="{day}에 적용할 기준이 없습니다.",
            en="There are no terms for {day}.",
            place=Place(file.name),
            day=day,
        )
    return max(known, key=lambda terms: terms.first_day)


def simulated(file: Path) -> Simulated:
    """Return the addresses for trying."""
    return read_terms(file)[1]


@cache
def read_terms(file: Path) -> tuple[tuple[Terms, ...], Simulated]:
    """Return every wording of the terms. Refused, with file and line, where one cannot be read."""
    data = source.read(file, file.name).only({"terms", "simulated"}, "the file")
    tried = data.block("simulated", "the file").only({"phones", "emails"}, "addresses for trying")
    return (
        tuple(_terms(entry) for entry in data.listed("terms", "the file")),
        Simulated(
            frozenset(one.text for one in tried.values("phones", "addresses for trying")),
            frozenset(one.text for one in tried.values("emails", "addresses for trying")),
        ),
    )


def _terms(entry: Block) -> Terms:
    what = "the limits of senders"
    entry.only({"from", "a_day", *_NUMBERS}, what)
    a_day = entry.block("a_day", what).only(list(Type), what)
    numbers = {name: entry.whole(name, what, least=1) for name in _NUMBERS}
    return Terms(
        entry.day("from", what),
        a_day={type_: a_day.whole(type_, what, least=1) for type_ in Type},
        **numbers,
    )
