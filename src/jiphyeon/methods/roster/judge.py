"""An independent judge of a plan: every legal condition anew from the files, by dates and exact fractions.

Nothing here imports the model, the solver or their tables; it knows the data, the rules and the plan only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from jiphyeon.kernel import Words, age_on, months_between
from jiphyeon.methods.roster.law import Reckoned, Rulebook, ShareRule
from jiphyeon.methods.roster.plan import Appointment, Lawful, Standing
from jiphyeon.methods.roster.portfolio import Calendar, Committee, Kind, Person, Portfolio, Seat, last_of_term


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a plan does that it may not do, or says that is not so."""

    code: str
    committee: str
    person: str
    day: date | None
    words: Words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge found, and how every rule stands in every quarter under the plan."""

    findings: tuple[Finding, ...]
    lawful: tuple[tuple[Lawful, ...], ...]
    standings: tuple[Standing, ...]


class Term(NamedTuple):
    """A person's term on a seat. `planned` terms are the plan's; `since` is the day of appointment."""

    seat: Seat
    person: str
    since: date
    until: date
    planned: bool


def check(
    appointments: Iterable[Appointment], portfolio: Portfolio, rules: Rulebook, calendar: Calendar
) -> Verdict:
    """Judge appointments against everything the law and the files demand."""
    judge = _Judge(tuple(sorted(appointments)), portfolio, rules, calendar)
    findings = [*judge.unknown()]
    if not findings:
        findings = [*judge.seats(), *judge.people(), *judge.memberships(), *judge.ratchets()]
    lawful, standings = judge.lawful() if not judge.broken else ((), ())
    return Verdict(tuple(findings), lawful, standings)


class _Judge:
    def __init__(
        self, appointments: tuple[Appointment, ...], portfolio: Portfolio, rules: Rulebook, calendar: Calendar
    ) -> None:
        self.appointments, self.portfolio, self.rules, self.calendar = (
            appointments,
            portfolio,
            rules,
            calendar,
        )
        self.committees = {committee.key: committee for committee in portfolio.committees}
        self.days = [calendar.day(t) for t in range(calendar.quarters)]
        self.broken = False
        self.young: dict[tuple[str, date], bool] = {}
        self.terms: dict[str, list[Term]] = {key: [] for key in self.committees}
        for committee in portfolio.committees:
            for seat in committee.seats:
                if seat.kind is Kind.APPOINTED and seat.holder and seat.term and seat.term.last:
                    term = Term(seat, seat.holder, seat.term.first, seat.term.last, planned=False)
                    self.terms[committee.key].append(term)

    def _say(self, code: str, one: Appointment, ko: str, en: str) -> Finding:
        head = Words("{of} {start}부터: ", "{of} from {start}: ").filled(
            of=f"{one.committee} {one.seat} {one.person}", start=one.start
        )
        return Finding(code, one.committee, one.person, one.start, Words(head.ko + ko, head.en + en))

    def unknown(self) -> Iterator[Finding]:
        """Find appointments to what does not exist; put the others in place."""
        for one in self.appointments:
            committee = self.committees.get(one.committee)
            seat = next((s for s in committee.seats if s.key == one.seat), None) if committee else None
            if seat is None or one.person not in self.portfolio.people or seat.kind is not Kind.APPOINTED:
                self.broken = True
                yield self._say(
                    "unknown",
                    one,
                    "위촉직 좌석이나 사람이 파일에 없습니다.",
                    "no such appointed seat or person.",
                )
                continue
            self.terms[one.committee].append(Term(seat, one.person, one.start, one.end, planned=True))

    def seats(self) -> Iterator[Finding]:
        """Find two people on one seat, and terms of the wrong length or outside the plan."""
        for one in self.appointments:
            committee = self.committees[one.committee]
            if one.end != last_of_term(one.start, committee.term_months):
                yield self._say(
                    "term_length",
                    one,
                    f"임기가 {committee.term_months}개월이 아닙니다.",
                    f"the term is not {committee.term_months} months.",
                )
            if (
                not 0 <= one.quarter < len(self.days)
                or not self.calendar.first(one.quarter) <= one.start <= self.days[one.quarter]
            ):
                yield self._say(
                    "wrong_quarter",
                    one,
                    "위촉일이 그 분기에 있지 않습니다.",
                    "the day is not in its quarter.",
                )
            others = [
                t
                for t in self.terms[one.committee]
                if t.seat.key == one.seat and t[1:3] != (one.person, one.start)
            ]
            if any(t.since <= one.end and one.start <= t.until for t in others):
                yield self._say(
                    "seat_taken",
                    one,
                    "그 좌석에 다른 임기가 남아 있습니다.",
                    "another term still runs on the seat.",
                )

    def people(self) -> Iterator[Finding]:
        """Find conflicts, people of other fields, double seats, too many renewals, too many years."""
        for one in self.appointments:
            committee, person = self.committees[one.committee], self.portfolio.people[one.person]
            if committee.key in person.conflicts:
                yield self._say(
                    "conflict", one, "제척 사유가 있습니다.", "the person has a conflict of interest there."
                )
            mine = sorted(
                (t for t in self.terms[committee.key] if t.person == person.key), key=lambda t: t.since
            )
            before = [t for t in mine if t.since < one.start]
            if any(t.since >= one.start and t[1:3] != (one.person, one.start) for t in mine if not t.planned):
                yield self._say(
                    "sits_already",
                    one,
                    "그 위원회에 이미 다른 임기가 있습니다.",
                    "the person has a seat there already.",
                )
            if sum(t.since == one.start for t in mine) > 1:
                yield self._say(
                    "two_seats",
                    one,
                    "한 위원회에서 두 자리를 받습니다.",
                    "the person is given two seats there.",
                )
            if bool(before) != one.renewal:
                yield self._say(
                    "renewal_mislabelled",
                    one,
                    "연임 표시가 사실과 다릅니다.",
                    "it is wrongly marked as (not) a re-appointment.",
                )
            if one.renewal and before and not self._follows(before[-1], one):
                yield self._say(
                    "renewal_gap",
                    one,
                    "앞 임기에 바로 이어지지 않습니다.",
                    "it does not follow the term before it on the same seat.",
                )
            if (
                not one.renewal
                and committee.field
                and committee.field not in person.fields
                and committee.key not in person.wishes
            ):
                yield self._say("field", one, "분야가 맞지 않습니다.", "neither field nor wish fits.")
            yield from self._limits(one, committee, person, before)

    def _follows(self, before: Term, one: Appointment) -> bool:
        expected = max(before.until + timedelta(days=1), self.calendar.start)
        return before.seat.key == one.seat and one.start == expected

    def _limits(
        self, one: Appointment, committee: Committee, person: Person, before: list[Term]
    ) -> Iterator[Finding]:
        sitting = next((t for t in before if not t.planned), None)
        renewals = len(before) + (sitting.seat.renewed if sitting else 0)
        bound = self.rules.limit("renewals", self.calendar.start, committee)
        bounds = [n for n in (committee.renewals, bound.at_most if bound else None) if n is not None]
        if one.renewal and bounds and renewals > min(bounds):
            yield self._say(
                "renewals",
                one,
                f"연임은 {min(bounds)}회까지입니다.",
                f"at most {min(bounds)} re-appointments.",
            )
        years = self.rules.limit("years", self.calendar.start, committee)
        if years is None:
            return
        listed = [m.period for m in person.memberships if m.committee == committee.key]
        months = sum(
            _begun(p.first, min(p.last or self.calendar.start, self.calendar.start - timedelta(days=1)))
            for p in listed
        )
        if not listed and sitting:
            months = sitting.seat.renewed * committee.term_months
        months += sum(_begun(t.since, t.until) for t in before) + committee.term_months
        if months > years.at_most * 12:
            yield self._say(
                "years",
                one,
                f"같은 위원회 {years.at_most}년을 넘습니다.",
                f"more than {years.at_most} years on the committee.",
            )

    def memberships(self) -> Iterator[Finding]:
        """Find people whom the plan gives more seats at once than the limit on a quarter's day."""
        held: dict[str, list[tuple[date, date]]] = defaultdict(list)
        for key, terms in self.terms.items():
            for term in terms:
                held[term.person].append((term.since, term.until))
            del key
        for person in self.portfolio.people.values():
            outside = [m.period for m in person.memberships if m.committee not in self.committees]
            held[person.key] += [(p.first, p.last or date.max) for p in outside]
        bounds = [(day, self.rules.limit("memberships", day)) for day in self.days]
        for one in self.appointments:
            for day, bound in bounds:
                at_once = sum(first <= day <= last for first, last in held[one.person])
                if bound and one.start <= day <= one.end and at_once > bound.at_most:
                    sentence = Words(
                        "{day}에 {n}개 위원회에 있습니다.", "on {n} committees on {day}."
                    ).filled(day=day, n=at_once)
                    yield self._say("memberships", one, sentence.ko, sentence.en)
                    break

    def ratchets(self) -> Iterator[Finding]:
        """Find quarters that end below a floor with a ratchet and saw anyone else appointed."""
        for one in self.appointments:
            committee = self.committees[one.committee]
            day = self.days[one.quarter]
            seat = next(s for s in committee.seats if s.key == one.seat)
            for rule in self.rules.shares_for(committee, day):
                ratchet = rule.ratchet
                if ratchet is None or day not in ratchet.period or (seat.chair and ratchet.chair_excepted):
                    continue
                if all(s.holds for s in self._standing(committee, rule, one.quarter)):
                    continue
                term = Term(seat, one.person, one.start, one.end, planned=True)
                if not self._counts(rule.counted.value, term, one.quarter):
                    yield self._say(
                        "ratchet",
                        one,
                        f"{rule.words.ko}에 못 미치는 동안에는 위촉할 수 없습니다.",
                        f"may not be appointed while the committee misses: {rule.words.en}.",
                    )

    def lawful(self) -> tuple[tuple[tuple[Lawful, ...], ...], tuple[Standing, ...]]:
        """Return whether each committee keeps every binding rule on each quarter's day, and how each rule stands."""
        table: list[tuple[Lawful, ...]] = []
        standings: list[Standing] = []
        for committee in self.portfolio.committees:
            line: list[Lawful] = []
            for t, day in enumerate(self.days):
                rules = [rule for rule in self.rules.shares if rule.applies(committee, day)]
                found = [standing for rule in rules for standing in self._standing(committee, rule, t)]
                standings.extend(found)
                if committee.appointed_seats:
                    constituted = bool(self._sitting(committee, day))
                elif any(rule.of_all and rule.binding for rule in rules):
                    constituted = True
                else:
                    line.append(None)
                    continue
                line.append(constituted and all(s.holds for s in found if s.binding))
            table.append(tuple(line))
        return tuple(table), tuple(standings)

    def _sitting(self, committee: Committee, day: date) -> list[Term]:
        """Return the terms that hold on a day."""
        return [term for term in self.terms[committee.key] if term.since <= day <= term.until]

    def _standing(self, committee: Committee, rule: ShareRule, quarter: int) -> Iterator[Standing]:
        day = self.days[quarter]
        appointed = self._sitting(committee, day)
        others = (
            [s for s in committee.seats if s.kind is Kind.EX_OFFICIO and (s.term is None or day in s.term)]
            if rule.of_all
            else []
        )
        for name in ("woman", "man") if rule.counted.value == "each_gender" else (rule.counted.value,):
            counted = sum(self._counts(name, term, quarter) for term in appointed)
            counted += sum(self._counts_ex_officio(name, seat, day) for seat in others)
            members = len(appointed) + len(others)
            yield Standing(
                committee.key,
                quarter,
                rule.key,
                name,
                counted,
                members,
                rule.ratio,
                rule.floor,
                rule.binding,
                rule.citation,
            )

    def _counts(self, name: str, term: Term, quarter: int) -> bool:
        person, day = self.portfolio.people[term.person], self.days[quarter]
        if name == "youth":
            reckoned = self.rules.reckoned
            if reckoned is Reckoned.YEAR:
                day = date(day.year, 1, 1)
            elif reckoned is Reckoned.APPOINTMENT:
                day = self._appointed_on(term)
            return self._young(person, day)
        recorded = person.on(day)
        if name in {"woman", "man"}:
            return recorded.gender == name
        return name == "appointed" or recorded.official == (name == "official")

    def _appointed_on(self, term: Term) -> date:
        """Return the day a term's age is taken on: a planned term's quarter's day, or the day it began."""
        return next(day for day in self.days if day >= term.since) if term.planned else term.since

    def _counts_ex_officio(self, name: str, seat: Seat, day: date) -> bool:
        person = self.portfolio.people.get(seat.holder or "")
        if name == "appointed":
            return False
        if person is None:
            return name in {"official", "man"}
        if name == "youth":
            return self._young(person, date(day.year, 1, 1) if self.rules.reckoned is Reckoned.YEAR else day)
        recorded = person.on(day)
        return {
            "woman": recorded.gender == "woman",
            "man": recorded.gender == "man",
            "official": recorded.official,
            "civilian": not recorded.official,
        }[name]

    def _young(self, person: Person, day: date) -> bool:
        if (person.key, day) not in self.young:
            window = next(w for w in self.rules.ages if day in w.period)
            self.young[person.key, day] = window.lowest <= age_on(person.birth, day) <= window.highest
        return self.young[person.key, day]


def _begun(first: date, last: date) -> int:
    """Return the months from the first day to the last that have at least begun."""
    return max(0, months_between(first, last) + 1)
