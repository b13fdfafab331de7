"""A change can span programmes: what it sets moves into parts by programme, and a run's answer likewise."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def carry(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give every change of one programme its one part; what it set for that programme alone stays that programme's."""
    for reform in apps.get_model("benefits", "Reform").objects.all():
        reform.parts = {reform.programme: {"parameters": reform.parameters, "clauses": reform.clauses}}
        reform.save(update_fields=["parts"])
    for run in apps.get_model("benefits", "ReformRun").objects.all():
        run.asked = asked_by_programme(run.programme, run.asked)
        if run.result is not None:
            run.result = {"programmes": [{**run.result, "programme": run.programme}]}
        run.save(update_fields=["asked", "result"])


def asked_by_programme(programme: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return a question of one programme as a question of one part."""
    rest = {name: value for name, value in asked.items() if name != "version"}
    reforms = [
        {
            **{name: value for name, value in one.items() if name not in {"parameters", "clauses"}},
            "shared": {},
            "parts": {programme: {"parameters": one["parameters"], "clauses": one["clauses"]}},
        }
        for one in asked["reforms"]
    ]
    curve = f"{programme}.{asked['curve']}" if asked.get("curve") else ""
    return {**rest, "reforms": reforms, "curve": curve, "versions": [[programme, asked["version"]]]}


def carry_back(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Put changes and runs of one programme back; stops, changing nothing, where one spans several."""
    reforms = list(apps.get_model("benefits", "Reform").objects.all())
    runs = list(apps.get_model("benefits", "ReformRun").objects.all())
    if any(one.shared or len(one.parts) != 1 for one in reforms) or any(
        len(one.asked["versions"]) != 1 for one in runs
    ):
        raise RuntimeError("A change spans several programmes; it has no place in the earlier table.")
    for reform in reforms:
        ((reform.programme, part),) = reform.parts.items()
        reform.parameters, reform.clauses = part["parameters"], part["clauses"]
        # The earlier code knows nothing of a draft put aside.
        reform.state = "draft" if reform.state == "dropped" else reform.state
        reform.save(update_fields=["programme", "parameters", "clauses", "state"])
    for run in runs:
        ((run.programme, version),) = run.asked["versions"]
        asked = {name: value for name, value in run.asked.items() if name != "versions"}
        asked["reforms"] = [
            {
                **{name: value for name, value in one.items() if name not in {"shared", "parts"}},
                **one["parts"][run.programme],
            }
            for one in asked["reforms"]
        ]
        run.asked = {**asked, "curve": asked["curve"].removeprefix(f"{run.programme}."), "version": version}
        if run.result is not None:
            run.result = run.result["programmes"][0]
        run.save(update_fields=["programme", "asked", "result"])


class Migration(migrations.Migration):
    dependencies = [("benefits", "0003_objection_extended")]

    operations = [
        migrations.AddField("reform", "shared", models.JSONField(default=dict)),
        migrations.AddField("reform", "parts", models.JSONField(default=dict)),
        migrations.AlterField(
            "reform",
            "state",
            models.CharField(
                choices=[
                    ("draft", "DRAFT"),
                    ("dropped", "DROPPED"),
                    ("proposed", "PROPOSED"),
                    ("approved", "APPROVED"),
                    ("refused", "REFUSED"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        # On the way back these stand empty until what they held is put back.
        migrations.AlterField("reform", "programme", models.SlugField(db_index=True, default="", max_length=60)),
        migrations.AlterField("reformrun", "programme", models.SlugField(default="", max_length=60)),
        migrations.RunPython(carry, carry_back),
        migrations.RemoveField("reform", "programme"),
        migrations.RemoveField("reform", "parameters"),
        migrations.RemoveField("reform", "clauses"),
        migrations.RemoveField("reformrun", "programme"),
    ]
