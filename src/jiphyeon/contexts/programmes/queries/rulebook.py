"""The pack's rules and the office's policy, read once and read again when a file changes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from jiphyeon.contexts.programmes.queries import amendments
from jiphyeon.contexts.programmes.rules import overlaying, policy_file
from jiphyeon.contexts.programmes.rules.policy import Policy, Programme
from jiphyeon.kernel import Refused, Rounding
from jiphyeon.methods import rules
from jiphyeon.methods.rules import Pack, Version, tree

Stamps = tuple[tuple[str, int], ...]


# Looking at every file for every question costs more than the answer; a changed file is seen within this time.
LOOK_AGAIN_SECONDS = 0.0 if settings.TESTING else 2.0
_seen: dict[Path, tuple[float, Stamps]] = {}


def _stamps(folder: Path, *patterns: str) -> Stamps:
    """Return which files there are and when each was written, as looked at a moment ago."""
    looked, stamps = _seen.get(folder / patterns[0], (-LOOK_AGAIN_SECONDS, ()))
    if time.monotonic() - looked >= LOOK_AGAIN_SECONDS:
        files = sorted(path for pattern in patterns for path in folder.glob(pattern))
        stamps = tuple((str(path), path.stat().st_mtime_ns) for path in files)
        _seen[folder / patterns[0]] = (time.monotonic(), stamps)
    return stamps


@lru_cache(maxsize=4)
def _loaded_pack(folder: Path, stamps: Stamps) -> Pack:
    del stamps  # only there so that a changed file is read again
    return rules.load(folder)


@lru_cache(maxsize=4)
def _loaded_policy(path: Path, stamps: Stamps) -> Policy:
    del stamps
    return policy_file.read(path)


@lru_cache(maxsize=4)
def _amended_pack(folder: Path, stamps: Stamps, approvals: amendments.Approvals) -> Pack:
    return overlaying.overlaid(_loaded_pack(folder, stamps), amendments.enacted(approvals))


def pack(*, before: int | None = None) -> Pack:
    """Return the city's rules: its files, with the changes that a second officer approved laid over them.

    `before`: without the change at that place and all after it, as its approver read the rules.
    """
    folder = settings.CITY_PACK
    stamps = _stamps(folder, "*.yaml", "programmes/**/*.yaml")
    approvals = tuple(one for one in amendments.approvals() if before is None or one[0] < before)
    return _amended_pack(folder, stamps, approvals) if approvals else _loaded_pack(folder, stamps)


def policy() -> Policy:
    """Return the office's policy."""
    path = settings.CITY_PACK / "benefits.yaml"
    return _loaded_policy(path, _stamps(path.parent, path.name))


def offered() -> list[str]:
    """Return the programmes that have both rules and an office that runs them, in the policy's order."""
    return [programme_id for programme_id in policy().programmes if programme_id in pack().programmes]


def in_order(programmes: Iterable[str]) -> list[str]:
    """Return programmes in the policy's order, those the office does not run last."""
    places = {key: place for place, key in enumerate(offered())}
    return sorted(programmes, key=lambda key: (places.get(key, len(places)), key))


def programme(programme_id: str) -> rules.Programme:
    """Return a programme's rules. Refused where the office does not run it."""
    policy().programme(programme_id)
    return pack().programme(programme_id)


def office(programme_id: str) -> Programme:
    """Return a programme's policy."""
    return policy().programme(programme_id)


def version_on(programme_id: str, day: date, known_on: date | None = None) -> Version | None:
    """Return the version a day selects, or None where none is in force."""
    try:
        return programme(programme_id).version_on(day, known_on=known_on)
    except Refused as no:
        if no.code == "no_version_on":
            return None
        raise


def number_on(version: Version, name: str | None, day: date) -> int | None:
    """Return a whole-number parameter of a version as it stands on a day, or None where the version names none."""
    if not name:
        return None
    content = version.parameters[name].on(day, version.known_on).content
    if not isinstance(content, int):
        raise TypeError(f"{name} is a whole number, not {content!r}")  # the pack was checked when it was read
    return int(content)


def times_on(version: Version, day: date) -> int:
    """Return how many instalments a grant under a version promises; 0 where it pays nothing."""
    if version.pays is None:
        return 0
    return number_on(version, version.pays.times, day) or 1


MONTHS = {"month": 1, "year": 12, "once": 1, "use": 1}


def per_on(version: Version) -> str:
    """Return how often an amount is due: month, year, once or use; empty where nothing is paid."""
    return version.pays.per if version.pays is not None else ""


def places_on(version: Version, day: date) -> int | None:
    """Return how many can be granted in one call (None: no limit)."""
    return number_on(version, version.places, day)


def rounding_of(version: Version) -> tuple[Rounding, int]:
    """Return how the amount of a version becomes whole won: which way, and to a multiple of what."""
    clause = version.amount
    if clause is None or not isinstance(clause.expression, tree.Round):
        raise TypeError("the amount of a fee is rounded")  # the pack was checked when it was read
    return clause.expression.how, clause.expression.unit


def is_ranked(programme_id: str, call: str, day: date) -> bool:
    """Return whether the places of a call are limited and given in an order."""
    version = version_on(programme_id, day)
    return (
        bool(call) and version is not None and bool(version.ranking) and places_on(version, day) is not None
    )


def held_elsewhere() -> dict[str, bool]:
    """Return, for each fact, whether a register or a data holder holds it (so that a citizen's word only helps)."""
    return {name: fact.source != "form" for name, fact in pack().facts.items()}


def items_for(programme_id: str, day: date) -> dict[str, list[str]]:
    """Return the data items a programme's version asks for, each with the facts it brings."""
    version = version_on(programme_id, day)
    needed = facts_of(version) if version is not None else ()
    found: dict[str, list[str]] = {}
    for name in needed:
        source = pack().facts[name].source
        if source.startswith("mydata:"):
            found.setdefault(source.removeprefix("mydata:"), []).append(name)
    return found


def facts_of(version: Version) -> tuple[str, ...]:
    """Return the names of the facts a version can ask for, in the order of its clauses."""
    outcome = rules.evaluate(version, {}, version.effective.first)
    named = [used.name for clause in outcome.clauses for used in clause.facts]
    asked = {name for name in outcome.ask if name in pack().facts}
    return tuple(name for name in dict.fromkeys([*named, *outcome.ask]) if name in asked)


def facts_as_stored(facts: Mapping[str, object], on: date) -> dict[str, object]:
    """Return told facts as they are stored. Refused, naming the fact, for one that cannot be: a birth date to come,
    a household of none, an amount that is no whole won.
    """
    pack().facts.know(facts, on)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
