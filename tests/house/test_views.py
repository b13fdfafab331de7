"""A view translates and makes one call: it writes no row and opens no transaction."""

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiphyeon"
VIEWS = [
    path
    for storey in ("contexts", "desk", "foundation")
    for path in (SOURCE / storey).rglob("*.py")
    if path.stem == "views" or path.parent.name == "views"
]
WRITES = {
    "save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "select_for_update",
}  # fmt: skip


def writes_in(text):
    """What a source does that changes rows. `update` is one only of rows: a dict has it too."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module == "django.db":
            found += [name.name for name in node.names if name.name == "transaction"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, of = node.func.attr, ast.unparse(node.func.value)
            if name in WRITES or (name == "update" and "objects" in of):
                found.append(f"{of}.{name}")
    return found


def test_no_view_writes_a_row():
    found = {
        path.relative_to(SOURCE).as_posix(): writes
        for path in VIEWS
        if (writes := writes_in(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_the_search_finds_what_it_is_for():
    assert writes_in("SavedView.objects.filter(pk=1).delete()") == ["SavedView.objects.filter(pk=1).delete"]
    assert writes_in("case.save()") == ["case.save"]
    assert writes_in("Case.objects.filter(pk=1).update(step=2)") == ["Case.objects.filter(pk=1).update"]
    assert writes_in("from django.db import transaction") == ["transaction"]
    assert writes_in("page.update(more)") == []
