"""How a task is found by its name and called with what a job carries."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task

from jiphyeon.foundation.jobs.models import Job
from jiphyeon.kernel import Refused

log = logging.getLogger(__name__)


@lru_cache(maxsize=512)
def task_named(path: str) -> Task[Any, Any]:
    """Return the task a job names. Refused where the code no longer has it: the job waits on the dead list."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise _gone(path) from error
    if not isinstance(found, Task):
        raise _gone(path)
    return found


def prepared_by(prepare: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Split a task in two: `prepare` talks to the outside, the task itself writes down what came of it.

    A worker runs a task inside the one transaction that also marks it done, and that transaction holds SQLite's
    write lock. What waits for a mail server, another office's system or a long reckoning must not stand in there:

        @task()
        @prepared_by(_hand_to_mail_server)          # same arguments; no transaction is open; may run twice
        def deliver(notice_key: str, *, prepared: str) -> None: ...

    `prepare` may run again when the worker dies before the writing, so what it does outside must carry its own
    idempotency key. Its return value goes to the task as `prepared` and need not be JSON.
    """

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        function.prepare = prepare  # type: ignore[attr-defined] # read by the worker
        return function

    return mark


def preparation_of(task: Task[Any, Any]) -> Callable[..., Any] | None:
    """Return the outside half of a task, if it has one."""
    return getattr(task.func, "prepare", None)


def on_giving_up(tell: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Have `tell` called with a job's arguments when it is put on the dead list, however it came there.

    For a row that waits for the job and would wait for ever: `tell` gives it a state that somebody can act on, in the
    transaction that gives the job up. It may find that nothing waits any more. Stands above `prepared_by`:

        @task()
        @on_giving_up(processing.give_up)
        @prepared_by(processing.examine)
        def read_file(import_key: str, *, prepared: dict[str, Any] | None) -> None: ...
    """

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        function.given_up = tell  # type: ignore[attr-defined] # read where a job is given up
        return function

    return mark


def tell_given_up(job: Job) -> None:
    """Tell whoever waits for a job that it is given up; what goes wrong there is logged, and the job is given up all the same."""
    try:
        tell = getattr(task_named(job.task).func, "given_up", None)
        if tell is not None:
            with transaction.atomic():
                tell(*job.arguments["args"], **job.arguments["kwargs"])
    except Refused as no:
        log.warning("nobody was told that job %s (%s) is given up: %s", job.key, job.task, no.code)
    except Exception:
        log.exception("nobody was told that job %s (%s) is given up", job.key, job.task)


def _gone(path: str) -> Refused:
    return Refused(
        "task_unknown",
        ko="이 작업({path})을 처리하는 프로그램이 지금 판에는 없습니다.",
        en="This version has no task {path}.",
        path=path,
    )
