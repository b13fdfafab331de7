"""A Pabulib file as text: its three sections, their rows and their columns."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiphyeon.methods.equal_shares.amounts import shown
from jiphyeon.methods.equal_shares.pabulib.deviations import Log

SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass
class Section:
    name: str
    line: int
    rows: list[str]


def decoded(raw: bytes, log: Log) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        log.note(
            "byte_order_mark", 1, ko="파일 첫머리의 BOM은 건너뜁니다.", en="A byte order mark is skipped."
        )
        raw = raw[3:]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise log.refuse(
            "not_utf8",
            raw[: error.start].count(b"\n") + 1,
            ko="UTF-8이 아닌 글자가 있습니다. UTF-8로 저장해 다시 해 보십시오.",
            en="A byte here is not UTF-8. Save the file as UTF-8 and try again.",
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if unicodedata.is_normalized("NFC", text) else _composed(text, log)


def _composed(text: str, log: Log) -> str:
    """Return the text in composed form, so that one word is one word whichever machine wrote it."""
    lines = text.split("\n")
    first = next(
        number for number, line in enumerate(lines, start=1) if not unicodedata.is_normalized("NFC", line)
    )
    log.note(
        "not_composed",
        first,
        ko="풀어 쓴 글자(NFD)는 모아 쓴 글자로 읽습니다.",
        en="Decomposed letters (NFD) are read as composed ones.",
    )
    return unicodedata.normalize("NFC", text)


def sections(text: str, log: Log) -> dict[str, Section]:
    found: dict[str, Section] = {}
    current: Section | None = None
    made: list[Section] = []
    for number, line in enumerate(text.split("\n"), start=1):
        title = line[:12].strip(" \t\r;").upper() if len(line) < 40 else ""
        if title in SECTIONS and not line.strip(" \t\r;")[len(title) :]:
            current = Section(title, number, [])
            made.append(current)
        elif current is not None:
            current.rows.append(line)
        elif line.strip():
            raise log.refuse(
                "before_meta", number, ko="META 앞에 다른 내용이 있습니다.", en="There is text before META."
            )
    for section in made:
        first = found.setdefault(section.name, section)
        if first is section:
            continue
        if _filled(first) != _filled(section):
            raise log.refuse(
                "section_twice",
                section.line,
                ko="{section} 구역이 {first}번째 줄에 이어 다시 나오고 내용이 다릅니다.",
                en="{section} stands here again with other rows than at line {first}. Keep one of them.",
                section=section.name,
                first=first.line,
            )
        log.note(
            "section_repeated",
            section.line,
            ko="{section} 구역이 똑같이 되풀이되어 한 번만 셉니다.",
            en="{section} is repeated word for word; counted once.",
            section=section.name,
        )
    for name in SECTIONS:
        if name not in found:
            raise log.refuse(
                "section_missing",
                None,
                ko="{section} 구역이 없습니다.",
                en="There is no section {section}.",
                section=name,
            )
    return found


def _filled(section: Section) -> list[str]:
    return [line.rstrip("\r") for line in section.rows if line.strip()]


def table(section: Section, log: Log) -> Iterator[tuple[int, list[str]]]:
    """Yield each filled row with its line; a quoted cell may hold semicolons and line breaks."""
    reader = csv.reader((line.rstrip("\r") + "\n" for line in section.rows), delimiter=";", strict=True)
    before = 0
    try:
        for row in reader:
            line, before = section.line + before + 1, reader.line_num
            if any(cell.strip() for cell in row):
                yield line, [cell.strip() for cell in row]
    except csv.Error as error:
        raise log.refuse(
            "quotes_unbalanced",
            section.line + before + 1,
            ko="따옴표가 닫히지 않았습니다.",
            en="A quoted cell that starts here does not end as it should ({reason}).",
            reason=str(error),
        ) from error


def plain_table(section: Section) -> Iterator[tuple[int, list[str]]]:
    for line, text in enumerate(section.rows, start=section.line + 1):
        if text and not text.isspace():
            yield line, text.rstrip("\r").split(";")


def header_of(
    table: Iterator[tuple[int, list[str]]], section: Section, needed: Sequence[str], log: Log
) -> tuple[list[str], dict[str, int]]:
    """Return the names of the columns and where each stands; names left empty at the end name no column."""
    line, header = next(table, (section.line, []))
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:
        names.pop()
    columns: dict[str, int] = {}
    for at, name in enumerate(names):
        if not name or name in columns:
            raise log.refuse(
                "column_name_unusable",
                line,
                name or None,
                ko="{at}번째 열의 이름이 " + ("앞에 이미 있습니다." if name else "비어 있습니다."),
                en="The name of column number {at} is " + ("used twice." if name else "empty."),
                at=at + 1,
            )
        columns[name] = at
    for name in needed:
        if name not in columns:
            raise log.refuse(
                "column_missing",
                line,
                name,
                ko="{section}에 이 열이 없습니다.",
                en="{section} has no such column.",
                section=section.name,
            )
    return names, columns


def fitted(row: list[str], line: int, width: int, log: Log) -> list[str]:
    """Return a row with as many cells as there are columns; what it has too many or too few is not passed over."""
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        log.break_(
            "dropped",
            "cells_left_over",
            line,
            None,
            ko="칸이 머리글보다 많아 '{cell}'이(가) 어느 열에도 들지 않습니다. 여러 사업은 쉼표로 나눕니다.",
            en="This row has more cells than the header: '{cell}' belongs to no column. Commas part the projects of a ballot.",
            cell=shown(row[width].strip()),
        )
    if len(row) < width:
        log.break_(
            "dropped",
            "row_too_short",
            line,
            None,
            ko="머리글은 {need}칸인데 이 줄은 {have}칸입니다.",
            en="This row has {have} cells of {need}.",
            have=len(row),
            need=width,
        )
    return row[:width] + [""] * (width - len(row))
