"""Every instrument that a pack cites to citizens, and every one the code cites, has an English name."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from jiphyeon.foundation.organisation import instruments

ROOT = Path(__file__).resolve().parents[3]
SEJONG = ROOT / "src" / "jiphyeon" / "cities" / "sejong"
HANGUL = re.compile("[가-힣]")
SHOWN = ("agents.yaml", "benefits.yaml", "citations.yaml", "payees.yaml", "mydata/items.yaml")


def cited_in(node):
    if isinstance(node, dict):
        if isinstance(node.get("instrument"), str):
            yield node["instrument"]
        for part in node.values():
            yield from cited_in(part)
    elif isinstance(node, list):
        for part in node:
            yield from cited_in(part)


@pytest.mark.parametrize("file", SHOWN)
def test_what_a_pack_cites_is_named_in_english(file):
    found = set(cited_in(yaml.safe_load((SEJONG / file).read_text("utf-8"))))

    names = instruments.names(SEJONG)
    assert sorted(name for name in found if HANGUL.search(names[name].en if name in names else name)) == []


def test_what_the_code_cites_is_named_in_english():
    found = set()
    for room in ("contexts", "foundation"):
        for file in (ROOT / "src" / "jiphyeon" / room).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Citation" and call.args:
                    first = call.args[0]
                    found |= {first.value} if isinstance(first, ast.Constant) else set()

    assert "행정절차법" in found
    assert sorted(found - set(instruments.names(SEJONG))) == []
