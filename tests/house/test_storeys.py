"""The house's laws that no import can show: keys, fronts, names, marks, migrations."""

import inspect
import re
import subprocess
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jiphyeon"
STOREYS = ["jiphyeon.foundation", "jiphyeon.contexts", "jiphyeon.desk"]


def storey(model: type[Model]) -> int:
    return next((n for n, name in enumerate(STOREYS) if model.__module__.startswith(name)), -1)


def room(model: type[Model]) -> str:
    return ".".join(model.__module__.split(".")[:3])


def test_foreign_keys_point_down_or_stay_in_their_room():
    upward = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("jiphyeon.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if room(field.related_model) != room(model)
        if not (
            storey(field.related_model) < storey(model) or storey(model) == storey(field.related_model) == 0
        )
    ]

    assert upward == []


CONTEXTS = [app for app in settings.INSTALLED_APPS if app.startswith("jiphyeon.contexts.")]


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_front_door_speaks_plainly(context):
    if find_spec(f"{context}.api") is None:
        pytest.skip("the room has no front door yet")
    front = import_module(f"{context}.api")
    spoken = {
        name: str(inspect.signature(function))
        for name, function in vars(front).items()
        if inspect.isfunction(function) and not name.startswith("_") and function.__module__ == front.__name__
    }

    models = {model.__name__ for model in apps.get_models()}
    crossing = {
        name: signature
        for name, signature in spoken.items()
        if "QuerySet" in signature or models & set(re.findall(r"\w+", signature))
    }
    assert crossing == {}


def test_no_room_is_a_junk_drawer():
    forbidden = {"utils", "common", "helpers", "core", "services", "managers"}

    found = [path for path in SOURCE.rglob("*") if path.stem in forbidden and "vendor" not in path.parts]

    assert found == []


def test_nothing_unfinished_is_marked_as_such():
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK|[Ll]orem ipsum)\b|NotImplementedError")
    tracked = subprocess.run(
        ["git", "ls-files", "src", "bench", "docs"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    texts = [
        p for p in tracked.stdout.splitlines() if p.endswith((".py", ".html", ".md", ".js", ".css", ".yaml"))
    ]

    found = [path for path in texts if marks.search((ROOT / path).read_text(encoding="utf-8"))]

    assert found == []


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    said = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=said, verbosity=1)

    assert "No changes detected" in said.getvalue()
