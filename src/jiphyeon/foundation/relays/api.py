"""The front door: whom a document goes to, where it opens, using the token people come with, taking back what is unread.

    messages.put(text=text, to=messages.Addressee(relays.person("hana"), values, owner_key=…), owner="visits")
    relays.opens("visits", "visits:open")       # when rooms are loaded
    opening = relays.redeem(request.GET["token"])

What becomes of documents is told by `events`.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jiphyeon.foundation.relays import opening, tasks
from jiphyeon.foundation.relays.addresses import corporation, person
from jiphyeon.foundation.relays.enums import Kind
from jiphyeon.foundation.relays.opening import Opening
from jiphyeon.foundation.relays.pages import opens
from jiphyeon.foundation.relays.service import is_set_up, the_relay

__all__ = ["Kind", "Opening", "close", "corporation", "is_set_up", "opens", "person", "redeem"]


def redeem(token: str) -> Opening:
    """Use the token somebody comes with from their app: it is asked of the relay, and opens once.

    Refused: token_used, token_over, token_unknown, relay_away.
    """
    return opening.redeem(token, relay=the_relay())


def close(keys: Sequence[UUID]) -> None:
    """Take back at the relay what nobody opened, by a job; each comes back as closed_unread, or as opened where it is too late."""
    for first in range(0, len(keys), tasks.AT_A_TIME):
        tasks.close_unread.enqueue([str(key) for key in keys[first : first + tasks.AT_A_TIME]])
