"""Rows of every list an officer may open, by a person's whole name, birth date or telephone, or by a row's own number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.finding import people_meant
from jiphyeon.foundation.queues import selecting
from jiphyeon.foundation.queues.declaring import AnyQueue, queues
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import localized
from jiphyeon.kernel import Words

MOST = 10


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row: the list it stands in, its number, and what the list shows of it in a line."""

    queue: Words
    title: str
    line: str
    url: str


def rows_of(text: str, actor: Actor, today: date) -> list[FoundRow]:
    """Return the rows a text names, at most ten of a list; none where no list may be opened.

    The number of questions to the database depends on how many lists there are, never on how many rows.
    """
    mine = (
        [queue for queue in queues() if queue.in_search and queue.may(actor)]
        if text and actor.is_officer
        else []
    )
    people = people_meant(text, today) if any(queue.person for queue in mine) else []
    return [row for queue in mine for row in _of_queue(queue, text, people, actor, today)]


def _of_queue(
    queue: AnyQueue, text: str, people: Sequence[object], actor: Actor, today: date
) -> list[FoundRow]:
    named = selecting.valid_keys(queue, actor, [text, text.upper(), queue.number_meant(text) or text])
    condition = Q(**{f"{queue.key}__in": named})
    if queue.person and people:
        condition |= Q(**{f"{queue.person}__in": people})
    elif not named:
        return []
    rows = list(queue.rows(actor).filter(condition).order_by(f"-{queue.key}")[:MOST])
    return [
        FoundRow(queue.words, str(getattr(row, queue.key)), _line(queue, line), queue.item(line))
        for row, line in zip(rows, queue.lines(rows, today), strict=True)
    ]


def _line(queue: AnyQueue, line: object) -> str:
    """Return what the list shows of a row in words, its number aside."""
    shown = [
        column.value(line)
        for column in queue.columns
        if column.where != "file" and column.code != queue.key and column.kind in {"text", "badge"}
    ]
    words = [localized(one.word if isinstance(one, Badge) else one) for one in shown if one]
    return " · ".join(words)
