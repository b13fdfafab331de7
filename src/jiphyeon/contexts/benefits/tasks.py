"""Work that goes by itself: preparing, paying on the day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django_tasks import task

from jiphyeon.contexts.benefits.actions import paying, purging
from jiphyeon.contexts.benefits.queries import retention
from jiphyeon.contexts.benefits.rules.lifecycle import CASE
from jiphyeon.foundation.casework import attachments
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.schedule import each_civil_day

A_DAY = timedelta(days=1)


@named("오늘 지급할 것 찾기", "Find what is to be paid")
@each_civil_day
@task()
def pay_what_is_due(day: str) -> int:
    """Put every instalment due by a day into a job of its own, so that one failure keeps nobody else waiting."""
    due = paying.due_payments(date.fromisoformat(day))
    for case_key, number in due:
        pay_one.enqueue(case_key=case_key, number=number, day=day)
    return len(due)


@named("지원금 한 번 지급하기", "Pay one instalment")
@task()
def pay_one(case_key: str, number: int, day: str) -> bool:
    """Check and pay one instalment; run twice, it pays once."""
    return paying.pay(key=UUID(case_key), number=number, on=date.fromisoformat(day))


@named("보관 기한이 지난 서류 찾기", "Find papers whose time is over")
@each_civil_day
@task()
def purge_what_is_over(day: str) -> int:
    """Destroy papers whose time to be kept is over, each case in a job of its own, and files no case knows of."""
    due = retention.over(date.fromisoformat(day))
    for case_key in due:
        purge_one.enqueue(case_key=str(case_key), day=day)
    attachments.purge_orphans(CASE.name, kept_before=now() - A_DAY)
    return len(due)


@named("한 신청의 서류 파기하기", "Destroy one application's papers")
@task()
def purge_one(case_key: str, day: str) -> int:
    """Destroy one case's papers; run twice, it destroys once."""
    return purging.purge(key=UUID(case_key), on=date.fromisoformat(day))
