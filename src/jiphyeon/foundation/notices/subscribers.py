"""An e-mail says that a notice came, and what became of it is written down as messages tell it."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import every
from jiphyeon.foundation.messages.events import Failed, HandedOver
from jiphyeon.foundation.notices import telling
from jiphyeon.foundation.notices.enums import MailState
from jiphyeon.foundation.notices.events import NoticeSent


@named("알림이 왔다고 전자우편 보내기", "Say by e-mail that a notice came")
@task()
def announce(notice_key: str) -> None:
    """Tell a person that a notice has come, as they chose."""
    telling.tell(key=UUID(notice_key))


@subscribes(NoticeSent)
def put_into_the_outbox(sent: NoticeSent) -> None:
    """Let the e-mail of a notice go out."""
    announce.enqueue(sent.key)


@subscribes(HandedOver)
def write_down_what_was_taken(told: HandedOver) -> None:
    """Write down which e-mails the mail server took."""
    if told.owner == telling.OWNER:
        telling.record(told.keys, MailState.HANDED_OVER, told.at)


@subscribes(Failed)
def write_down_what_was_given_up(told: Failed) -> None:
    """Write down which e-mails were given up."""
    if told.owner == telling.OWNER:
        telling.record(told.keys, MailState.REJECTED, told.at)


def _of_the_day() -> int:
    return telling.tell_of_the_day(at=now())


@named("하루치 알림을 한 통으로 보내기", "Tell of a day's notices in one e-mail")
@every(minutes=10)
@task()
@prepared_by(_of_the_day)  # one reader after another, each committed
def tell_of_the_day(*, prepared: int) -> int:
    """Put one e-mail for each reader who has notices held."""
    return prepared
