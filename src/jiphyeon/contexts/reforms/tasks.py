"""Long work: what a change of terms would do over a population."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from jiphyeon.contexts.reforms.actions import running
from jiphyeon.foundation.jobs.hooks import on_giving_up, prepared_by
from jiphyeon.foundation.jobs.names import named


@named("기준 개정 모의 계산", "Work out a change of terms")
@task()
@on_giving_up(running.give_up)
@prepared_by(running.work_out)
def run_reforms(run_key: str, *, prepared: dict[str, Any] | None) -> None:
    """Work out what changes of terms would do over a population."""
    running.write_down(run_key, prepared)
