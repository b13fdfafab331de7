"""The account-name service (계좌실명조회) as this office asks it, over HTTP: whose name stands on an account.

The form is that of the open-banking inquiry `/v2.0/inquiry/real_name`. Every wait has an end, every answer a greatest size.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
from django.conf import settings

from jiphyeon.foundation.network import web
from jiphyeon.kernel import Refused, parse_json

LARGEST = 64 * 1024
LONGEST = 4.0  # seconds for token and answer together: somebody waits for the page
_FOUND = "A0000"
_NO_SUCH = {
    "412",
    "414",
    "415",
    "416",
    "417",
}  # none there, moved away, closed, no ordinary one, not in a real name
_SEOUL = ZoneInfo("Asia/Seoul")


class NobodyAnswers(Exception):  # noqa: N818 -- an answer, not a malfunction
    """The service or the bank behind it cannot say now; ask again later."""


class Names(Protocol):
    """Whoever knows whose name stands on an account."""

    def holder_of(self, bank: str, number: str, *, born: date, at: datetime) -> str | None:
        """Return the name on an account of somebody born on a day; None where the bank has none. Raises NobodyAnswers."""
        ...


@dataclass(frozen=True, slots=True)
class NameService:
    """The service at its address. `http` does the sending: tests and callers choose it."""

    address: str
    http: httpx.Client
    client: str
    secret: str

    def holder_of(self, bank: str, number: str, *, born: date, at: datetime) -> str | None:
        """Return the name on an account, as `Names` says."""
        with web.within(LONGEST):
            form = {
                "client_id": self.client,
                "client_secret": self.secret,
                "scope": "oob",
                "grant_type": "client_credentials",
            }
            access = self._json("/oauth/2.0/token", data=form).get("access_token")
            if not isinstance(access, str):
                raise NobodyAnswers("no token")
            answer = self._json(
                "/v2.0/inquiry/real_name",
                headers={"Authorization": f"Bearer {access}"},
                json={
                    "bank_tran_id": f"{self.client[:10]:X<10}U{at:%H%M%S%f}"[:20],
                    "bank_code_std": bank,
                    "account_num": number,
                    "account_holder_info_type": " ",
                    "account_holder_info": f"{born:%y%m%d}",
                    "tran_dtime": f"{at.astimezone(_SEOUL):%Y%m%d%H%M%S}",
                },
            )
        if answer.get("rsp_code") == _FOUND:
            if answer.get("bank_code_std") != bank or answer.get("account_num") != number:
                raise NobodyAnswers("it speaks of another account")
            return str(answer.get("account_holder_name") or "")
        if answer.get("bank_rsp_code") in _NO_SUCH:
            return None
        raise NobodyAnswers(str(answer.get("rsp_code"))[:10])

    def _json(self, path: str, **more: Any) -> dict[str, Any]:
        try:
            status, body = web.ask(
                self.http, "POST", f"{self.address}{path}", longest=LONGEST, largest=LARGEST, **more
            )
            given = parse_json(body, path)
        except (httpx.HTTPError, Refused) as error:
            raise NobodyAnswers(type(error).__name__) from error
        if status >= 400 or not isinstance(given, dict):
            raise NobodyAnswers(f"status {status}")
        return given


@lru_cache(maxsize=1)
def connection() -> httpx.Client:
    """Return this process's connections, kept open between requests. Redirects are not followed."""
    loopback = urlsplit(settings.ACCOUNT_NAMES).hostname in {"127.0.0.1", "localhost", "::1"}
    return web.client(trust_env=not loopback)


def the_service() -> NameService | None:
    """Return the service this city is connected to; None outside demo mode where its client secret is not set."""
    if not settings.ACCOUNT_NAMES_SECRET:
        return None
    return NameService(
        settings.ACCOUNT_NAMES.rstrip("/"),
        connection(),
        settings.ACCOUNT_NAMES_CLIENT,
        settings.ACCOUNT_NAMES_SECRET,
    )
