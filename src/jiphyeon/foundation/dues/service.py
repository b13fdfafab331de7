"""The payment house as this office speaks to it, over HTTP. Every wait has an end, every answer a greatest size.

POST /v1/orders              {"id", "title", "amount", "back"}  → {"address"}
POST /v1/refunds             {"id", "payment"}                  → {"result"}
GET  /v1/settlements/<day>                                      → {"movements": [{"id", "order", "kind", "amount", "at"}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from jiphyeon.foundation.network import web
from jiphyeon.kernel import Refused, parse_json

LARGEST = 4 * 1024 * 1024  # bytes of an answer: a day's list
LONGEST = 5.0  # seconds: somebody waits for the page


class NobodyAnswers(Exception):  # noqa: N818 -- an answer, not a malfunction
    """The house cannot be asked now; nothing is said of the money."""


@dataclass(frozen=True, slots=True)
class House:
    """The house at its address. `http` does the sending: tests and callers choose it."""

    address: str
    token: str
    http: httpx.Client = field(repr=False)

    def order(self, *, key: str, title: str, amount: int, back: str) -> str:
        """Ask for an amount; return the address at which a person pays it. Raises NobodyAnswers."""
        given = self._ask(
            "POST", "/v1/orders", json={"id": key, "title": title, "amount": amount, "back": back}
        )
        address = str(given.get("address", ""))
        if urlsplit(address).netloc != urlsplit(self.address).netloc:
            raise NobodyAnswers("it leads elsewhere")
        return address

    def refund(self, *, key: str, payment: str) -> None:
        """Ask for a payment to be given back; the same key twice is one. Raises NobodyAnswers."""
        self._ask("POST", "/v1/refunds", json={"id": key, "payment": payment})

    def settled(self, day: date) -> list[Mapping[str, Any]]:
        """Return what it took and gave back on a day of the calendar. Raises NobodyAnswers."""
        rows = self._ask("GET", f"/v1/settlements/{day.isoformat()}").get("movements")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise NobodyAnswers("no list")
        return rows

    def _ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            status, body = web.ask(
                self.http, method, f"{self.address}{path}",
                longest=LONGEST, largest=LARGEST,
                headers={"Authorization": f"Bearer {self.token}"}, **more,
            )  # fmt: skip
            given = parse_json(body, path)
        except (httpx.HTTPError, Refused) as error:
            raise NobodyAnswers(type(error).__name__) from error
        if status >= 400 or not isinstance(given, dict):
            raise NobodyAnswers(f"status {status}")
        return given


def is_set_up() -> bool:
    """Return whether this city is connected to a payment house."""
    return bool(settings.PAYMENTS and settings.PAYMENTS_TOKEN and settings.PAYMENTS_SECRET)


def the_house() -> House | None:
    """Return the house this city is connected to; None where it is to none."""
    if not is_set_up():
        return None
    return House(settings.PAYMENTS.rstrip("/"), settings.PAYMENTS_TOKEN, connection())


@lru_cache(maxsize=1)
def connection() -> httpx.Client:
    """Return this process's connections, kept open between requests. Redirects are not followed."""
    loopback = urlsplit(settings.PAYMENTS).hostname in {"127.0.0.1", "localhost", "::1"}
    return web.client(trust_env=not loopback)
