"""Committees and people from CSV files, with every refusal naming its row and column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Period, Refused
from jiphyeon.methods.roster.portfolio import (
    Attributes,
    Committee,
    Exemption,
    Kind,
    Label,
    Membership,
    Person,
    Portfolio,
    Seat,
)
from jiphyeon.methods.roster.table import Row, rows

COMMITTEE_COLUMNS = ("committee", "seat", "kind", "holder", "term_start", "term_end", "term_months")
PERSON_COLUMNS = ("person", "birth_date", "gender")
HEADINGS = {
    "위원회": "committee", "위원회명": "name", "분야": "field", "법정": "mandatory", "성격": "labels",
    "예외": "exemptions", "임기개월": "term_months", "연임한도": "renewals", "좌석": "seat", "구분": "kind",
    "위원장": "chair", "위원": "holder", "임기시작": "term_start", "임기종료": "term_end", "연임횟수": "renewed",
    "사람": "person", "생년월일": "birth_date", "성별": "gender", "공무원": "official", "기준일": "from",
    "희망": "wishes", "제척": "conflicts", "이력": "memberships",
}  # fmt: skip
PERSON_HEADINGS = {**HEADINGS, "분야": "fields"}
KINDS = {
    "ex_officio": Kind.EX_OFFICIO,
    "appointed": Kind.APPOINTED,
    "당연직": Kind.EX_OFFICIO,
    "위촉직": Kind.APPOINTED,
}
GENDERS = {"woman": "woman", "man": "man", "f": "woman", "m": "man", "여": "woman", "남": "man"}
ALWAYS = Period(date.min)


def read_portfolio(committees: Path, people: Path) -> Portfolio:
    """Read both files. Raises Refused with the row and column of the first thing wrong."""
    found = _read_people(people)
    return Portfolio(tuple(_read_committees(committees, found)), found)


def _read_people(path: Path) -> dict[str, Person]:
    versions: dict[str, list[tuple[Row, Attributes]]] = {}
    for row in rows(path, PERSON_COLUMNS, PERSON_HEADINGS):
        attributes = Attributes(
            row.day("from") or date.min, row.choice("gender", GENDERS), row.yes("official")
        )
        known = versions.setdefault(row.needed("person"), [])
        row.needed("birth_date")
        for earlier, one in known:
            if one.since == attributes.since:
                raise Refused(
                    "person_twice",
                    ko="{person}이(가) {row}행에도 있습니다.",
                    en="{person} stands in row {row} already.",
                    place=row.place("person"),
                    person=row.text("person"),
                    row=earlier.number,
                )
            _same(row, earlier, ("birth_date",))
        known.append((row, attributes))
    return {key: _person(key, known) for key, known in versions.items()}


def _person(key: str, versions: list[tuple[Row, Attributes]]) -> Person:
    versions.sort(key=lambda one: one[1].since)
    row = versions[-1][0]
    memberships = []
    for text in row.words("memberships"):
        committee, at, period = text.partition("@")
        memberships.append(Membership(committee, row.period("memberships", period if at else "")))
    return Person(
        key,
        row.day("birth_date") or date.min,
        tuple(attributes for _, attributes in versions),
        frozenset(row.words("fields")),
        frozenset(row.words("wishes")),
        frozenset(row.words("conflicts")),
        tuple(memberships),
    )


def _read_committees(path: Path, people: dict[str, Person]) -> Iterator[Committee]:
    grouped: dict[str, list[Row]] = {}
    for row in rows(path, COMMITTEE_COLUMNS, HEADINGS):
        grouped.setdefault(row.needed("committee"), []).append(row)
    for key, group in grouped.items():
        head = group[0]
        for row in group[1:]:
            _same(
                row, head, ("name", "field", "mandatory", "labels", "exemptions", "term_months", "renewals")
            )
        yield Committee(
            key,
            head.text("name") or key,
            _seats(group, people),
            _term_months(head),
            head.text("field"),
            head.yes("mandatory"),
            tuple(_label(head, text) for text in head.words("labels")),
            tuple(_exemption(head, text) for text in head.words("exemptions")),
            head.whole("renewals"),
        )


def _term_months(row: Row) -> int:
    row.needed("term_months")
    months = row.whole("term_months") or 0
    if months == 0 or months % 3:
        raise Refused(
            "term_not_quarters",
            ko="임기는 3개월의 배수여야 합니다(분기 단위 계획): {months}",
            en="a term of {months} months is not a whole number of quarters.",
            place=row.place("term_months"),
            months=months,
        )
    return months


def _seats(group: list[Row], people: dict[str, Person]) -> tuple[Seat, ...]:
    seats: dict[str, tuple[Row, Seat]] = {}
    for row in group:
        seat = _seat(row, people)
        for other_row, other in seats.values():
            if other.key == seat.key:
                _refuse_double("seat_twice", row, other_row, "seat", "좌석", "seat")
            if seat.holder and other.holder == seat.holder:
                _refuse_double("holder_twice", row, other_row, "holder", "위원", "holder")
            if seat.chair and other.chair:
                _refuse_double("chair_twice", row, other_row, "chair", "위원장", "chair")
        seats[seat.key] = (row, seat)
    return tuple(seat for _, seat in seats.values())


def _seat(row: Row, people: dict[str, Person]) -> Seat:
    kind = row.choice("kind", KINDS)
    holder = row.text("holder") or None
    term = row.term("term_start", "term_end")
    if kind is Kind.APPOINTED:
        if holder and holder not in people:
            raise Refused(
                "holder_unknown",
                ko="위원 {holder}이(가) 사람 파일에 없습니다.",
                en="holder {holder} is not in the people file.",
                place=row.place("holder"),
                holder=holder,
            )
        if holder and (term is None or term.last is None):
            row.needed("term_start")
            row.needed("term_end")
        if not holder and term is not None:
            raise Refused(
                "vacant_with_term",
                ko="위원이 없는데 임기가 적혀 있습니다.",
                en="the seat has a term but no holder.",
                place=row.place("holder"),
            )
    return Seat(row.needed("seat"), kind, row.yes("chair"), holder, term, row.whole("renewed", 0) or 0)


def _label(row: Row, text: str) -> Label:
    key, at, period = text.partition("@")
    return Label(key, row.period("labels", period) if at else ALWAYS)


def _exemption(row: Row, text: str) -> Exemption:
    """Read "youth@2026-01-01..2027-12-31#decision". An exemption without its decision is no exemption."""
    head, _, decision = text.partition("#")
    rule, _, period = head.partition("@")
    if not decision.strip():
        raise Refused(
            "exemption_undecided",
            ko="예외 {text!r}에 의결(# 뒤)이 없습니다.",
            en="exemption {text!r} names no decision after '#'.",
            place=row.place("exemptions"),
            text=text,
        )
    return Exemption(rule, row.period("exemptions", period), decision.strip())


def _same(row: Row, earlier: Row, columns: tuple[str, ...]) -> None:
    for column in columns:
        if row.text(column) != earlier.text(column):
            raise Refused(
                "rows_contradict",
                ko="{here!r}이(가) {row}행의 {there!r}과(와) 다릅니다.",
                en="{here!r} contradicts {there!r} in row {row}.",
                place=row.place(column),
                here=row.text(column),
                there=earlier.text(column),
                row=earlier.number,
            )


def _refuse_double(code: str, row: Row, earlier: Row, column: str, ko: str, en: str) -> None:
    raise Refused(
        code,
        ko=f"한 위원회에 같은 {ko}이(가) 둘입니다({{row}}행).",
        en=f"the committee has this {en} in row {{row}} already.",
        place=row.place(column),
        row=earlier.number,
    )
