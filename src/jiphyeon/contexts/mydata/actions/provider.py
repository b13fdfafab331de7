"""The provider as this office speaks to it, over HTTP. Every wait has an end, every answer a greatest size."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from django.conf import settings

from jiphyeon.contexts.mydata.rules.proof import keys_of, untrusted
from jiphyeon.foundation.network import web
from jiphyeon.kernel import Refused, parse_json

LARGEST = 64 * 1024
LONGEST = 8.0  # seconds for one answer, however slowly it drips
WHOLE = 15.0  # seconds for everything one walk asks: somebody waits for the page


@dataclass(frozen=True, slots=True)
class Token:
    """What a provider gave: good for a minute or two and only for the items in `scope`."""

    access: str
    scope: str
    refresh: str | None


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider at its address. `http` does the sending: tests and callers choose it."""

    issuer: str
    http: httpx.Client
    client: str
    secret: str

    def push(self, request: Mapping[str, str]) -> str:
        """Lay down a request for authorisation and return the address the person goes to. Nothing personal is in it."""
        given = self._post("/par", {"response_type": "code", "code_challenge_method": "S256", **request})
        return f"{self.issuer}/authorize?" + urlencode(
            {"client_id": self.client, "request_uri": str(given["request_uri"])}
        )

    def redeem(self, *, code: str, verifier: str, redirect_uri: str) -> Token:
        """Exchange the code that came back for a token."""
        return self._token(
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": verifier,
                "redirect_uri": redirect_uri,
            }
        )

    def renew(self, refresh: str) -> Token:
        """Get a new token under a regular consent."""
        return self._token({"grant_type": "refresh_token", "refresh_token": refresh})

    def revoke(self, refresh: str) -> None:
        """Tell the provider that the consent ended. Telling it twice does no harm."""
        self._post("/revoke", {"token": refresh})

    def keys(self) -> dict[str, EllipticCurvePublicKey]:
        """Return the provider's published keys."""
        return keys_of(self._json("GET", "/.well-known/jwks.json"))

    def answer(self, item: str, token: str, *, facts: Collection[str], nonce: str, on: date) -> str:
        """Return the signed answer on one item, not yet proved: of all that its holder keeps the facts named alone."""
        query = {"nonce": nonce, "on": on.isoformat(), "facts": " ".join(facts)}
        given = self._json(
            "GET",
            f"/answers/{item}?" + urlencode(query),
            headers={"Authorization": f"Bearer {token}"},
        )
        if not isinstance(given.get("answer"), str):
            raise untrusted("malformed")
        return str(given["answer"])

    def _token(self, form: Mapping[str, str]) -> Token:
        given = self._post("/token", form)
        if str(given.get("token_type", "")).lower() != "bearer" or not given.get("access_token"):
            raise untrusted("malformed")
        return Token(str(given["access_token"]), str(given.get("scope", "")), given.get("refresh_token"))

    def _post(self, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        return self._json("POST", path, data=dict(form), auth=(self.client, self.secret))

    def _json(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        if auth := more.pop("auth", None):
            more["auth"] = httpx.BasicAuth(*auth)
        try:
            status, body = web.ask(
                self.http, method, f"{self.issuer}{path}", longest=LONGEST, largest=LARGEST, **more
            )
        except httpx.TimeoutException as error:
            raise untrusted("timeout") from error
        except httpx.DecodingError as error:
            raise untrusted("malformed") from error
        except httpx.HTTPError as error:
            raise untrusted("unreachable") from error
        try:
            given = parse_json(
                body, path, as_written=True
            )  # signed words: composing them would break the signature
        except Refused as error:
            raise untrusted("malformed" if status < 400 else "holder_error") from error
        if status >= 500 or not isinstance(given, dict):
            raise untrusted("holder_error")
        if status >= 400:
            raise untrusted("not_allowed")
        return given


@lru_cache(maxsize=1)
def connection() -> httpx.Client:
    """Return this process's connections, kept open between requests. Redirects are not followed."""
    loopback = urlsplit(settings.MYDATA_PROVIDER).hostname in {"127.0.0.1", "localhost", "::1"}
    return web.client(trust_env=not loopback)


def the_provider(http: httpx.Client | None = None) -> Provider:
    """Return the provider this city is connected to. Refused outside demo mode where its client secret is not set."""
    secret = settings.MYDATA_SECRET
    if not secret:
        raise Refused(
            "provider_secret",
            ko="마이데이터 연결이 아직 설정되지 않았습니다. 종이 서류로 신청하실 수 있습니다.",
            en="The connection to MyData is not set up yet. You can apply with papers.",
        )
    return Provider(
        settings.MYDATA_PROVIDER.rstrip("/"), http or connection(), settings.MYDATA_CLIENT, secret
    )
