"""Messages go out: one thread for each channel, beside the jobs of a worker, with a connection of its own.

A channel that is silent holds up nothing but itself. Single messages go before those of batches, batches take turns,
and a block ends after a moment, so that no campaign stands before a code somebody waits for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages import leasing
from jiphyeon.foundation.messages.channels import Adapter, Away, Outcome, Result, adapters
from jiphyeon.foundation.messages.enums import BatchState, Channel
from jiphyeon.foundation.messages.leasing import Block
from jiphyeon.foundation.messages.models import Batch, ChannelStatus
from jiphyeon.foundation.messages.terms import terms_of

log = logging.getLogger(__name__)

LARGEST = 500
SMALLEST = 10
BLOCK_SECONDS = (
    2.0  # after which the rest of a block is given back: the longest a single message waits for a campaign
)
IDLE_SECONDS = 0.25
REAP_SECONDS = 2.0
# How long nothing may be heard of a block: what a dead worker had goes on after it.
LEASE = timedelta(seconds=6)
FIRST_REST, LONGEST_REST = 5.0, 300.0


@dataclass(slots=True)
class Sender:
    """Hands over what is due by one channel. Several, in as many processes, share the messages."""

    adapter: Adapter
    lease: timedelta = LEASE
    clock: Callable[[], datetime] = now
    stop: threading.Event = field(default_factory=threading.Event)
    _size: int = field(default_factory=lambda: LARGEST)
    _after: int = 0  # the row of the batch that had the last turn
    _reap_due: float = 0.0
    _holding: Block | None = None

    @property
    def channel(self) -> Channel:
        """Return by which way it hands over."""
        return self.adapter.channel

    def work(self) -> None:
        """Work until `stop` is set; the block at hand is finished first."""
        try:
            while not self.stop.is_set():
                try:
                    if not self.step():
                        self.stop.wait(IDLE_SECONDS)
                except DatabaseError:
                    log.exception("the database did not answer; %s waits", self.channel)
                    connection.close()
                    self.stop.wait(1.0)
        finally:
            self.adapter.close()
            connection.close()

    def drain(self) -> int:
        """Hand over until nothing is due; return how many messages were dealt with."""
        done = 0
        while not self.stop.is_set() and (more := self.step()):
            done += more
        self.adapter.close()
        return done

    def step(self) -> int:
        """Hand over one block of what is due; return how many messages were dealt with."""
        self._reap()
        moment = self.clock()
        status = ChannelStatus.objects.filter(channel=self.channel).first()
        if status is not None and (status.paused_at or (status.rest_until and status.rest_until > moment)):
            return 0
        block = self._next(moment)
        if block is None:
            return 0
        self._holding = block
        try:
            done = self._hand_over(block)
        finally:
            self._holding = None
        if done and status is not None and status.away_since is not None:
            ChannelStatus.objects.filter(channel=self.channel).update(
                away_since=None, rest_until=None, failures=0, reason=""
            )
        return done

    def renew(self) -> None:
        """Renew the lease of the block at hand; called from another thread, on a connection of its own."""
        block = self._holding
        if block is not None:
            leasing.renew(block, until=self.clock() + self.lease)

    def _reap(self) -> None:
        if time.monotonic() < self._reap_due:
            return
        self._reap_due = time.monotonic() + REAP_SECONDS
        if back := leasing.reap(self.clock()):
            log.warning("%s messages were given back: whoever had them is not heard of any more", back)

    def _next(self, moment: datetime) -> Block | None:
        """Return the next block: single messages first, then the batches in turn."""
        urgent_only = terms_of(settings.CITY_PACK).is_quiet(self.channel, moment)
        for batch in self._in_turn(moment, urgent_only=urgent_only):
            quiet = urgent_only and batch is None
            if leasing.is_due(self.channel, batch, moment, urgent_only=quiet):
                block = leasing.claim(
                    self.channel, batch, most=self._size, moment=moment, lease=self.lease, urgent_only=quiet
                )
                if block is not None:
                    self._after = batch or self._after
                    return block
        return None

    def _in_turn(self, moment: datetime, *, urgent_only: bool) -> Iterator[int | None]:
        yield None
        if urgent_only:
            return
        ready = Batch.objects.filter(channel=self.channel, state=BatchState.READY).exclude(
            not_before__gt=moment
        )
        rows = list(ready.order_by("urgency", "pk").values_list("urgency", "pk"))
        # Among batches as urgent as each other, whoever comes after the last one.
        yield from (pk for _urgency, _had, pk in sorted((u, pk <= self._after, pk) for u, pk in rows))

    def _hand_over(self, block: Block) -> int:
        """Hand a block over and write down what came of it, for as long as a block may take."""
        until = time.monotonic() + min(BLOCK_SECONDS, self.lease.total_seconds() / 3)
        outcomes: dict[int, Outcome] = {}
        away = None
        try:
            with closing(self.adapter.hand_over(block.parcels)) as given:
                for parcel, outcome in zip(block.parcels, given, strict=False):
                    outcomes[parcel.row] = outcome
                    if time.monotonic() > until or self.stop.is_set():
                        break
        except Away as gone:
            away = gone
        except Exception:  # whatever an adapter raises is kept as a failure of the message it was at
            log.exception("a message by %s could not be made", self.channel)
            outcomes[block.parcels[len(outcomes)].row] = Outcome(Result.FAULT, "unforeseen")
        self._settle(block, outcomes)
        if away is not None:
            self._is_away(away.reason)
        elif len(outcomes) < len(block.parcels):
            self._size = max(SMALLEST, len(outcomes))
        else:
            self._size = min(LARGEST, self._size * 2)
        return len(outcomes)

    def _settle(self, block: Block, outcomes: dict[int, Outcome]) -> None:
        moment = self.clock()
        if outcomes:
            leasing.record(block, outcomes, reports=self.adapter.reports, moment=moment)
        rest = [parcel.row for parcel in block.parcels if parcel.row not in outcomes]
        if rest:
            leasing.give_back(block, rest)

    def _is_away(self, reason: str) -> None:
        """Leave the channel alone for a while; each time in vain doubles it, for all workers together."""
        log.warning("%s is away (%s)", self.channel, reason)
        moment = self.clock()
        ChannelStatus.objects.get_or_create(channel=self.channel)
        mine = ChannelStatus.objects.filter(channel=self.channel)
        failures = mine.values_list("failures", flat=True).get()
        rest = min(LONGEST_REST, FIRST_REST * 2.0 ** min(failures, 10))
        mine.update(
            failures=F("failures") + 1,
            away_since=Coalesce("away_since", Value(moment)),
            rest_until=moment + timedelta(seconds=rest),
            reason=reason,
        )


@dataclass(slots=True)
class Senders:
    """A sender for each channel that is set up here, each in a thread of its own."""

    lease: timedelta = LEASE
    stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin to work, until `stop` is set."""
        made = self._made()
        for one in made:
            thread = threading.Thread(target=one.work, name=f"messages by {one.channel}", daemon=True)
            thread.start()
            self._threads.append(thread)
        threading.Thread(target=self._beat, args=[made], name="messages' heartbeat", daemon=True).start()

    def join(self, patience: float) -> None:
        """Wait until all have finished their block, or so many seconds; what is not finished is taken up again."""
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._over.set()

    def drain(self) -> int:
        """Hand over what is due now, channel after channel; return how many messages were dealt with."""
        return sum(one.drain() for one in self._made())

    def _beat(self, made: list[Sender]) -> None:
        """Renew what the senders hold, while a step of theirs takes its time."""
        while not self._over.wait(self.lease.total_seconds() / 4):
            for one in made:
                with suppress(DatabaseError):
                    one.renew()
            connection.close()

    def _made(self) -> list[Sender]:
        return [Sender(adapter, lease=self.lease, stop=self.stop) for adapter in adapters()]
