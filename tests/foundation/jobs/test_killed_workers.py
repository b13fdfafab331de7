"""The promise, held against the machine: workers are killed in the middle of jobs, and every job is done exactly once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from tests.foundation.jobs.deeds import write_once_allowed, write_slowly
from tests.waiting import PATIENCE_SECONDS, wait_until

from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.organisation.models import Body

ROOT = Path(__file__).resolve().parents[3]
WORKERS = 2
LEASE = "3"  # a busy machine's worker is heard of in time


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_job_is_lost_or_done_twice_however_often_workers_are_killed(start_worker, count):
    waiting, wanted = count(short=(48, 8), long=(120, 24))
    dice = random.Random(7)  # noqa: S311 -- when to kill, not a secret
    for n in range(waiting):
        write_slowly.enqueue(f"job-{n}", 0.05 + dice.random() * 0.15)
    workers = [start_worker() for _ in range(WORKERS)]

    for _ in range(wanted):
        time.sleep(0.15 + dice.random() * 0.35)
        if Job.objects.filter(state=JobState.WAITING).count() < WORKERS:
            write_slowly.enqueue(f"job-{waiting}", 0.5)  # who kills is slower than those who work
            waiting += 1
        one = wait_until(lambda: at_work(workers), states)
        one.kill()
        one.wait()
        workers[workers.index(one)] = start_worker()
    wait_until(lambda: not Job.objects.exclude(state=JobState.DONE).exists(), states)

    written = Counter(Body.objects.values_list("code", flat=True))
    assert written == Counter(f"job-{n}-{half}" for n in range(waiting) for half in ("before", "after"))
    assert sum(Job.objects.values_list("losses", flat=True)) > 0
    assert sum(Job.objects.values_list("failures", flat=True)) == 0


def at_work(workers):
    """Return one of the workers who live and have a job; None where nobody has."""
    having = Job.objects.filter(state=JobState.RUNNING).order_by("pk").values_list("worker", flat=True)
    pids = {int(name.split(":")[-2]) for name in having}
    return next((one for one in workers if one.pid in pids), None)


def states():
    return Counter(Job.objects.values_list("state", flat=True))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_told_to_stop_finishes_the_job_at_hand_and_leaves_the_rest(start_worker, tmp_path):
    for n in range(5):
        write_once_allowed.enqueue(f"job-{n}", str(tmp_path / "allowed"))
    worker = start_worker()
    wait_until(lambda: Job.objects.filter(state=JobState.RUNNING).exists())

    worker.send_signal(signal.SIGTERM)  # heard by the very thread that stands in the job
    (tmp_path / "allowed").touch()

    assert worker.wait(PATIENCE_SECONDS) == 0
    ours = Job.objects.filter(task=write_once_allowed.module_path)
    assert Counter(ours.values_list("state", flat=True)) == {JobState.DONE: 1, JobState.WAITING: 4}


@pytest.fixture
def start_worker(transactional_db):
    started = []

    def start():
        worker = subprocess.Popen(
            [sys.executable, "-c", _ON_TEST_DATABASE, "worker", "--lease", LEASE],
            cwd=ROOT,
            env={**os.environ, "JIPHYEON_WORKER_DATABASE": str(connection.settings_dict["NAME"])},
            stderr=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


# The worker is the real command; only the database's name is the test's.
_ON_TEST_DATABASE = """
import os, sys
sys.path[:0] = ["src", "."]
from jiphyeon.config import settings
settings.DATABASES["default"]["NAME"] = os.environ["JIPHYEON_WORKER_DATABASE"]
from jiphyeon.commands.command_line import main
main(sys.argv[1:])
"""
