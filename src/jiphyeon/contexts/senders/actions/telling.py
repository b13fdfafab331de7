"""Call a service's machine: one signed POST for each event, which ends in bounded time."""

from __future__ import annotations

import socket
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from django.conf import settings

from jiphyeon.contexts.senders.actions.events import Answer
from jiphyeon.contexts.senders.enums import Stage, Told
from jiphyeon.contexts.senders.models import ServiceEvent
from jiphyeon.contexts.senders.rules.callbacks import fault_of, fault_of_machines
from jiphyeon.contexts.senders.rules.signing import signature
from jiphyeon.foundation.network import web

LONGEST = 5.0  # seconds for one call
LARGEST = 65_536  # bytes of an answer, which nobody reads
_AGAIN = {408, 429}


def call(event: UUID, *, at: datetime) -> Answer | None:
    """Tell a service of an event; return what its machine said, None where nothing is to be told any more.

    Not again: what the machine says it will never take (4xx).
    """
    row = ServiceEvent.objects.filter(key=event, state=Told.WAITING).select_related("service").first()
    if row is None:
        return None
    service = row.service
    if row.body is None or not service.callback_url or service.stage is Stage.CLOSED:
        return Answer(taken=False, code="no-address", again=False)
    simulated = settings.DEMO or settings.TESTING
    url = service.callback_url
    if fault_of(url, simulated=simulated) is not None or (not simulated and _leads_here(url)):
        return Answer(taken=False, code="address-refused", again=False)
    body = row.body.encode()
    headers = {
        "Content-Type": "application/json",
        "X-Event-Id": str(row.key),
        "X-Signature": signature(service.callback_secret, seconds=int(at.timestamp()), body=body),
    }
    if service.callback_token:
        headers["Authorization"] = f"Bearer {service.callback_token}"
    try:
        with web.client(trust_env=not simulated) as http:
            status, _answer = web.ask(
                http, "POST", url, longest=LONGEST, largest=LARGEST, content=body, headers=headers
            )
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        return Answer(taken=False, code="no-answer")
    return Answer(taken=200 <= status < 300, code=f"http-{status}", again=status >= 500 or status in _AGAIN)


def _leads_here(url: str) -> bool:
    """Return whether a name leads to this machine, or to an address that is nobody's."""
    host = urlsplit(url).hostname or ""
    try:
        found = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False  # nobody is there; the call says so
    return fault_of_machines([str(one[4][0]) for one in found]) is not None
