"""A document as PDF: PDF/A-2a and PDF/UA-1 at once, so it can be kept for ever and heard as well as read.

The same document gives the same bytes: nothing of the clock, the machine or its fonts comes in.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from jiphyeon.foundation.documents.content import Document
from jiphyeon.foundation.documents.qr import drawing
from jiphyeon.foundation.documents.signs import Signs
from jiphyeon.foundation.documents.words import labels
from jiphyeon.kernel import Refused

HERE = Path(__file__).parent
FACES = HERE / "fonts"
STANDARDS: list[Any] = ["a-2a", "ua-1"]
_ONE_AT_A_TIME = threading.Lock()


@cache
def fonts() -> typst.Fonts:
    """Return the typefaces that are shipped, and none of the machine's. Refused where they were not collected."""
    if not list(FACES.glob("*.ttf")):
        raise Refused(
            "no_fonts",
            ko="문서의 글꼴이 설치되어 있지 않습니다. 관리자에게 ./jip run으로 다시 준비해 달라고 하세요.",
            en="The typefaces of documents are not installed. Ask the operator to set up again by ./jip run.",
        )
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FACES])


@cache
def template(name: str) -> bytes:
    """Return a template of this room, behind the look that all of them share."""
    return (HERE / "look.typ").read_bytes() + (HERE / name).read_bytes()


def compiler(source: bytes, data: Mapping[str, Any]) -> typst.Compiler:
    """Return what compiles a template with data, which it reads as JSON; nothing in the data is ever markup."""
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    # The root holds nothing, so that no template can read a file of the machine.
    return typst.Compiler(source, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs)


def compiled(source: bytes, data: Mapping[str, Any], *, on: datetime) -> bytes:
    """Return a template filled with data as PDF."""
    made = compiler(source, data).compile(format="pdf", pdf_standards=STANDARDS, timestamp=on)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no bytes")
    return made


_PROBE = b"""#set document(title: "signs")
#set text(font: ("Noto Sans KR", "Libertinus Serif"))
#json(bytes(sys.inputs.data))"""


def _can_draw(text: str) -> bool:
    try:
        compiled(_PROBE, text, on=datetime(2000, 1, 1, tzinfo=UTC))  # type: ignore[arg-type] # one text is JSON too
    except typst.TypstError:
        return False
    return True


_SIGNS = Signs(_can_draw)


def render(document: Document) -> bytes:
    """Return the document as PDF. Refused where the typefaces are missing."""
    return compiled(
        template("document.typ"), drawn(document), on=datetime.combine(document.on, time(), tzinfo=UTC)
    )


def drawn(document: Document) -> dict[str, Any]:
    """Return what the look asks of a document, every text as it can be drawn."""
    data: dict[str, Any] = drawn_text({**document.as_json(), **labels(document)})
    for heading in (data, *(block for block in data["blocks"] if block["kind"] == "heading")):
        name = "title" if heading is data else "text"
        heading[name] = heading[name] if heading[name].strip() else "–"  # PDF/UA lets no heading be empty
    data["qr"] = drawing(document.check.address) if document.check else ""
    data["day"] = [document.on.year, document.on.month, document.on.day]
    return data


def drawn_text(value: Any) -> Any:
    """Return a text, or data with texts in it, with every text as it can be drawn."""
    with _ONE_AT_A_TIME:  # what is learnt of signs is shared
        return _written(value)


def _written(value: Any) -> Any:
    """Return the data with every text as it can be drawn."""
    if isinstance(value, str):
        return _SIGNS.written(value)
    if isinstance(value, dict):
        return {name: _written(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_written(one) for one in value]
    return value if isinstance(value, bool | int) or value is None else _SIGNS.written(str(value))
