"""The relay as this office speaks to it, over HTTP. Every wait has an end, every answer a greatest size.

POST /v1/identities         {"identities": [{"id", "hash"}]}      → {"identities": [{"id", "result", "ci"?}]}
POST /v1/documents          {"documents": [{"id", "ci", …}]}      → {"documents": [{"id", "result"}]}
POST /v1/documents/close    {"documents": [id, …]}                → {"documents": [{"id", "result"}]}
POST /v1/tokens/redeem      {"token"}                             → {"id", "ci", "identified_at", "consented_at", "opened_at"}
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from jiphyeon.foundation.messages.api import Away
from jiphyeon.foundation.network import web
from jiphyeon.kernel import Refused, parse_json

LARGEST = 1024 * 1024  # bytes of an answer
LONGEST = 10.0  # seconds for a block
LONGEST_FOR_A_PERSON = 5.0  # seconds where somebody waits for the page


@dataclass(frozen=True, slots=True)
class Relay:
    """The relay at its address. `http` does the sending: tests and callers choose it."""

    address: str
    token: str
    secret: str
    http: httpx.Client = field(repr=False)

    def hash_of(self, identity: str) -> str:
        """Return what is sent in place of what we know somebody by."""
        return hmac.new(self.secret.encode(), b"identity:" + identity.encode(), sha256).hexdigest()

    def convert(self, identities: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Return of each identity what the relay says, and the linking value of those it knows. Raises Away."""
        asked = [{"id": str(n), "hash": self.hash_of(one)} for n, one in enumerate(identities)]
        given = self._listed("/v1/identities", {"identities": asked}, "identities")
        return {
            identities[int(n)]: (str(one.get("result")), str(one.get("ci", "")))
            for n, one in given.items()
            if n.isdecimal() and int(n) < len(identities)
        }

    def take(self, documents: Sequence[Mapping[str, str]]) -> dict[str, str]:
        """Put documents; return what came of each by its id. The same again is the same document. Raises Away."""
        given = self._listed("/v1/documents", {"documents": list(documents)}, "documents")
        return {key: str(one.get("result")) for key, one in given.items()}

    def close(self, keys: Sequence[str]) -> None:
        """Take back what nobody opened; what became of each comes as a callback. Raises Away."""
        self._listed("/v1/documents/close", {"documents": list(keys)}, "documents")

    def redeem(self, token: str) -> tuple[int, dict[str, Any]]:
        """Return the status and what a token opens. Raises Away."""
        return self._ask("/v1/tokens/redeem", {"token": token}, longest=LONGEST_FOR_A_PERSON)

    def _listed(self, path: str, asked: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
        status, given = self._ask(path, asked, longest=LONGEST)
        rows = given.get(name)
        if status != 200 or not isinstance(rows, list):
            raise Away(f"relay-{status}")
        return {str(row.get("id")): row for row in rows if isinstance(row, dict)}

    def _ask(self, path: str, asked: Mapping[str, Any], *, longest: float) -> tuple[int, dict[str, Any]]:
        try:
            status, body = web.ask(
                self.http, "POST", f"{self.address}{path}",
                longest=longest, largest=LARGEST,
                json=asked, headers={"Authorization": f"Bearer {self.token}"},
            )  # fmt: skip
        except httpx.HTTPError as gone:
            raise Away("relay-away") from gone
        if status >= 500 or status in {401, 403, 429}:
            raise Away(f"relay-{status}")
        try:
            given = parse_json(body, path)
        except Refused as unread:
            raise Away("relay-garbled") from unread
        if not isinstance(given, dict):
            raise Away("relay-garbled")
        return status, given


def is_set_up() -> bool:
    """Return whether this city is connected to a relay."""
    return bool(settings.RELAY and settings.RELAY_TOKEN and settings.RELAY_SECRET)


def the_relay(http: httpx.Client | None = None) -> Relay | None:
    """Return the relay this city is connected to; None where it is to none."""
    if not is_set_up():
        return None
    return Relay(
        settings.RELAY.rstrip("/"), settings.RELAY_TOKEN, settings.RELAY_SECRET, http or connection()
    )


def fresh_connection() -> httpx.Client:
    """Return connections of their own. Redirects are not followed."""
    loopback = urlsplit(settings.RELAY).hostname in {"127.0.0.1", "localhost", "::1"}
    return web.client(trust_env=not loopback)


@lru_cache(maxsize=1)
def connection() -> httpx.Client:
    """Return this process's connections, kept open between requests."""
    return fresh_connection()
