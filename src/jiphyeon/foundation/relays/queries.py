"""What the machine room sees of the relay, and what the room says of its rows to whoever holds them against the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from jiphyeon.foundation.ledger.rows import unheld
from jiphyeon.foundation.relays.enums import Callback, Fault, Kind
from jiphyeon.foundation.relays.models import ReceivedCallback, RefusedCallback
from jiphyeon.kernel import Words

DAYS_SHOWN = 7
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One event the relay told us."""

    event: UUID
    document: UUID
    kind: Kind
    at: datetime
    received_at: datetime
    outcome: Callback


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """How many calls of a day were turned away for one reason."""

    day: date
    reason: Fault
    count: int
    last_at: datetime


def latest() -> list[Line]:
    """Return the newest events."""
    return [_line(row) for row in ReceivedCallback.objects.order_by("-received_at", "-pk")[:MOST_SHOWN]]


def to_look_at() -> list[Line]:
    """Return the newest events that could not be settled."""
    rows = ReceivedCallback.objects.exclude(outcome=Callback.RECORDED).order_by("-received_at", "-pk")
    return [_line(row) for row in rows[:MOST_SHOWN]]


def _line(row: ReceivedCallback) -> Line:
    return Line(row.event, row.document, row.kind, row.at, row.received_at, row.outcome)


def refused(today: date) -> list[RefusedLine]:
    """Return how many calls were turned away in the last days, the newest day first."""
    rows = RefusedCallback.objects.filter(day__gt=today - timedelta(days=DAYS_SHOWN)).order_by(
        "-day", "reason"
    )
    return [RefusedLine(row.day, row.reason, row.count, row.last_at) for row in rows]


def declare_rows() -> None:
    """Say why no leaf holds these rows."""
    unheld(
        Words(
            "중계의 줄은 기록부에 적지 않습니다. 언제 닿고 열렸는지는 문서를 보낸 방의 줄이 적습니다",
            "the relay is not put on the log; when a document came and was opened is on the log of the room that sent it",
        ),
        [
            "relays.Identity",
            "relays.Document",
            "relays.ReceivedCallback",
            "relays.RefusedCallback",
            "relays.RedeemedToken",
        ],
    )
