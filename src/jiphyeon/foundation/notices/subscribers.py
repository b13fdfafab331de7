"""The outbox: an e-mail is handed over while no transaction is open, then what came of it is written down."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.calls import prepared_by
from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.mail import smtp
from jiphyeon.foundation.notices import actions
from jiphyeon.foundation.notices.enums import MailState
from jiphyeon.foundation.notices.events import NoticeSent


def _to_the_mail_server(notice_key: str) -> MailState:
    return actions.hand_over(key=UUID(notice_key), carrier=smtp.hand_over, at=now())


@named("알림이 왔다고 전자우편 보내기", "Say by e-mail that a notice came")
@task()
@prepared_by(_to_the_mail_server)
def announce(notice_key: str, *, prepared: MailState) -> None:
    """Tell a person by e-mail that a notice has come."""
    actions.record_mail(key=UUID(notice_key), state=prepared, at=now())


@subscribes(NoticeSent)
def put_into_the_outbox(sent: NoticeSent) -> None:
    """Let the e-mail of a notice go out."""
    announce.enqueue(sent.key)
