"""Tokens: HS256 with a key's secret, `iss` the service, `iat` within half a minute of our clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import jwt

from jiphyeon.contexts.senders.rules.answers import Rejected, no_key, wrong_key

BOUND = 30
"""Seconds by which clocks may differ."""
LONGEST = 2_000
_UNCHECKED: Any = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud", "iss", "sub", "jti")}
_UNPROVED: Any = {"verify_signature": False, **_UNCHECKED}


def token_of(header: str) -> str:
    """Return the token of an Authorization header. Rejected: there is none."""
    scheme, _, token = header.partition(" ")
    if not header:
        raise no_key("authentication token must be provided")
    if scheme.lower() != "bearer" or not token.strip():
        raise no_key("authentication bearer scheme must be used")
    if len(token) > LONGEST:
        raise wrong_key("token is too long")
    return token.strip()


def issuer_of(token: str) -> UUID:
    """Return the service a token names; nothing of it is proved yet. Rejected: it names none."""
    try:
        head = jwt.get_unverified_header(token)
        claims = jwt.decode(token, options=_UNPROVED)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise wrong_key("signature, api token is not valid") from None
    if head.get("alg") != "HS256":
        raise wrong_key("algorithm used is not HS256")
    if "iss" not in claims:
        raise wrong_key("iss field not provided")
    try:
        return UUID(claims["iss"])
    except (ValueError, AttributeError, TypeError):
        raise wrong_key("service id is not the right data type") from None


def signed_by(token: str, secrets: Sequence[str], *, moment: datetime) -> int:
    """Return the place of the secret a token was signed with. Rejected: by none of them, too old, ahead of our clock."""
    for place, secret in enumerate(secrets):
        try:
            claims = jwt.decode(token, secret, algorithms=["HS256"], options=_UNCHECKED)
        except jwt.PyJWTError:
            continue
        _require_fresh(claims.get("iat"), moment)
        return place
    raise wrong_key("API key not found")


def _require_fresh(issued: object, moment: datetime) -> None:
    if issued is None:
        raise wrong_key("iat field not provided")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise wrong_key("iat field is not a number")
    if not abs(int(moment.timestamp()) - issued) <= BOUND:  # a token may say any number, however large
        raise Rejected(
            403, [("AuthError", f"Error: Your system clock must be accurate to within {BOUND} seconds")]
        )
