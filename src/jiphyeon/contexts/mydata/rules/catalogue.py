"""The catalogue of items: holders, routes, purposes and facts, read from the city pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from jiphyeon.kernel import Citation, Refused, Words, source
from jiphyeon.kernel.source import Block

# A holder sends a percentage as a share of one ("0.041"); people read 4.1 %.
TYPES = ("boolean", "integer", "won", "fraction", "percent", "date", "choice")
MODES = ("answer", "value")
HOLDERS_OWN = frozenset(
    {"month_end"}
)  # said for the simulated holders: their answers hold until the month ends
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
    """Why data is fetched and for whom; answers are erased `keep_days` after the consent ends.

    `until_decided`: what holds on the day an application is sent is used until it is decided.
    """

    code: str
    words: Words
    recipient: Words
    keep_days: int
    until_decided: bool = False


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

    def asked(self, names: Collection[str]) -> tuple[Fact, ...]:
        """Return the facts of a consent that names some; all of them where it names none."""
        return tuple(fact for fact in self.facts if not names or fact.name in names)


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
    """Return the catalogue. Refused, naming item, key and line: what `kernel.source` refuses, dangling names, unknown types."""
    data = source.parse(text.encode(), file).only({"routes", "holders", "purposes", "items"}, "the catalogue")
    what = "the catalogue"
    routes = {code: _route(code, entry) for code, entry in data.named("routes", what).items()}
    holders = {code: entry.both(f"the holder {code}") for code, entry in data.named("holders", what).items()}
    purposes = {code: _purpose(code, entry) for code, entry in data.named("purposes", what).items()}
    items = {code: _item(code, entry, routes, holders) for code, entry in data.named("items", what).items()}
    return Catalogue(items, purposes)


def _two(entry: Block, what: str) -> Words:
    return Words(entry.text("ko", what), entry.text("en", what))


def _route(code: str, entry: Block) -> Route:
    what = f"the route {code}"
    entry.only({"ko", "en", "citation"}, what)
    return Route(code, _two(entry, what), entry.citation("citation", what))


def _purpose(code: str, entry: Block) -> Purpose:
    what = f"the purpose {code}"
    entry.only({"ko", "en", "recipient", "keep_days", "until_decided"}, what)
    return Purpose(
        code,
        _two(entry, what),
        entry.words("recipient", what),
        entry.whole("keep_days", what),
        until_decided=entry.truth("until_decided", what) if "until_decided" in entry else False,
    )


def _fact(name: str, entry: Block, what: str) -> Fact:
    kind = entry.choice("type", TYPES, what)
    entry.only({"ko", "en", "type"} | ({"options"} if kind == "choice" else set()), what)
    options = {}
    if kind == "choice":
        named = entry.named("options", what)
        options = {code: words.both(f"the option {code} of {what}") for code, words in named.items()}
    return Fact(name, _two(entry, what), kind, options)


_OF_AN_ITEM = frozenset({"ko", "en", "holder", "route", "mode", "valid_days", "facts", "paper"})


def _item(
    code: str, entry: Block, routes: Mapping[str, Route], holders: Mapping[str, Words]
) -> CatalogueItem:
    what = f"the item {code}"
    entry.only(_OF_AN_ITEM | HOLDERS_OWN, what)
    holder = entry.choice("holder", holders, what)
    facts = tuple(
        _fact(name, fact, f"the fact {name} of {what}") for name, fact in entry.named("facts", what).items()
    )
    mode = entry.choice("mode", MODES, what)
    if mode == "answer" and any(fact.type != "boolean" for fact in facts):
        entry.stop(
            "catalogue_mode",
            "{what} is answer-only, so its facts are yes or no.",
            "answer만 받는 항목의 사실은 예·아니요여야 합니다. type을 boolean으로 적어 주세요.",
            key="mode",
            what=what,
        )
    return CatalogueItem(
        code=code,
        words=_two(entry, what),
        holder=holder,
        holder_words=holders[holder],
        route=routes[entry.choice("route", routes, what)],
        mode=mode,
        valid_days=entry.whole("valid_days", what),
        facts=facts,
        paper=entry.words("paper", what),
    )
