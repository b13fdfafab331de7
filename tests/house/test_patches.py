"""What a test replaces it names as an object's attribute: a string would go on replacing nothing when a room moves."""

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            yield node, node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id


def by_string(node, name):
    first = node.args[0] if node.args else None
    return name in {"setattr", "patch"} and isinstance(first, ast.Constant) and isinstance(first.value, str)


def test_no_import_is_patched_by_its_name_in_a_string():
    found = {
        f"{file.relative_to(TESTS)}:{node.lineno}"
        for file in TESTS.rglob("*.py")
        for node, name in calls(ast.parse(file.read_text(encoding="utf-8")))
        if by_string(node, name)
    }

    assert found == set()
