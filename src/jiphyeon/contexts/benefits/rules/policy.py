"""What the office itself has set for its programmes: days, calls, places, signatures, payments. Dated data, no code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from jiphyeon.kernel import Citation, Period, Refused, Words


@dataclass(frozen=True, slots=True)
class Terms:
    """How a programme is run from a day on. Days of the answer are working days, 민원처리법 19②."""

    first: date
    answer_working_days: int
    supplement_days: int
    machine_may_approve: bool
    two_people: bool
    verified: bool
    pay_day: int = 25
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A period in which applications are taken. How many are granted, and in which order, is in the rules."""

    id: str
    words: Words
    period: Period
    verified: bool
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another programme that may not be received at the same time."""

    programme: str
    words: Words
    cite: Citation


@dataclass(frozen=True, slots=True)
class Remedy:
    """How to disagree, from a day on: days to be heard before a burden (행정절차법 21), to object, to be answered, to appeal."""

    first: date
    opinion_days: int
    objection_days: int
    answer_days: int
    extension_days: int
    appeal_days: int
    objection: Citation
    appeal: Citation


@dataclass(frozen=True, slots=True)
class Programme:
    """The office's side of one programme; the conditions themselves are rules data under the same id."""

    id: str
    kind: str
    initiative: str
    unit: str
    figures: dict[str, str]
    terms: tuple[Terms, ...]
    calls: tuple[Call, ...]
    conflicts: tuple[Conflict, ...]
    not_rechecked: frozenset[str]
    papers: dict[str, Words]
    outcome_months: tuple[int, ...] = ()
    stage: Words | None = None
    period_for: Words | None = None
    search_words: str = ""

    def terms_on(self, day: date) -> Terms:
        """Return the terms of a day. Refused before the first."""
        found = [terms for terms in self.terms if terms.first <= day]
        if not found:
            raise Refused(
                "no_terms_yet",
                ko="이 지원은 {first}부터 운영합니다.",
                en="This support is run from {first}.",
                first=self.terms[0].first,
            )
        return found[-1]

    def call_on(self, day: date) -> Call | None:
        """Return the call a day lies in."""
        return next((call for call in self.calls if day in call.period), None)

    def next_call(self, day: date) -> Call | None:
        """Return the next call that opens after a day."""
        later = [call for call in self.calls if call.period.first > day]
        return min(later, key=lambda call: call.period.first) if later else None

    def call(self, call_id: str) -> Call | None:
        """Return a call by its id."""
        return next((call for call in self.calls if call.id == call_id), None)


@dataclass(frozen=True, slots=True)
class Facility:
    """A place with a fee, from a day on. The reductions are in the rules of `programme`."""

    id: str
    words: Words
    fee: int
    unit: Words
    first: date
    verified: bool
    programme: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything in a pack's benefits.yaml."""

    programmes: dict[str, Programme]
    remedies: tuple[Remedy, ...]
    facilities: dict[str, Facility]
    qualifications: dict[str, Words]
    finder: tuple[str, ...] = field(default=())

    def programme(self, programme_id: str) -> Programme:
        """Return one programme. Refused where the office runs none of that name."""
        found = self.programmes.get(programme_id)
        if found is None:
            raise Refused(
                "no_such_programme",
                ko="그런 지원이 없습니다: {programme}",
                en="There is no such support: {programme}",
                programme=programme_id,
            )
        return found

    def remedy_on(self, day: date) -> Remedy:
        """Return how to disagree with a decision made on a day."""
        return [remedy for remedy in self.remedies if remedy.first <= day][-1]
