"""What a document says, as plain values: from them come the PDF and the page for print, and they say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jiphyeon.kernel.words import Language


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the document; `level` 1 stands under the title, 2 under that."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a line break in it is one on paper. `strong` is the sentence the document was written for."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences one under another, with dots or numbers."""

    items: Sequence[str]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table under its headings; columns named by place in `right` are set right, as numbers are. Rows are as long as `heads`."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("A row has more or fewer cells than there are headings.")


@dataclass(frozen=True, slots=True)
class Box:
    """What must not be overlooked: a title and a paragraph in a frame."""

    title: str
    text: str


Block = Heading | Text | Points | Pairs | Grid | Box


@dataclass(frozen=True, slots=True)
class Check:
    """Where anybody can have the document checked: an address (in the QR code), and what to type in there.

    No code: nothing is proved, the address is the page that says the same as it stands today.
    """

    address: str
    code: str

    @classmethod
    def of(cls, page: str, leaf: str) -> Check:
        """Return how a document is checked by its leaf on the public log: twelve figures, in threes of four."""
        return cls(f"{page}?q={leaf[:12]}", "-".join(leaf[at : at + 4] for at in (0, 4, 8)))


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the office. All texts are people's words: nothing in them is ever markup.

    `number` is the document's own, `to` whom it is for, `contact` whom to ask. `demo` marks every page as invented.
    `large`: everything half as large again, for whoever reads large print.
    """

    language: Language
    title: str
    office: str
    number: str
    on: date
    blocks: Sequence[Block]
    to: str = ""
    contact: str = ""
    check: Check | None = None
    demo: bool = False
    large: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the document for the template: every block with its kind."""
        document = asdict(self)
        document["blocks"] = [
            {"kind": type(block).__name__.lower(), **asdict(block)} for block in self.blocks
        ]
        return document
