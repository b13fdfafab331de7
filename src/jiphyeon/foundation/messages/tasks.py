"""What goes by itself: marking what was cancelled, emptying what is over."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django_tasks import task

from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.retry import Later
from jiphyeon.foundation.jobs.schedule import every
from jiphyeon.foundation.messages import cancelling
from jiphyeon.foundation.messages.enums import State
from jiphyeon.foundation.messages.models import Message
from jiphyeon.foundation.messages.putting import BatchKey
from jiphyeon.foundation.messages.terms import terms_of

AT_A_TIME = 1_000


def _mark(batch: str) -> int:
    return cancelling.mark(BatchKey(UUID(batch)), at=now())


@named("취소한 메시지 표시하기", "Mark cancelled messages")
@task()
@prepared_by(_mark)  # so many at a time, each lot committed
def mark_cancelled(batch: str, *, prepared: int) -> int:
    """Mark what waits of a cancelled batch; what was being sent comes back first."""
    of = Message.objects.filter(batch__key=batch)
    if of.filter(state=State.SENDING).exists():
        raise Later(5.0)
    return prepared


def _empty() -> int:
    over = now() - terms_of(settings.CITY_PACK).kept_for(civil_today())
    ended = Q(completed_at__lt=over) | Q(completed_at__isnull=True, handed_over_at__lt=over)
    full = Message.objects.filter(ended, address__isnull=False)
    gone = 0
    while rows := list(full.order_by().values_list("pk", flat=True)[:AT_A_TIME]):
        gone += Message.objects.filter(pk__in=rows).update(address=None, values=None, headers=None, mark="")
    return gone


@named("보관 기한이 지난 주소 지우기", "Forget addresses whose time is over")
@every(hours=1)
@task()
@prepared_by(_empty)  # so many at a time, each lot committed
def forget_addresses(*, prepared: int) -> int:
    """Take the address and what filled the text out of messages whose time is over; that they went stays."""
    return prepared
