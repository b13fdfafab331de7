"""The log puts itself in order."""

from __future__ import annotations

from django_tasks import task

from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import every
from jiphyeon.foundation.ledger.order import put_in_order


def _order() -> int:
    head = put_in_order()
    return head.size if head else 0


@named("공개 기록에 차례 매기기", "Put the public record in order")
@every(minutes=1)
@task()
@prepared_by(_order)  # batch by batch, each committed: no writer waits for the whole of it
def order_the_log(*, prepared: int) -> int:
    """Give what was recorded its place and sign a new head."""
    return prepared
