"""The catalogue of items: holders, routes, purposes and facts, read from the city pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

import yaml

from jiphyeon.kernel import Citation, Place, Refused, Words

TYPES = ("boolean", "integer", "won", "fraction", "date", "choice")
MODES = ("answer", "value")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact an item yields, named as in the pack's facts."""

    name: str
    words: Words
    type: str
    options: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Route:
    """The legal route an item is fetched by, with the article it stands on."""

    code: str
    words: Words
    citation: Citation


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is fetched and for whom; answers are erased `keep_days` after the consent ends."""

    code: str
    words: Words
    recipient: Words
    keep_days: int


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One thing a holder can be asked, and the paper that does as well."""

    code: str
    words: Words
    holder: str
    holder_words: Words
    route: Route
    mode: str
    valid_days: int
    facts: tuple[Fact, ...]
    paper: Words


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that may be asked for; anything else is refused."""

    items: Mapping[str, CatalogueItem]
    purposes: Mapping[str, Purpose]

    def item(self, code: str) -> CatalogueItem:
        """Return an item, or refuse with the nearest name."""
        return _named(self.items, code, "item")

    def purpose(self, code: str) -> Purpose:
        """Return a purpose, or refuse with the nearest name."""
        return _named(self.purposes, code, "purpose")


def _named(table: Mapping[str, T], code: str, what: str) -> T:
    if code in table:
        return table[code]
    near = get_close_matches(code, table, n=1)
    raise Refused(
        f"unknown_{what}",
        ko="{name}은(는) 마이데이터 목록에 없습니다." + (" 혹시 {near}?" if near else ""),
        en="{name!r} is not a known {what}." + (" Did you mean {near!r}?" if near else ""),
        name=code,
        what=what,
        near=near[0] if near else "",
    )


def read_catalogue(text: str, *, file: str) -> Catalogue:
    """Return the catalogue. Refused, naming item and key: unknown or missing keys, dangling names, unknown types."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        place = Place(file, line=mark.line + 1 if mark else None)
        raise Refused("catalogue_unreadable", en="This is not YAML that can be read.", place=place) from wrong
    _keys(data, {"routes", "holders", "purposes", "items"}, file, "catalogue")
    routes = {code: _route(code, entry, file) for code, entry in data["routes"].items()}
    holders = {code: _words(entry, file, code) for code, entry in data["holders"].items()}
    purposes = {code: _purpose(code, entry, file) for code, entry in data["purposes"].items()}
    items = {code: _item(code, entry, routes, holders, file) for code, entry in data["items"].items()}
    return Catalogue(items, purposes)


def _keys(entry: Any, wanted: set[str], file: str, what: str) -> None:
    have = set(entry) if isinstance(entry, dict) else set()
    if have != wanted:
        raise Refused(
            "catalogue_keys",
            en="{what}: unknown keys: {unknown}; missing: {missing}.",
            place=Place(file),
            what=what,
            unknown=", ".join(sorted(map(str, have - wanted))) or "none",
            missing=", ".join(sorted(wanted - have)) or "none",
        )


def _words(entry: Any, file: str, what: str) -> Words:
    _keys(entry, {"ko", "en"}, file, what)
    return Words(entry["ko"], entry["en"])


def _one_of(value: Any, allowed: Mapping[str, Any] | tuple[str, ...], file: str, what: str) -> str:
    if value not in allowed:
        raise Refused(
            "catalogue_value",
            en="{what}: {value!r} is none of {allowed}.",
            place=Place(file),
            what=what,
            value=value,
            allowed=", ".join(allowed),
        )
    return str(value)


def _route(code: str, entry: Any, file: str) -> Route:
    _keys(entry, {"ko", "en", "citation"}, file, f"route {code}")
    return Route(code, Words(entry["ko"], entry["en"]), Citation(**entry["citation"]))


def _purpose(code: str, entry: Any, file: str) -> Purpose:
    _keys(entry, {"ko", "en", "recipient", "keep_days"}, file, f"purpose {code}")
    recipient = _words(entry["recipient"], file, f"purpose {code}, recipient")
    return Purpose(code, Words(entry["ko"], entry["en"]), recipient, int(entry["keep_days"]))


def _fact(name: str, entry: Any, file: str, what: str) -> Fact:
    chosen = isinstance(entry, dict) and entry.get("type") == "choice"
    _keys(entry, {"ko", "en", "type"} | ({"options"} if chosen else set()), file, what)
    kind = _one_of(entry["type"], TYPES, file, f"{what}, type")
    options = {
        code: _words(words, file, f"{what}, option {code}")
        for code, words in entry.get("options", {}).items()
    }
    return Fact(name, Words(entry["ko"], entry["en"]), kind, options)


def _item(
    code: str, entry: Any, routes: Mapping[str, Route], holders: Mapping[str, Words], file: str
) -> CatalogueItem:
    what = f"item {code}"
    _keys(entry, {"ko", "en", "holder", "route", "mode", "valid_days", "facts", "paper"}, file, what)
    holder = _one_of(entry["holder"], holders, file, f"{what}, holder")
    route = _one_of(entry["route"], routes, file, f"{what}, route")
    facts = []
    for name, fact in entry["facts"].items():
        facts.append(_fact(name, fact, file, f"{what}, fact {name}"))
    mode = _one_of(entry["mode"], MODES, file, f"{what}, mode")
    if mode == "answer" and any(fact.type != "boolean" for fact in facts):
        raise Refused(
            "catalogue_mode",
            en="{what} is answer-only, so its facts are yes or no.",
            place=Place(file),
            what=what,
        )
    return CatalogueItem(
        code=code,
        words=Words(entry["ko"], entry["en"]),
        holder=holder,
        holder_words=holders[holder],
        route=routes[route],
        mode=mode,
        valid_days=int(entry["valid_days"]),
        facts=tuple(facts),
        paper=_words(entry["paper"], file, f"{what}, paper"),
    )
