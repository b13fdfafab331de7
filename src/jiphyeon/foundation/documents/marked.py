"""A text with the few marks of a wording, as blocks of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jiphyeon.foundation.documents import content as paper
from jiphyeon.methods import wording


def document_blocks(blocks: Iterable[wording.Block]) -> Iterator[paper.Block]:
    """Yield a text's blocks as a document has them; a link shows its address, for paper is not pressed."""
    for block in blocks:
        match block:
            case wording.Heading(level, line):
                yield paper.Heading(_as_text(line), level=level)
            case wording.Paragraph(lines) | wording.Quote(lines):
                yield paper.Text("\n".join(map(_as_text, lines)))
            case wording.Items(items, is_numbered):
                yield paper.Points(tuple(map(_as_text, items)), numbered=is_numbered)


def _as_text(line: wording.Line) -> str:
    return "".join(
        part if isinstance(part, str) else part.to if part.text == part.to else f"{part.text}({part.to})"
        for part in line
    )
