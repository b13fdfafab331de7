"""The queue: what is put in is done once, in one piece, or kept with its reason."""

from datetime import timedelta

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from tests.foundation.jobs import deeds

from jiphyeon.foundation.clock.models import CivilDay
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs import lease
from jiphyeon.foundation.jobs.models import Job, JobState
from jiphyeon.foundation.jobs.retry import Policy, wait_after
from jiphyeon.foundation.organisation.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _silence():
    deeds.SAID.clear()


def test_a_task_is_done_and_its_answer_can_be_read(run_jobs):
    result = deeds.say.enqueue(word="청년")

    assert run_jobs() == 1

    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.return_value == {"said": "청년"}
    assert deeds.SAID == ["청년"]


def test_a_rollback_takes_the_job_out_again(run_jobs):
    with transaction.atomic():
        deeds.say.enqueue("never")
        transaction.set_rollback(True)

    assert run_jobs() == 0
    assert deeds.SAID == []


def test_urgent_work_goes_first_and_the_rest_in_order(run_jobs):
    deeds.say.enqueue("first")
    deeds.say.enqueue("second")
    deeds.say.using(priority=10).enqueue("urgent")

    run_jobs()

    assert deeds.SAID == ["urgent", "first", "second"]


def test_work_for_later_is_left_for_later(run_jobs):
    deeds.say.using(run_after=now() + timedelta(hours=1)).enqueue("later")

    assert run_jobs() == 0
    assert run_jobs(clock=lambda: now() + timedelta(hours=2)) == 1


def test_a_failure_leaves_nothing_written_and_is_tried_again_after_a_pause(run_jobs):
    result = deeds.write_then_fail.enqueue("half")
    moment = now()

    run_jobs(failing=True, clock=lambda: moment)

    job = Job.objects.get(key=result.id)
    assert not Body.objects.exists()
    assert (job.state, job.failures) == (JobState.WAITING, 1)
    assert timedelta(seconds=4) < job.run_after - moment < timedelta(seconds=16)


def test_what_is_kept_of_a_failure_names_the_line_but_no_value(run_jobs):
    result = deeds.write_then_fail.enqueue("half")

    run_jobs(failing=True)

    failure = Job.objects.get(key=result.id).failure
    assert failure["type"] == "builtins.ZeroDivisionError"
    assert "deeds.py" in failure["where"][-1]
    assert "901010" not in str(failure)


def test_after_the_last_failure_a_job_is_dead_with_the_reason_in_words(run_jobs):
    result = deeds.refuse.enqueue()

    for hours in range(0, 20, 2):
        run_jobs(failing=True, clock=lambda: now() + timedelta(hours=hours))  # noqa: B023 -- called at once

    job = Job.objects.get(key=result.id)
    assert (job.state, job.failures) == (JobState.DEAD, 8)
    assert job.failure["ko"] == "회계연도가 마감되었습니다."
    result.refresh()
    assert result.status == TaskResultStatus.FAILED


@pytest.mark.parametrize("breaks", [False, True])
def test_whoever_waits_for_a_job_is_told_once_when_it_is_given_up(run_jobs, breaks):
    result = deeds.waited_for.enqueue("x", breaks=breaks)

    for hours in range(0, 14, 2):
        run_jobs(failing=True, clock=lambda: now() + timedelta(hours=hours))  # noqa: B023 -- called at once
    assert not Body.objects.exists()
    for hours in range(14, 20, 2):
        run_jobs(failing=True, clock=lambda: now() + timedelta(hours=hours))  # noqa: B023 -- likewise

    assert Job.objects.get(key=result.id).state == JobState.DEAD
    assert [body.kind for body in Body.objects.all()] == ([] if breaks else ["given up"])


def test_whoever_waits_for_a_job_that_takes_every_worker_down_is_told_too():
    deeds.waited_for.enqueue("x")
    moment = now()

    for _ in range(5):
        moment += timedelta(hours=3)
        lease.claim("doomed", moment=moment, policy=Policy())
        lease.reap(moment=moment + timedelta(hours=1), policy=Policy())

    assert Body.objects.get().code == "x"


def test_a_task_the_code_no_longer_has_is_dead_at_once(run_jobs):
    result = deeds.say.enqueue("x")
    Job.objects.update(task="tests.foundation.jobs.deeds.gone")

    run_jobs(failing=True)

    job = Job.objects.get(key=result.id)
    assert job.state == JobState.DEAD
    assert job.failure["en"] == "This version has no task tests.foundation.jobs.deeds.gone."


def test_later_puts_off_without_counting_a_failure(run_jobs):
    deeds.not_yet.enqueue()

    assert run_jobs() == 1
    assert run_jobs() == 0
    CivilDay.objects.create(pk=1, day="2024-03-04")
    assert run_jobs(clock=lambda: now() + timedelta(seconds=31)) == 1

    job = Job.objects.get()
    assert (job.state, job.failures, job.attempts) == (JobState.DONE, 0, 2)
    assert deeds.SAID == ["now"]


def test_the_outside_half_runs_first_with_no_transaction_of_the_job_open(run_jobs):
    deeds.write_what_came.enqueue("word")

    run_jobs()

    assert deeds.SAID == ["outside word", "inside word"]


def test_a_task_may_ask_which_try_it_is(run_jobs):
    deeds.say_which_try.enqueue()

    run_jobs()

    assert deeds.SAID == [1]


def test_a_worker_that_lost_its_lease_cannot_finish_the_job():
    deeds.say.enqueue("x")
    slow = lease.claim("slow", moment=now(), policy=Policy())
    later = now() + timedelta(minutes=2)
    assert lease.reap(moment=later, policy=Policy()) == 1
    fast = lease.claim("fast", moment=later, policy=Policy())

    with pytest.raises(lease.LeaseLost):
        lease.finish(slow, None, moment=later)

    assert not lease.renew(slow, moment=later, policy=Policy())
    lease.finish(fast, None, moment=later)
    assert Job.objects.get().worker == "fast"


def test_a_renewed_lease_is_not_reaped():
    deeds.say.enqueue("x")
    job = lease.claim("steady", moment=now(), policy=Policy())

    assert lease.renew(job, moment=now() + timedelta(seconds=50), policy=Policy())

    assert lease.reap(moment=now() + timedelta(seconds=70), policy=Policy()) == 0


def test_a_job_that_takes_every_worker_down_ends_on_the_dead_list():
    deeds.say.enqueue("x")
    moment = now()

    for _ in range(5):
        moment += timedelta(hours=3)
        assert lease.claim("doomed", moment=moment, policy=Policy()) is not None
        lease.reap(moment=moment + timedelta(hours=1), policy=Policy())

    job = Job.objects.get()
    assert (job.state, job.losses) == (JobState.DEAD, 5)
    assert "vanished in the middle 5 times" in job.failure["en"]


@pytest.mark.django_db(transaction=True)
def test_what_fails_after_the_commit_neither_undoes_the_job_nor_strands_the_next(run_jobs):
    first = deeds.fail_after_the_commit.enqueue()
    deeds.say.enqueue("next")

    assert run_jobs(failing=True) == 2

    assert Job.objects.get(key=first.id).state == JobState.DONE
    assert deeds.SAID == ["next"]


def test_arguments_are_not_readable_in_the_database():
    from django.db import connection

    deeds.say.enqueue("901010-1234567")

    with connection.cursor() as cursor:
        cursor.execute("SELECT arguments FROM jobs_job")
        assert "901010" not in cursor.fetchone()[0]


def test_waits_double_are_capped_and_differ_from_job_to_job():
    policy = Policy()
    waits = [wait_after(n, seed="a", policy=policy).total_seconds() for n in range(1, 40)]

    assert 5 <= waits[0] <= 15
    assert all(5 * 2**n <= wait <= 15 * 2**n for n, wait in enumerate(waits[:8]))
    assert max(waits) <= 5400
    assert wait_after(1, seed="a", policy=policy) != wait_after(1, seed="b", policy=policy)
