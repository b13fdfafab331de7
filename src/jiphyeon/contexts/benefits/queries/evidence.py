"""What the office knows of an applicant today: the city's own record, what came with consent, what officers checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from jiphyeon.contexts.benefits.enums import AT_DESK
from jiphyeon.contexts.benefits.models import Case, OfficerFact
from jiphyeon.contexts.mydata import api as mydata
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.programmes.api import KnownFact, Source, deciding, strongest
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.kernel import Words

APPLICANT = Words("본인", "The applicant")


def answers(case: Case, on: date) -> list[mydata.Answer]:
    """Return what came with consent for a case, as it counts: what held when it was sent counts until it is decided."""
    return mydata.answers(person=case.person, about=case.about, on=_sent_on(case) or on)


def _sent_on(case: Case) -> date | None:
    return case.applied_on if case.at in AT_DESK else None


def of_holders(case: Case, on: date) -> list[KnownFact]:
    """Return what came with consent for a case and still counts."""
    found = programmes.holder_facts(answers(case, on)).values()
    return [replace(one, until="") for one in found] if _sent_on(case) else list(found)


def of_officers(case: Case) -> list[KnownFact]:
    """Return what officers established, later over earlier."""
    rows = list(OfficerFact.objects.filter(case=case).order_by("id"))
    in_english = writer("en") if rows else str
    return [
        KnownFact(
            name=row.fact,
            value=row.value,
            source=Source.OFFICER,
            holder=Words(
                f"{row.by_name} (확인: {row.basis})", f"{in_english(row.by_name)} (checked: {row.basis})"
            ),
            at=row.on.isoformat(),
        )
        for row in rows
    ]


def of_citizen(case: Case) -> list[KnownFact]:
    """Return what the citizen told, leaving out what they do not know."""
    return [
        KnownFact(name, value, Source.STATED, APPLICANT, at=case.began.isoformat())
        for name, value in case.facts_said.items()
        if value is not None
    ]


def everything(case: Case, on: date) -> list[KnownFact]:
    """Return every fact from every source, weakest first."""
    return [
        *of_citizen(case),
        *programmes.register_facts(case.person),
        *of_holders(case, on),
        *of_officers(case),
    ]


def for_decision(case: Case, on: date) -> dict[str, KnownFact]:
    """Return the facts that may decide, one per name."""
    return deciding(strongest(everything(case, on)), programmes.held_elsewhere())
