"""Facts about a person from where the city already has them: its own record, and answers that came with consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from django.conf import settings

from jiphyeon.contexts.programmes.enums import Source
from jiphyeon.contexts.programmes.queries import rulebook
from jiphyeon.contexts.programmes.rules.facts import FactValue, KnownFact
from jiphyeon.foundation.accounts.models import Citizen
from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.kernel import Words


class HolderAnswer(Protocol):
    """What a data holder answered about one fact, as mydata gives it."""

    @property
    def fact(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def value(self) -> FactValue: ...
    @property
    def holder(self) -> Words: ...
    @property
    def obtained_on(self) -> date | None: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def evidence(self) -> str: ...


def register_words() -> Words:
    """Return how the city's own record is named as a source."""
    city = city_of(settings.CITY_PACK).name
    return Words(f"{city.ko} 회원 정보 (본인 확인)", f"{city.en}, your verified account")


def register_facts(person: UUID) -> list[KnownFact]:
    """Return what the city already holds and therefore never asks: only what somebody vouched for counts as held."""
    citizen = Citizen.objects.filter(user__key=person).first()
    if citizen is None or citizen.birth_date is None or not citizen.is_assured:
        return []
    facts = [KnownFact("birth_date", citizen.birth_date.isoformat(), Source.REGISTER, register_words())]
    return [fact for fact in facts if fact.name in rulebook.pack().facts]


def holder_facts(answers: Iterable[HolderAnswer]) -> dict[str, KnownFact]:
    """Return what holders answered, by fact; refused, failed and expired answers are simply not known."""
    return {
        answer.fact: KnownFact(
            name=answer.fact,
            value=answer.value,
            source=Source.HOLDER,
            holder=answer.holder,
            at=answer.obtained_on.isoformat() if answer.obtained_on else "",
            until=answer.valid_until.isoformat() if answer.valid_until else "",
            evidence=answer.evidence,
        )
        for answer in answers
        if answer.state == "answered" and answer.fact in rulebook.pack().facts
    }


def plain_values(facts: Mapping[str, KnownFact]) -> dict[str, FactValue]:
    """Return bare values by name, as the rules take them."""
    return {name: fact.value for name, fact in facts.items()}
