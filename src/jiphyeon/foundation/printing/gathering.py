"""The channel of paper: a message that is due becomes a letter that waits for a print run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from datetime import datetime

from django.db import transaction

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.messages.api import Channel, Outcome, Parcel, Result
from jiphyeon.foundation.printing.models import Letter
from jiphyeon.foundation.printing.posting import Posting, postings
from jiphyeon.kernel import Refused

_TAKEN = Outcome(Result.TAKEN)


class Paper:
    """Takes messages as letters. A message that comes twice is one letter."""

    channel = Channel.PAPER
    reports = True

    def __init__(self, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock

    def hand_over(self, block: Sequence[Parcel]) -> Generator[Outcome, None, None]:
        """Yield what came of each; they are stored together before the first is said to be taken."""
        wanted = _postings(block)
        letters: list[Letter] = []
        outcomes: list[Outcome] = []
        for parcel in block:
            try:
                letters.append(_letter(parcel, wanted[parcel.owner, parcel.owner_key], self._clock()))
                outcomes.append(_TAKEN)
            except Refused as no:
                outcomes.append(Outcome(Result.FAULT, no.code[:60]))
        with transaction.atomic():
            Letter.objects.bulk_create(letters, ignore_conflicts=True)
        yield from outcomes

    def close(self) -> None:
        """Nothing is kept open."""


def _postings(block: Sequence[Parcel]) -> dict[tuple[str, str], Posting]:
    keys: defaultdict[str, list[str]] = defaultdict(list)
    for parcel in block:
        keys[parcel.owner].append(parcel.owner_key)
    return {
        (owner, key): posting
        for owner, some in keys.items()
        for key, posting in postings(owner, some).items()
    }


def _letter(parcel: Parcel, posting: Posting, at: datetime) -> Letter:
    rendered = parcel.rendered()
    return Letter(
        message=parcel.key,
        owner=parcel.owner,
        owner_key=parcel.owner_key,
        service=posting.service,
        post_by=posting.post_by,
        address=parcel.address,
        content={
            "title": rendered.subject,
            "text": rendered.body,
            "language": parcel.text.language,
            "sender": parcel.text.sender,
        },
        gathered_at=at,
    )
