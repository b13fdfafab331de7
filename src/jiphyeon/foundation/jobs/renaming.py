"""For migrations: what waits in the queue is found again when the code it names has moved."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def renamed(old: str, new: str) -> migrations.RunPython:
    """Return the operation that renames tasks, subscribers, events and schedule entries from `old` to `new`.

    `old` and `new` are dotted paths of a module, or of one thing in it; whatever stands below them is renamed too. Every job is rewritten, also
    dead ones, which an officer may try again. The migration depends on the newest one of `jobs`.
    """
    return migrations.RunPython(_renaming(old, new), _renaming(new, old))


def _renaming(old: str, new: str) -> Any:
    def moved(value: Any) -> Any:
        if isinstance(value, str):
            return new + value[len(old) :] if f"{value}.".startswith(f"{old}.") else value
        if isinstance(value, list):
            return [moved(one) for one in value]
        if isinstance(value, dict):
            return {key: moved(one) for key, one in value.items()}
        return value

    def rename(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        del schema_editor
        lane = "schedule:"
        jobs = apps.get_model("jobs", "Job").objects
        for job in jobs.iterator():
            seen = (job.task, job.lane, job.arguments)
            job.task, job.arguments = moved(job.task), moved(job.arguments)
            if job.lane is not None and job.lane.startswith(lane):
                job.lane = f"{lane}{moved(job.lane.removeprefix(lane))}"[:200]
            if (job.task, job.lane, job.arguments) != seen:
                job.save(update_fields=["task", "lane", "arguments"])
        entries = apps.get_model("jobs", "Scheduled").objects
        for entry in entries.filter(name__startswith=old):
            entries.filter(name=entry.name).update(name=moved(entry.name))

    return rename
