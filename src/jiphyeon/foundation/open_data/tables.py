"""The tables of the page for people: what the columns mean, and the first rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiphyeon.foundation.open_data.datasets import Dataset, Field, Kind, Row
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.foundation.ui.tables import Kind as Shown
from jiphyeon.kernel import Words

_KINDS: dict[Kind, Words] = {
    "text": Words("글", "text"),
    "words": Words("글(한국어·영어)", "text (Korean and English)"),
    "whole": Words("정수", "whole number"),
    "yes_no": Words("예·아니요", "yes or no"),
    "day": Words("날짜", "date"),
    "list": Words("여러 글", "several texts"),
}
_SHOWN: dict[Kind, Shown] = {"whole": "number", "day": "date"}


def columns_table(dataset: Dataset) -> Table:
    """Return what each column means."""
    speech = language()
    return Table(
        [
            Column("name", _("열")),
            Column("title", _("뜻")),
            Column("kind", _("종류")),
            Column("unit", _("단위")),
        ],
        [_column(one, speech) for one in dataset.fields],
        caption=_("열의 뜻"),
    )


def _column(one: Field, speech: str) -> dict[str, str | None]:
    choices = " · ".join(f"{value}: {words.text(speech)}" for value, words in one.choices.items())
    title = [
        one.title.text(speech),
        *([one.more.text(speech)] if one.more else []),
        *([choices] if choices else []),
    ]
    name = f"{one.name}_ko, {one.name}_en" if one.kind == "words" else one.name
    return {
        "name": name,
        "title": ". ".join(title),
        "kind": _KINDS[one.kind].text(speech),
        "unit": one.unit.text(speech) if one.unit else None,
    }


def sample_table(dataset: Dataset, rows: Sequence[Row]) -> Table:
    """Return the first rows in the reader's language."""
    speech = language()
    return Table(
        [
            Column(one.name, one.title.text(speech), kind=_SHOWN.get(one.kind, "text"))
            for one in dataset.fields
        ],
        [{one.name: _cell(row[one.name], speech) for one in dataset.fields} for row in rows],
        caption=_("처음 몇 줄"),
        phone="scroll",
    )


def _cell(cell: object, speech: str) -> object:
    if isinstance(cell, Words):
        return cell.text(speech)
    if isinstance(cell, bool):
        return _("예") if cell else _("아니요")
    if isinstance(cell, list | tuple):
        return ", ".join(map(str, cell))
    return cell
