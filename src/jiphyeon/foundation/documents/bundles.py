"""Many letters as one file for a printer: each with its address in the window, and on a sheet of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from jiphyeon.foundation.documents import pdf
from jiphyeon.foundation.documents.content import Document


@dataclass(frozen=True, slots=True)
class Bundled:
    """A document that goes by post: the lines of its address, and of the return address."""

    document: Document
    address: Sequence[str]
    sender: Sequence[str]


def bundle(letters: Sequence[Bundled], *, title: str, on: date) -> tuple[bytes, tuple[int, ...]]:
    """Return letters as one PDF for printing on both sides, and how many pages each takes.

    Refused where the typefaces are missing.
    """
    data = {
        "title": title,
        "day": [on.year, on.month, on.day],
        "letters": [
            {
                **pdf.drawn(one.document),
                "address": pdf.drawn_text("\n".join(one.address)),
                "sender": pdf.drawn_text("\n".join(one.sender)),
            }
            for one in letters
        ],
    }
    source = pdf.template("bundle.typ")
    made = pdf.compiled(source, data, on=datetime.combine(on, time(), tzinfo=UTC))
    # One made of bytes answers once; what the first has laid out is remembered, so the second only looks.
    pages = json.loads(pdf.compiler(source, data).query("<pages>", field="value"))
    return made, tuple(pages)
