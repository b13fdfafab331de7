"""What an identity provider's signed token must prove before a word of it is believed (OpenID Connect Core 1.0, 3.1.3.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

ALGORITHMS = (
    "ES256",
    "ES384",
    "EdDSA",
    "PS256",
    "RS256",
)  # with a published key; never one that shares a secret
SKEW = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)  # a token is made for the sign-in that asks for it
SMALLEST_RSA = 2048


class Unproven(Exception):  # noqa: N818 -- says what it is
    """The token does not prove what it says. `code` is for logs: no value of the token is in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def proved(
    compact: str,
    *,
    keys: Sequence[Mapping[str, Any]],
    issuer: str,
    client: str,
    nonce: str,
    at: datetime,
) -> dict[str, Any]:
    """Return the claims of a token. Raises Unproven. `keys` is the provider's published set, `at` the real moment."""
    try:
        header = jwt.get_unverified_header(compact)
    except jwt.InvalidTokenError as error:
        raise Unproven("unreadable") from error
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise Unproven("algorithm")
    key = _key(keys, header.get("kid"), algorithm)
    unchecked = {f"verify_{name}": False for name in ("aud", "exp", "iat", "iss", "nbf", "sub", "jti")}
    try:
        claims = jwt.decode(compact, key, algorithms=[algorithm], options=unchecked)  # type: ignore[arg-type]
    except jwt.InvalidTokenError as error:
        raise Unproven("signature") from error
    _for_us(claims, issuer=issuer, client=client, nonce=nonce)
    _in_time(claims, at)
    return dict(claims)


def _key(keys: Sequence[Mapping[str, Any]], kid: object, algorithm: str) -> Any:
    for entry in keys:
        named = (kid is None and len(keys) == 1) or (kid is not None and entry.get("kid") == kid)
        if not named or entry.get("use", "sig") != "sig" or entry.get("alg", algorithm) != algorithm:
            continue
        try:
            key = jwt.PyJWK(dict(entry), algorithm=algorithm).key
        except (jwt.PyJWKError, jwt.InvalidKeyError, ValueError, TypeError) as error:
            raise Unproven("key") from error
        if isinstance(key, RSAPublicKey) and key.key_size < SMALLEST_RSA:
            raise Unproven("key")
        return key
    raise Unproven("key")


def _for_us(claims: Mapping[str, Any], *, issuer: str, client: str, nonce: str) -> None:
    if claims.get("iss") != issuer:
        raise Unproven("issuer")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or client not in audiences:
        raise Unproven("audience")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != client:
        raise Unproven("audience")
    if not nonce or claims.get("nonce") != nonce:
        raise Unproven("nonce")
    if not isinstance(claims.get("sub"), str) or not 0 < len(claims["sub"]) <= 255:
        raise Unproven("subject")


def _in_time(claims: Mapping[str, Any], at: datetime) -> None:
    made, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    begins = _moment(claims["nbf"]) if "nbf" in claims else made
    if expires <= at - SKEW:
        raise Unproven("expired")
    if made > at + SKEW or begins > at + SKEW:
        raise Unproven("not_yet")
    if made < at - OLDEST:
        raise Unproven("old")


def _moment(value: object) -> datetime:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unproven("unreadable")
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Unproven("unreadable") from error


def day(value: object) -> date | None:
    """Return a birth date as OpenID writes it; None where it is not told whole ("1990", "0000-05-01")."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
