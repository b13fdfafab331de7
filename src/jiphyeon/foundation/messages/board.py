"""What the machine room sees of messages by channel, and the one thing it can do: pause a channel, and let it go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.ledger.trail import name_reason, note
from jiphyeon.foundation.messages.channels import is_connected
from jiphyeon.foundation.messages.enums import FAILURES, BatchState, Channel, State
from jiphyeon.foundation.messages.models import Batch, ChannelStatus, Message, Tally
from jiphyeon.kernel import Words

DAYS_SHOWN = 7
MOST_BATCHES = 50


class Flow(StrEnum):
    """How a channel stands."""

    OPEN = "open"
    PAUSED = "paused"
    AWAY = "away"
    UNCONNECTED = "unconnected"


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel: how it stands, what waits of single messages and of batches, what ended today.

    `since` and `again_at`: since when it is away and when it is tried next; `reason`: what it answered, as a code.
    """

    channel: Channel
    flow: Flow
    waiting: int
    waiting_in_batches: int
    handed_over_today: int
    failed_today: int
    since: datetime | None
    again_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class FailureLine:
    """How many messages of a channel ended in one way for one reason, over the days shown."""

    channel: Channel
    state: State
    reason: str
    count: int
    last_day: date


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch that is not over."""

    channel: Channel
    owner: str
    state: BatchState
    total: int
    handed_over: int
    failed: int
    waiting: int
    not_before: datetime | None
    created_at: datetime


def channels(moment: datetime) -> list[ChannelLine]:
    """Return how each channel stands."""
    statuses = {one.channel: one for one in ChannelStatus.objects.all()}
    waiting_in_batches = dict(
        _open_batches()
        .values_list("channel")
        .annotate(open=Sum(F("total") - F("handed_over") - F("failed") - F("cancelled")))
    )
    today = Tally.objects.filter(day=timezone.localdate(moment)).values_list("channel", "state", "count")
    ended: dict[tuple[Channel, State], int] = {}
    for channel, state, count in today:
        ended[channel, state] = ended.get((channel, state), 0) + count
    return [
        _line(
            channel,
            statuses.get(channel, ChannelStatus(channel=channel)),
            waiting_in_batches.get(channel, 0),
            ended,
        )
        for channel in Channel
    ]


def _line(
    channel: Channel, status: ChannelStatus, in_batches: int, ended: dict[tuple[Channel, State], int]
) -> ChannelLine:
    flow = Flow.OPEN
    if status.paused_at is not None:
        flow = Flow.PAUSED
    elif status.away_since is not None:
        flow = Flow.AWAY
    elif not is_connected(channel):
        flow = Flow.UNCONNECTED
    return ChannelLine(
        channel=channel,
        flow=flow,
        waiting=Message.objects.waiting(channel, None).count(),
        waiting_in_batches=in_batches,
        handed_over_today=ended.get((channel, State.HANDED_OVER), 0),
        failed_today=sum(ended.get((channel, state), 0) for state in FAILURES),
        since=status.away_since,
        again_at=status.rest_until,
        reason=status.reason if flow is Flow.AWAY else "",
    )


def failures(moment: datetime) -> list[FailureLine]:
    """Return what failed over the last days and why, the most first."""
    first = timezone.localdate(moment) - timedelta(days=DAYS_SHOWN - 1)
    found: dict[tuple[Channel, State, str], FailureLine] = {}
    for row in Tally.objects.filter(day__gte=first, state__in=FAILURES).order_by("day"):
        kind = (row.channel, row.state, row.reason)
        before = found[kind].count if kind in found else 0
        found[kind] = FailureLine(*kind, count=before + row.count, last_day=row.day)
    return sorted(found.values(), key=lambda line: (-line.count, line.channel, line.reason))


def batches() -> list[BatchLine]:
    """Return the batches that are not over, the newest first."""
    return [
        BatchLine(
            row.channel,
            row.owner,
            row.state,
            row.total,
            row.handed_over,
            row.failed,
            row.waiting,
            row.not_before,
            row.created_at,
        )
        for row in _open_batches().order_by("-pk")[:MOST_BATCHES]
    ]


def _open_batches() -> QuerySet[Batch]:
    return Batch.objects.filter(state__in=[BatchState.FILLING, BatchState.READY, BatchState.PAUSED])


@transaction.atomic
def pause(channel: Channel, *, by: Actor, at: datetime) -> bool:
    """Begin nothing more by a channel, whoever put it; False where it is paused already. That it was done stands in the trail."""
    ChannelStatus.objects.get_or_create(channel=channel)
    flowing = ChannelStatus.objects.filter(channel=channel, paused_at__isnull=True)
    return _noted(flowing.update(paused_at=at, paused_by=by.user), "outbox.paused", channel, by)


@transaction.atomic
def resume(channel: Channel, *, by: Actor) -> bool:
    """Let a channel go on, and try it at once; False where it is not paused. That it was done stands in the trail."""
    paused = ChannelStatus.objects.filter(channel=channel, paused_at__isnull=False)
    went_on = paused.update(paused_at=None, paused_by=None, away_since=None, rest_until=None, failures=0)
    return _noted(went_on, "outbox.resumed", channel, by)


def _noted(changed: int, verb: str, channel: Channel, by: Actor) -> bool:
    if changed:
        note(
            by=by,
            verb=verb,
            about=f"channel:{channel}",
            reason=STEERED.ko,
            details={"channel": channel.value},
        )
    return bool(changed)


STEERED = Words("전달 운영", "to steer what goes out")
name_reason(STEERED)
