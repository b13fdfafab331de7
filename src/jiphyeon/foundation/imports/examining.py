"""Every row of a file held against what a room declares; every error with its row and column, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Generic

from jiphyeon.foundation.imports.cells import Raw, Value, as_text, value_of
from jiphyeon.foundation.imports.declaring import Column, Intake, R, Taking, Values
from jiphyeon.foundation.imports.parsing import Line
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.refusal import Place
from jiphyeon.kernel.spelling import did_you_mean, perhaps


@dataclass(frozen=True, slots=True)
class RowError:
    """One thing that is wrong: on which line, in which column (None: in the row as a whole), what stands there, why."""

    line: int
    column: Words | None
    written: str
    words: Words


@dataclass(frozen=True, slots=True)
class Good(Generic[R]):
    """One row that is right."""

    line: int
    row: R


@dataclass(frozen=True, slots=True)
class Header:
    """Which cell of a row belongs to which column; `unused`: headings nobody asked for."""

    places: tuple[tuple[Column, int | None], ...]
    width: int
    unused: tuple[str, ...]


def header_of(intake: Intake[Any], line: Line, file: str) -> Header:
    """Return where each column stands. Refused where one that is needed is missing, or a heading stands twice."""
    written = [as_text(cell) for cell in line.cells]
    folded = [_folded(one) for one in written]
    taken: set[int] = set()
    places: list[tuple[Column, int | None]] = []
    for column in intake.columns:
        names = {_folded(one) for one in (column.words.ko, column.words.en, column.name, *column.aliases)}
        here = [at for at, one in enumerate(folded) if one in names]
        if len(here) > 1:
            raise Refused(
                "column_twice",
                ko="‘{column}’ 열이 두 번 있습니다. 하나만 남겨 주세요.",
                en="The column ‘{english}’ stands twice. Keep one of them.",
                place=Place(file, line=line.line, column=column.words.ko),
                column=column.words.ko,
                english=column.words.en,
            )
        if not here and column.required:
            raise Refused(
                "column_missing",
                ko="‘{column}’ 열이 없습니다.{perhaps} 첫 줄에 열 이름을 적고, 서식 파일의 이름을 그대로 써 주세요. 있는 열: {have}",
                en="There is no column ‘{english}’{hint} Name the columns on the first line as the template does. There are: {have}.",
                place=Place(file, line=line.line, column=column.words.ko),
                column=column.words.ko,
                english=column.words.en,
                perhaps=perhaps(column.words.ko, written),
                hint=did_you_mean(column.words.en, written),
                have=", ".join(one for one in written if one)[:300],
            )
        taken.update(here)
        places.append((column, here[0] if here else None))
    unused = tuple(one for at, one in enumerate(written) if one and at not in taken)
    return Header(tuple(places), len(written), unused)


def examined(
    intake: Intake[R], rows: Iterable[Line], header: Header, taking: Taking
) -> Iterator[Good[R] | list[RowError]]:
    """Yield, row by row, what it says or everything that is wrong with it, for whoever takes it on a day."""
    seen: dict[bytes, int] = {}
    for at, line in enumerate(rows, 1):
        if at > intake.most_rows:
            yield [
                RowError(
                    line.line,
                    None,
                    "",
                    Words(
                        "한 번에 {most}줄까지 들일 수 있습니다. 파일을 나누어 주세요.",
                        "At most {most} rows can be taken at once. Please part the file.",
                    ).filled(most=f"{intake.most_rows:,}"),
                )
            ]
            return
        yield _row(intake, line, header, seen, taking)


def _row(
    intake: Intake[R], line: Line, header: Header, seen: dict[bytes, int], taking: Taking
) -> Good[R] | list[RowError]:
    if any(as_text(cell) for cell in line.cells[header.width :]) or len(line.cells) < header.width:
        return [
            RowError(
                line.line,
                None,
                "",
                Words(
                    "칸이 {have}개입니다. 첫 줄처럼 {need}개로 맞추어 주세요. 글 속의 쉼표는 따옴표로 감쌉니다.",
                    "This row has {have} fields where the first line has {need}. Put quotation marks around a text that holds a comma.",
                ).filled(have=len(line.cells), need=header.width),
            )
        ]
    values: dict[str, Value | None] = {}
    errors: list[RowError] = []
    for column, place in header.places:
        raw = line.cells[place] if place is not None else None
        try:
            values[column.name] = _value(column, raw)
        except Refused as no:
            errors.append(RowError(line.line, column.words, as_text(raw)[:60], no.words))
    if errors:
        return errors
    if first := _seen_before(intake.unique, values, line.line, seen):
        words = Words(
            "{line}번째 줄과 같은 것입니다({columns}). 하나만 남겨 주세요.",
            "The same stands on line {line} ({english}). Keep one of them.",
        )
        named = [column.words for column in intake.columns if column.name in intake.unique]
        words_filled = words.filled(
            line=first,
            columns=", ".join(one.ko for one in named),
            english=", ".join(one.en for one in named),
        )
        return [RowError(line.line, named[0], str(values[intake.unique[0]])[:60], words_filled)]
    try:
        row = intake.row(values)
    except Refused as no:
        return [_refused(intake, no, line.line, values)]
    against = intake.check(row, taking) if intake.check is not None else ()
    return [_refused(intake, no, line.line, values) for no in against] or Good(line.line, row)


def _refused(intake: Intake[R], no: Refused, line: int, values: Values) -> RowError:
    named_by = no.place.column if no.place is not None else None
    words = next((one.words for one in intake.columns if one.name == named_by), None)
    return RowError(line, words, str(values.get(named_by or "") or "")[:60], no.words)


def _value(column: Column, raw: Raw) -> Value | None:
    if raw is None or raw == "":
        if column.required:
            raise Refused(
                "cell_empty",
                ko="비어 있습니다. ‘{column}’ 값을 적어 주세요.",
                en="The cell is empty. Write a value for ‘{english}’.",
                column=column.words.ko,
                english=column.words.en,
            )
        return None
    value = value_of(raw, column.kind, column.choices)
    if isinstance(value, str) and len(value) > column.most:
        raise Refused(
            "text_too_long",
            ko="{have}자입니다. {most}자까지 적을 수 있습니다.",
            en="The text has {have} signs; {most} are possible.",
            have=len(value),
            most=column.most,
        )
    return value


def _seen_before(
    unique: Sequence[str], values: dict[str, Value | None], line: int, seen: dict[bytes, int]
) -> int:
    """Return the line of the same row before, or 0. Sixteen bytes of each are kept, not the values themselves."""
    if not unique:
        return 0
    mark = blake2b(repr([values[name] for name in unique]).encode(), digest_size=16).digest()
    first = seen.setdefault(mark, line)
    return first if first != line else 0


def _folded(heading: str) -> str:
    return "".join(heading.split()).casefold()
