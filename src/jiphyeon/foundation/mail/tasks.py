"""The worker's half of the outbox."""

from __future__ import annotations

import base64
import logging
from datetime import datetime

from django_tasks import task

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.mail import smtp

log = logging.getLogger(__name__)


def _to_the_server(raw: str, sender: str, to: str, written: str) -> smtp.HandOver:
    return smtp.hand_over(
        base64.b64decode(raw), sender=sender, to=[to], written=datetime.fromisoformat(written), at=now()
    )


@named("전자우편 보내기", "Send an e-mail")
@task()
@prepared_by(_to_the_server)
def deliver(raw: str, sender: str, to: str, written: str, *, prepared: smtp.HandOver) -> str:
    """Write down what became of a letter."""
    del raw, sender, to, written
    if prepared is smtp.HandOver.REJECTED:
        log.warning("the mail server will not take a letter")
    return prepared.value
