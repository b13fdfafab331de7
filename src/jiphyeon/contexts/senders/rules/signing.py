"""How an event told to a service is signed: HMAC-SHA256 over the moment, a full stop and the body."""

from __future__ import annotations

import hmac
from hashlib import sha256


def signature(secret: str, *, seconds: int, body: bytes) -> str:
    """Return what the header says: `t=` the moment in seconds, `v1=` the signature in hex.

    >>> signature("key", seconds=1, body=b"{}")[:8]
    't=1,v1=4'
    """
    made = hmac.digest(secret.encode(), f"{seconds}.".encode() + body, sha256).hex()
    return f"t={seconds},v1={made}"
