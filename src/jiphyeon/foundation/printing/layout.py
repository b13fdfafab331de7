"""Letters as a print file: one tagged PDF, each letter with its address where the window of the envelope is, on a sheet of its own.

Kept to PDF/A-2a and PDF/UA-1 like every document of the house. The same letters give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jiphyeon.foundation.documents.bundles import Bundled, bundle
from jiphyeon.foundation.documents.content import Document
from jiphyeon.foundation.documents.marked import document_blocks
from jiphyeon.foundation.printing.models import Letter
from jiphyeon.foundation.printing.terms import Sender
from jiphyeon.kernel.words import Language
from jiphyeon.methods import wording


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A print file and how many sheets each of its letters takes, in their order."""

    pdf: bytes
    sheets: tuple[int, ...]


def laid_out(letters: Sequence[Letter], *, title: str, sender: Sender, on: date, demo: bool) -> LaidOut:
    """Return some letters of a run as one print file. `on`: the day they are dated by."""
    bundled = [_bundled(letter, sender, on, demo=demo) for letter in letters]
    pdf, pages = bundle(bundled, title=title, on=on)
    return LaidOut(pdf, tuple((count + 1) // 2 for count in pages))  # printed on both sides


def _bundled(letter: Letter, sender: Sender, on: date, *, demo: bool) -> Bundled:
    content = letter.content or {}
    language: Language = "en" if content["language"] == "en" else "ko"
    lines = (letter.address or "").split("\n")
    return Bundled(
        Document(
            language=language,
            title=content["title"] or sender.name.text(language),
            office=content["sender"] or sender.name.text(language),
            number=letter.number,
            on=on,
            to=lines[0],
            blocks=tuple(document_blocks(wording.blocks(content["text"]))),
            demo=demo,
        ),
        address=tuple(lines),
        sender=(sender.name.text(language), *sender.lines),
    )
