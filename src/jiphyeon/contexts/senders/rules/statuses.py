"""How far a notification has come, in the contract's words."""

from __future__ import annotations

from collections.abc import Collection

from jiphyeon.contexts.senders.enums import Type
from jiphyeon.foundation.messages.enums import State

_TO_PHONES = {
    State.CREATED: "created",
    State.SENDING: "sending",
    State.HANDED_OVER: "sending",  # the gateway says later whether it arrived
    State.DELIVERED: "delivered",
    State.TEMPORARY_FAILURE: "temporary-failure",
    State.PERMANENT_FAILURE: "permanent-failure",
    State.TECHNICAL_FAILURE: "technical-failure",
    State.CANCELLED: "cancelled",
}
_WORDS = {
    Type.SMS: _TO_PHONES,
    Type.EMAIL: {**_TO_PHONES, State.HANDED_OVER: "sent"},  # the mail server took it, and says no more
    Type.LETTER: {
        **_TO_PHONES,
        State.CREATED: "accepted",
        State.SENDING: "accepted",
        State.HANDED_OVER: "received",
        State.DELIVERED: "received",
        State.PERMANENT_FAILURE: "returned-letter",
    },
}
FAILED = "failed"
"""A word that programs may ask for, and that stands for the three failures."""


def word_of(type_: Type, state: State) -> str:
    """Return the contract's word."""
    return _WORDS[type_][state]


def states_of(type_: Type, words: Collection[str]) -> list[State]:
    """Return the states that any of the words stands for."""
    wanted = set(words)
    if FAILED in wanted:
        wanted |= {"temporary-failure", "permanent-failure", "technical-failure", "returned-letter"}
    return [state for state, word in _WORDS[type_].items() if word in wanted]


KNOWN = {FAILED, *(word for words in _WORDS.values() for word in words.values())} | {
    "pending", "pending-virus-check", "virus-scan-failed", "validation-failed",
}  # fmt: skip
"""Every word that a list may be narrowed by; the last ones are states that nothing here stands in."""
