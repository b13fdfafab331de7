"""The days ahead of a person in matters of any room: what they were asked for, and until when they may object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from jiphyeon.foundation.casework import objections
from jiphyeon.foundation.casework.lifecycle import Kind
from jiphyeon.foundation.casework.models import CaseRow, Supplement
from jiphyeon.foundation.casework.rows import case_models
from jiphyeon.foundation.ui.my_page import Ahead, Share
from jiphyeon.kernel import Words

SUPPLEMENT = Words("보완하실 마지막 날", "Last day to send what was asked for")
OBJECTION = Words("이의를 신청하실 수 있는 마지막 날", "Last day to object")


def of_person(person: UUID, on: date) -> Share:
    """Return the days from `on` that a person should not miss in their matters."""
    return Share(ahead=[one for model in case_models() for one in _of_model(model, person, on)])


def _of_model(model: type[CaseRow], person: UUID, on: date) -> Iterator[Ahead]:
    rows = {str(row.key): row for row in model._default_manager.filter(person=person)}  # noqa: SLF001 -- Django's public name for it
    if not rows:
        return
    asked = Supplement.objects.filter(
        lifecycle=model.lifecycle.name, case__in=rows, answered_on=None, due_on__gte=on
    )
    for one in asked:
        yield _ahead(rows[str(one.case)], "supplement", one.due_on, SUPPLEMENT)
    objected = objections.answers_due(model.lifecycle.name, [row.key for row in rows.values()])
    objectable = {state for deed in model.lifecycle.of_kind(Kind.OBJECTION_FILED) for state in deed.source}
    for row in rows.values():
        may_object = row.state in objectable and row.key not in objected
        until = row.object_until() if may_object else None
        if until is not None and until >= on:
            yield _ahead(row, "objection", until, OBJECTION)


def _ahead(row: CaseRow, what: str, day: date, words: Words) -> Ahead:
    number, names = row.number or "", row.lifecycle.names
    about = Words(f"{names.ko} {number}", f"{names.en} {number}")
    return Ahead(f"{row.key}:{what}", day, words, about, row.person_url())
