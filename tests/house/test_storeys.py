"""The house's laws that no import can show: keys, fronts, names, marks, migrations."""

import inspect
import pkgutil
import re
import subprocess
import sys
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


def annotated(named: dict[str, object]) -> dict[str, str]:
    """Return what things promise under their names: each function, method, property and field with its annotations."""
    annotations = {}
    for name, given in named.items():
        functions = {name: given}
        if inspect.isclass(given):
            functions = {f"{name}.{part}": value for part, value in vars(given).items() if part[0] != "_"}
            annotations |= {
                f"{name}.{part}": str(kind) for part, kind in vars(given).get("__annotations__", {}).items()
            }
        for what, function in functions.items():
            plain = getattr(function, "fget", None) or getattr(function, "__func__", function)
            if inspect.isfunction(plain):
                annotations[what] = " ".join(map(str, plain.__annotations__.values()))
    return annotations


def promised(modules: list[str], of: str) -> dict[str, str]:
    """Return what modules promise that is defined below `of`."""
    annotations = {}
    for module in modules:
        named = {
            name: given
            for name, given in vars(import_module(module)).items()
            if not name.startswith("_") and str(getattr(given, "__module__", "")).startswith(of)
        }
        annotations |= {f"{module}.{what}": kinds for what, kinds in annotated(named).items()}
    return annotations


ROOMS = [
    app for app in settings.INSTALLED_APPS if app.startswith(("jiphyeon.contexts.", "jiphyeon.foundation."))
]
UNTYPED = {
    "jiphyeon.contexts.benefits": {"queries", "actions"},
    "jiphyeon.contexts.reforms": {"queries", "actions"},
}
"""Parts of rooms whose stored results still go by as whatever JSON gave: to become empty."""


def parts(room: str, part: str) -> list[str]:
    """Return the modules of one part of a room: a file, or every file of a folder."""
    found = find_spec(f"{room}.{part}")
    if found is None:
        return []
    within = [
        f"{room}.{part}.{one.name}" for one in pkgutil.iter_modules(found.submodule_search_locations or [])
    ]
    return [f"{room}.{part}", *within]


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("part", ["api", "events", "queries", "actions"])
def test_nothing_of_any_kind_goes_through_a_door(room, part):
    # What a door hands on of another part was promised by the door; what a query imports, by whoever defined it.
    of = room.rpartition(".")[0] if part in {"api", "events"} else f"{room}.{part}"
    loose = [what for what, kinds in promised(parts(room, part), of).items() if re.search(r"\bAny\b", kinds)]

    assert bool(loose) == (part in UNTYPED.get(room, set())), loose


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
    output = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=output, verbosity=1)

    assert "No changes detected" in output.getvalue()


METHODS = [path for path in (SOURCE / "methods").iterdir() if (path / "__init__.py").exists()]
HEAVY = {"duckdb", "highspy", "numba", "numpy", "psycopg", "pyarrow"}
FRONTS = sorted(
    ".".join(path.parent.relative_to(SOURCE.parent).parts)
    for method in METHODS
    for path in method.rglob("__init__.py")
    if "__all__" in path.read_text(encoding="utf-8")
)


def test_every_method_has_a_front():
    assert [
        f"jiphyeon.methods.{path.name}" for path in METHODS if f"jiphyeon.methods.{path.name}" not in FRONTS
    ] == []


@pytest.mark.parametrize("front", FRONTS)
def test_a_front_gives_what_it_names_and_costs_nothing_to_pass(front):
    asked = f"import sys, {front} as front; print(*{HEAVY} & sys.modules.keys()); [getattr(front, n) for n in front.__all__]"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


@pytest.mark.parametrize("front", FRONTS)
def test_no_module_behind_a_front_hides_one_of_its_names(front):
    package = import_module(front)
    modules = {found.name for found in pkgutil.iter_modules(package.__path__)}

    assert modules & set(package.__all__) == set()


@pytest.mark.parametrize("front", FRONTS)
def test_a_front_promises_types(front):
    package = import_module(front)
    named = {name: getattr(package, name) for name in package.__all__}
    loose = {what for what, kinds in annotated(named).items() if re.search(r"\bAny\b", kinds)}

    assert loose == set()


def test_a_measurement_passes_by_the_front_of_a_method_as_everybody_does():
    behind = {
        f"{path.name}: {name}"
        for path in (ROOT / "bench").rglob("*.py")
        for name in re.findall(
            r"^\s*(?:from|import) (jiphyeon\.methods\.[\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        if name not in FRONTS
    }

    assert behind == set()
