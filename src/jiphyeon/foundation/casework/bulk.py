"""Many matters at once: a preview of what will happen to each, one seal, and exactly that or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework import undoing
from jiphyeon.foundation.casework.lifecycle import Reader
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.casework.permissions import obstacle
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.kernel import Refused, Words

R = TypeVar("R", bound=CaseRow)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one press would do to a row: the deed, what comes of it in words, and its amount (None: no amount of its kind)."""

    deed: str
    outcome: Words
    amount: int | None = None
    obstacle: Refused | None = None


Judge = Callable[[R], Judged]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a preview: what would happen to it, or why nothing would."""

    key: UUID
    number: str
    person: UUID | None
    version: int
    state: Words
    judged: Judged
    obstacle: Refused | None

    @property
    def is_ready(self) -> bool:
        """Return whether the press would do something to it."""
        return self.obstacle is None


@dataclass(frozen=True, slots=True)
class Total:
    """How many rows come out one way, and their sum; amounts of different outcomes are never added up."""

    outcome: Words
    count: int
    amount: int | None


@dataclass(frozen=True)
class Preview:
    """What one press under these rows would do, and the seal that binds the press to it."""

    lines: tuple[Line, ...]
    by: UUID | None

    @cached_property
    def seal(self) -> str:
        """The digest of what is shown; whatever changes makes another."""
        contents = [
            [
                str(line.key),
                line.version,
                str(line.judged.deed),
                line.judged.outcome.ko,
                line.judged.amount,
                line.obstacle.code if line.obstacle else "",
            ]
            for line in self.lines
        ]
        return digest_of({"by": str(self.by or ""), "lines": contents})

    @property
    def ready(self) -> tuple[Line, ...]:
        """The rows to which something would happen."""
        return tuple(line for line in self.lines if line.is_ready)

    @property
    def left_out(self) -> tuple[Line, ...]:
        """The rows to which nothing would happen, each with its reason."""
        return tuple(line for line in self.lines if not line.is_ready)

    @property
    def totals(self) -> tuple[Total, ...]:
        """Count and sum of each outcome among those that are ready, in the order they first come."""
        outcomes = list(dict.fromkeys(line.judged.outcome for line in self.ready))
        return tuple(
            Total(outcome, len(lines), _sum([line.judged.amount for line in lines]))
            for outcome in outcomes
            if (lines := [line for line in self.ready if line.judged.outcome == outcome])
        )


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def preview(rows: Iterable[R], judge: Judge[R], *, by: Actor, on: date) -> Preview:
    """Return what one press would do to these rows, in their order. Nothing is changed."""
    return Preview(tuple(_line(row, judge, by, on) for row in rows), by.user)


def _line(row: R, judge: Judge[R], by: Actor, on: date) -> Line:
    judged = judge(row)
    late = undoing.obstacle(row, row.lifecycle.deed(judged.deed), on)
    reason = obstacle(row, judged.deed, by) or late or judged.obstacle
    return Line(
        row.key,
        row.number or "",
        row.person,
        row.version,
        row.stands_at.names.to(Reader.STAFF),
        judged,
        reason,
    )


@transaction.atomic
def carry_out(
    model: type[R],
    keys: Sequence[UUID],
    *,
    seen: str,
    judge: Judge[R],
    act: Callable[[R, Judged], object],
    by: Actor,
    on: date,
) -> Preview:
    """Do to these rows exactly what their preview showed, each through `act`, and return it.

    Refused, with nothing done, where anything changed since it was seen or an act refuses. Turns that the deeds need are
    taken by the caller before this.
    """
    held = model._default_manager.select_for_update().filter(key__in=keys).order_by("number", "pk")  # noqa: SLF001 -- Django's public name for it
    rows = {row.key: row for row in held}
    now = preview(rows.values(), judge, by=by, on=on)
    if now.seal != seen:
        raise Refused(
            "changed_since_preview",
            ko="미리보기를 연 뒤에 바뀐 건이 있어 아무것도 하지 않았습니다. 다시 확인해 주세요.",
            en="Something changed since the preview, so nothing was done. Please look again.",
        )
    for line in now.ready:
        act(rows[line.key], line.judged)
    return now
