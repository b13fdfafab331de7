"""English is complete: every Korean sentence of a room stands in its English catalogue, with the same slots."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
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
    "npgettext": ((1, "c"), 2, 3),
}
HANGUL = re.compile("[가-힣]")


def said_in(room: Path) -> Iterator[tuple[str, str, Path]]:
    """Yield (context, sentence, file) for everything a room marks for translation."""
    for file in [*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]:
        if "migrations" in file.parts or "vendor" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        # What templatize leaves of the markup is no Python to be indented.
        source = text if file.suffix == ".py" else re.sub(r"(?m)^\s+", "", templatize(text, origin=str(file)))
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), WORDS):
            for sentence in message if isinstance(message, tuple) else (message,):
                yield context or "", sentence, file


@pytest.mark.parametrize("room", ROOMS, ids=[room.relative_to(SOURCE).as_posix() for room in ROOMS])
def test_every_sentence_of_a_room_has_its_english(room):
    catalogue = {}
    po = room / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if po.exists():
        with po.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                strings = message.string if isinstance(message.string, tuple) else (message.string,)
                catalogue.update(
                    {
                        (message.context or "", id_): strings
                        for id_ in ids
                        if all(strings) and not message.fuzzy
                    }
                )

    missing = sorted(
        {
            f"{file.relative_to(room)}: {s}"
            for c, s, file in said_in(room)
            if HANGUL.search(s)
            if (c, s) not in catalogue
        }
    )
    left_korean = sorted(
        {s for (_c, s), shown in catalogue.items() if any(HANGUL.search(text) for text in shown)}
    )

    assert missing == []
    assert left_korean == []
