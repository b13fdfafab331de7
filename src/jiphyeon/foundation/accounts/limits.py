"""How often signing in may fail: counted in the database, for an account and for a network, with a delay that grows.

A try is counted before the pass phrase is looked at and given back where it was right, so that tries made at the same
moment cannot pass under the limit together. A device on which somebody signed in before counts for itself: whoever
guesses from elsewhere keeps the owner waiting nowhere they are known.

Keys are kept as hashes. Nothing but age takes a row away, so no amount of other tries makes one forgotten.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from jiphyeon.foundation.accounts.models import Remembered, SignInTries
from jiphyeon.foundation.secrets.keys import keyed_hash

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)  # without another failure


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted, and how many failures cost nothing."""

    key: str
    free: int


def account(name: str) -> Counter:
    """Return the counter of an account, or of a name that no account has: nobody learns which."""
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    return Counter(keyed_hash(f"account:{plain}", purpose="sign-in"), free=5)


def device(name: str, mark: str) -> Counter:
    """Return the counter of an account on a device where its owner signed in before."""
    return Counter(keyed_hash(f"device:{name}:{mark}", purpose="sign-in"), free=10)


def network(address: str) -> Counter:
    """Return the counter of a network: one IPv4 address, or the /64 one IPv6 line is given."""
    try:
        read = ip_address(address)
    except ValueError:
        return Counter(keyed_hash(f"network:{address}", purpose="sign-in"), free=20)
    mapped = getattr(read, "ipv4_mapped", None) or read
    width = 32 if mapped.version == 4 else 64
    return Counter(
        keyed_hash(f"network:{ip_network((mapped, width), strict=False)}", purpose="sign-in"), free=20
    )


def wait_after(failures: int, *, free: int) -> timedelta:
    """Return how long the next try waits: nothing while tries are free, then doubled each time, an hour at most.

    >>> [int(wait_after(n, free=5).total_seconds()) for n in (0, 4, 5, 6, 7, 11, 12, 10_000)]
    [0, 0, 30, 60, 120, 1920, 3600, 3600]
    """
    over = failures - free
    return timedelta(0) if over < 0 else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(over, 12))


@transaction.atomic
def take(counters: Sequence[Counter], *, at: datetime) -> timedelta:
    """Count one try everywhere it counts, or, where one counter still waits, count nothing; return the time to wait."""
    forget(at=at)
    SignInTries.objects.bulk_create(
        [SignInTries(key=one.key, last_at=at, wait_until=at) for one in counters], ignore_conflicts=True
    )
    # In the order of their keys, so that two tries at once cannot stand in each other's way.
    rows = (
        SignInTries.objects.select_for_update().filter(key__in=[one.key for one in counters]).order_by("key")
    )
    held = {row.key: row for row in rows}
    waits = max(row.wait_until - at for row in held.values())
    if waits > timedelta(0):
        return waits
    for one in counters:
        row = held[one.key]
        row.failures = 1 + (0 if at - row.last_at > FORGOTTEN_AFTER else row.failures)
        row.last_at, row.wait_until = at, at + wait_after(row.failures, free=one.free)
        row.save()
    return timedelta(0)


def give_back(counters: Sequence[Counter], *, at: datetime) -> None:
    """Uncount a try that was right. What others failed before stays counted."""
    SignInTries.objects.filter(key__in=[one.key for one in counters]).update(
        failures=Greatest(F("failures") - 1, 0), wait_until=at
    )


def forgive(counter: Counter) -> None:
    """Forget what was counted: the owner has shown by mail who they are."""
    SignInTries.objects.filter(key=counter.key).delete()


def forget(*, at: datetime) -> None:
    """Delete counters too old to count, and what the cache keeps beyond its time."""
    SignInTries.objects.filter(last_at__lt=at - FORGOTTEN_AFTER).delete()
    Remembered.objects.filter(expires__lt=at).delete()
