"""Documents of a room put to the simulated relay, and what its owner hears of them."""

import pytest
from tests.foundation.messages.conftest import Clock, published, put, row

from jiphyeon.foundation.jobs import events
from jiphyeon.foundation.messages.channels import adapters
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.sending import Sender
from jiphyeon.foundation.relays import api as relays
from jiphyeon.foundation.relays import pages
from jiphyeon.foundation.relays.events import RelayReported

TEXT = {
    "subject": "주차 위반 안내",
    "body": "((name)) 님께 문서가 왔습니다.",
    "buttons": ["사전통지 열어 보기"],
}


class Post:
    """A room that sends by the relay: `heard` is what it was told, as (owner's key, kind)."""

    def __init__(self, clock):
        self.clock, self.heard = clock, []

    def put(self, identity, *, owner_key="1", address=None, **more):
        text = published(Channel.RELAY, **TEXT)
        address = address or relays.person(identity)
        return put(text, channel=Channel.RELAY, address=address, owner_key=owner_key, **more)

    def sends(self):
        """Hand over what waits by the relay; return how many messages were dealt with."""
        (adapter,) = [one for one in adapters() if one.channel is Channel.RELAY]
        return Sender(adapter, clock=self.clock).drain()

    def hear(self, event):
        self.heard += zip(event.owner_keys, event.kinds, strict=True)


@pytest.fixture
def post(db, monkeypatch):
    monkeypatch.setitem(pages._PAGES, "tests", "relays:board")
    one = Post(Clock())

    def listens(event):
        one.hear(event)

    listens.__qualname__ = "listens"
    monkeypatch.setitem(events._HEARERS, RelayReported, [listens])
    return one


def state(key):
    found = row(key)
    return found.state, found.reason
