"""A notice as its addressee reads it, and what a stranger is told of a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiphyeon.contexts.e_notices.enums import SERVED, Step
from jiphyeon.contexts.e_notices.models import Notice
from jiphyeon.contexts.e_notices.queries.sendings import kind_words
from jiphyeon.contexts.e_notices.queries.texts import Said, terms_of, writer
from jiphyeon.contexts.e_notices.rules.money import amount_on, early_amount
from jiphyeon.foundation.casework.lifecycle import Reader
from jiphyeon.kernel import Won, Words


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as its addressee reads it: what it says, until when they may answer, what is owed today."""

    key: UUID
    number: str
    kind: Words
    said: Said
    step: Step
    state: Words
    respond_by: date | None
    fine: Won
    early: Won
    owed: Won
    may_answer: bool
    may_pay: bool
    served_on: date | None


def letter(row: Notice, on: date) -> Letter:
    """Return what an addressee reads."""
    sending = row.sending
    terms = terms_of(sending, sending.sent_on or on)
    assert sending.document is not None  # noqa: S101 -- nothing is sent without
    said = writer(sending, sending.document, sending.document_edition, sending.sent_on or on)(row)
    until = row.respond_by or on
    in_time = row.respond_by is not None and on <= row.respond_by
    return Letter(
        row.key,
        row.number or "",
        kind_words(sending.kind),
        said,
        row.step,
        row.stands_at.names.to(Reader.PERSON),
        row.respond_by,
        row.amount,
        early_amount(row.amount, terms),
        amount_on(row.amount, terms, respond_by=until, on=on),
        in_time and row.step in SERVED,
        row.step in {*SERVED, Step.UPHELD, Step.OVERDUE, Step.OBJECTED},
        row.served_on,
    )


@dataclass(frozen=True, slots=True)
class Genuine:
    """What a stranger is told of a code: that the city sent it, from which day on, and what it is. Nothing of whom."""

    kind: Words
    sent_on: date


def genuine(code: str) -> Genuine | None:
    """Return what is said of a code; None where the city sent nothing under it."""
    row = Notice.objects.select_related("sending").filter(code=code, number__isnull=False).first()
    if row is None or row.sending.sent_on is None or row.step is Step.CANCELLED:
        return None
    return Genuine(kind_words(row.sending.kind), row.sending.sent_on)


def mine(person: UUID) -> list[Notice]:
    """Return the notices that somebody opened as theirs, newest first."""
    return list(Notice.objects.filter(reader=person).select_related("sending").order_by("-pk")[:100])
