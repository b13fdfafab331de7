"""What was agreed, and what is known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from jiphyeon.contexts.mydata.enums import AnswerState, ConsentState
from jiphyeon.contexts.mydata.models import Consent, ConsentItem, StoredAnswer
from jiphyeon.contexts.mydata.rules.catalogue import Catalogue, read_catalogue
from jiphyeon.contexts.mydata.rules.consent import state_on
from jiphyeon.kernel import months_between


def catalogue() -> Catalogue:
    """Return the city's catalogue of items, read anew when its file changes."""
    file = Path(settings.CITY_PACK) / "mydata" / "items.yaml"
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(file: Path, stamp: int) -> Catalogue:
    del stamp
    return read_catalogue(file.read_text(encoding="utf-8"), file=file.name)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one fact on a day; `problem` says in a code why it is not answered."""

    code: str
    fact: str
    state: AnswerState
    value: Any = None
    problem: str = ""
    rule: str = ""
    obtained_at: datetime | None = None
    valid_until: date | None = None
    evidence: str = ""


def one_of(person: UUID, key: UUID) -> Consent | None:
    """Return a consent, but only to the person it belongs to."""
    return Consent.objects.of(person).prefetch_related("items").filter(key=key).first()


def consents_of(person: UUID) -> list[Consent]:
    """Return a person's consents, newest first."""
    return list(Consent.objects.of(person).prefetch_related("items"))


def latest_about(person: UUID, about: str) -> list[Consent]:
    """Return the consents about a matter, oldest first."""
    found = Consent.objects.filter(person=person, about=about).exclude(state=ConsentState.CLOSED)
    return list(found.order_by("asked_at", "id").prefetch_related("items"))


def known_about(person: UUID, about: str, on: date) -> list[Known]:
    """Return what is known of every fact asked about a matter; a later consent's word on an item replaces an earlier one's."""
    facts: dict[str, Known] = {}
    for consent in latest_about(person, about):
        for known in known_by(consent, on):
            facts[known.fact] = known
    return list(facts.values())


def known_by(consent: Consent, on: date) -> list[Known]:
    """Return what one consent brought: nothing for items still waiting for the person or the holder."""
    table = catalogue()
    newest: dict[str, StoredAnswer] = {}
    if consent.state == ConsentState.GIVEN:
        for answer in consent.answers.order_by("obtained_at", "id"):
            before = newest.get(answer.fact)
            failed = answer.state == AnswerState.HOLDER_ERROR
            if failed and before is not None and _as_known(before, on).state == AnswerState.ANSWERED:
                continue  # a holder that fails today takes nothing from what it said while that still holds
            newest[answer.fact] = answer
    known = []
    for item in consent.items.all():
        for fact in table.item(item.code).facts:
            stored = newest.get(fact.name)
            if (problem := _refusal(consent, item)) is not None:
                known.append(Known(item.code, fact.name, AnswerState.REFUSED, problem=problem))
            elif stored is not None:
                known.append(_as_known(stored, on))
    return known


def _refusal(consent: Consent, item: ConsentItem) -> str | None:
    if consent.state == ConsentState.WITHDRAWN:
        return "withdrawn"
    if item.agreed is False or consent.state == ConsentState.REFUSED:
        return "not_agreed"
    return "not_granted" if item.granted is False else None


def _as_known(stored: StoredAnswer, on: date) -> Known:
    state = state_on(AnswerState(stored.state), stored.valid_until, on)
    if state == AnswerState.ANSWERED and stored.value is None:
        state = AnswerState.EXPIRED  # its value was erased when its purpose was served
    return Known(
        code=stored.code,
        fact=stored.fact,
        state=state,
        value=stored.value if state == AnswerState.ANSWERED else None,
        problem=stored.problem,
        rule=stored.rule,
        obtained_at=stored.obtained_at,
        valid_until=stored.valid_until,
        evidence=stored.evidence,
    )


def due_for_fetching(day: date) -> list[UUID]:
    """Return the regular consents under which the holders should be asked again on a day.

    That is a month after the last fetch, and each day while a fact is expired or a holder failed.
    """
    return [
        consent.key
        for consent in Consent.objects.running_on(day).filter(regular=True, refresh__isnull=False)
        if _is_due(consent, day)
    ]


def _is_due(consent: Consent, day: date) -> bool:
    last = consent.answers.order_by("-obtained_on").values_list("obtained_on", flat=True).first()
    if last is None or months_between(last, day) >= 1:
        return True
    wanting = {AnswerState.EXPIRED, AnswerState.HOLDER_ERROR}
    return last < day and any(known.state in wanting for known in known_by(consent, day))


def ending_on(day: date) -> list[Consent]:
    """Return the regular consents whose last day is this one."""
    return list(Consent.objects.running_on(day).filter(regular=True, last_day=day))
