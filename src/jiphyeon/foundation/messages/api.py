"""The front door: publish a text, put messages, steer batches, report what a channel says later.

    text = messages.publish(key=…, version=1, channel=Channel.EMAIL, language="ko", sender="우리 시", subject=…, body=…)
    key = messages.put(text=text, to=Addressee("hana@example.kr", {"name": "하나"}, owner_key=…), owner="visits")

What comes of them is told by `events`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages import batches, leasing, putting, texts
from jiphyeon.foundation.messages.batches import Progress
from jiphyeon.foundation.messages.cascades import Cascade, Step
from jiphyeon.foundation.messages.channels import Adapter, Away, Outcome, Parcel, Result, connects
from jiphyeon.foundation.messages.enums import BatchState, Channel, State, Urgency
from jiphyeon.foundation.messages.leasing import Report
from jiphyeon.foundation.messages.putting import Addressee, BatchKey, MessageKey
from jiphyeon.foundation.messages.terms import Office, terms_of
from jiphyeon.foundation.messages.texts import TextVersion, Values
from jiphyeon.kernel.words import Language

__all__ = [
    "Adapter",
    "Addressee",
    "Away",
    "BatchKey",
    "BatchState",
    "Cascade",
    "Channel",
    "MessageKey",
    "Office",
    "Outcome",
    "Parcel",
    "Progress",
    "Report",
    "Result",
    "State",
    "Step",
    "TextVersion",
    "Urgency",
    "Values",
    "begin_batch",
    "cancel",
    "cascade_of",
    "connects",
    "office",
    "pause",
    "progress",
    "publish",
    "put",
    "put_many",
    "release",
    "report",
    "resume",
    "schedule",
]


def office() -> Office:
    """Return by which number the city sends, and which domains are its own."""
    return terms_of(settings.CITY_PACK).office


def cascade_of(kind: str, on: date) -> Cascade:
    """Return by which channels a kind of message goes on a day, one after another. Refused where nothing says so."""
    return terms_of(settings.CITY_PACK).cascade_of(kind, on)


def publish(
    *,
    key: UUID,
    version: int,
    channel: Channel,
    language: Language,
    sender: str,
    subject: str,
    body: str,
    buttons: Sequence[str] = (),
) -> TextVersion:
    """Publish a version of a text for one channel; the same again changes nothing.

    `sender` is the name (of a text message: the number) shown to the addressee, `buttons` what stands below a relay
    message. Refused: the version was published with other words.
    """
    return texts.publish(
        key=key,
        version=version,
        channel=channel,
        language=language,
        sender=sender,
        subject=subject,
        body=body,
        buttons=buttons,
        at=now(),
    )


def put(
    *,
    text: TextVersion,
    to: Addressee,
    owner: str,
    urgency: Urgency = Urgency.ORDINARY,
    not_before: datetime | None = None,
    key: UUID | None = None,
) -> MessageKey:
    """Put one message, within the caller's transaction, and return its key; one `key` twice is one message.

    `owner` is the room that hears what comes of it. Refused: no such text, an address that is none, a missing value, a
    filled text that does not fit its channel.
    """
    return putting.put(
        text=text, to=to, owner=owner, urgency=urgency, not_before=not_before, key=key, at=now()
    )


def begin_batch(
    *,
    text: TextVersion,
    owner: str,
    owner_key: str = "",
    urgency: Urgency = Urgency.CAMPAIGN,
    not_before: datetime | None = None,
) -> BatchKey:
    """Begin a batch, which goes out once it is filled and released; `not_before` schedules it."""
    return putting.begin_batch(
        text=text, owner=owner, owner_key=owner_key, urgency=urgency, not_before=not_before, at=now()
    )


def put_many(batch: BatchKey, rows: Iterable[Addressee]) -> int:
    """Store the addressees of a batch, block by block; return how many are new.

    Begun again after a death with the same rows, it goes on behind those that are stored. Refused, with the number of
    the row, like `put`; what was stored before it stays, and nothing goes out until the batch is released.
    """
    return putting.put_many(batch=batch, rows=rows, at=now())


def release(batch: BatchKey) -> None:
    """Let a filled batch go out. Refused where it was released before."""
    batches.release(batch, at=now())


def pause(batch: BatchKey) -> None:
    """Begin no more blocks of a batch. Refused where it does not go out."""
    batches.pause(batch, at=now())


def resume(batch: BatchKey) -> None:
    """Let a paused batch go on. Refused where it is not paused."""
    batches.resume(batch, at=now())


def schedule(batch: BatchKey, not_before: datetime | None) -> None:
    """Let a batch begin, or go on, at a moment; None: at once. Refused where it is over."""
    batches.schedule(batch, not_before=not_before)


def cancel(batch: BatchKey) -> None:
    """Take back what of a batch has not gone out. Refused where it is over."""
    batches.cancel(batch, at=now())


def progress(batch: BatchKey) -> Progress:
    """Return how far a batch has come; it costs one row however many messages there are."""
    return batches.progress(batch)


def report(reports: Sequence[Report]) -> int:
    """Write down what a channel says of messages it took; return how many it changed.

    What is said twice, of an unknown message, or after the end, changes nothing; too early is as good as in time.
    """
    return leasing.report(reports, moment=now())
