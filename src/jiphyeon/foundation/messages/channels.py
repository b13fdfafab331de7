"""What a channel is to this room: it takes a block and says of each message, one after another, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol
from uuid import UUID

from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.models import Text
from jiphyeon.foundation.messages.texts import Values, wording_of
from jiphyeon.foundation.secrets.fields import json_value
from jiphyeon.foundation.secrets.keys import decrypt
from jiphyeon.methods.wording import Rendered


class Result(Enum):
    """What a channel says of one message."""

    TAKEN = "taken"
    NOT_NOW = "not now"  # this one, later
    NEVER = "never"  # this one, not by this channel
    FAULT = "fault"  # it could not be made or was not understood: ours


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one message; `reason` is a code that names nobody, such as `smtp-550`."""

    result: Result
    reason: str = ""


TAKEN = Outcome(Result.TAKEN)


class Away(Exception):  # noqa: N818 -- says what happened
    """The other side is not there: no message is at fault, and the channel is left alone for a while."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that was taken to be handed over. `row` is its place in the table; it is opened only when it is needed."""

    row: int
    key: UUID
    text: Text
    sealed_address: str
    sealed_values: str
    sealed_headers: str | None
    owner: str
    owner_key: str
    attempt: int
    tried_at: datetime
    created_at: datetime

    @property
    def address(self) -> str:
        """Return where it goes. Refused where the key is not on the ring, or the value was altered."""
        return decrypt(self.sealed_address, purpose="outbox_message.address")

    @property
    def values(self) -> Values:
        """Return what fills the text. Refused likewise."""
        found: Values = json_value(decrypt(self.sealed_values, purpose="outbox_message.values"))
        return found

    @property
    def headers(self) -> Mapping[str, str]:
        """Return what an e-mail carries beside its text: `unsubscribe`, `reply_to`. Refused likewise."""
        if self.sealed_headers is None:
            return {}
        found: Mapping[str, str] = json_value(decrypt(self.sealed_headers, purpose="outbox_message.headers"))
        return found

    def rendered(self) -> Rendered:
        """Return it as its addressee reads it. Refused likewise."""
        return wording_of(self.text).rendered(self.values)


class Adapter(Protocol):
    """One way out. It is used by one thread and keeps its connections between blocks."""

    @property
    def channel(self) -> Channel: ...

    @property
    def reports(self) -> bool:
        """Return whether it says later, of what it took, whether it arrived."""
        ...

    def hand_over(self, block: Sequence[Parcel]) -> Generator[Outcome, None, None]:
        """Yield what came of each, in their order and as it is known: whoever asks may stop, and the rest is not tried.

        Each step ends in bounded time. Raises Away where the other side is not there.
        """
        ...

    def close(self) -> None:
        """Let connections go; the next block opens them again."""
        ...


_MADE: dict[Channel, Callable[[], Adapter | None]] = {}


def connects(channel: Channel, make: Callable[[], Adapter | None]) -> None:
    """Have a channel served by what `make` returns; None: it is not set up here. Called when rooms are loaded."""
    _MADE[channel] = make


def adapters() -> list[Adapter]:
    """Return one new adapter for each channel that is set up here."""
    return [made for make in _MADE.values() if (made := make()) is not None]


def is_connected(channel: Channel) -> bool:
    """Return whether a channel is set up here."""
    make = _MADE.get(channel)
    return make is not None and make() is not None
