"""No address is written out in Python: a page is reached by its name, so that one that moves is not lost."""

import ast
import re
from pathlib import Path

from django.urls import URLResolver, get_resolver

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiphyeon"
ROOMS = sorted(
    {
        str(entry.pattern).strip("^/")
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and str(entry.pattern).strip("^/")
    }
)
WRITTEN = re.compile(rf"/({'|'.join(ROOMS)})/")
# The description for programs lists addresses with their slots, as OpenAPI wants them.
DESCRIBED = {"open_data.py"}


def written_in(text):
    """The addresses that stand in a source as text, words about the code aside."""
    tree = ast.parse(text)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        if WRITTEN.match(node.value)
    ]


def test_every_address_is_made_from_the_name_of_its_page():
    found = {
        path.relative_to(SOURCE).as_posix(): addresses
        for storey in ("contexts", "desk", "foundation")
        for path in (SOURCE / storey).rglob("*.py")
        if path.name not in DESCRIBED and "migrations" not in path.parts
        if (addresses := written_in(path.read_text(encoding="utf-8")))
    }

    assert found == {}


def test_the_search_finds_what_it_is_for():
    assert written_in('link = "/benefits/mine/"') == ["/benefits/mine/"]
    assert written_in('link = f"/plans/{year}/"') == ["/plans/"]
    assert written_in('"""Pages at /benefits/mine/."""') == []
    assert written_in('post("/token")') == []
