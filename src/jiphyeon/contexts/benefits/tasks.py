"""Work that goes by itself: preparing, paying on the day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django_tasks import task

from jiphyeon.contexts.benefits.actions import outreach, paying, running
from jiphyeon.contexts.benefits.queries import rulebook
from jiphyeon.contexts.plans import api as plans
from jiphyeon.foundation.jobs.calls import prepared_by
from jiphyeon.foundation.jobs.schedule import each_civil_day


@each_civil_day
@task()
def pay_what_is_due(day: str) -> int:
    """Put every instalment due by a day into a job of its own, so that one failure keeps nobody else waiting."""
    due = paying.due_payments(date.fromisoformat(day))
    for case_key, number in due:
        pay_one.enqueue(case_key=case_key, number=number, day=day)
    return len(due)


@task()
def pay_one(case_key: str, number: int, day: str) -> bool:
    """Check and pay one instalment; run twice, it pays once."""
    return paying.pay(key=UUID(case_key), number=number, on=date.fromisoformat(day))


@each_civil_day
@task()
def count_programmes(day: str) -> None:
    """Post how many programmes have every clause and its law published."""
    plans.post_figure(
        initiative="youth-age", figure="programmes", value=len(rulebook.offered()), on=date.fromisoformat(day)
    )


@task()
@prepared_by(running.work_out)
def run_reforms(run_key: str, *, prepared: dict[str, Any] | None) -> None:
    """Work out what changes of terms would do over a population."""
    running.write_down(run_key, prepared)


@task()
def tell_one(contact: int, day: str) -> bool:
    """Tell one person of support they seem due; run twice, it tells once."""
    return outreach.tell(contact=contact, on=date.fromisoformat(day))
