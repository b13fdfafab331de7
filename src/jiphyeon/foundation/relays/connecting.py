"""The relay's channel, where the settings name a relay."""

from __future__ import annotations

from jiphyeon.foundation.messages.api import Channel, connects
from jiphyeon.foundation.relays.adapter import RelayChannel
from jiphyeon.foundation.relays.service import is_set_up


def connect() -> None:
    """Have messages for the relay's channel put to it."""
    connects(Channel.RELAY, lambda: RelayChannel() if is_set_up() else None)
