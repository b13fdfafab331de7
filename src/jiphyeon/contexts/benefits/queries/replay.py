"""Saying again what the rules said: from a stored assessment, with the rules as known on its day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from jiphyeon.contexts.benefits.models import Assessment
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.methods import rules


@dataclass(frozen=True, slots=True)
class Worked:
    """An outcome with the version that made it."""

    outcome: Any
    version: Any
    as_json: dict[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether a stored assessment is reached again. `differs` names what does not agree."""

    same: bool
    stored: str
    again: str
    differs: tuple[str, ...]


def digest_of(outcome: Mapping[str, Any]) -> str:
    """Return the hash of an outcome, independent of key order."""
    return hashlib.sha256(orjson.dumps(outcome, option=orjson.OPT_SORT_KEYS)).hexdigest()


def work_out(
    programme: str,
    facts: Mapping[str, Any],
    *,
    selected_on: date,
    as_of: date,
    known_on: date | None,
    decided: Mapping[str, bool] | None = None,
) -> Worked:
    """Apply the version a day selects to facts. Refused where no version is in force on that day."""
    version = rulebook.programme(programme).version_on(selected_on, known_on=known_on)
    outcome = rules.evaluate(version, facts, as_of, decided=decided or None)
    said = orjson.loads(orjson.dumps(outcome.as_json()))
    return Worked(outcome, version, said, digest_of(said))


def again(assessment: Assessment) -> Worked:
    """Work a stored assessment out again, with exactly its facts, its day and what was known then."""
    return work_out(
        assessment.case.programme,
        assessment.values(),
        selected_on=assessment.selected_on,
        as_of=assessment.as_of,
        known_on=assessment.known_on,
        decided=assessment.decided,
    )


def replay(assessment: Assessment) -> Replay:
    """Hold a stored assessment against its replay."""
    now = again(assessment)
    stored: dict[str, Any] = assessment.outcome
    differs = tuple(sorted(key for key in {*stored, *now.as_json} if stored.get(key) != now.as_json.get(key)))
    kept = digest_of(stored)
    if kept != assessment.outcome_hash:
        differs = ("outcome_hash", *differs)
    return Replay(
        not differs and now.digest == assessment.outcome_hash, assessment.outcome_hash, now.digest, differs
    )
