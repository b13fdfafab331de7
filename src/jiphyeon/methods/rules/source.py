"""Data files as written: every value with its line, nothing guessed.

YAML's own guesses (`no` is false, `1_0` is ten, `2024-01-01` is a date, a repeated key wins silently) are the source of
quiet faults in rule files. So only the shape is taken from YAML; what a scalar means is decided by the reader who
knows what it wants there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml
import yaml.cyaml

from jiphyeon.kernel import Place, Refused
from jiphyeon.methods.rules.spelling import did_you_mean

# libyaml reads a city's files ten times faster; where it was not built in, the plain parser gives the same events.
_PARSER: Callable[[bytes], Any] = getattr(yaml.cyaml, "CParser", None) or yaml.SafeLoader
_QUOTES = {"'", '"'}
# Forty digits are more than any country's budget; a file of a million digits is no number.
WHOLE = re.compile(r"-?\d[\d_]{0,39}\Z")
EXACT = re.compile(r"-?\d[\d_]{0,39}(\.\d{1,40})?%?\Z")
FOREIGN_TRUTHS = {
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "True",
    "False",
    "TRUE",
    "FALSE",
    "Yes",
    "No",
    "On",
    "Off",
}


@dataclass(slots=True)
class Scalar:
    """One value as written. `line` 0: it was typed, not read from a file."""

    text: str
    file: str
    line: int
    quoted: bool

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(self.file, self.line or None)

    def stop(self, code: str, en: str, **values: Any) -> NoReturn:
        raise Refused(code, en=en, place=self.place, **values)


@dataclass(slots=True)
class Listing:
    items: list[Scalar | Listing | Block]
    file: str
    line: int

    def stop(self, code: str, en: str, **values: Any) -> NoReturn:
        raise Refused(code, en=en, place=Place(self.file, self.line), **values)


@dataclass(slots=True)
class Block:
    """A mapping: entries by key, and the line each key stands on."""

    entries: dict[str, Scalar | Listing | Block]
    file: str
    line: int

    def stop(self, code: str, en: str, *, key: str = "", **values: Any) -> NoReturn:
        entry = self.entries.get(key)
        line = entry.line if entry is not None else self.line
        raise Refused(code, en=en, place=Place(self.file, line), key=key, **values)

    def only(self, known: Iterable[str], what: str) -> Block:
        """Refuse any key that is not known here, naming its line and the nearest known key."""
        allowed = known if isinstance(known, frozenset | set) else set(known)
        if not self.entries.keys() <= allowed:
            key = next(key for key in self.entries if key not in allowed)
            hint = did_you_mean(key, sorted(allowed))
            self.stop("unknown_key", "{what} has no key {key!r}{hint}", key=key, what=what, hint=hint)
        return self

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def need(self, key: str, what: str) -> Scalar | Listing | Block:
        found = self.entries.get(key)
        if found is None:
            raise Refused(
                "missing_key",
                en="{what} needs {key!r}.",
                place=Place(self.file, self.line),
                what=what,
                key=key,
            )
        return found

    def block(self, key: str, what: str) -> Block:
        found = self.need(key, what)
        if not isinstance(found, Block):
            self.stop("not_a_block", "{key!r} of {what} must be a block of keys.", key=key, what=what)
        return found

    def listing(self, key: str, what: str) -> Listing:
        found = self.need(key, what)
        if not isinstance(found, Listing):
            self.stop("not_a_list", "{key!r} of {what} must be a list.", key=key, what=what)
        return found

    def scalar(self, key: str, what: str) -> Scalar:
        found = self.need(key, what)
        if not isinstance(found, Scalar):
            self.stop("not_one_value", "{key!r} of {what} must be one value.", key=key, what=what)
        return found


def read(path: Path, shown: str) -> Block:
    """Return the file's mapping. Raises Refused for broken YAML, tabs, repeated keys, anchors and tags."""
    try:
        raw = path.read_bytes()
        raw.decode("utf-8")
    except OSError as why:
        raise Refused(
            "file_unreadable", en="Cannot read {file}: {why}.", file=shown, why=why.strerror
        ) from why
    except UnicodeDecodeError as why:
        line = raw[: why.start].count(b"\n") + 1
        raise Refused("file_not_utf8", en="Save this file as UTF-8.", place=Place(shown, line)) from why
    _refuse_tabs(raw, shown)
    try:
        found = _Shape(raw, shown).document()
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        raise Refused(
            "yaml_broken",
            en="This is not well-formed: {why}.",
            place=Place(shown, mark.line + 1 if mark else None),
            why=" ".join(part for part in (why.context, why.problem) if part),
        ) from why
    except RecursionError as why:
        raise Refused("too_deep", en="Blocks are nested too deeply.", place=Place(shown)) from why
    except yaml.YAMLError as why:
        raise Refused(
            "yaml_broken", en="This is not well-formed: {why}.", place=Place(shown), why=why
        ) from why
    if not isinstance(found, Block):
        raise Refused("not_a_block", en="The file must be a block of keys.", place=Place(shown, 1))
    return found


def _refuse_tabs(raw: bytes, shown: str) -> None:
    if b"\t" not in raw:
        return
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line[: len(line) - len(line.lstrip())].count(b"\t"):
            raise Refused("tab", en="Indent with spaces, not with a tab.", place=Place(shown, number))


class _Shape:
    """Builds the tree from the parser's events, without resolving a single tag."""

    def __init__(self, raw: bytes, shown: str) -> None:
        self.event = _PARSER(raw).get_event
        self.file = shown

    def document(self) -> Scalar | Listing | Block | None:
        self.event()
        if not isinstance(self.event(), yaml.DocumentStartEvent):
            raise Refused("file_empty", en="The file is empty.", place=Place(self.file))
        found = self.value(self.event())
        self.event()
        if not isinstance(self.event(), yaml.StreamEndEvent):
            raise Refused(
                "several_documents", en="Only one document may stand in a file.", place=Place(self.file)
            )
        return found

    def value(self, event: Any) -> Scalar | Listing | Block:
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            if event.anchor is None and event.tag is None:
                return Scalar(event.value, self.file, event.start_mark.line + 1, event.style in _QUOTES)
        elif kind is not yaml.AliasEvent and event.anchor is None and event.tag is None:
            return self.block(event) if kind is yaml.MappingStartEvent else self.listing(event)
        raise Refused(
            "yaml_feature",
            en="Anchors, aliases and tags are not used here; write the value out.",
            place=Place(self.file, event.start_mark.line + 1),
        )

    def listing(self, event: Any) -> Listing:
        items = []
        while (one := self.event()).__class__ is not yaml.SequenceEndEvent:
            items.append(self.value(one))
        return Listing(items, self.file, event.start_mark.line + 1)

    def block(self, event: Any) -> Block:
        entries: dict[str, Scalar | Listing | Block] = {}
        while (one := self.event()).__class__ is not yaml.MappingEndEvent:
            if one.__class__ is not yaml.ScalarEvent:
                raise Refused(
                    "key_not_text",
                    en="A key must be one word.",
                    place=Place(self.file, one.start_mark.line + 1),
                )
            if one.value in entries:
                raise Refused(
                    "repeated_key",
                    en="{key!r} stands here twice; the first is on line {first}.",
                    place=Place(self.file, one.start_mark.line + 1),
                    key=one.value,
                    first=entries[one.value].line,
                )
            entries[one.value] = self.value(self.event())
        return Block(entries, self.file, event.start_mark.line + 1)


# -- what a scalar means, decided by who asks ---------------------------------------------------------------


def text_of(one: Scalar) -> str:
    """Return a text that says something."""
    if not one.text.strip():
        one.stop("empty_text", "Something must stand here.")
    return one.text.strip()


def truth_of(one: Scalar) -> bool:
    """Return true or false, and refuse YAML's other ways to say it."""
    if one.quoted or one.text not in {"true", "false"}:
        hint = " Write true or false." if one.text in FOREIGN_TRUTHS else ""
        one.stop("not_a_truth", "{text!r} is neither true nor false.{hint}", text=one.text, hint=hint)
    return one.text == "true"


def whole_of(one: Scalar) -> int:
    """Return a whole number; `1_000` is a thousand."""
    if one.quoted or not WHOLE.match(one.text):
        one.stop("not_whole", "{text!r} is not a whole number.", text=one.text)
    return int(one.text)


def won_of(one: Scalar) -> int:
    """Return whole won. A decimal point near money is refused, even `.0`."""
    if not one.quoted and re.match(r"-?[\d_]+(\.\d*|(\.\d*)?e[+-]?\d+)\Z", one.text, re.IGNORECASE):
        one.stop(
            "money_not_whole", "Money is whole won: write {text!r} without a decimal point.", text=one.text
        )
    if one.quoted or not WHOLE.match(one.text):
        one.stop(
            "not_whole", "{text!r} is not a whole number of won (100_000_000 is well written).", text=one.text
        )
    return int(one.text)


def fraction_of(one: Scalar) -> Fraction:
    """Return an exact number: 1.5, 150%, 3/2."""
    text = one.text.replace("_", "")
    if not one.quoted and re.match(r"-?\d+/[1-9]\d*\Z", text):
        return Fraction(text)
    if one.quoted or not EXACT.match(one.text):
        one.stop("not_a_number", "{text!r} is not an exact number (150%, 1.5 and 3/2 are).", text=one.text)
    return exact(text)


@cache
def exact(text: str) -> Fraction:
    """Return the fraction a number or percentage says; the same text gives the same object."""
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def day_of(one: Scalar) -> date:
    """Return a day written 2024-03-04."""
    if not re.match(r"\d{4}-\d{2}-\d{2}\Z", one.text):
        one.stop("not_a_day", "{text!r} is not a day; write it as 2024-03-04.", text=one.text)
    try:
        return _day(one.text)
    except ValueError:
        one.stop("no_such_day", "There is no day {text!r}.", text=one.text)


_day = cache(date.fromisoformat)


def choice_of(one: Scalar, known: Mapping[str, Any] | Iterable[str], what: str) -> str:
    """Return one of the known words."""
    words = list(known)
    if one.text not in words:
        one.stop(
            "not_a_choice",
            "{what} cannot be {text!r}{hint} One of: {words}.",
            what=what,
            text=one.text,
            hint=did_you_mean(one.text, words),
            words=", ".join(words),
        )
    return one.text
