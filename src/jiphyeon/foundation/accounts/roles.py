"""The roles that rooms declare, and those of the house itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.rooms.roles import ADMINISTRATOR, AUDITOR, HEAD, Role

__all__ = ["ADMINISTRATOR", "AUDITOR", "HEAD", "Role", "at_the_counter", "known_roles", "roles"]


@cache
def roles() -> tuple[Role, ...]:
    """Return every role there is, those of the office's duties first."""
    ordered = sorted(rooms(), key=lambda room: ".contexts." not in room.name)
    return tuple({role: role for room in ordered for role in room.roles})


def known_roles(words: Iterable[str]) -> frozenset[Role]:
    """Return the roles among words, leaving out those that are no longer roles."""
    wanted = set(words)
    return frozenset(role for role in roles() if role in wanted)


@cache
def at_the_counter() -> frozenset[Role]:
    """Return the roles whose holders take what people bring to the counter, and may register them there."""
    return frozenset(role for room in rooms() for role in room.counter_roles)
