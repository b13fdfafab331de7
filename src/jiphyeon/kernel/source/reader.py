"""From a file's bytes to blocks, lists and values: YAML's shape alone, each with its line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
import yaml.cyaml

from jiphyeon.kernel.files import read_bytes
from jiphyeon.kernel.refusal import Place, Refused
from jiphyeon.kernel.source.blocks import Block, Listing
from jiphyeon.kernel.source.scalars import Scalar

# libyaml reads a city's files ten times faster; where it was not built in, the plain parser gives the same events.
_PARSER: Callable[[bytes], Any] = getattr(yaml.cyaml, "CParser", None) or yaml.SafeLoader
_QUOTES = {"'", '"'}


def read(path: Path, shown: str) -> Block:
    """Return the file's mapping. Raises Refused for broken YAML, tabs, repeated keys, anchors and tags."""
    return parse(read_bytes(path, shown=shown), shown)


def parse(content: bytes, shown: str) -> Block:
    """Return the mapping in a file's bytes. Raises Refused as `read` does."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = why.object[: why.start].count(b"\n") + 1
        raise Refused(
            "file_not_utf8",
            ko="이 파일을 UTF-8로 저장해 주세요.",
            en="Save this file as UTF-8.",
            place=Place(shown, line),
        ) from why
    # One word may be stored as composed or decomposed Hangul; readers see one word, and so do rules.
    raw = unicodedata.normalize("NFC", text).encode()
    _refuse_tabs(raw, shown)
    try:
        found = _Shape(raw, shown).document()
    except yaml.MarkedYAMLError as why:
        mark = why.problem_mark or why.context_mark
        raise Refused(
            "yaml_broken",
            ko="YAML로 읽을 수 없습니다({why}). 이 줄과 앞줄을 살펴봐 주세요.",
            en="This is not well-formed: {why}.",
            place=Place(shown, mark.line + 1 if mark else None),
            why=" ".join(part for part in (why.context, why.problem) if part),
        ) from why
    except RecursionError as why:
        raise Refused(
            "too_deep",
            ko="묶음이 너무 깊습니다. 단계를 줄여 주세요.",
            en="Blocks are nested too deeply.",
            place=Place(shown),
        ) from why
    except yaml.YAMLError as why:
        raise Refused(
            "yaml_broken",
            ko="YAML로 읽을 수 없습니다({why}). 이 줄과 앞줄을 살펴봐 주세요.",
            en="This is not well-formed: {why}.",
            place=Place(shown),
            why=why,
        ) from why
    if not isinstance(found, Block):
        raise Refused(
            "not_a_block",
            ko="파일은 키와 값의 묶음이어야 합니다.",
            en="The file must be a block of keys.",
            place=Place(shown, 1),
        )
    return found


def _refuse_tabs(raw: bytes, shown: str) -> None:
    if b"\t" not in raw:
        return
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line[: len(line) - len(line.lstrip())].count(b"\t"):
            raise Refused(
                "tab",
                ko="들여쓰기는 탭이 아니라 빈칸으로 해 주세요.",
                en="Indent with spaces, not with a tab.",
                place=Place(shown, number),
            )


class _Shape:
    """Builds the tree from the parser's events, without resolving a single tag."""

    def __init__(self, raw: bytes, shown: str) -> None:
        self.event = _PARSER(raw).get_event
        self.file = shown

    def document(self) -> Scalar | Listing | Block | None:
        self.event()
        if not isinstance(self.event(), yaml.DocumentStartEvent):
            raise Refused(
                "file_empty",
                ko="빈 파일입니다. 내용을 적어 주세요.",
                en="The file is empty.",
                place=Place(self.file),
            )
        found = self.value(self.event())
        self.event()
        if not isinstance(self.event(), yaml.StreamEndEvent):
            raise Refused(
                "several_documents",
                ko="한 파일에는 문서 하나만 적어 주세요.",
                en="Only one document may stand in a file.",
                place=Place(self.file),
            )
        return found

    def value(self, event: Any) -> Scalar | Listing | Block:
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            if event.anchor is None and event.tag is None:
                return Scalar(event.value, self.file, event.start_mark.line + 1, event.style in _QUOTES)
        elif kind is not yaml.AliasEvent and event.anchor is None and event.tag is None:
            return self.block(event) if kind is yaml.MappingStartEvent else self.listing(event)
        raise Refused(
            "yaml_feature",
            ko="여기서는 &, *, ! 표시를 쓰지 않습니다. 값을 그대로 적어 주세요.",
            en="Anchors, aliases and tags are not used here; write the value out.",
            place=Place(self.file, event.start_mark.line + 1),
        )

    def listing(self, event: Any) -> Listing:
        items = []
        while (one := self.event()).__class__ is not yaml.SequenceEndEvent:
            items.append(self.value(one))
        return Listing(items, self.file, event.start_mark.line + 1)

    def block(self, event: Any) -> Block:
        entries: dict[str, Scalar | Listing | Block] = {}
        following, file = self.event, self.file
        while (one := following()).__class__ is not yaml.MappingEndEvent:
            if one.__class__ is not yaml.ScalarEvent:
                raise Refused(
                    "key_not_text",
                    ko="키는 한 낱말로 적어 주세요.",
                    en="A key must be one word.",
                    place=Place(file, one.start_mark.line + 1),
                )
            key = one.value
            if key in entries:
                raise Refused(
                    "repeated_key",
                    ko="‘{key}’이(가) 두 번 있습니다. 처음 것은 {first}번째 줄에 있습니다. 하나만 남겨 주세요.",
                    en="{key!r} stands here twice; the first is on line {first}.",
                    place=Place(file, one.start_mark.line + 1),
                    key=key,
                    first=entries[key].line,
                )
            inner = following()
            # Nearly every value is a plain scalar: it is made here, without a call.
            if inner.__class__ is yaml.ScalarEvent and inner.anchor is None and inner.tag is None:
                entries[key] = Scalar(inner.value, file, inner.start_mark.line + 1, inner.style in _QUOTES)
            else:
                entries[key] = self.value(inner)
        return Block(entries, file, event.start_mark.line + 1)
