"""The front door of benefits: a person's cases, one case, the city pack and the demo city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.actions import demo_city, demo_population
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import figures, reading, rulebook
from jiphyeon.contexts.benefits.queries.reading import CaseCard, PaymentLine
from jiphyeon.contexts.benefits.rules import policy_file
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.search import index
from jiphyeon.kernel import Words

__all__ = [
    "CaseCard",
    "PaymentLine",
    "QueueCount",
    "case_card",
    "cases_of",
    "figures_of",
    "load_city",
    "load_demo",
    "payments_of",
    "queues",
]


@dataclass(frozen=True, slots=True)
class QueueCount:
    """One view of the officer's desk: how many cases it holds, and its address."""

    code: str
    name: Words
    cases: int
    url: str


def cases_of(person: UUID) -> list[CaseCard]:
    """Return a person's own cases, newest first, drafts among them."""
    return reading.cards_of(person)


def case_card(key: UUID) -> CaseCard | None:
    """Return one case; the caller has seen to who may know of it."""
    case = Case.objects.filter(key=key).first()
    return reading.card(case) if case else None


def payments_of(person: UUID) -> list[PaymentLine]:
    """Return a person's payments by their day."""
    return reading.payments_of(person)


def queues(by: Actor, *, on: date) -> list[QueueCount]:
    """Return the views of the desk with their counts; nothing for whom the desk is closed."""
    if not permissions.reads_desk(by):
        return []
    counted = reading.counts(on)
    return [
        QueueCount(view, words, counted[view], f"/benefits/desk/?view={view}")
        for view, words in reading.VIEWS.items()
    ]


def figures_of(programme: str, *, on: date) -> dict[str, int]:
    """Return a programme's figures by the end of a day: applied, decided, granted, receiving, promised and paid (whole won), checked."""
    return figures.of_programme(programme, on)


def load_city(pack: Path) -> None:
    """Check the office's policy against the rules of the pack, and make every programme findable.

    Refused, with file and place, for anything misspelt, and for a clause or fact the rules do not have.
    """
    policy = policy_file.read(pack / "benefits.yaml")
    policy_file.check_against(policy, rulebook.pack())
    for programme_id in rulebook.offered():
        programme, office = rulebook.programme(programme_id), policy.programmes[programme_id]
        index.put(
            kind="programme",
            key=programme_id,
            title=programme.names,
            text=Words(
                f"{programme.summary.ko} {office.search_words}",
                f"{programme.summary.en} {office.search_words}",
            ),
            url=f"/benefits/programmes/{programme_id}/",
        )


def load_demo(pack: Path, today: date) -> None:
    """Fill the desk with about sixty cases of invented people, through the real actions. Run again, it adds nothing."""
    demo_city.fill(pack, today)
    demo_population.fill(pack, today)
