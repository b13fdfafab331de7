"""The operator's page: what stopped is shown with its reason, and put back with one press."""

import pytest
from tests.foundation.jobs import deeds

from jiphyeon.foundation.jobs.models import Job, JobState

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(run_jobs):
    result = deeds.refuse.enqueue()
    Job.objects.update(failures=7)
    run_jobs(failing=True)
    return Job.objects.get(key=result.id)


@pytest.mark.parametrize(
    ("who", "status"), [(None, 302), ("hana", 403), ("seoyeon", 403), ("garam", 200), ("taeo", 200)]
)
def test_only_operators_and_auditors_see_the_queue(as_person, who, status):
    assert as_person(who).get("/jobs/").status_code == status


@pytest.mark.parametrize(
    ("language", "message"), [("ko", "회계연도가 마감되었습니다."), ("en", "The fiscal year has closed.")]
)
def test_what_stopped_is_shown_with_its_reason_in_the_readers_language(stopped, as_person, language, message):
    page = as_person("taeo").get("/jobs/", headers={"accept-language": language}).content.decode()

    assert message in page
    assert "order_the_log" in page


def test_a_stopped_job_is_put_back_as_if_new(stopped, as_person):
    answer = as_person("taeo").post(f"/jobs/retry/{stopped.key}/")

    assert answer["Location"] == "/jobs/"
    stopped.refresh_from_db()
    assert (stopped.state, stopped.failures, stopped.retried_by is not None) == (JobState.WAITING, 0, True)


def test_pressing_twice_puts_it_back_once(stopped, as_person):
    operator = as_person("taeo")

    operator.post("/jobs/retry/")
    page = operator.post("/jobs/retry/", follow=True).content.decode()

    assert "멈춘 일이 없습니다. 다른 담당자가 먼저" in page
    assert Job.objects.get().state == JobState.WAITING


@pytest.mark.parametrize("who", ["garam", "seoyeon", "hana"])
def test_nobody_else_puts_anything_back(stopped, as_person, who):
    assert as_person(who).post("/jobs/retry/").status_code == 403
    assert Job.objects.get().state == JobState.DEAD
