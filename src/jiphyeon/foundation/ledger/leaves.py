"""What a leaf is: public JSON that commits to a subject and facts without saying them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any


def canonical(value: object) -> str:
    """Return JSON with sorted keys and no spaces: the same value is the same text on every machine."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def commitment(salt: bytes, what: str, value: object) -> str:
    """Return HMAC-SHA-256 under the salt: says nothing without the salt, and fits no other value with it."""
    return hmac.digest(salt, f"{what}:{canonical(value)}".encode(), sha256).hex()


def leaf_text(
    *,
    kind: str,
    on: date,
    subject: str,
    facts: Mapping[str, Any],
    salt: bytes,
    at: datetime | None,
) -> str:
    """Return the leaf: `{"at": …, "facts": …, "kind": …, "on": …, "subject": …}` in canonical form.

    `at` is the moment of recording; leaves from before version 0.3.0 do not hold it (None).
    """
    contents = {
        "facts": commitment(salt, "facts", facts),
        "kind": kind,
        "on": on.isoformat(),
        "subject": commitment(salt, "subject", subject),
    }
    if at is not None:
        contents["at"] = commitment(salt, "at", moment_text(at))
    return canonical(contents)


def moment_text(at: datetime) -> str:
    """Return a moment as it is hashed and published: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
