"""How often a key may ask: a bucket of tokens for each, in the memory of one process. Nothing is counted in any table."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field

MOST = 10_000
"""Buckets kept; the one that was asked longest ago is forgotten, and is full when it is asked again."""


@dataclass(slots=True)
class Buckets:
    """So many tokens a minute for each name; what lies unused gathers up to `burst`."""

    _kept: OrderedDict[Hashable, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, name: Hashable, *, a_minute: int, seconds: float) -> bool:
        """Take a token at a moment in seconds; return whether there was one.

        >>> some = Buckets()
        >>> [some.take("key", a_minute=3, seconds=0.0) for _ in range(3)], some.take("key", a_minute=3, seconds=20.0)
        ([True, True, False], True)
        """
        burst = min(a_minute / 3 + 1, 1_000)
        with self._lock:
            left, before = self._kept.get(name, (burst, seconds))
            left = min(burst, left + max(0.0, seconds - before) * a_minute / 60)
            taken = left >= 1
            self._kept[name] = (left - 1 if taken else left, max(seconds, before))
            self._kept.move_to_end(name)
            if len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return taken
