"""The keyring: AES-256-GCM under a named key, newest key first, and hashes under a key of their own."""

from __future__ import annotations

import base64
import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from jiphyeon.kernel import Refused


@lru_cache(maxsize=16)
def _sealer(key: bytes) -> AESGCM:
    """Return the cipher of a key, whose schedule is worked out once and not for every field."""
    return AESGCM(key)


def encrypt(plain: str, *, purpose: str) -> str:
    """Return `key id$base64(nonce + sealed)`, bound to `purpose` so that a value cannot be moved to another column."""
    name, key = settings.FIELD_KEYS[0]
    nonce = os.urandom(12)
    sealed = _sealer(key).encrypt(nonce, plain.encode(), purpose.encode())
    return f"{name}${base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, *, purpose: str) -> str:
    """Return the plain text. Refused where the key is gone from the ring or the value was tampered with."""
    name, _, body = stored.partition("$")
    key = dict(settings.FIELD_KEYS).get(name)
    if key is None:
        raise Refused(
            "key_missing", en="The field key {name!r} is not on the ring; add it back to read.", name=name
        )
    try:
        raw = base64.b64decode(body, validate=True)
        return _sealer(key).decrypt(raw[:12], raw[12:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        raise Refused(
            "field_altered", en="An encrypted {purpose} field was altered.", purpose=purpose
        ) from None


def is_newest(stored: str) -> bool:
    """Return whether a stored value is sealed under the newest key (rotation re-seals the others)."""
    return stored.partition("$")[0] == settings.FIELD_KEYS[0][0]


def keyed_hash(value: str, *, purpose: str) -> str:
    """Return a hash to look a personal value up by; not reversible without the key, different for each purpose.

    The oldest key of the ring is used, so that rotation does not lose what was stored.
    """
    derived = hmac.digest(settings.FIELD_KEYS[-1][1], f"lookup:{purpose}".encode(), sha256)
    return hmac.new(derived, value.encode(), sha256).hexdigest()
