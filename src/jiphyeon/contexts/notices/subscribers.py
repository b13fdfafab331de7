"""The outbox: an e-mail is handed over while no transaction is open, then what came of it is written down."""

from __future__ import annotations

from email.message import EmailMessage
from smtplib import SMTP
from uuid import UUID

from django.conf import settings
from django_tasks import task

from jiphyeon.contexts.notices import actions
from jiphyeon.contexts.notices.enums import MailState
from jiphyeon.contexts.notices.events import NoticeSent
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.calls import prepared_by
from jiphyeon.foundation.jobs.events import subscribes


def _to_the_mail_server(notice_key: str) -> MailState:
    return actions.hand_over(key=UUID(notice_key), carrier=by_smtp, at=now())


@task()
@prepared_by(_to_the_mail_server)
def announce(notice_key: str, *, prepared: MailState) -> None:
    """Tell a person by e-mail that a notice has come."""
    actions.record_mail(key=UUID(notice_key), state=prepared, at=now())


def by_smtp(message: EmailMessage) -> None:
    """Give one message to the configured server. smtplib's errors are raised as they are."""
    with SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT or 10) as server:
        if settings.EMAIL_USE_TLS:
            server.starttls()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.send_message(message)


@subscribes(NoticeSent)
def put_into_the_outbox(sent: NoticeSent) -> None:
    """Let the e-mail of a notice go out."""
    announce.enqueue(sent.key)
