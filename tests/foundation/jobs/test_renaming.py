"""What waits in the queue is found again when the code it names has moved."""

import pytest
from django.apps import apps

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.models import Job, Scheduled
from jiphyeon.foundation.jobs.renaming import renamed


@pytest.fixture
def waiting(db):
    return Job.objects.create(
        task="old.room.tasks.count",
        lane="schedule:old.room.tasks.count",
        arguments={"args": ["old.room.events.Told", {"day": "2024-03-04"}, "old.roommate.tasks.hear"], "kwargs": {}},
        run_after=now(),
        enqueued_at=now(),
    )  # fmt: skip


def test_tasks_events_subscribers_and_the_schedule_follow_the_room(waiting):
    Scheduled.objects.create(name="old.room.tasks.count")

    renamed("old.room", "new.place").code(apps, None)

    job = Job.objects.get(pk=waiting.pk)
    assert job.task == "new.place.tasks.count"
    assert job.lane == "schedule:new.place.tasks.count"
    assert job.arguments["args"] == [
        "new.place.events.Told",
        {"day": "2024-03-04"},
        "old.roommate.tasks.hear",
    ]
    assert list(Scheduled.objects.values_list("name", flat=True)) == ["new.place.tasks.count"]


def test_renaming_can_be_taken_back(waiting):
    renamed("old.room", "new.place").code(apps, None)
    renamed("old.room", "new.place").reverse_code(apps, None)

    assert Job.objects.get(pk=waiting.pk).arguments == waiting.arguments
    assert Job.objects.get(pk=waiting.pk).task == waiting.task
