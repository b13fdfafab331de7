"""The few marks of an e-mail: headings, lists, quotes, rules and links; as blocks, as plain text and as safe HTML.

`# ` and `## ` begin a heading, `* `, `- ` and `• ` an item, `1. ` a numbered item, `^ ` a quote, `---` is a rule,
`[text](https://…)` and a bare address are links, a backslash takes a mark's meaning away. Nothing else is a mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

MARKS = "\\`*_{}[]()#+-.!|~^<>"
"""What a backslash may stand before."""

_HEADING = re.compile(r"(#{1,2}) +")
_BULLET = re.compile(r"[*•-] +")
_NUMBER = re.compile(r"\d{1,3}\. +")
_QUOTE = re.compile(r"\^ ?")
_RULE = re.compile(r"(?:-{3,}|\*{3,})\Z")
_INLINE = re.compile(r"\\(?P<sign>[\\`*_{}\[\]()#+.!|~^<>-])|\[(?P<text>[^\[\]]{1,500})\]\((?P<to>https?://[^\s()<>\"']{1,2000})\)|(?P<bare>https?://[^\s()<>\"'\[\]]{1,2000})")  # fmt: skip
_PUNCTUATION = ".,;:!?"
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Link:
    """A link within a line. `text` is what is read, the address itself where the line says no other."""

    text: str
    to: str


Line: TypeAlias = tuple[str | Link, ...]
"""A line of text, its links apart."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 or 2."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that stand together."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered from 1 or not."""

    items: tuple[Line, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines set apart from the rest."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Block: TypeAlias = Heading | Paragraph | Items | Quote | Rule


def blocks(text: str) -> tuple[Block, ...]:
    """Return what a text is made of, from top to bottom."""
    return tuple(_read([line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]))


def _read(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line:
            at += 1
        elif _RULE.match(line):
            yield Rule()
            at += 1
        elif heading := _HEADING.match(line):
            yield Heading(len(heading[1]), _line(line[heading.end() :]))
            at += 1
        else:
            run, block = _run(lines, at)
            yield block
            at = run


def _run(lines: Sequence[str], start: int) -> tuple[int, Block]:
    """Return the block of like lines that begins at `start`, and the place behind it."""
    for mark, make in _RUNS:
        if mark.match(lines[start]):
            at, found = start, []
            while at < len(lines) and (begun := mark.match(lines[at])) and not _RULE.match(lines[at]):
                found.append(_line(lines[at][begun.end() :]))
                at += 1
            return at, make(tuple(found))
    at, found = start + 1, [_line(lines[start])]
    while at < len(lines) and lines[at] and not _begins_something(lines[at]):
        found.append(_line(lines[at]))
        at += 1
    return at, Paragraph(tuple(found))


_RUNS: tuple[tuple[re.Pattern[str], Callable[[tuple[Line, ...]], Block]], ...] = (
    (_BULLET, Items),
    (_NUMBER, lambda items: Items(items, is_numbered=True)),
    (_QUOTE, Quote),
)


def _begins_something(line: str) -> bool:
    return any(mark.match(line) for mark in (_RULE, _HEADING, _BULLET, _NUMBER, _QUOTE))


def _line(text: str) -> Line:
    """Return a line with its links apart and its backslashes read."""
    parts: list[str | Link] = []
    pieces: list[str] = []
    at = 0

    def link(found: Link) -> None:
        if joined := "".join(pieces):
            parts.append(joined)
        pieces.clear()
        parts.append(found)

    for mark in _INLINE.finditer(text):
        pieces.append(text[at : mark.start()])
        at = mark.end()
        if mark["sign"]:
            pieces.append(mark["sign"])
        elif mark["to"]:
            link(Link(_unescaped(mark["text"]), mark["to"]))
        else:
            address = mark["bare"].rstrip(_PUNCTUATION)
            link(Link(address, address))
            pieces.append(mark["bare"][len(address) :])
    pieces.append(text[at:])
    if joined := "".join(pieces):
        parts.append(joined)
    return tuple(parts)


_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|~^<>-])")


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def plain(text: str) -> str:
    r"""Return the text as it is read where there are no marks: headings underlined, items with a dot, addresses written out.

    >>> plain("# 알림\n* 하나\n* 둘\n[확인](https://example.go.kr/a)")
    '알림\n----\n\n• 하나\n• 둘\n\n확인: https://example.go.kr/a'
    """
    return "\n\n".join(_plain(block) for block in blocks(text))


def _plain(block: Block) -> str:
    match block:
        case Heading(_, line):
            text = _line_text(line)
            return f"{text}\n{'-' * min(_WIDEST, _width(text))}"
        case Items(items, is_numbered):
            return "\n".join(
                f"{f'{at}.' if is_numbered else '•'} {_line_text(item)}" for at, item in enumerate(items, 1)
            )
        case Quote(lines):
            return "\n".join(f"  {_line_text(line)}" for line in lines)
        case Rule():
            return "-" * _WIDEST
        case Paragraph(lines):
            return "\n".join(map(_line_text, lines))


def _line_text(line: Line) -> str:
    return "".join(
        part if isinstance(part, str) else part.to if part.text == part.to else f"{part.text}: {part.to}"
        for part in line
    )


def _width(text: str) -> int:
    return max(1, sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text))


def html(text: str) -> str:
    r"""Return the text as HTML that holds nothing but these marks: whatever looks like a tag in it is written as text.

    >>> html("# <b>\n\n가 & 나 https://example.go.kr.")
    '<h2>&lt;b&gt;</h2>\n<p>가 &amp; 나 <a href="https://example.go.kr">https://example.go.kr</a>.</p>'
    """
    return "\n".join(_html(block) for block in blocks(text))


def plain_and_html(text: str) -> tuple[str, str]:
    """Return what `plain` and `html` return, the text read once."""
    found = blocks(text)
    return "\n\n".join(map(_plain, found)), "\n".join(map(_html, found))


def _html(block: Block) -> str:
    match block:
        case Heading(level, line):
            return f"<h{level + 1}>{_marked(line)}</h{level + 1}>"
        case Items(items, is_numbered):
            tag = "ol" if is_numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{_marked(item)}</li>' for item in items)}</{tag}>"
        case Quote(lines):
            return f"<blockquote>{'<br>'.join(map(_marked, lines))}</blockquote>"
        case Rule():
            return "<hr>"
        case Paragraph(lines):
            return f"<p>{'<br>'.join(map(_marked, lines))}</p>"


def _marked(line: Line) -> str:
    return "".join(
        escape(part) if isinstance(part, str) else f'<a href="{escape(part.to)}">{escape(part.text)}</a>'
        for part in line
    )
