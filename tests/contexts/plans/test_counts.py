"""What rooms count by themselves is declared with the room, and shown by whatever figure names it."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from jiphyeon.contexts.plans import api
from jiphyeon.contexts.plans.tasks import count_the_day
from jiphyeon.foundation.jobs.models import Job, Scheduled

MARCH_4 = date(2024, 3, 4)


def test_every_count_is_one_a_room_can_make(db):
    assert {"initiatives-at-work", "notices-sent", "published-programmes"} <= set(api.counts())
    assert all(isinstance(count(MARCH_4), int) for count in api.counts().values())


@pytest.mark.django_db
def test_what_waited_to_count_programmes_counts_the_whole_day():
    migration = import_module("jiphyeon.contexts.plans.migrations.0007_counts_by_rooms")
    count_the_day.enqueue(day="2024-03-04")
    Job.objects.update(task=migration.OLD, lane=f"schedule:{migration.OLD}")
    Scheduled.objects.create(name=migration.OLD, last_day=MARCH_4)

    migration.count_with_the_others(apps, SimpleNamespace(connection=connection))

    job = Job.objects.get()
    assert (job.task, job.lane) == (count_the_day.module_path, f"schedule:{count_the_day.module_path}")
    assert not Scheduled.objects.filter(name=migration.OLD).exists()
