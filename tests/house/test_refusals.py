"""Whoever is refused reads why in their own language: every refusal in the code says it in Korean and in English."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "jiphyeon"
HANDED_ON = {"ko", "en"}


def refusals(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name == "Refused":
                yield node


def lacks(call):
    """Which language a refusal does not say itself in. What is handed on whole (`**words`) is said elsewhere."""
    named = {keyword.arg for keyword in call.keywords}
    return set() if None in named and not named & HANDED_ON else HANDED_ON - named


def test_every_refusal_is_said_in_both_languages():
    found = {
        f"{path.relative_to(SOURCE)}:{call.lineno}": sorted(lacks(call))
        for path in SOURCE.rglob("*.py")
        for call in refusals(path)
        if lacks(call)
    }

    assert found == {}


def test_the_search_finds_what_it_is_for():
    english, both = ast.parse('Refused("x", en="No.")\nRefused("x", ko="아니요.", en="No.")').body

    assert lacks(english.value) == {"ko"}
    assert lacks(both.value) == set()
