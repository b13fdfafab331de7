"""A city's committee rules from YAML: values, articles, days in force, and whether somebody read the text."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from jiphyeon.kernel import Citation, Period, source
from jiphyeon.kernel.source import Block, Scalar
from jiphyeon.methods.roster.law import (
    LIMITS,
    AgeWindow,
    Counted,
    Limit,
    Ratchet,
    Reckoned,
    Remedy,
    Rulebook,
    ShareRule,
)

CITED = ("verified", "citation")
IN_FORCE = ("from", "to", *CITED)
SHARE = (
    "key",
    "words",
    "count",
    "of",
    "at_least",
    "at_most",
    "label",
    "unless",
    "force",
    "ratchet",
    "remedy",
    *IN_FORCE,
)
WITHIN = ("article", "paragraph", "item", "url")
FORCES = ("binding", "effort")
Kind = TypeVar("Kind", bound=StrEnum)


def read_rules(path: Path) -> Rulebook:
    """Read a rule file. Raises Refused naming the file, the line and what cannot be a rule there."""
    body = source.read(path, path.name)
    body.only(("city", "age_reckoned", "ages", "shares", "limits", "merger"), "A file of committee rules")
    shares = tuple(_share(one) for one in body.listed("shares", "the file", default=True))
    labels = {one.label for one in shares if one.label}
    for entry in body.listed("shares", "the file", default=True):
        for label in entry.values("unless", "a share", default=True):
            source.choice_of(label, sorted(labels), "a label of “unless”")
    return Rulebook(
        body.text("city", "the file", ""),
        _choice(Reckoned, body, "age_reckoned", "the file"),
        tuple(_age(one) for one in body.listed("ages", "the file", default=True)),
        shares,
        tuple(_limit(one) for one in body.listed("limits", "the file", default=True)),
        _remedy(body, "merger"),
    )


def _age(entry: Block) -> AgeWindow:
    entry.only(("lowest", "highest", *IN_FORCE), "An age window")
    return AgeWindow(
        entry.whole("lowest", "an age window", least=0),
        entry.whole("highest", "an age window", least=0),
        _period(entry),
        _citation(entry),
    )


def _share(entry: Block) -> ShareRule:
    entry.only(SHARE, "A share")
    key = entry.text("key", "a share")
    floor = "at_least" in entry
    if floor == ("at_most" in entry):
        entry.stop(
            "share_without_end",
            "{key} needs either at_least or at_most.",
            "‘{key}’에는 at_least와 at_most 가운데 하나만 적어 주세요.",
            key=key,
        )
    ratchet = None
    if "ratchet" in entry:
        inner = entry.block("ratchet", key).only(("chair_excepted", *IN_FORCE), "A ratchet")
        excepted = inner.truth("chair_excepted", "a ratchet", default=False)
        ratchet = Ratchet(_period(inner), excepted, _citation(inner))
    return ShareRule(
        key,
        entry.words("words", key),
        _choice(Counted, entry, "count", key),
        entry.choice("of", ("appointed", "all"), key) == "all",
        _ratio(entry.scalar("at_least" if floor else "at_most", key)),
        floor,
        _period(entry),
        _citation(entry),
        entry.text("label", key, ""),
        tuple(one.text for one in entry.values("unless", key, default=True)),
        _is_binding(entry, key),
        ratchet,
        _remedy(entry, "remedy"),
    )


def _limit(entry: Block) -> Limit:
    entry.only(("key", "words", "at_most", "label", "force", *IN_FORCE), "A limit")
    key = entry.choice("key", LIMITS, "a limit")
    return Limit(
        key,
        entry.words("words", key),
        entry.whole("at_most", key, least=0),
        _period(entry),
        _citation(entry),
        entry.text("label", key, ""),
        _is_binding(entry, key),
    )


def _remedy(entry: Block, key: str) -> Remedy | None:
    if key not in entry:
        return None
    inner = entry.block(key, "the file").only(("words", *CITED), "A remedy")
    return Remedy(inner.words("words", key), _citation(inner))


def _ratio(one: Scalar) -> Fraction:
    """Return a share written as the law writes it, 2/10; a decimal would hide which article it is of."""
    found = source.fraction_of(one)
    if not 0 <= found <= 1 or ("/" not in one.text and found not in {0, 1}):
        one.stop(
            "share_not_a_fraction",
            "share {text} must be written like 2/10.",
            "비율 {text}은(는) 2/10처럼 적어 주세요.",
            text=one.text,
        )
    return found


def _citation(entry: Block) -> Citation:
    inner = entry.block("citation", "a rule").only(("instrument", "in_force", *WITHIN), "A citation")
    return Citation(
        instrument=inner.text("instrument", "a citation"),
        in_force=inner.day("in_force", "a citation") if "in_force" in inner else None,
        verified=entry.truth("verified", "a rule"),
        **{key: inner.text(key, "a citation") for key in WITHIN if key in inner},
    )


def _period(entry: Block) -> Period:
    return Period(entry.day("from", "a rule"), entry.day("to", "a rule") if "to" in entry else None)


def _is_binding(entry: Block, key: str) -> bool:
    return "force" not in entry or entry.choice("force", FORCES, key) == "binding"


def _choice(kind: type[Kind], entry: Block, key: str, what: str) -> Kind:
    named: Iterable[str] = [one.value for one in kind]
    return kind(entry.choice(key, named, what))
