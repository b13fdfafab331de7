"""What goes by itself: telling services, emptying what is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django_tasks import task

from jiphyeon.contexts.senders import queries
from jiphyeon.contexts.senders.actions import events, telling
from jiphyeon.contexts.senders.actions.events import Answer
from jiphyeon.contexts.senders.actions.sending import FILES
from jiphyeon.contexts.senders.models import Notification, ReceivedText, ServiceEvent
from jiphyeon.contexts.senders.rules.terms import terms_on
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.files import store as files
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import every
from jiphyeon.foundation.messages.terms import terms_of


def tell_all(made: Iterable[UUID]) -> None:
    """Have services told of events, each by a job of its own, in the caller's transaction."""
    for key in made:
        tell.enqueue(str(key))


def _called(event: str) -> Answer | None:
    return telling.call(UUID(event), at=now())


@named("보내는 곳에 결과 알리기", "Tell a sending service what became of it")
@task()
@prepared_by(_called)
def tell(event: str, *, prepared: Answer | None) -> None:
    """Tell a service of an event, and again later where its machine did not take it."""
    if prepared is None:
        return
    terms = terms_on(queries.terms_file(), civil_today())
    moment = now()
    if events.settle(key=UUID(event), answer=prepared, most_tries=terms.tries, at=moment):
        tell.using(run_after=moment + timedelta(seconds=terms.wait_seconds)).enqueue(event)


@named("보관 기한이 지난 발송 내용 지우기", "Forget what programs sent once its time is over")
@every(hours=1)
@task()
def forget() -> int:
    """Take out what names somebody once its time is over: what a test key sent, events, answers, files of letters."""
    over = now() - terms_of(settings.CITY_PACK).kept_for(civil_today())
    gone = Notification.objects.filter(created_at__lt=over, own__isnull=False).update(own=None)
    gone += ServiceEvent.objects.filter(made_at__lt=over, body__isnull=False).update(body=None)
    gone += ReceivedText.objects.filter(at__lt=over).delete()[0]
    return gone + files.purge(purpose=FILES, kept_before=over)
