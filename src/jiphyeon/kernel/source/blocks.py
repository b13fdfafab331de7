"""Lists and blocks of values: what a reader asks for by its key, typed, or refused with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from jiphyeon.kernel.law import Citation
from jiphyeon.kernel.refusal import Place, Refused
from jiphyeon.kernel.source.scalars import Scalar, choice_of, day_of, text_of, truth_of, whole_of
from jiphyeon.kernel.spelling import did_you_mean, perhaps
from jiphyeon.kernel.words import Words

_TWO = frozenset({"ko", "en"})
_WITHIN = ("article", "paragraph", "item", "url")
_CITED = frozenset({"instrument", "in_force", "verified", *_WITHIN})


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
