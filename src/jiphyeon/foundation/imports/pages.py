"""What the pages of a file show, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from jiphyeon.foundation.imports.cells import EXAMPLES, KIND_WORDS
from jiphyeon.foundation.imports.declaring import AnyIntake, Column
from jiphyeon.foundation.imports.examining import RowError
from jiphyeon.foundation.imports.models import Import, ImportState
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column as Drawn
from jiphyeon.foundation.ui.tables import Table
from jiphyeon.kernel import Words
from jiphyeon.kernel.spreadsheets import Cell

MOST_PAST = 50
_STATES: dict[ImportState, tuple[Words, Tone]] = {
    ImportState.READING: (Words("읽는 중", "Being read"), "info"),
    ImportState.STOPPED: (Words("멈춤", "Stopped"), "off"),
    ImportState.WRONG: (Words("고칠 곳이 있음", "To be mended"), "bad"),
    ImportState.READY: (Words("들일 수 있음", "Ready to be taken"), "good"),
    ImportState.TAKING: (Words("들이는 중", "Being taken"), "info"),
    ImportState.TAKEN: (Words("들임", "Taken"), "good"),
    ImportState.UNDONE: (Words("되돌림", "Taken back"), "off"),
    ImportState.DROPPED: (Words("버림", "Thrown away"), "off"),
}
_LINE, _WHOLE_ROW = Words("줄", "Line"), Words("줄 전체", "The whole row")
_PROBLEM_HEADS = (
    _LINE,
    Words("열", "Column"),
    Words("적힌 것", "Written"),
    Words("무엇을 고치나요", "What to mend"),
)


@dataclass(frozen=True, slots=True)
class FilePage:
    """One file's page."""

    key: UUID
    intake: str
    words: Words
    file_name: str
    state: Badge
    at: str
    rows: int
    good: int
    wrong: int
    unused: Sequence[str]
    problem: str
    problem_line: str
    sample: Table | None
    errors: Table | None
    errors_shown: int
    asked: tuple[str, date]
    taken: tuple[str, date] | None
    undone: tuple[str, date] | None
    may_undo: bool
    waits: bool
    back: str


def file_page(intake: AnyIntake, row: Import) -> FilePage:
    """Return a file's page."""
    words, tone = _STATES[row.state]
    return FilePage(
        key=row.key,
        intake=intake.name,
        words=intake.words,
        file_name=row.file_name,
        state=Badge(words, tone),
        at=row.state,
        rows=row.rows,
        good=row.good,
        wrong=row.wrong,
        unused=row.unused,
        problem=Words(row.problem["ko"], row.problem["en"]).text(language()) if row.problem else "",
        problem_line=row.problem.get("line", "") if row.problem else "",
        sample=_sample(intake, row) if row.sample else None,
        errors=_errors(row) if row.errors else None,
        errors_shown=len(row.errors),
        asked=(row.asked_name, row.asked_on),
        taken=(row.taken_name, row.taken_on)
        if row.taken_on and row.state is not ImportState.TAKING
        else None,
        undone=(row.undone_name, row.undone_on) if row.undone_on else None,
        may_undo=row.state is ImportState.TAKEN and intake.undo is not None,
        waits=row.state in {ImportState.READING, ImportState.TAKING},
        back=intake.back,
    )


def _sample(intake: AnyIntake, row: Import) -> Table:
    columns = [
        Drawn("line", _LINE, "number"),
        *(Drawn(column.name, column.words) for column in intake.columns),
    ]
    names = [column.key for column in columns]
    return Table(
        columns=columns,
        rows=[dict(zip(names, cells, strict=False)) for cells in row.sample],
        caption=Words("처음 몇 줄", "The first rows"),
    )


def _errors(row: Import) -> Table:
    speech = language()
    return Table(
        columns=[
            Drawn(name, words, "number" if name == "line" else "text")
            for name, words in zip(("line", "column", "written", "words"), _PROBLEM_HEADS, strict=True)
        ],
        rows=[
            {
                "line": one["line"],
                "column": Words(**one["column"]).text(speech) if one["column"] else _WHOLE_ROW.text(speech),
                "written": one["written"],
                "words": Words(**one["words"]).text(speech),
            }
            for one in row.errors
        ],
        caption=Words("고칠 곳", "What to mend"),
    )


def history(intake: AnyIntake) -> Table:
    """Return the files handed in so far, the newest first."""
    rows = [
        {
            "file": (row.file_name, reverse("imports:file", args=[intake.name, row.key])),
            "state": Badge(*_STATES[row.state]),
            "rows": row.good if row.state in {ImportState.TAKEN, ImportState.UNDONE} else row.rows,
            "by": row.taken_name or row.asked_name,
            "on": row.taken_on or row.asked_on,
        }
        for row in Import.objects.filter(intake=intake.name)[:MOST_PAST]
    ]
    return Table(
        columns=[
            Drawn("file", Words("파일", "File"), "link"),
            Drawn("state", Words("상태", "State"), "badge"),
            Drawn("rows", Words("줄 수", "Rows"), "number"),
            Drawn("by", Words("누가", "By"), hide_on_phone=True),
            Drawn("on", Words("언제", "When"), "date", hide_on_phone=True),
        ],
        rows=rows,
        caption=Words("올린 파일", "Files handed in"),
        empty=Empty(
            Words("아직 올린 파일이 없습니다.", "No file was handed in yet."),
            Words(
                "서식 파일을 받아 채운 뒤 위에서 올려 주세요.",
                "Take the template, fill it in and hand it in above.",
            ),
        ),
    )


def kinds(intake: AnyIntake) -> list[tuple[str, str, bool, str]]:
    """Return what a person needs to know of each column: name, kind, whether it is needed, values to choose from."""
    speech = language()
    return [
        (
            column.words.text(speech),
            KIND_WORDS[column.kind].text(speech),
            column.required,
            ", ".join(words.text(speech) for words in column.choices.values()),
        )
        for column in intake.columns
    ]


def template_rows(intake: AnyIntake) -> tuple[list[str], list[list[Cell]]]:
    """Return the head of a file that can be handed in as it is, and one row as an example."""
    speech = language()
    return (
        [column.words.text(speech) for column in intake.columns],
        [[_example(column, speech) for column in intake.columns]],
    )


def _example(column: Column, speech: str) -> str:
    if column.example:
        return column.example
    first = next(iter(column.choices.values()), None)
    return first.text(speech) if first is not None else EXAMPLES[column.kind] or column.words.text(speech)


def error_heads() -> list[str]:
    """Return the heads of the list of errors as a file."""
    return [words.text(language()) for words in _PROBLEM_HEADS]


def error_rows(errors: Iterator[RowError], speech: str) -> Iterator[list[Cell]]:
    """Yield errors as rows of a file."""
    for one in errors:
        column = one.column or _WHOLE_ROW
        yield [one.line, column.text(speech), one.written, one.words.text(speech)]
