"""English is complete: everything the face says has its English, and nothing in the catalogue is left over."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

import jiphyeon.foundation.ui as room

ROOM = Path(room.__file__).parent
SPEAKS = {"_", "gettext", "gettext_lazy"}


def said_in_code() -> set[str]:
    found = set()
    for file in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKS:
                found.add(node.args[0].value)
    return found


def said_in_templates() -> set[str]:
    found = set()
    for file in ROOM.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r'{%\s*translate\s+"([^"]+)"', text)) | set(
            re.findall(r'_\("([^"]+)"\)', text)
        )
        blocks = re.findall(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate", text)
        found |= {re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", block) for block in blocks}
    return found


def test_everything_said_has_its_english():
    with (ROOM / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = {message.id: message.string for message in read_po(file) if message.id}

    said = said_in_code() | said_in_templates()

    assert said - catalogue.keys() == set()
    assert [key for key in said if not catalogue[key]] == []
    assert {key for key in catalogue.keys() - said if re.search("[가-힣]", key)} == set()


def test_english_keeps_every_value_the_korean_has():
    with (ROOM / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        pairs = [(message.id, message.string) for message in read_po(file) if message.id]

    named = re.compile(r"{\w+}|%\(\w+\)s")
    assert [
        key for key, english in pairs if sorted(named.findall(key)) != sorted(named.findall(english))
    ] == []
