"""The kinds of documents a city serves, and the law's and the city's days and prices, by the day from which they hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from jiphyeon.kernel import Citation, Place, Refused, Words, source
from jiphyeon.kernel.source import Block


class _Dated(Protocol):
    @property
    def first(self) -> date: ...


D = TypeVar("D", bound=_Dated)


@dataclass(frozen=True, slots=True)
class Terms:
    """By the law of a day: days to answer in, what early payment takes off, what is added when a fine is late."""

    first: date
    respond_days: int
    early_percent: int
    late_percent: int
    monthly_per_mille: int
    late_months: int
    respond_law: Citation
    early_law: Citation
    late_law: Citation


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. `document` and `push` name the wordings: what is served, and what tells the phone of it."""

    code: str
    name: Words
    document: str
    push: str
    law: Citation
    terms: Sequence[Terms]


@dataclass(frozen=True, slots=True)
class Working:
    """How the office works from a day on: after how many days an unread one goes to paper, what print and post take.

    `public_days`: after how many days a public notice serves.
    """

    first: date
    remind_days: int
    unread_days: int
    print_days: int
    post_days: int
    public_days: int
    public_law: Citation


@dataclass(frozen=True, slots=True)
class Tariff:
    """What one notice costs from a day on, in won: by phone, by registered letter, by ordinary letter; and who says so."""

    first: date
    phone: Fraction
    registered: Fraction
    ordinary: Fraction
    source: Words


@dataclass(frozen=True, slots=True)
class Service:
    """What a city's `e_notices.yaml` says. `plan_saving`: the share of the cost that the plan expects to save."""

    kinds: tuple[Kind, ...] = ()
    working: tuple[Working, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    plan_saving: Fraction | None = None

    def kind(self, code: str) -> Kind:
        """Return a kind. Refused where the city has none of that code."""
        found = next((one for one in self.kinds if one.code == code), None)
        if found is None:
            raise Refused(
                "no_such_kind",
                ko="이 시에는 ‘{kind}’ 고지가 없습니다.",
                en="This city serves no documents called {kind}.",
                kind=code,
            )
        return found

    def working_on(self, day: date) -> Working:
        """Return how the office works on a day. Refused before the first rule."""
        return _in_force(self.working, day, "working")

    def tariff_on(self, day: date) -> Tariff:
        """Return the prices of a day. Refused likewise."""
        return _in_force(self.tariffs, day, "tariff")


def terms_on(kind: Kind, day: date) -> Terms:
    """Return what the law says of a kind on a day. Refused before the first rule."""
    return _in_force(kind.terms, day, kind.code)


def _in_force(rules: Sequence[D], day: date, what: str) -> D:
    found = [rule for rule in rules if rule.first <= day]
    if not found:
        raise Refused(
            "no_terms",
            ko="{day}에 적용할 기준({what})이 없습니다.",
            en="There are no terms ({what}) for {day}.",
            place=Place("e_notices.yaml"),
            day=day,
            what=what,
        )
    return max(found, key=lambda rule: rule.first)


@cache
def service_of(pack: Path) -> Service:
    """Return what a pack says; nothing where it has no such file. Refused, with the line, where it cannot be read."""
    file = pack / "e_notices.yaml"
    if not file.exists():
        return Service()
    what = "the file"
    data = source.read(file, file.name).only({"kinds", "working", "tariff", "plan_saving"}, what)
    saving = data.whole("plan_saving", what) if "plan_saving" in data else None
    return Service(
        tuple(map(_kind, data.listed("kinds", what))),
        tuple(map(_working, data.listed("working", what))),
        tuple(map(_tariff, data.listed("tariff", what))),
        Fraction(saving, 100) if saving is not None else None,
    )


def _kind(one: Block) -> Kind:
    what = "a kind"
    one.only({"code", "name", "document", "push", "law", "terms"}, what)
    return Kind(
        one.text("code", what),
        one.words("name", what),
        one.text("document", what),
        one.text("push", what),
        one.citation("law", what),
        tuple(map(_terms, one.listed("terms", what))),
    )


def _terms(one: Block) -> Terms:
    what = "the terms"
    one.only({"from", "respond", "early", "late"}, what)
    respond = one.block("respond", what).only({"days", "law"}, what)
    early = one.block("early", what).only({"percent", "law"}, what)
    late = one.block("late", what).only({"percent", "monthly_per_mille", "months", "law"}, what)
    return Terms(
        one.day("from", what),
        respond.whole("days", what, least=1),
        early.whole("percent", what),
        late.whole("percent", what),
        late.whole("monthly_per_mille", what),
        late.whole("months", what),
        respond.citation("law", what),
        early.citation("law", what),
        late.citation("law", what),
    )


def _working(one: Block) -> Working:
    what = "how the office works"
    days = ("remind_days", "unread_days", "print_days", "post_days", "public_days")
    one.only({"from", "public_law", *days}, what)
    return Working(
        one.day("from", what),
        **{name: one.whole(name, what, least=1) for name in days},
        public_law=one.citation("public_law", what),
    )


def _tariff(one: Block) -> Tariff:
    what = "the tariff"
    one.only({"from", "phone", "registered", "ordinary", "source"}, what)
    return Tariff(
        one.day("from", what),
        Fraction(one.text("phone", what)),
        Fraction(one.text("registered", what)),
        Fraction(one.text("ordinary", what)),
        one.words("source", what),
    )
