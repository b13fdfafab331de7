"""How often one network address may ask: a number for a minute, in memory, and nothing else of who asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from jiphyeon.foundation.accounts.adapters import address_of
from jiphyeon.foundation.clock.now import now


@dataclass(slots=True)
class Limit:
    """So many questions a minute from one address to one web process."""

    name: str
    a_minute: int


READS = Limit("read", 600)
"""Tables and proofs."""
QUESTIONS = Limit("question", 60)
"""What makes the machine think: explanations, searches."""


def too_often(request: HttpRequest, limit: Limit) -> bool:
    """Count this question, and return whether it is one too many in this minute."""
    minute = int(now().timestamp() // 60)
    slot = f"open-data:{limit.name}:{_address(request)}:{minute}"
    cache.add(slot, 0, timeout=90)
    try:
        return cache.incr(slot) > limit.a_minute
    except ValueError:  # put out of memory between the two by others' counts
        return False


def _address(request: HttpRequest) -> str:
    try:
        return address_of(request)
    except PermissionDenied:
        return ""  # no network brought the question; all of those are counted together


def seconds_left() -> int:
    """Return how long the minute still lasts."""
    return 60 - int(now().timestamp() % 60)
