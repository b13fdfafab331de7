"""English is complete and one: every Korean sentence of a room stands in its English catalogue, and says the same in all."""

import ast
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[2] / "src" / "jiphyeon"
ROOMS = sorted(
    {path.parent for path in SOURCE.rglob("apps.py")} | {SOURCE / "desk"}, key=lambda room: room.as_posix()
)
WORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HANGUL = re.compile("[가-힣]")
# Looked up by a value a row keeps, not by a text the source writes: why somebody looked (the trail).
KEPT_IN_ROWS = {"reason"}


def marked(source: str) -> Iterator[tuple[str, str]]:
    """Yield (context, sentence) of Python, inside the slots of an f-string too, where babel does not look."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in WORDS:
            continue
        texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
        first = 1 if "pgettext" in name else 0
        context = str(texts[0]) if first else ""
        for text in texts[first : first + (2 if "ngettext" in name or "npgettext" in name else 1)]:
            if isinstance(text, str):
                yield context, text


def said_in(room: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield (context, sentence, file) for everything a room marks for translation."""
    for file in [*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]:
        if "migrations" in file.parts or "vendor" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".py":
            yield from ((context, sentence, file) for context, sentence in marked(text))
            continue
        # What templatize leaves of the markup is no Python to be indented.
        source = re.sub(r"(?m)^\s+", "", templatize(text, origin=str(file)))
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), WORDS):
            for sentence in message if isinstance(message, tuple) else (message,):
                yield context or "", sentence, file


@cache
def catalogue(room: Path) -> tuple[Message, ...]:
    """Return the English of a room, message by message."""
    po = room / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not po.exists():
        return ()
    with po.open("rb") as file:
        return tuple(message for message in read_po(file) if message.id)


def ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.mark.parametrize("room", ROOMS, ids=[room.relative_to(SOURCE).as_posix() for room in ROOMS])
def test_every_sentence_of_a_room_has_its_english(room):
    english = {
        (message.context or "", id_): strings(message)
        for message in catalogue(room)
        for id_ in ids(message)
        if all(strings(message)) and not message.fuzzy
    }
    values = {(context, sentence): file for context, sentence, file in said_in(room)}

    missing = sorted(
        f"{file.relative_to(room)}: {s}"
        for (c, s), file in values.items()
        if HANGUL.search(s) and (c, s) not in english
    )
    left_korean = sorted(
        {s for (_c, s), texts in english.items() if any(HANGUL.search(text) for text in texts)}
    )
    said_nowhere = sorted(s for c, s in english if (c, s) not in values and c not in KEPT_IN_ROWS)

    assert missing == []
    assert left_korean == []
    assert said_nowhere == []


def test_one_korean_has_one_english_in_every_room():
    """Django makes one catalogue of all: of two Englishes the last one read is shown on the pages of both rooms."""
    found: dict[tuple[str, str], dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for room in [*ROOMS, SOURCE / "config"]:
        for message in catalogue(room):
            found[message.context or "", ids(message)[0]][strings(message)].append(room.name)

    torn = {key: dict(englishes) for key, englishes in found.items() if len(englishes) > 1}

    assert torn == {}, "write one English, or give one of them a context (pgettext)"


# A number and a noun of many behind it, which would read wrongly of one.
MANY = re.compile(
    r"(\{\w*\}|%\(\w+\)[sd]) (?:\w+ )??(people|days|months|rows|values|places|conditions|times|kinds|initiatives|entries"
    r"|trials|entitlements)\b"
)
# What is never one: a term or limit of law or of the city's data, a plan's initiatives, what is said of several only.
NEVER_ONE = re.compile(
    r"이의를 신청하실|행정심판은|미룰 수|다시 알리지|한 번까지만|1분에|한 번에|쓰지 않거나|서명한 %\(size\)s건"
    r"|과제 %\(named\)s개|지원 \{(programmes|count)\}가지|\A%\(times\)s번|모두 \{times\}번"
)


def test_what_is_counted_reads_rightly_of_one():
    """A plural form, or words that need none."""
    unlike_one = sorted(
        f"{room.name}: {message.id} = {message.string}"
        for room in ROOMS
        for message in catalogue(room)
        if not isinstance(message.id, tuple)
        if MANY.search(message.string) and not NEVER_ONE.search(message.id)
    )

    assert unlike_one == []
