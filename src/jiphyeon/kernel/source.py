"""The files of a city pack as written: every value with its line, nothing guessed; the one reader for all of them.

A reader asks for what it wants (`block.words("name", "the unit")`) and gets it typed, or the file, the line and what to
do are named. YAML's own guesses (`no` is false, `1_0` is ten, `2024-01-01` is a date, a repeated key wins silently) are the source of
quiet faults in rule files. So only the shape is taken from YAML; what a scalar means is decided by the reader who
knows what it wants there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml
import yaml.cyaml

from jiphyeon.kernel.days import day_of as kernel_day
from jiphyeon.kernel.files import read_bytes
from jiphyeon.kernel.law import Citation
from jiphyeon.kernel.refusal import Place, Refused
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.kernel.words import Words

# libyaml reads a city's files ten times faster; where it was not built in, the plain parser gives the same events.
_PARSER: Callable[[bytes], Any] = getattr(yaml.cyaml, "CParser", None) or yaml.SafeLoader
_QUOTES = {"'", '"'}
# Forty digits are more than any country's budget; a file of a million digits is no number.
WHOLE = re.compile(r"-?[0-9][0-9_]{0,39}\Z")
EXACT = re.compile(r"-?[0-9][0-9_]{0,39}(\.[0-9]{1,40})?%?\Z")
QUOTIENT = re.compile(r"-?[0-9]{1,40}/[1-9][0-9]{0,39}\Z")
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

    def stop(self, code: str, en: str, ko: str, **values: Any) -> NoReturn:
        raise Refused(code, ko=ko, en=en, place=self.place, **values)


@dataclass(slots=True)
class Listing:
    items: list[Scalar | Listing | Block]
    file: str
    line: int

    def stop(self, code: str, en: str, ko: str, **values: Any) -> NoReturn:
        raise Refused(code, ko=ko, en=en, place=Place(self.file, self.line), **values)


@dataclass(slots=True)
class Block:
    """A mapping: entries by key, and the line each key stands on."""

    entries: dict[str, Scalar | Listing | Block]
    file: str
    line: int

    def stop(self, code: str, en: str, ko: str, *, key: str = "", **values: Any) -> NoReturn:
        entry = self.entries.get(key)
        line = entry.line if entry is not None else self.line
        raise Refused(code, ko=ko, en=en, place=Place(self.file, line), key=key, **values)

    def only(self, known: Iterable[str], what: str) -> Block:
        """Refuse any key that is not known here, naming its line and the nearest known key."""
        allowed = known if isinstance(known, frozenset | set) else set(known)
        if not self.entries.keys() <= allowed:
            key = next(key for key in self.entries if key not in allowed)
            hint = did_you_mean(key, sorted(allowed))
            self.stop(
                "unknown_key",
                "{what} has no key {key!r}{hint}",
                "‘{key}’은(는) 여기에 적는 키가 아닙니다.{maybe}",
                key=key,
                maybe=perhaps(key, sorted(allowed)),
                what=what,
                hint=hint,
            )
        return self

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def need(self, key: str, what: str) -> Scalar | Listing | Block:
        found = self.entries.get(key)
        if found is None:
            raise Refused(
                "missing_key",
                ko="‘{key}’이(가) 있어야 합니다. 적어 주세요.",
                en="{what} needs {key!r}.",
                place=Place(self.file, self.line),
                what=what,
                key=key,
            )
        return found

    def block(self, key: str, what: str) -> Block:
        found = self.need(key, what)
        if not isinstance(found, Block):
            self.stop(
                "not_a_block",
                "{key!r} of {what} must be a block of keys.",
                "‘{key}’은(는) 키와 값의 묶음으로 적어 주세요.",
                key=key,
                what=what,
            )
        return found

    def listing(self, key: str, what: str) -> Listing:
        found = self.need(key, what)
        if not isinstance(found, Listing):
            self.stop(
                "not_a_list",
                "{key!r} of {what} must be a list.",
                "‘{key}’은(는) 목록으로 적어 주세요.",
                key=key,
                what=what,
            )
        return found

    def scalar(self, key: str, what: str) -> Scalar:
        found = self.need(key, what)
        if not isinstance(found, Scalar):
            self.stop(
                "not_one_value",
                "{key!r} of {what} must be one value.",
                "‘{key}’에는 값 하나만 적어 주세요.",
                key=key,
                what=what,
            )
        return found

    # -- an entry as what it means; a default stands for an entry that is not there

    def text(self, key: str, what: str, default: str | None = None) -> str:
        """Return a text that says something."""
        return default if default is not None and key not in self else text_of(self.scalar(key, what))

    def raw(self, key: str, what: str) -> str:
        """Return a text to the letter, with the breaks around it."""
        text_of(one := self.scalar(key, what))
        return one.text

    def whole(self, key: str, what: str, *, least: int | None = None) -> int:
        """Return a whole number, of at least `least`."""
        return whole_of(self.scalar(key, what), least=least)

    def truth(self, key: str, what: str, *, default: bool | None = None) -> bool:
        """Return true or false."""
        return default if default is not None and key not in self else truth_of(self.scalar(key, what))

    def day(self, key: str, what: str) -> date:
        """Return a day written 2024-03-04."""
        return day_of(self.scalar(key, what))

    def choice(self, key: str, known: Mapping[str, Any] | Iterable[str], what: str) -> str:
        """Return one of the known words."""
        return choice_of(self.scalar(key, what), known, f"{key!r} of {what}")

    def words(self, key: str, what: str) -> Words:
        """Return a text in both languages: exactly `ko` and `en`, each to the letter."""
        return self.block(key, what).both(f"{key!r} of {what}")

    def both(self, what: str) -> Words:
        """Return this block itself as a text in both languages."""
        # A comma in an unquoted sentence starts another key: say so before half a sentence is shown.
        self.only(_TWO, f"{what} (a sentence with a comma stands in quotes)")
        return Words(self.raw("ko", what), self.raw("en", what))

    def citation(self, key: str, what: str) -> Citation:
        """Return where the law says so: a block of `instrument`, `verified` and what is known of the place in it."""
        return self.block(key, what).cited(f"{key!r} of {what}")

    def cited(self, what: str) -> Citation:
        """Return this block itself as a place in the law."""
        self.only(_CITED, "A citation")
        return Citation(
            instrument=self.text("instrument", what),
            in_force=self.day("in_force", what) if "in_force" in self else None,
            verified=self.truth("verified", what),
            **{key: self.text(key, what) for key in _WITHIN if key in self},
        )

    def listed(self, key: str, what: str, *, default: bool = False) -> list[Block]:
        """Return the blocks of a list; none where `default` allows the list to be absent."""
        if default and key not in self:
            return []
        found = self.listing(key, what)
        for one in found.items:
            if not isinstance(one, Block):
                one.stop(
                    "not_a_block",
                    "Each of {key!r} must be a block of keys.",
                    "‘{key}’의 항목은 저마다 키와 값의 묶음으로 적어 주세요.",
                    key=key,
                )
        return [one for one in found.items if isinstance(one, Block)]

    def values(self, key: str, what: str, *, default: bool = False) -> list[Scalar]:
        """Return the single values of a list; none where `default` allows the list to be absent."""
        if default and key not in self:
            return []
        found = self.listing(key, what)
        for one in found.items:
            if not isinstance(one, Scalar):
                one.stop(
                    "not_one_value",
                    "Each of {key!r} must be one value.",
                    "‘{key}’의 항목에는 저마다 값 하나만 적어 주세요.",
                    key=key,
                )
        return [one for one in found.items if isinstance(one, Scalar)]

    def named(self, key: str, what: str, *, default: bool = False) -> dict[str, Block]:
        """Return the blocks of a block by their keys; none where `default` allows it to be absent."""
        if default and key not in self:
            return {}
        inner = self.block(key, what)
        return {name: inner.block(name, f"{key!r} of {what}") for name in inner.entries}


_TWO = frozenset({"ko", "en"})
_WITHIN = ("article", "paragraph", "item", "url")
_CITED = frozenset({"instrument", "in_force", "verified", *_WITHIN})


def read(path: Path, shown: str) -> Block:
    """Return the file's mapping. Raises Refused for broken YAML, tabs, repeated keys, anchors and tags."""
    return parse(read_bytes(path, shown=shown), shown)


def parse(content: bytes, shown: str) -> Block:
    """Return the mapping in a file's bytes. Raises Refused as `read` does."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = why.object[: why.start].count(b"\n") + 1
        raise Refused(
            "file_not_utf8",
            ko="이 파일을 UTF-8로 저장해 주세요.",
            en="Save this file as UTF-8.",
            place=Place(shown, line),
        ) from why
    # One word may be stored as composed or decomposed Hangul; readers see one word, and so do rules.
    raw = unicodedata.normalize("NFC", text).encode()
    _refuse_tabs(raw, shown)
    try:
        found = _Shape(raw, shown).document()
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        raise Refused(
            "yaml_broken",
            ko="YAML로 읽을 수 없습니다({why}). 이 줄과 앞줄을 살펴봐 주세요.",
            en="This is not well-formed: {why}.",
            place=Place(shown, mark.line + 1 if mark else None),
            why=" ".join(part for part in (why.context, why.problem) if part),
        ) from why
    except RecursionError as why:
        raise Refused(
            "too_deep",
            ko="묶음이 너무 깊습니다. 단계를 줄여 주세요.",
            en="Blocks are nested too deeply.",
            place=Place(shown),
        ) from why
    except yaml.YAMLError as why:
        raise Refused(
            "yaml_broken",
            ko="YAML로 읽을 수 없습니다({why}). 이 줄과 앞줄을 살펴봐 주세요.",
            en="This is not well-formed: {why}.",
            place=Place(shown),
            why=why,
        ) from why
    if not isinstance(found, Block):
        raise Refused(
            "not_a_block",
            ko="파일은 키와 값의 묶음이어야 합니다.",
            en="The file must be a block of keys.",
            place=Place(shown, 1),
        )
    return found


def _refuse_tabs(raw: bytes, shown: str) -> None:
    if b"\t" not in raw:
        return
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line[: len(line) - len(line.lstrip())].count(b"\t"):
            raise Refused(
                "tab",
                ko="들여쓰기는 탭이 아니라 빈칸으로 해 주세요.",
                en="Indent with spaces, not with a tab.",
                place=Place(shown, number),
            )


class _Shape:
    """Builds the tree from the parser's events, without resolving a single tag."""

    def __init__(self, raw: bytes, shown: str) -> None:
        self.event = _PARSER(raw).get_event
        self.file = shown

    def document(self) -> Scalar | Listing | Block | None:
        self.event()
        if not isinstance(self.event(), yaml.DocumentStartEvent):
            raise Refused(
                "file_empty",
                ko="빈 파일입니다. 내용을 적어 주세요.",
                en="The file is empty.",
                place=Place(self.file),
            )
        found = self.value(self.event())
        self.event()
        if not isinstance(self.event(), yaml.StreamEndEvent):
            raise Refused(
                "several_documents",
                ko="한 파일에는 문서 하나만 적어 주세요.",
                en="Only one document may stand in a file.",
                place=Place(self.file),
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
            ko="여기서는 &, *, ! 표시를 쓰지 않습니다. 값을 그대로 적어 주세요.",
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
        following, file = self.event, self.file
        while (one := following()).__class__ is not yaml.MappingEndEvent:
            if one.__class__ is not yaml.ScalarEvent:
                raise Refused(
                    "key_not_text",
                    ko="키는 한 낱말로 적어 주세요.",
                    en="A key must be one word.",
                    place=Place(file, one.start_mark.line + 1),
                )
            key = one.value
            if key in entries:
                raise Refused(
                    "repeated_key",
                    ko="‘{key}’이(가) 두 번 있습니다. 처음 것은 {first}번째 줄에 있습니다. 하나만 남겨 주세요.",
                    en="{key!r} stands here twice; the first is on line {first}.",
                    place=Place(file, one.start_mark.line + 1),
                    key=key,
                    first=entries[key].line,
                )
            inner = following()
            # Nearly every value is a plain scalar: it is made here, without a call.
            if inner.__class__ is yaml.ScalarEvent and inner.anchor is None and inner.tag is None:
                entries[key] = Scalar(inner.value, file, inner.start_mark.line + 1, inner.style in _QUOTES)
            else:
                entries[key] = self.value(inner)
        return Block(entries, file, event.start_mark.line + 1)


# -- what a scalar means, decided by who asks ---------------------------------------------------------------


def text_of(one: Scalar) -> str:
    """Return a text that says something."""
    if not one.text.strip():
        one.stop("empty_text", "Something must stand here.", "비어 있습니다. 내용을 적어 주세요.")
    return one.text.strip()


def truth_of(one: Scalar) -> bool:
    """Return true or false, and refuse YAML's other ways to say it."""
    if one.quoted or one.text not in {"true", "false"}:
        hint = " Write true or false." if one.text in FOREIGN_TRUTHS else ""
        one.stop(
            "not_a_truth",
            "{text!r} is neither true nor false.{hint}",
            "‘{text}’은(는) true도 false도 아닙니다. 둘 가운데 하나로 적어 주세요.",
            text=one.text,
            hint=hint,
        )
    return one.text == "true"


def whole_of(one: Scalar, *, least: int | None = None) -> int:
    """Return a whole number, of at least `least`; `1_000` is a thousand."""
    if one.quoted or not WHOLE.match(one.text):
        one.stop(
            "not_whole",
            "{text!r} is not a whole number.",
            "‘{text}’은(는) 정수가 아닙니다. 1000이나 1_000처럼 적어 주세요.",
            text=one.text,
        )
    if least is not None and int(one.text) < least:
        one.stop(
            "too_small",
            "{text} is too small: at least {least} is expected.",
            "{text}은(는) 너무 작습니다. {least} 이상으로 적어 주세요.",
            text=one.text,
            least=least,
        )
    return int(one.text)


def won_of(one: Scalar) -> int:
    """Return whole won. A decimal point near money is refused, even `.0`."""
    if not one.quoted and re.match(r"-?[\d_]+(\.\d*|(\.\d*)?e[+-]?\d+)\Z", one.text, re.IGNORECASE):
        one.stop(
            "money_not_whole",
            "Money is whole won: write {text!r} without a decimal point.",
            "돈은 원 단위로 적습니다. ‘{text}’을(를) 소수점 없이 적어 주세요.",
            text=one.text,
        )
    if one.quoted or not WHOLE.match(one.text):
        one.stop(
            "not_whole",
            "{text!r} is not a whole number of won (100_000_000 is well written).",
            "‘{text}’은(는) 원 단위의 정수가 아닙니다. 100_000_000처럼 적어 주세요.",
            text=one.text,
        )
    return int(one.text)


def fraction_of(one: Scalar) -> Fraction:
    """Return an exact number: 1.5, 150%, 3/2."""
    text = one.text.replace("_", "")
    if not one.quoted and QUOTIENT.match(text):
        return Fraction(text)
    if one.quoted or not EXACT.match(one.text):
        one.stop(
            "not_a_number",
            "{text!r} is not an exact number (150%, 1.5 and 3/2 are).",
            "‘{text}’은(는) 정확한 수가 아닙니다. 150%, 1.5, 3/2처럼 적어 주세요.",
            text=one.text,
        )
    return exact(text)


@cache
def exact(text: str) -> Fraction:
    """Return the fraction a number or percentage says; the same text gives the same object."""
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def day_of(one: Scalar) -> date:
    """Return a day written 2024-03-04."""
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", one.text):
        one.stop(
            "not_a_day",
            "{text!r} is not a day; write it as 2024-03-04.",
            "‘{text}’은(는) 날짜가 아닙니다. 2024-03-04처럼 적어 주세요.",
            text=one.text,
        )
    try:
        return _day(one.text)
    except ValueError:
        one.stop(
            "no_such_day",
            "There is no day {text!r}.",
            "‘{text}’은(는) 없는 날짜입니다. 있는 날짜로 적어 주세요.",
            text=one.text,
        )


_day = cache(kernel_day)


def choice_of(one: Scalar, known: Mapping[str, Any] | Iterable[str], what: str) -> str:
    """Return one of the known words."""
    words = list(known)
    if one.text not in words:
        one.stop(
            "not_a_choice",
            "{what} cannot be {text!r}{hint} One of: {words}.",
            "‘{text}’은(는) 쓸 수 없습니다.{maybe} 쓸 수 있는 것: {words}",
            what=what,
            text=one.text,
            hint=did_you_mean(one.text, words),
            maybe=perhaps(one.text, words),
            words=", ".join(words),
        )
    return one.text
