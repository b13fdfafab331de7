"""What a leaf is: public JSON that commits to a subject and facts without saying them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any


def canonical(value: object) -> str:
    """Return JSON with sorted keys and no spaces: the same value is the same text on every machine."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def commitment(salt: bytes, what: str, value: object) -> str:
    """Return HMAC-SHA-256 under the salt: says nothing without the salt, and fits no other value with it."""
    return hmac.digest(salt, f"{what}:{canonical(value)}".encode(), sha256).hex()


def leaf_text(*, kind: str, on: date, subject: str, facts: Mapping[str, Any], salt: bytes) -> str:
    """Return the leaf: `{"facts": …, "kind": …, "on": …, "subject": …}` in canonical form."""
    return canonical(
        {
            "facts": commitment(salt, "facts", facts),
            "kind": kind,
            "on": on.isoformat(),
            "subject": commitment(salt, "subject", subject),
        }
    )
