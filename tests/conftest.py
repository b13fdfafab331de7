"""What every test stands on."""

import os

import pytest
from hypothesis import HealthCheck, settings
from tests import counts

# A busy machine draws slowly; how long an example takes says nothing about whether it holds. The suite tries the same
# examples every time; a drill's long form draws new ones.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=counts.count(short=True, long=False),
    database=None,
)
settings.load_profile("house")

# A command answers in its reader's language; a test that asks for none reads English, whatever the machine speaks.
os.environ["JIPHYEON_LANGUAGE"] = "en"

pytest_plugins = ["tests.simulated", "tests.rounds", "tests.times"]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The tests' database, as migrations leave it; see tests/database.py."""
    from django.test import TransactionTestCase
    from django.test.utils import setup_databases, teardown_databases
    from tests import database

    with django_db_blocker.unblock():
        with database.alone():
            migrated = database.here()
            copied = migrated.copy()
            made = setup_databases(verbosity=0, interactive=False, keepdb=True, serialized_aliases=set())
            if not copied:
                migrated.keep()
        database.remember_migrated()
    TransactionTestCase._fixture_teardown = lambda _case: database.sweep()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def _korean_first():
    """A page asked for in English leaves that language active in its thread; the next test begins in Korean."""
    from django.utils import translation

    translation.activate("ko")


@pytest.fixture(autouse=True)
def _log_never_seen(tmp_path_factory):
    """The newest head seen is kept outside the database, and what one test recorded is rolled back."""
    from django.conf import settings

    seen = tmp_path_factory.getbasetemp() / "ledger-seen.json"
    seen.unlink(missing_ok=True)
    settings.LEDGER_SEEN = seen


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
        def raise_it(job, error):
            raise AssertionError(f"{job.task} failed: {error!r}") from error

        if scheduled:
            schedule.enqueue_due(moment=clock(), today=civil_today())
        worker = Worker(name="test", clock=clock, on_failure=None if failing else raise_it, chores=False)
        return worker.drain()

    return run


@pytest.fixture
def one_minute(monkeypatch):
    """The minute in which questions to the open data are counted stands still: it does not end between two of them."""
    from jiphyeon.foundation.open_data import limits

    moment = limits.now()
    monkeypatch.setattr(limits, "now", lambda: moment)


@pytest.fixture(scope="session")
def count():
    """Return `short` or `long`, as a drill is asked for: how often to do harm (`./jip drill NAME --long`)."""
    return counts.count
