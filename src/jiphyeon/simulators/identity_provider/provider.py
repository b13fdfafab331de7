"""The code flow with PKCE (RFC 7636), and what its answers say: right, or wrong in a way that was switched on."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from jiphyeon.simulators.web import ProtocolError

CODE_SECONDS = 60
TOKEN_SECONDS = 120
FAULTS = {
    "wrong_nonce", "no_nonce", "wrong_issuer", "wrong_audience", "expired", "future_nbf", "future_iat", "old",
    "no_times", "wrong_key", "unknown_key", "unsigned", "shared_secret", "no_token", "other_person", "error",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for authorisation that somebody agreed to."""

    redirect_uri: str
    challenge: str
    nonce: str
    person: str
    until: float


@dataclass(slots=True)
class Provider:
    """The provider: people by their identifier (`sub`), codes good once, and at most one fault at a time."""

    issuer: str
    client: str
    secret: str
    redirect_uris: frozenset[str]
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    fault: str = ""
    _codes: dict[str, Asked] = field(default_factory=dict)
    _tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    _key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))
    _stranger: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def metadata(self) -> dict[str, Any]:
        """Return what OpenID Connect Discovery 1.0 wants published."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks.json",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    @property
    def jwks(self) -> dict[str, Any]:
        """Return the published key."""
        public = jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "first", "use": "sig", "alg": "ES256"}]}

    def check_request(self, given: Mapping[str, str]) -> None:
        """Refuse a request that does not follow the protocol as this provider wants it: with PKCE, state and nonce."""
        if given.get("client_id") != self.client or given.get("redirect_uri") not in self.redirect_uris:
            raise ProtocolError("invalid_client", 401)
        wanted = given.get("response_type") == "code" and "openid" in given.get("scope", "").split()
        if not wanted or given.get("code_challenge_method") != "S256" or not given.get("code_challenge"):
            raise ProtocolError("invalid_request")
        if len(given.get("nonce", "")) < 16 or not given.get("state"):
            raise ProtocolError("invalid_request")

    def agree(self, given: Mapping[str, str], person: str, *, at: float) -> str:
        """Return a code for somebody the provider knows."""
        self.check_request(given)
        if person not in self.people:
            raise ProtocolError("unknown_person", 422)
        code = secrets.token_urlsafe(24)
        self._codes[code] = Asked(
            given["redirect_uri"], given["code_challenge"], given["nonce"], person, at + CODE_SECONDS
        )
        return code

    def token(self, form: Mapping[str, str], *, client: str, secret: str, at: float) -> dict[str, Any]:
        """Exchange a code for tokens, once."""
        if client != self.client or not hmac.compare_digest(secret, self.secret):
            raise ProtocolError("invalid_client", 401)
        asked = self._codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if asked is None or asked.until < at or form.get("redirect_uri") != asked.redirect_uri:
            raise ProtocolError("invalid_grant")
        if challenge != asked.challenge:
            raise ProtocolError("invalid_grant")
        if self.fault == "error":
            raise ProtocolError("server_error", 500)
        access = secrets.token_urlsafe(24)
        self._tokens[access] = (asked.person, at + TOKEN_SECONDS)
        given = {"access_token": access, "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return given if self.fault == "no_token" else {**given, "id_token": self._signed(asked, at=int(at))}

    def userinfo(self, access: str, *, at: float) -> dict[str, Any]:
        """Return what is known of the person a token is about."""
        person, until = self._tokens.get(access, ("", 0.0))
        if until < at:
            raise ProtocolError("invalid_token", 401)
        claims = {name: value for name, value in self.people[person].items() if name != "acr"}
        return {**claims, "sub": "somebody-else" if self.fault == "other_person" else person}

    def _signed(self, asked: Asked, *, at: int) -> str:
        claims: dict[str, Any] = {
            "iss": self.issuer, "sub": asked.person, "aud": self.client, "nonce": asked.nonce,
            "iat": at, "exp": at + TOKEN_SECONDS,
        }  # fmt: skip
        if acr := self.people[asked.person].get("acr"):
            claims["acr"] = acr
        changes: dict[str, dict[str, Any]] = {
            "wrong_nonce": {"nonce": "another-nonce-altogether"},
            "wrong_issuer": {"iss": "https://elsewhere.example"},
            "wrong_audience": {"aud": "another-client"},
            "expired": {"iat": at - 300, "exp": at - 180},
            "future_nbf": {"nbf": at + 3600},
            "future_iat": {"iat": at + 3600, "exp": at + 7200},
            "old": {"iat": at - 86_400},
        }
        claims |= changes.get(self.fault, {})
        for name in {"no_nonce": ["nonce"], "no_times": ["iat", "exp"]}.get(self.fault, []):
            del claims[name]
        headers = {"kid": "second" if self.fault == "unknown_key" else "first"}
        if self.fault == "unsigned":
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        if self.fault == "shared_secret":
            return jwt.encode(claims, self.secret.ljust(32, "x"), algorithm="HS256", headers=headers)
        key = self._stranger if self.fault == "wrong_key" else self._key
        return jwt.encode(claims, key, algorithm="ES256", headers=headers)
