"""What the office itself has set for its programmes: days, calls, places, signatures, payments. Dated data, no code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from jiphyeon.kernel import Citation, Period, Refused, Words

_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a programme is run from a day on. Days of the answer are working days, 민원처리법 19②."""

    first: date
    answer_working_days: int
    supplement_days: int
    machine_may_approve: bool
    two_people: bool
    verified: bool
    pay_day: int | None = None
    cites: tuple[Citation, ...] = ()

    def day_of_payment(self) -> int:
        """Return the day of the month on which money is paid. Refused where these terms pay none."""
        if self.pay_day is None:
            raise Refused(
                "pays_no_money", ko="돈을 드리는 지원이 아닙니다.", en="This support pays no money."
            )
        return self.pay_day


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
class TakingBack:
    """For how many working days a proposal can be taken back before it is signed, from a day on, by a rule of the house."""

    first: date
    working_days: int
    rule: Citation


@dataclass(frozen=True, slots=True)
class Retention:
    """For how many months papers lie beside a case once nothing happens any more, by the state it stands in; from a day on.

    `wish`: how long it is kept that somebody wants to be told when applications open.
    """

    first: date
    months: dict[str, int]
    verified: bool
    cites: tuple[Citation, ...]


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
    papers: dict[str, Words]
    outcome_months: tuple[int, ...] = ()
    stage: Words | None = None
    period_for: Words | None = None
    search_words: str = ""
    reduction: str = ""
    """Where it is a fee: the table of its rules that says how much each qualification takes off."""

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

    def open_call(self, day: date) -> str:
        """Return the id of the call a day lies in; "" where applications are always taken. Refused between calls."""
        if not self.calls:
            return ""
        call, following = self.call_on(day), self.next_call(day)
        if call is not None:
            return call.id
        when = (
            Words("다음 접수는 {first}부터입니다.", "The next opens on {first}.").filled(
                first=following.period.first
            )
            if following
            else Words("다음 접수 일정은 아직 없습니다.", "No next call is set yet.")
        )
        raise Refused(
            "no_open_call",
            ko="지금은 신청을 받는 기간이 아닙니다. " + when.ko,
            en="Applications are not being taken now. " + when.en,
        )

    def next_call(self, day: date) -> Call | None:
        """Return the next call that opens after a day, within a year: further off, others nobody knows of lie between."""
        later = [call for call in self.calls if timedelta(0) < call.period.first - day <= _AHEAD]
        return min(later, key=lambda call: call.period.first) if later else None

    def last_call(self, day: date) -> Call | None:
        """Return the call that closed last before a day; one without an end never closes."""
        over = [(call.period.last, call) for call in self.calls if call.period.last is not None]
        closed = [(last, call) for last, call in over if last < day]
        return max(closed, key=lambda one: one[0])[1] if closed else None

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
class Qualification:
    """Why a fee is lower: a fact of the same name, or an age between two values of the law (their names)."""

    words: Words
    from_age: str = ""
    to_age: str = ""

    @property
    def is_an_age(self) -> bool:
        """Return whether the date of birth settles it."""
        return bool(self.from_age or self.to_age)


@dataclass(frozen=True, slots=True)
class AskedTogether:
    """Yes-or-no facts that the finder asks on one page: which of these are so?"""

    question: Words
    why: Words
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FinderQuestions:
    """How the finder asks: at most so many pages before what an application fetches by itself, and what goes together."""

    most: int = 10
    together: tuple[AskedTogether, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything in a pack's benefits.yaml."""

    programmes: dict[str, Programme]
    remedies: tuple[Remedy, ...]
    retention: tuple[Retention, ...]
    taking_back: tuple[TakingBack, ...]
    facilities: dict[str, Facility]
    qualifications: dict[str, Qualification]
    finder: tuple[str, ...] = field(default=())
    asks: FinderQuestions = field(default_factory=FinderQuestions)

    def qualification_words(self, kind: str) -> Words:
        """Return what a kind of reduction is called; the bare name where the pack has no words for it."""
        found = self.qualifications.get(kind)
        return found.words if found else Words(kind, kind)

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
        found = [remedy for remedy in self.remedies if remedy.first <= day]
        if not found:
            raise Refused(
                "no_remedy_yet",
                ko="{first} 전의 불복 방법은 적혀 있지 않습니다. 날짜를 확인해 주세요.",
                en="How to disagree is not recorded for days before {first}. Please check the day.",
                first=self.remedies[0].first,
            )
        return found[-1]

    def taking_back_on(self, day: date) -> TakingBack:
        """Return how long a proposal laid on a day can be taken back; the earliest rule for days before it."""
        found = [rule for rule in self.taking_back if rule.first <= day]
        return found[-1] if found else self.taking_back[0]

    def retention_on(self, day: date) -> Retention:
        """Return how long papers are kept of a case that came to rest on a day; the earliest rule for days before it."""
        found = [rule for rule in self.retention if rule.first <= day]
        return found[-1] if found else self.retention[0]
