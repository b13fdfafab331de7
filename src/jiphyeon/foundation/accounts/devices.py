"""Which accounts signed in on this device before: a signed cookie that names none of them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from jiphyeon.foundation.secrets.keys import keyed_hash

COOKIE = "known_device"
KNOWN_FOR = 365 * 24 * 60 * 60
MOST = 8  # people who share a device
_SALT = "accounts.device"


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return kept if isinstance(kept, dict) else {}


def _name(account: str) -> str:
    return keyed_hash(account, purpose="device")[:16]


def mark_of(request: HttpRequest, account: str) -> str:
    """Return the mark this device was given when an account signed in on it, or "" where it never did."""
    return str(_read(request).get(_name(account), ""))


def remember(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """Let this device be known to an account that just signed in on it."""
    kept = _read(request)
    mark = kept.pop(_name(account), None) or secrets.token_hex(8)
    kept = dict([*kept.items(), (_name(account), mark)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
