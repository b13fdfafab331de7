"""What every test stands on."""

import pytest
from hypothesis import HealthCheck, settings

# A busy machine draws slowly; how long an example takes says nothing about whether it holds.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.simulated"]


@pytest.fixture(autouse=True)
def _korean_first():
    """A page asked for in English leaves that language active in its thread; the next test begins in Korean."""
    from django.utils import translation

    translation.activate("ko")


@pytest.fixture(autouse=True)
def _terms_as_in_the_files():
    """What one test approved is rolled back; the next one must not remember it."""
    import sys

    remembered = sys.modules.get("jiphyeon.contexts.benefits.queries.amendments")
    if remembered is not None:
        remembered.forget()


@pytest.fixture
def run_jobs(db):
    """Do what waits in the queue through the real worker, and return how many jobs were tried.

    A job that fails raises here, so that no failure stays unseen; `failing=True` lets it be kept and retried as in
    real life. `scheduled=True` first puts in what the schedule has due.
    """
    from jiphyeon.foundation.clock.now import civil_today, now
    from jiphyeon.foundation.jobs import schedule
    from jiphyeon.foundation.jobs.worker import Worker

    def run(*, failing=False, scheduled=False, clock=now):
        def raise_it(job, wrong):
            raise AssertionError(f"{job.task} failed: {wrong!r}") from wrong

        if scheduled:
            schedule.enqueue_due(moment=clock(), today=civil_today())
        worker = Worker(name="test", clock=clock, on_failure=None if failing else raise_it, chores=False)
        return worker.drain()

    return run
