"""A due as others see it, the officer's lines, the house's list of a day held against ours, and rows against their leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from jiphyeon.foundation.dues import owing
from jiphyeon.foundation.dues.enums import DueState, Kind, Match, Outcome
from jiphyeon.foundation.dues.models import AmountChange, Movement, Receivable
from jiphyeon.foundation.dues.owing import CHANGED, KINDS, DueKey, amount_on, facts
from jiphyeon.foundation.dues.paying import Told
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row, declare, unheld
from jiphyeon.kernel import Won, Words


@dataclass(frozen=True, slots=True)
class Due:
    """One due: `amount` is what it comes to on the day asked for, once paid what was paid."""

    key: DueKey
    owner: str
    owner_key: str
    title: Words
    amount: Won
    until: date
    state: DueState
    paid: Won | None
    paid_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class DueLine:
    """One due on the officer's list."""

    key: UUID
    title: str
    payer: str
    amount: int
    until: date
    state: DueState
    paid_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One movement of a due."""

    at: datetime
    kind: Kind
    amount: int
    outcome: Outcome
    refunded_at: datetime | None


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One movement on the house's list of a day, on ours, or on both."""

    key: UUID
    at: datetime
    kind: Kind
    theirs: int | None
    ours: int | None
    match: Match
    outcome: Outcome | None


def dues(keys: Iterable[UUID], on: date) -> dict[DueKey, Due]:
    """Return dues by their keys as they stand on a day."""
    rows = list(Receivable.objects.filter(key__in=set(keys)))
    changes = _changes(rows)
    return {DueKey(row.key): _due(row, changes[row.pk], on) for row in rows}


def _changes(rows: Sequence[Receivable]) -> dict[int, list[AmountChange]]:
    found: defaultdict[int, list[AmountChange]] = defaultdict(list)
    for one in AmountChange.objects.filter(due__in=rows).order_by("first"):
        found[one.due_id].append(one)
    return found


def _due(row: Receivable, changes: Sequence[AmountChange], on: date) -> Due:
    return Due(
        DueKey(row.key),
        row.owner,
        row.owner_key,
        row.called,
        Won(row.paid) if row.paid is not None else amount_on(row, changes, on),
        row.until,
        row.state,
        Won(row.paid) if row.paid is not None else None,
        row.paid_at,
        row.is_late if row.paid_on is not None else row.state == DueState.OPEN and on > row.until,
    )


def lines(rows: Sequence[Receivable], on: date, language: str) -> list[DueLine]:
    """Return dues as the officer's list shows them."""
    changes = _changes(rows)
    return [
        DueLine(
            row.key,
            row.called.text(language),
            row.payer,
            row.paid if row.paid is not None else amount_on(row, changes[row.pk], on),
            row.until,
            row.state,
            row.paid_on,
            row.is_late or (row.state == DueState.OPEN and on > row.until),
        )
        for row in rows
    ]


def movements_of(due: UUID) -> list[MovementLine]:
    """Return what the house told of a due, the newest first."""
    rows = Movement.objects.filter(order__due__key=due).order_by("-at", "-pk")
    return [MovementLine(row.at, row.kind, row.amount, row.outcome, row.refunded_at) for row in rows]


def settlement(told: Sequence[Told], day: date) -> list[SettlementLine]:
    """Return the house's list of a day held against ours: what only one has, and amounts that differ, first."""
    first = timezone.make_aware(datetime.combine(day, time()))
    ours = Movement.objects.filter(at__gte=first, at__lt=first + timedelta(days=1))
    kept = {row.key: row for row in (*ours, *Movement.objects.filter(key__in=[one.key for one in told]))}
    theirs = {one.key: one for one in told}
    found = []
    for key in {*kept, *theirs}:
        row, one = kept.get(key), theirs.get(key)
        if row is None and one is not None:
            found.append(SettlementLine(key, one.at, one.kind, one.amount, None, Match.ONLY_HOUSE, None))
        elif row is not None:
            match = Match.ONLY_OURS if one is None else Match.SAME
            if one is not None and (one.amount, one.kind) != (row.amount, row.kind):
                match = Match.DIFFERS
            amount = one.amount if one is not None else None
            found.append(SettlementLine(key, row.at, row.kind, amount, row.amount, match, row.outcome))
    return sorted(found, key=lambda line: (line.match is Match.SAME, line.at, line.key))


def declare_rows() -> None:
    """Have dues and their changes held against their leaves, and say why the rest has none."""
    apart = ("owner_key", "title", "payer", "opened_on", "paid_at", "reason")
    declare(
        Words("받을 돈", "dues"),
        kinds=[*KINDS.values()],
        beside=[CHANGED],
        rows=_rows,
        apart={
            Words(
                "누가 무엇으로 내는지는 기록부에 적지 않습니다", "who pays for what is not put on the log"
            ): [
                *(f"dues.Receivable.{name}" for name in apart),
                "dues.AmountChange.reason_en",
                "dues.AmountChange.cites",
            ]
        },
        holds=["dues.Receivable", "dues.AmountChange"],
    )
    unheld(
        Words(
            "결제소가 알린 것은 기록부에 적지 않습니다. 그것으로 낸 돈이 된 것을 적습니다",
            "what the payment house tells is not put on the log; what became paid by it is",
        ),
        ["dues.Order", "dues.Movement"],
    )


_BEFORE = {
    DueState.REFUNDING: (DueState.PAID,),
    DueState.REFUNDED: (DueState.PAID, DueState.REFUNDING),
}
"""What a due was, after it was opened and before it is what it is."""


def _rows(leaves: Leaves) -> Iterator[Row | Words]:
    for row in Receivable.objects.prefetch_related("changes").order_by("pk").iterator(chunk_size=2000):
        name, subject = Words(f"받을 돈 {row.key}", f"due {row.key}"), f"due:{row.key}"
        stands = facts(row)
        first = {fact: stands[fact] for fact in ("due", "owner", "amount", "until")}
        yield Row(name, kind=KINDS[DueState.OPEN], subject=subject, facts=first)
        if row.state != DueState.OPEN:
            before = [
                one.hash
                for state in _BEFORE.get(row.state, ())
                for one in leaves.about(KINDS[state], subject)
            ]
            yield Row(
                name,
                kind=KINDS[row.state],
                subject=subject,
                facts=stands,
                leaf=row.leaf or NO_HASH,
                earlier=tuple(before),
                counts=False,
            )
        for change in row.changes.all():
            changed = owing.change_facts(row, change)
            yield Row(name, kind=CHANGED, subject=subject, facts=changed, which=changed, counts=False)
        recorded = [
            (str(leaf.facts["first"]), leaf.facts["amount"])
            for leaf in leaves.about(CHANGED, subject)
            if leaf.facts is not None
        ]
        stand = {str(one.first): one.amount for one in row.changes.all()}
        # For a day again replaces: the last one stands. What was never recorded at all is named above.
        if stand != dict(recorded) and set(stand.items()) <= set(recorded):
            yield Words(
                "{name}: 바뀐 금액이 기록과 다르거나 없어졌습니다.",
                "{name}: a change of its amount is gone, or is not the last one recorded.",
            ).filled(name=name)
