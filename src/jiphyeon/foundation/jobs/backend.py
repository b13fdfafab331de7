"""The Django Tasks API over our own table: `task.enqueue(…)` writes a row in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.hooks import task_named
from jiphyeon.foundation.jobs.models import Job, JobState

_STATUS = {
    JobState.WAITING: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.DEAD: TaskResultStatus.FAILED,
}


def put(task: Any, args: Sequence[Any], kwargs: Mapping[str, Any], *, lane: str | None = None) -> Job:
    """Put one call of a task into the queue, in the caller's transaction. Arguments must be JSON."""
    moment = now()
    return Job.objects.create(
        task=task.module_path,
        arguments={"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs))},
        queue=task.queue_name,
        lane=lane,
        priority=task.priority,
        run_after=task.run_after or moment,
        enqueued_at=moment,
    )


class Backend(BaseTaskBackend):
    """Named in settings.TASKS."""

    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any]:
        """Put a call into the queue; a rollback of the caller's transaction takes it out again."""
        self.validate_task(task)
        return self._result(put(task, args, kwargs), task)

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return how a job stands. Raises TaskResultDoesNotExist."""
        try:
            job = Job.objects.get(key=result_id)
        except (Job.DoesNotExist, ValidationError, ValueError) as error:
            raise TaskResultDoesNotExist(result_id) from error
        return self._result(job, task_named(job.task))

    def _result(self, job: Job, task: Task[Any, Any]) -> TaskResult[Any]:
        failure = job.failure
        errors = [TaskError(exception_class_path=failure["type"], traceback=failure["en"])] if failure else []
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=str(job.key),
            status=_STATUS[job.state],
            enqueued_at=job.enqueued_at,
            started_at=job.started_at,
            last_attempted_at=job.started_at,
            finished_at=job.finished_at,
            args=job.arguments["args"],
            kwargs=job.arguments["kwargs"],
            backend=self.alias,
            errors=errors,
            worker_ids=[job.worker] * job.attempts,
        )
        object.__setattr__(result, "_return_value", job.answer)  # frozen, and not taken by its constructor
        return result
