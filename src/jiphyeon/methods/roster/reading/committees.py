"""Committees and people from CSV files, with every refusal naming its row and column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jiphyeon.kernel import Period, Refused, did_you_mean, identifier, perhaps
from jiphyeon.methods.roster.law import Rulebook
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
    last_of_term,
)
from jiphyeon.methods.roster.reading.table import Row, rows

COMMITTEE_COLUMNS = ("committee", "seat", "kind", "holder", "term_start", "term_end", "term_months")
PERSON_COLUMNS = ("person", "birth_date", "gender")
COMMITTEE_HEADINGS = {
    "위원회": "committee", "위원회명": "name", "분야": "field", "법정": "mandatory", "성격": "labels",
    "예외": "exemptions", "임기개월": "term_months", "연임한도": "renewals", "좌석": "seat", "구분": "kind",
    "위원장": "chair", "위원": "holder", "임기시작": "term_start", "임기종료": "term_end", "연임횟수": "renewed",
}  # fmt: skip
PERSON_HEADINGS = {
    "사람": "person", "생년월일": "birth_date", "성별": "gender", "공무원": "official", "기준일": "from",
    "분야": "fields", "희망": "wishes", "제척": "conflicts", "이력": "memberships",
}  # fmt: skip
OLDEST = 130
"""Nobody has lived so many years; an older birth date is a slip of the hand."""
KINDS = {
    "ex_officio": Kind.EX_OFFICIO,
    "appointed": Kind.APPOINTED,
    "당연직": Kind.EX_OFFICIO,
    "위촉직": Kind.APPOINTED,
}
GENDERS = {"woman": "woman", "man": "man", "f": "woman", "m": "man", "여": "woman", "남": "man"}
ALWAYS = Period(date.min)


def read_portfolio(committees: Path, people: Path, rules: Rulebook, on: date) -> Portfolio:
    """Read both files for a plan that starts `on`, under `rules`. The order of rows and columns makes no difference.

    Raises Refused with the row and column of the first thing wrong: what cannot be read, a label, exemption,
    committee or person that nobody knows (with the nearest that is known), a day that cannot be.
    """
    found = _Reader(rules, on)
    persons, written = found.people(path=people)
    made = sorted(found.committees(committees, persons), key=lambda one: one.key)
    keys = {committee.key for committee in made}
    for row in written:
        _check_committees(row, keys)
    return Portfolio(tuple(made), dict(sorted(persons.items())))


def _check_committees(row: Row, keys: set[str]) -> None:
    """Refuse wishes and conflicts that name no committee, and memberships that all but name one."""
    for column in ("wishes", "conflicts"):
        for word in row.words(column):
            row.known(
                column, word, keys, "위원회 파일에 없는 위원회입니다.", "no committee of the committees file"
            )
    alike = {_alike(key): key for key in keys}
    for text in row.words("memberships"):
        key = text.partition("@")[0].strip()
        near = alike.get(_alike(key))
        if key not in keys and near is not None:
            raise Refused(
                "membership_misspelt",
                ko="{key!r}은(는) 위원회 파일에 없습니다. 혹시 {near!r}인가요?",
                en="{key!r} is no committee of the committees file; did you mean {near!r}?",
                place=row.place("memberships"),
                key=key,
                near=near,
            )


def _alike(key: str) -> str:
    """Return what two spellings of one id have in common: no case, no signs between, no zeros before a number."""
    parts = "".join(sign if sign.isalnum() else " " for sign in key.casefold())
    digits = "".join(
        f" {sign}" if sign.isdigit() != last.isdigit() else sign
        for last, sign in zip(" " + parts, parts, strict=False)
    )
    return "".join(part.lstrip("0") or "0" for part in digits.split())


class _Reader:
    def __init__(self, rules: Rulebook, on: date) -> None:
        self.rules, self.on = rules, on

    def people(self, path: Path) -> tuple[dict[str, Person], list[Row]]:
        versions: dict[str, list[tuple[Row, Attributes]]] = {}
        read = rows(path, PERSON_COLUMNS, PERSON_HEADINGS)
        for row in read:
            attributes = Attributes(
                row.day("from") or date.min, row.choice("gender", GENDERS), row.yes("official")
            )
            self._birth(row)
            known = versions.setdefault(row.id("person"), [])
            for earlier, one in known:
                if one.since == attributes.since:
                    raise Refused(
                        "person_twice",
                        ko="{person}이(가) {line}줄에도 있습니다.",
                        en="{person} stands in line {line} already.",
                        place=row.place("person"),
                        person=row.text("person"),
                        line=earlier.line,
                    )
                _same(row, earlier, ("birth_date", "fields", "wishes", "conflicts", "memberships"))
            known.append((row, attributes))
        return {key: self._person(key, known) for key, known in versions.items()}, read

    def _birth(self, row: Row) -> date:
        row.needed("birth_date")
        birth = row.day("birth_date") or date.min
        if birth > self.on or birth.year < self.on.year - OLDEST:
            raise Refused(
                "birth_impossible",
                ko="계획이 시작하는 {on}에 {birth} 출생자는 있을 수 없습니다.",
                en="nobody born on {birth} can live on {on}, when the plan starts.",
                place=row.place("birth_date"),
                birth=birth,
                on=self.on,
            )
        return birth

    def _person(self, key: str, versions: list[tuple[Row, Attributes]]) -> Person:
        versions.sort(key=lambda one: one[1].since)
        row, last = versions[-1]
        birth = self._birth(row)
        if date.min < last.since < birth:
            _refuse_before_birth(row, "from", last.since, birth)
        memberships = []
        for text in row.words("memberships"):
            committee, at, period = text.partition("@")
            held = row.period("memberships", period if at else "")
            if date.min < held.first < birth or (held.last is not None and held.last < birth):
                _refuse_before_birth(row, "memberships", held.first, birth)
            memberships.append(Membership(committee.strip(), held))
        return Person(
            key,
            birth,
            tuple(attributes for _, attributes in versions),
            frozenset(row.words("fields")),
            frozenset(row.words("wishes")),
            frozenset(row.words("conflicts")),
            tuple(memberships),
        )

    def committees(self, path: Path, people: dict[str, Person]) -> Iterator[Committee]:
        grouped: dict[str, list[Row]] = {}
        for row in rows(path, COMMITTEE_COLUMNS, COMMITTEE_HEADINGS):
            grouped.setdefault(row.id("committee"), []).append(row)
        for key, group in grouped.items():
            head = group[0]
            for row in group[1:]:
                _same(
                    row,
                    head,
                    ("name", "field", "mandatory", "labels", "exemptions", "term_months", "renewals"),
                )
            yield Committee(
                key,
                head.text("name") or key,
                tuple(sorted(_seats(group, people), key=lambda seat: seat.key)),
                _term_months(head),
                head.text("field"),
                head.yes("mandatory"),
                tuple(self._label(head, text) for text in head.words("labels")),
                tuple(self._exemption(head, text) for text in head.words("exemptions")),
                head.whole("renewals"),
            )

    def _label(self, row: Row, text: str) -> Label:
        key, at, period = text.partition("@")
        row.known(
            "labels", key, self.rules.labels, "규칙이 모르는 성격입니다.", "no label that the rules know"
        )
        return Label(key, row.period("labels", period) if at else ALWAYS)

    def _exemption(self, row: Row, text: str) -> Exemption:
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
        row.known(
            "exemptions",
            rule,
            self.rules.families,
            "규칙이나 규칙의 묶음이 아닙니다.",
            "no rule nor family of rules",
        )
        return Exemption(rule, row.period("exemptions", period), decision.strip())


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
    holder = identifier(row.text("holder"), row.place("holder")) or None
    term = row.term("term_start", "term_end")
    if holder and holder not in people:
        raise Refused(
            "holder_unknown",
            ko="위원 {holder}이(가) 사람 파일에 없습니다.{perhaps}",
            en="holder {holder} is not in the people file{hint}",
            place=row.place("holder"),
            holder=holder,
            perhaps=perhaps(holder, people),
            hint=did_you_mean(holder, people),
        )
    if kind is Kind.APPOINTED:
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
        if holder and term is not None:
            _check_term(row, term, people[holder])
    return Seat(row.id("seat"), kind, row.yes("chair"), holder, term, row.whole("renewed", 0) or 0)


def _check_term(row: Row, term: Period, holder: Person) -> None:
    """Refuse a term before its holder's birth, and one longer than the committee's own terms are."""
    if term.first < holder.birth:
        _refuse_before_birth(row, "term_start", term.first, holder.birth)
    months = _term_months(row)
    last = last_of_term(term.first, months)
    if term.last is not None and term.last > last:
        raise Refused(
            "term_longer",
            ko="임기 {first} – {last}이(가) 이 위원회의 임기 {months}개월보다 깁니다.",
            en="the term {first} – {last} is longer than the {months} months of this committee's terms.",
            place=row.place("term_end"),
            first=term.first,
            last=term.last,
            months=months,
        )


def _refuse_before_birth(row: Row, column: str, day: date, birth: date) -> None:
    raise Refused(
        "before_birth",
        ko="{day}은(는) 태어난 날({birth})보다 빠릅니다.",
        en="{day} lies before the birth on {birth}.",
        place=row.place(column),
        day=day,
        birth=birth,
    )


def _same(row: Row, earlier: Row, columns: tuple[str, ...]) -> None:
    for column in columns:
        if row.text(column) != earlier.text(column):
            raise Refused(
                "rows_contradict",
                ko="{here!r}이(가) {line}줄의 {there!r}과(와) 다릅니다.",
                en="{here!r} contradicts {there!r} in line {line}.",
                place=row.place(column),
                here=row.text(column),
                there=earlier.text(column),
                line=earlier.line,
            )


def _refuse_double(code: str, row: Row, earlier: Row, column: str, ko: str, en: str) -> None:
    raise Refused(
        code,
        ko=f"한 위원회에 같은 {ko}이(가) 둘입니다({{line}}줄).",
        en=f"the committee has this {en} in line {{line}} already.",
        place=row.place(column),
        line=earlier.line,
    )
