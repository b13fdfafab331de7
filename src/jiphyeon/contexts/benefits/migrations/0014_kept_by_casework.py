"""What every matter has beside it moves to casework, every row as it stood: history, talk, papers, supplements, objections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

LIFE, AT_A_TIME = "benefits", 500


def _carried(apps: Apps, old: str, new: str, made: Callable[[Any], dict[str, Any]]) -> None:
    """Write each old row anew in the order they came; what is sealed is sealed for its new place."""
    model = apps.get_model("casework", new)

    def rows() -> Iterator[Any]:
        # Of the case only its key is read: nothing of it need be opened.
        kept = apps.get_model("benefits", old).objects.annotate(case_key=F("case__key")).order_by("pk")
        for row in kept.iterator(AT_A_TIME):
            yield model(lifecycle=LIFE, case=row.case_key, **made(row))

    waiting = []
    for row in rows():
        waiting.append(row)
        if len(waiting) == AT_A_TIME:
            model.objects.bulk_create(waiting)
            waiting = []
    model.objects.bulk_create(waiting)


def _line(row: Any) -> dict[str, Any]:
    # A draft that its writer threw away was never withdrawn by a deed that anybody was told of.
    deed = "discard" if (row.deed, row.before) == ("withdraw", "draft") else row.deed
    same = {name: getattr(row, name) for name in ("on", "at", "by", "by_name", "before", "after", "leaf")}
    return {**same, "deed": deed, "shown": row.public, "comment": row.detail}


def _remark(row: Any) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("on", "at", "by", "by_name", "body")}
    # Whether it was read was not kept: nothing old is counted as new.
    shared = row.to_citizen or row.from_citizen
    return {**same, "from_person": row.from_citizen, "shared": shared, "read_at": row.at if shared else None}


def _paper(row: Any) -> dict[str, Any]:
    same = {name: getattr(row, name) for name in ("key", "file", "title", "brought_on", "purged_on")}
    return {**same, "about": row.fact, "state": "returned" if row.state == "declined" else row.state}


def _supplement(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("asked_on", "due_on", "answered_on", "request", "answer")}


def _stop(row: Any) -> dict[str, Any]:
    return {"first": row.asked_on, "last": row.answered_on}


OBJECTION = (
    "made_on", "due_on", "body", "state", "answered_on", "answered_by", "answered_name", "answer", "extended_on",
    "extended_from", "extended_by", "extended_name", "extension_reason",
)  # fmt: skip


def _objection(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in OBJECTION}


def carry(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Carry every row over."""
    _carried(apps, "Entry", "HistoryLine", _line)
    _carried(apps, "Remark", "Remark", _remark)
    _carried(apps, "Paper", "Attachment", _paper)
    _carried(apps, "Supplement", "Supplement", _supplement)
    _carried(apps, "Supplement", "ClockStop", _stop)
    _carried(apps, "Objection", "Objection", _objection)


class Migration(migrations.Migration):
    dependencies = [("benefits", "0013_saved_views_move"), ("casework", "0001_initial")]

    operations = [
        migrations.RenameField("case", "started_on", "opened_on"),
        migrations.RenameField("case", "officer", "assigned_to"),
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
