"""The keyring: AES-256-GCM under a named key, newest key first, and hashes under a key of their own."""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from django.conf import settings

from jiphyeon.kernel import Refused

FOUND_BY = "siv"


@lru_cache(maxsize=16)
def _finder(key: bytes) -> AESSIV:
    """Return the cipher for values that are looked up, under a key derived from the ring's."""
    return AESSIV(hmac.digest(key, b"find:1", sha256) + hmac.digest(key, b"find:2", sha256))


@lru_cache(maxsize=16)
def _sealer(key: bytes) -> AESGCM:
    """Return the cipher of a key, whose schedule is worked out once and not for every field."""
    return AESGCM(key)


def encrypt(plain: str, *, purpose: str, lasting: bool = False) -> str:
    """Return `key id$base64(nonce + sealed)`, bound to `purpose` so that a value cannot be moved to another column.

    `lasting` seals under the oldest key, which always stays: for what lies where rotation does not look.
    """
    name, key = settings.FIELD_KEYS[-1 if lasting else 0]
    nonce = os.urandom(12)
    sealed = _sealer(key).encrypt(nonce, plain.encode(), purpose.encode())
    return f"{name}${base64.b64encode(nonce + sealed).decode()}"


def has_sealed_form(stored: str) -> bool:
    """Return whether a value looks as `encrypt` leaves it, under whatever key; plain text in its place was put there."""
    name, mark, body = stored.partition("$")
    try:
        return bool(name and mark and base64.b64decode(body, validate=True))
    except ValueError:
        return False


def lacks_its_key(stored: str) -> bool:
    """Return whether a value is sealed under a key that is not on the ring, so that nothing can be said of it."""
    return stored.partition("$")[0] not in dict(settings.FIELD_KEYS) and has_sealed_form(stored)


def decrypt(stored: str, *, purpose: str) -> str:
    """Return the plain text. Refused where the key is gone from the ring or the value was tampered with."""
    name, _, body = stored.partition("$")
    key = dict(settings.FIELD_KEYS).get(name)
    if lacks_its_key(stored):
        raise Refused(
            "key_missing",
            ko="열쇠 ‘{name}’이(가) 없습니다. 읽으려면 그 열쇠를 다시 넣어 주세요.",
            en="The field key {name!r} is not on the ring; add it back to read.",
            name=name,
        )
    try:
        if key is not None:
            raw = base64.b64decode(body, validate=True)
            return _sealer(key).decrypt(raw[:12], raw[12:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        pass
    raise Refused(
        "field_altered",
        ko="암호화해 둔 값({purpose})이 바뀌었습니다. 백업에서 되돌려 주세요.",
        en="An encrypted {purpose} field was altered.",
        purpose=purpose,
    )


def encrypt_to_find(plain: str, *, purpose: str) -> str:
    """Return a sealed form that is the same each time, so that a row can be found by it (AES-SIV, RFC 5297).

    It shows which rows are equal and nothing else. Sealed under the oldest key, like `keyed_hash`.
    """
    sealed = _finder(settings.FIELD_KEYS[-1][1]).encrypt(plain.encode(), [purpose.encode()])
    return f"{FOUND_BY}${base64.b64encode(sealed).decode()}"


def decrypt_found(stored: str, *, purpose: str) -> str:
    """Return the plain text of `encrypt_to_find`. Refused where the value was tampered with or the oldest key is gone."""
    try:
        raw = base64.b64decode(stored.partition("$")[2], validate=True)
        return _finder(settings.FIELD_KEYS[-1][1]).decrypt(raw, [purpose.encode()]).decode()
    except (InvalidTag, ValueError):
        raise Refused(
            "field_altered",
            ko="암호화해 둔 값({purpose})이 바뀌었습니다. 백업에서 되돌려 주세요.",
            en="An encrypted {purpose} field was altered.",
            purpose=purpose,
        ) from None


def is_newest(stored: str) -> bool:
    """Return whether a stored value is sealed under the newest key (rotation re-seals the others)."""
    return stored.partition("$")[0] == settings.FIELD_KEYS[0][0]


def keyed_hash(value: str, *, purpose: str) -> str:
    """Return a hash to look a personal value up by; not reversible without the key, different for each purpose.

    The oldest key of the ring is used, so that rotation does not lose what was stored.
    """
    return keyed_hasher(purpose)(value)


def keyed_hasher(purpose: str) -> Callable[[str], str]:
    """Return `keyed_hash` for one purpose, whose key is worked out once: for many values."""
    derived = hmac.digest(settings.FIELD_KEYS[-1][1], f"lookup:{purpose}".encode(), "sha256")
    return lambda value: hmac.digest(derived, value.encode(), "sha256").hex()
