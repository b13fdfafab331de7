"""Django's way to send mail, led into the outbox: nothing is said to any server while somebody waits for a page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.mail.tasks import deliver


class Outbox(BaseEmailBackend):
    """Named in settings.EMAIL_BACKEND. What is rolled back with the caller's transaction is never sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put messages into the outbox; return how many."""
        for message in email_messages:
            put(message)
        return len(email_messages)


def put(message: EmailMessage) -> None:
    """Put one message into the outbox, one letter for each reader. Every try of a letter carries the same Message-ID."""
    domain = settings.DEFAULT_FROM_EMAIL.partition("@")[2] or "localhost"
    for reader in message.recipients():
        # Set here, for Django would ask a name server for this machine's name.
        message.extra_headers["Message-ID"] = f"<{uuid4()}@{domain}>"
        parts: Any = message.message()
        deliver.enqueue(
            raw=base64.b64encode(parts.as_bytes(linesep="\r\n")).decode(),
            sender=parseaddr(message.from_email)[1],
            to=parseaddr(reader)[1],
            written=now().isoformat(),
        )
