"""The front door of mydata: ask for consent, read the answers, end it.

A room that needs facts about a person:

    key = api.ask_consent(person=…, purpose="benefit-application", about="benefits:2024-000123",
                          items=[api.ItemRequest("income", Words("소득 기준을 보려고", "to check the income limit"))],
                          return_to=reverse("…"), on=request.today)
    return redirect(api.consent_url(key))            # the person agrees, walks to the provider, sees what came, returns

    @subscribes(AnswersArrived) …                    # or simply, when the person is back:
    for answer in api.answers(person=…, about="benefits:2024-000123", on=request.today): …

An answer that is not `answered` says nothing against the person: `paper` names what does as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NewType
from uuid import UUID

from django.urls import reverse

from jiphyeon.contexts.mydata import queries
from jiphyeon.contexts.mydata.actions import keeping, requesting
from jiphyeon.contexts.mydata.enums import AnswerState, AnswerValue, ConsentState
from jiphyeon.contexts.mydata.events import FetchWanted
from jiphyeon.contexts.mydata.models import Consent
from jiphyeon.contexts.mydata.rules.catalogue import read_catalogue
from jiphyeon.contexts.mydata.rules.proof import problem_words
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.kernel import Words

ConsentKey = NewType("ConsentKey", UUID)
AnswerWord = Literal["answered", "refused", "unknown", "holder_error", "expired"]


@dataclass(frozen=True, slots=True)
class Item:
    """Something a holder can be asked."""

    holder: str
    code: str


@dataclass(frozen=True, slots=True)
class ItemRequest:
    """One item of a consent, why it is needed in the words the person will read, and which of its facts (none named: all)."""

    code: str
    reason: Words
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one fact. `value` is None unless `answered`; dates come as ISO text, won as whole numbers.

    `evidence` is the SHA-256 of the signed answer, `rule` the holder's rule it was given under, `problem` the reason
    in words where there is no answer, `paper` what the person may bring instead.
    """

    code: str
    fact: str
    state: AnswerWord
    value: AnswerValue
    holder: Words
    obtained_on: date | None
    valid_until: date | None
    evidence: str
    rule: str
    problem: Words | None
    paper: Words
    words: Words


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """A consent as other rooms may know it. `state` is as of the day asked for."""

    key: ConsentKey
    about: str
    purpose: Words
    state: Literal["asked", "given", "refused", "withdrawn", "closed", "expired"]
    regular: bool
    first_day: date
    last_day: date
    url: str
    fetched_at: datetime | None


def items() -> list[Item]:
    """Return everything that can be asked for in this city."""
    return [Item(item.holder, item.code) for item in queries.catalogue().items.values()]


def ask_consent(
    *,
    person: UUID,
    purpose: str,
    about: str,
    items: Sequence[ItemRequest],
    return_to: str,
    on: date,
    regular_until: date | None = None,
    needed_until: date | None = None,
) -> ConsentKey:
    """Lay a consent before a person; send them to `consent_url`. The same question still open is not asked twice.

    One fetch within 30 days (or until `needed_until`, the day an answer is due), or, with `regular_until` (at most a year
    away), again and again by `refresh`.
    Refused: an item or purpose the city's catalogue does not know.
    """
    key = requesting.ask(
        person=person,
        purpose=purpose,
        about=about,
        items=[(item.code, item.reason, item.facts) for item in items],
        return_to=return_to,
        regular_until=regular_until,
        needed_until=needed_until,
        on=on,
        at=now(),
    )
    return ConsentKey(key)


def consent_url(key: ConsentKey) -> str:
    """Return the address of the consent's page."""
    return reverse("mydata:consent", args=[key])


def answers(*, person: UUID, about: str, on: date) -> list[Answer]:
    """Return what is known on a day of every fact asked about a matter; nothing for items not yet decided or fetched."""
    table = queries.catalogue()
    found = []
    for known in queries.facts_about(person, about, on):
        item = table.item(known.code)
        words = next(fact.words for fact in item.facts if fact.name == known.fact)
        found.append(
            Answer(
                code=known.code,
                fact=known.fact,
                state=known.state.value,
                value=known.value,
                holder=item.holder_words,
                obtained_on=known.obtained_on,
                valid_until=known.valid_until,
                evidence=known.evidence,
                rule=known.rule,
                problem=None
                if known.state == AnswerState.ANSWERED
                else problem_words(known.state, known.problem),
                paper=item.paper,
                words=words,
            )
        )
    return found


def is_fresh(*, person: UUID, about: str, on: date) -> bool:
    """Return whether everything asked about a matter is answered and still holds on a day."""
    known = answers(person=person, about=about, on=on)
    return bool(known) and all(answer.state == "answered" for answer in known)


def consents(*, person: UUID, about: str, on: date) -> list[ConsentCard]:
    """Return a person's consents about a matter, oldest first."""
    return [_card(consent, on) for consent in queries.latest_about(person, about)]


def consents_of(person: UUID, *, on: date) -> list[ConsentCard]:
    """Return all of a person's consents, newest first, also those whose use has ended."""
    return [_card(consent, on) for consent in queries.consents_of(person)]


def _card(consent: Consent, on: date) -> ConsentCard:
    over = on > consent.last_day and consent.state in {ConsentState.ASKED, ConsentState.GIVEN}
    return ConsentCard(
        key=ConsentKey(consent.key),
        about=consent.about,
        purpose=consent.purpose_words,
        state="expired" if over else consent.state.value,
        regular=consent.regular,
        first_day=consent.first_day,
        last_day=consent.last_day,
        url=consent_url(ConsentKey(consent.key)),
        fetched_at=consent.fetched_at,
    )


def refresh(*, person: UUID, about: str, on: date) -> int:
    """Have the holders asked again, in the background, under a person's regular consents about a matter.

    Returns how many consents allow it today; each ends in `AnswersArrived`. A regular consent is asked again by itself
    a month after its last fetch; this is for when a room cannot wait.
    """
    running = [
        consent
        for consent in queries.latest_about(person, about)
        if consent.regular and consent.refresh is not None and consent.last_day >= on
    ]
    for consent in running:
        publish(FetchWanted(str(consent.key), on.isoformat()))
    return len(running)


def withdraw(*, person: UUID, about: str, on: date) -> int:
    """Withdraw every running consent about a matter on the person's wish; what was fetched is erased. Returns how many."""
    return keeping.withdraw_about(person=person, about=about, on=on, at=now())


def close(*, person: UUID, about: str, on: date) -> int:
    """Say that a matter is decided: its consents end, and what was fetched is erased after the purpose's days to keep."""
    return keeping.close_about(person=person, about=about, on=on)


def load_city(pack: Path) -> None:
    """Check the pack's catalogue; it is read from its file when needed. Refused, with the place, where it is wrong."""
    file = pack / "mydata" / "items.yaml"
    read_catalogue(file.read_text(encoding="utf-8"), file=file.name)
