"""A worker takes a job, does it and marks it done in one transaction, and takes the next in the same breath."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django_tasks import TaskContext, task_backends
from django_tasks.utils import normalize_json

from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.jobs import lease, schedule
from jiphyeon.foundation.jobs.failures import described
from jiphyeon.foundation.jobs.hooks import preparation_of, task_named
from jiphyeon.foundation.jobs.models import Job
from jiphyeon.foundation.jobs.retry import Later, Policy
from jiphyeon.kernel.disk import is_full

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.25  # how long an empty queue is left alone; the longest a new job waits for an idle worker
NO_ROOM_SECONDS = 10.0  # how long a job waits for room on a full disk
CHORES_SECONDS = 2.0  # how often abandoned jobs and the schedule are looked at


@dataclass(slots=True)
class Worker:
    """Does one job at a time. Several workers, in as many processes, share one queue."""

    policy: Policy = field(default_factory=Policy)
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}")
    clock: Callable[[], datetime] = now
    queues: tuple[str, ...] = ()
    stop: threading.Event = field(default_factory=threading.Event)
    on_failure: Callable[[Job, Exception], None] | None = None
    chores: bool = True  # reaps what others left and keeps the schedule, besides working
    _holding: Job | None = None
    _chores_due: datetime | None = None

    def work(self) -> None:
        """Work until `stop` is set; the job at hand is finished first."""
        with self._heartbeat():
            while not self.stop.is_set():
                try:
                    self._chores()
                    if not self.drain():
                        self.stop.wait(IDLE_SECONDS)
                except DatabaseError as error:
                    if is_full(error):
                        log.error("there is no room on the disk; the worker waits")  # noqa: TRY400 -- likewise
                    else:
                        log.exception("the database did not answer; the worker tries again")
                    connection.close()
                    self.stop.wait(1.0)

    def drain(self) -> int:
        """Do what is due until nothing is left or `stop` is set; return how many jobs were tried."""
        tried = 0
        job = self._take()
        while job is not None:
            following = self._do(job)
            tried += 1
            if self.stop.is_set():
                if following is not None:
                    lease.postpone(following, until=self.clock())
                break
            self._chores()
            job = following or self._take()
        return tried

    def _chores(self) -> None:
        """Reap and schedule, every couple of seconds, also between the jobs of a long queue."""
        moment = self.clock()
        if not self.chores or (self._chores_due is not None and moment < self._chores_due):
            return
        self._chores_due = moment + timedelta(seconds=CHORES_SECONDS)
        if Job.objects.abandoned(moment).exists():
            lease.reap(moment=moment, policy=self.policy)
        schedule.enqueue_due(moment=moment, today=civil_today())

    def _take(self) -> Job | None:
        # A look without the write lock first: an idle worker must not stand in the way of writers.
        if not Job.objects.due(self.clock()).exists():
            return None
        with transaction.atomic():
            return self._claim()

    def _claim(self) -> Job | None:
        return lease.claim(self.name, moment=self.clock(), policy=self.policy, queues=self.queues)

    def _do(self, job: Job) -> Job | None:
        """Run one job; return the next one where it was taken in the same transaction."""
        self._holding = job
        following = None
        try:
            call = _Call(job)
            call.prepare()
            with transaction.atomic():
                lease.finish(job, call.run(), moment=self.clock())
                # Taking the next job here saves a commit, and its fsync, for every job.
                following = self._claim()
        except Later as later:
            lease.postpone(job, until=self.clock() + timedelta(seconds=later.seconds))
        except lease.LeaseLost:
            log.warning("job %s was taken over; this try is undone", job.key)
        except Exception as error:  # noqa: BLE001 -- whatever a task raises is kept as its failure
            self._set_aside(job, error)
            if (
                following is not None
            ):  # what runs after the commit failed: the next job is ours and must go back
                lease.postpone(following, until=self.clock())
            if self.on_failure is not None:
                self.on_failure(job, error)
        else:
            return following
        finally:
            self._holding = None
        return None

    def _set_aside(self, job: Job, error: Exception) -> None:
        """Write down that a job failed; for want of room on the disk, which is no fault of its own, it only waits."""
        if is_full(error):
            log.error("there is no room on the disk; job %s waits", job.key)
            lease.postpone(job, until=self.clock() + timedelta(seconds=NO_ROOM_SECONDS))
            return
        log.warning("job %s (%s) failed: %s", job.key, job.task, type(error).__name__)
        lease.fail(job, described(error), moment=self.clock(), policy=self.policy)

    @contextmanager
    def _heartbeat(self) -> Iterator[None]:
        """Renew the lease of the job at hand from a thread of its own, with a connection of its own."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(self.policy.lease.total_seconds() / 4):
                job = self._holding
                # While a job holds SQLite's write lock the renewal waits in vain; nobody can reap meanwhile either.
                with suppress(DatabaseError):
                    if job is not None:
                        lease.renew(job, moment=self.clock(), policy=self.policy)
                connection.close()

        thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join(timeout=1)


class _Call:
    """What a job's row means as Python: the task, its arguments, its outside half."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.task = task_named(job.task)
        self.args: list[Any] = list(job.arguments["args"])
        self.kwargs: dict[str, Any] = dict(job.arguments["kwargs"])

    def prepare(self) -> None:
        """Do the outside half, with no transaction open."""
        outside = preparation_of(self.task)
        if outside is not None:
            self.kwargs["prepared"] = outside(*self.args, **self.kwargs)

    def run(self) -> Any:
        """Call the task and return its answer as JSON values."""
        if self.task.takes_context:
            result = task_backends[self.task.backend].get_result(str(self.job.key))
            self.args.insert(0, TaskContext(task_result=result))
        return normalize_json(self.task.call(*self.args, **self.kwargs))
