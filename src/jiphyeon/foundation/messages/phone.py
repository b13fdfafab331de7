"""The channel of text messages: one POST for each to a gateway, which tells them apart by our key.

POST /texts   Authorization: Bearer …   {"id": our key, "to": number, "from": sender, "text": body}
2xx  taken; the same id again is the same message   409  likewise: it has it already
400, 404, 410, 422  never to this number            429, 5xx  not now
"""

from __future__ import annotations

from collections.abc import Generator, Sequence

import httpx

from jiphyeon.foundation.messages.channels import TAKEN, Away, Outcome, Parcel, Result
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.network import web
from jiphyeon.kernel import Refused

LONGEST = 10.0  # seconds for one text
LARGEST = 65_536  # bytes of an answer
_NEVER = {400, 404, 410, 422}
_REFUSES_US = {401, 403}


class Phone:
    """Hands texts to a gateway over connections that are kept."""

    channel = Channel.TEXT
    reports = True

    def __init__(self, base: str, *, token: str) -> None:
        self._url, self._token = base.rstrip("/") + "/texts", token
        self._http: httpx.Client | None = None

    def hand_over(self, block: Sequence[Parcel]) -> Generator[Outcome, None, None]:
        """Yield what the gateway says of each. Raises Away where it is not there, or does not know us."""
        for parcel in block:
            try:
                values = {
                    "id": str(parcel.key),
                    "to": parcel.address,
                    "from": parcel.text.sender,
                    "text": parcel.rendered().body,
                }
            except Refused as no:
                yield Outcome(Result.FAULT, no.code[:60])
                continue
            yield self._answer(values)

    def close(self) -> None:
        """Let the connections go."""
        http, self._http = self._http, None
        if http is not None:
            http.close()

    def _answer(self, given: dict[str, str]) -> Outcome:
        self._http = self._http or web.client()
        try:
            status, _body = web.ask(
                self._http, "POST", self._url,
                longest=LONGEST, largest=LARGEST,
                json=given, headers={"Authorization": f"Bearer {self._token}"},
            )  # fmt: skip
        except httpx.HTTPError as gone:
            self.close()
            raise Away("text-away") from gone
        if 200 <= status < 300 or status == 409:
            return TAKEN
        if status in _NEVER:
            return Outcome(Result.NEVER, f"text-{status}")
        if status in _REFUSES_US or status >= 500:
            raise Away(f"text-{status}")
        return Outcome(Result.NOT_NOW, f"text-{status}")
