"""Work that goes by itself: telling people, one by one."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from jiphyeon.contexts.outreach import actions
from jiphyeon.foundation.jobs.names import named


@named("한 분께 지원 안내 보내기", "Tell one person of support")
@task()
def tell_one(contact: int, day: str) -> bool:
    """Tell one person of support they seem due; run twice, it tells once."""
    return actions.tell(contact=contact, on=date.fromisoformat(day))
