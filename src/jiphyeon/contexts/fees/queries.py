"""Facilities, their reductions on a day, and what is known of a person's qualifications."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.contexts.fees.rules import Fee, fee_for
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import Facility, KnownFact
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row, declare
from jiphyeon.foundation.organisation.instruments import law_words
from jiphyeon.kernel import Refused, Words, age_on
from jiphyeon.kernel.numbers import number_words
from jiphyeon.methods.rules import Dated, Rows


@dataclass(frozen=True, slots=True)
class Reduction:
    """One kind of reduction on a day."""

    kind: str
    words: Words
    percent: str
    citation: Words
    verified: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A line of the list of answered fees."""

    key: UUID
    number: str
    facility: Words
    on: date
    full: int
    off: int


def answer_rows(found: Sequence[FeeAnswer]) -> list[AnswerRow]:
    """Return lines of answered fees; a facility the city runs no more goes by its id."""
    places = programmes.policy().facilities
    return [
        AnswerRow(
            one.key,
            one.number,
            places[one.facility].words if one.facility in places else Words(one.facility, one.facility),
            one.on,
            one.full,
            one.off,
        )
        for one in found
    ]


def trail_words() -> dict[str, Words]:
    """Return what the facilities are called that lines of the trail name."""
    return {key: place.words for key, place in programmes.policy().facilities.items()}


def facility(facility_id: str) -> Facility:
    """Return a facility. Refused where the city runs none of that name."""
    found = programmes.policy().facilities.get(facility_id)
    if found is None or found.programme not in programmes.pack().programmes:
        raise Refused("no_such_facility", ko="그런 시설이 없습니다.", en="There is no such facility.")
    return found


def _table(place: Facility, on: date) -> Dated:
    version = programmes.programme(place.programme).version_on(on)
    return version.parameters[programmes.office(place.programme).reduction].on(on, version.known_on)


def _rates(table: Dated) -> dict[str, Fraction]:
    if not isinstance(table.content, Rows):
        raise TypeError("a reduction is a table")  # the pack was checked when it was read
    return {str(kind): Fraction(rate) for kind, rate in table.content.rows.items()}


def reductions(place: Facility, on: date) -> list[Reduction]:
    """Return a facility's reductions on a day, the highest first."""
    dated = _table(place, on)
    rows = sorted(_rates(dated).items(), key=lambda row: -row[1])
    return [
        Reduction(
            kind,
            programmes.policy().qualification_words(kind),
            percent(rate),
            law_words(dated.citation),
            dated.verified,
        )
        for kind, rate in rows
    ]


def percent(rate: Fraction | int) -> str:
    """Return a rate as people read it, exactly.

    >>> percent(Fraction(3, 10)), percent(Fraction("0.12345678")), percent(Fraction(1, 3))
    ('30%', '12.345678%', '100/3%')
    """
    return f"{number_words(Fraction(rate) * 100)}%"


def qualifications_of(
    person: UUID, about: str, place: Facility, on: date
) -> tuple[dict[str, bool | None], list[KnownFact]]:
    """Return which qualifications a person has (None: nobody could say), and the facts behind it."""
    facts = programmes.holder_facts(mydata.answers(person=person, about=about, on=on))
    register = {fact.name: fact for fact in programmes.register_facts(person)}
    version = programmes.programme(place.programme).version_on(on)
    held: dict[str, bool | None] = {}
    for kind in _rates(_table(place, on)):
        fact = facts.get(kind)
        held[kind] = fact.value if fact is not None and isinstance(fact.value, bool) else None
    birth = register.get("birth_date")
    if birth is not None and isinstance(birth.value, str):
        age = age_on(date.fromisoformat(birth.value), on)
        for kind in held:
            meant = programmes.policy().qualifications.get(kind)
            if meant is not None and meant.is_an_age:
                first = programmes.number_on(version, meant.from_age, on)
                last = programmes.number_on(version, meant.to_age, on)
                held[kind] = (first is None or first <= age) and (last is None or age <= last)
    return held, [*register.values(), *facts.values()]


def fee(place: Facility, held: dict[str, bool | None], on: date) -> Fee:
    """Return what a person pays."""
    rounding = programmes.rounding_of(programmes.programme(place.programme).version_on(on))
    return fee_for(place.fee, held, _rates(_table(place, on)), rounding)


def fee_facts(fee: FeeAnswer) -> dict[str, object]:
    """Return what the leaf of a fee's answer commits to."""
    return {
        "key": str(fee.key),
        "facility": fee.facility,
        "full": int(fee.full),
        "off": int(fee.off),
        "applied": fee.applied,
        "answers": digest_of({"answers": fee.answers}),
    }


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`, under the words they go by."""
    name_kind("benefits.fee", "감면 확인", "Fee checked")
    declare(Words("감면 답변", "fee answers"), kinds=["benefits.fee"], rows=_fees, holds=["fees.FeeAnswer"])


def _fees(leaves: Leaves) -> Iterator[Row | Words]:
    for fee in FeeAnswer.objects.order_by("pk").iterator(500):
        subject = f"fee:{fee.facility}:{fee.person}"
        facts = fee_facts(fee)
        same_day = [leaf for leaf in leaves.about("benefits.fee", subject) if leaf.on == fee.on.isoformat()]
        name = Words(f"감면 답변 {fee.number}", f"fee answer {fee.number}")
        first = same_day[0].hash if same_day else ""
        if fee.number != f"F-{'-'.join(first[at : at + 4] for at in (0, 4, 8))}":
            yield Words(
                "{name}: 번호가 기록된 것과 다릅니다.", "{name}: its number is not what was recorded."
            ).filled(name=name)
        yield Row(
            name,
            "benefits.fee",
            subject,
            facts,
            fee.on,
            leaf=fee.leaf or NO_HASH,
            # An answer brought up to date on its day has a leaf for each time.
            earlier=tuple(leaf.hash for leaf in same_day if leaf.hash != fee.leaf),
        )


@dataclass(frozen=True, slots=True)
class Month:
    """A facility's answers of a month: how many, how many of them took something off, and how much."""

    facility: str
    first: date
    answers: int
    lowered: int
    off: int


def months(*, before: date) -> list[Month]:
    """Return what was answered in each month before a day, facility by facility."""
    rows = (
        FeeAnswer.objects.filter(on__lt=before)
        .order_by()
        .values("facility", month=TruncMonth("on"))
        .annotate(answers=Count("pk"), lowered=Count("pk", filter=Q(off__gt=0)), taken=Sum("off"))
        .order_by("facility", "month")
    )
    return [
        Month(one["facility"], one["month"], one["answers"], one["lowered"], one["taken"]) for one in rows
    ]


def checked_by(on: date) -> int:
    """Return how many fees had been answered without paper by the end of a day."""
    return FeeAnswer.objects.filter(on__lte=on).count()
