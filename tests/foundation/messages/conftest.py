"""A text of each channel, people to write to, and a channel that says what it is told to."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from jiphyeon.foundation.messages import putting, texts
from jiphyeon.foundation.messages.channels import TAKEN, Away
from jiphyeon.foundation.messages.enums import Channel, Urgency
from jiphyeon.foundation.messages.models import Message
from jiphyeon.foundation.messages.putting import Addressee
from jiphyeon.foundation.messages.sending import Sender

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 10:00 in Seoul
NIGHT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # 23:00 in Seoul
ADDRESS = {
    Channel.EMAIL: "hana@mail.example",
    Channel.TEXT: "010-0000-0001",
    Channel.RELAY: "ci-0001",
    Channel.PAPER: "김하나\n한누리대로 1\n30103",
}


class Scripted:
    """A channel that answers as told: by key, by what is next, or that it is away; remembers what it was given."""

    def __init__(self, channel=Channel.EMAIL, *, reports=False):
        self.channel, self.reports = channel, reports
        self.given, self.says, self.away_after = [], {}, None

    def hand_over(self, block):
        for parcel in block:
            if self.away_after is not None and len(self.given) >= self.away_after:
                raise Away("told")
            self.given.append(parcel.key)
            yield self.says.get(parcel.key, TAKEN)

    def close(self):
        pass


class Clock:
    """A clock that is moved by hand."""

    def __init__(self, at=AT):
        self.at = at

    def __call__(self):
        return self.at

    def passes(self, **much):
        self.at += timedelta(**much)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def text(db):
    return published()


def published(
    channel=Channel.EMAIL,
    *,
    subject="((name)) 님께",
    body="안녕하세요, ((name)) 님.",
    key=None,
    version=1,
    **more,
):
    return texts.publish(
        key=key or uuid4(), version=version, channel=channel, language="ko", sender="가온시",
        subject=subject, body=body, at=AT, **more,
    )  # fmt: skip


def put(text, *, at=AT, channel=Channel.EMAIL, address=None, values=None, owner_key="", reference="", **more):
    values = {"name": "하나"} if values is None else values
    to = Addressee(address or ADDRESS[channel], values, owner_key, reference)
    return putting.put(text=text, to=to, owner="tests", at=at, **more)


def batch_of(text, count, *, urgency=Urgency.CAMPAIGN, release=True, at=AT, **more):
    from jiphyeon.foundation.messages import batches

    batch = putting.begin_batch(text=text, owner="tests", urgency=urgency, at=at, **more)
    putting.put_many(batch=batch, rows=rows(count), at=at)
    if release:
        batches.release(batch, at=at)
    return batch


def rows(count, first=0):
    return [
        Addressee(f"person{n}@mail.example", {"name": f"사람{n}"}, owner_key=f"{n}")
        for n in range(first, first + count)
    ]


def sender(given, clock):
    return Sender(given, clock=clock)


def states():
    found = defaultdict(int)
    for state in Message.objects.values_list("state", flat=True):
        found[state] += 1
    return dict(found)


def row(key):
    assert isinstance(key, UUID)
    return Message.objects.get(key=key)
