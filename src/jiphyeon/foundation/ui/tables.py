"""Tables: plain string building, one cell writer chosen per column, no template per cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import NOTHING, day_mark, escaped, number, said, won
from jiphyeon.foundation.ui.shapes import shape

Kind = Literal["text", "number", "won", "date", "badge", "link", "check"]
_RIGHT = {"number", "won"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is the row's item or attribute (dots go deeper only by way of a property of yours).

    kind: text · number (right, thousands) · won (right, 원) · date · badge (a Badge, or (word, tone)) ·
    link (a pair of word and address) · check (a checkbox named `selected`; the value is the row's key).
    """

    key: str
    label: object
    kind: Kind = "text"
    sortable: bool = False
    hide_on_phone: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows (dicts or objects) under columns. `sort` is the column sorted by now, "-key" when descending.

    `row_url(row)` makes the first column that is no checkbox a link which covers the row.
    """

    columns: Sequence[Column]
    rows: Sequence[Any]
    caption: object
    empty: Empty | None = None
    sort: str = ""
    row_url: Callable[[Any], str] | None = None
    show_caption: bool = field(default=False)

    def html(self, query: QueryDict | None = None) -> str:
        """Return the table; `query` is the page's own, kept in the sort links."""
        if not self.rows:
            return (self.empty or Empty(_("아직 아무것도 없습니다."))).html()
        writers = [_writer(column) for column in self.columns]
        main = next((i for i, column in enumerate(self.columns) if column.kind != "check"), -1)
        plain = [row for row in self.rows if isinstance(row, dict)]
        body = (
            [self._row(row, row.get, writers, main) for row in self.rows]
            if len(plain) == len(self.rows)
            else [self._row(row, _getter(row), writers, main) for row in self.rows]
        )
        caption = escaped(self.caption)
        shown = "" if self.show_caption else ' class="jip-unseen"'
        return (
            f'<div class="jip-table-wrap" role="region" tabindex="0" aria-label="{caption}">'
            f'<table class="jip-table"><caption{shown}>{caption}</caption>'
            f"<thead><tr>{''.join(self._head(column, query) for column in self.columns)}</tr></thead>"
            f"<tbody>{''.join(body)}</tbody></table></div>"
        )

    def _row(
        self,
        row: Any,
        get: Callable[[str], Any],
        writers: list[tuple[str, str, Callable[[Any], str]]],
        main: int,
    ) -> str:
        cells = []
        for i, (key, opening, write) in enumerate(writers):
            if i == main:
                inner = write(get(key))
                if self.row_url is not None:
                    inner = f'<a class="jip-row-link" href="{escaped(self.row_url(row))}">{inner}</a>'
                cells.append(f'<th scope="row"{opening}>{inner}</th>')
            else:
                cells.append(f"<td{opening}>{write(get(key))}</td>")
        return f"<tr>{''.join(cells)}</tr>"

    def _head(self, column: Column, query: QueryDict | None) -> str:
        classes = _classes(column)
        label = escaped(column.label)
        if column.kind == "check":
            return f'<th scope="col"{classes}><span class="jip-unseen">{label}</span></th>'
        if not column.sortable:
            return f'<th scope="col"{classes}>{label}</th>'
        now = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "none")
        link = query.copy() if query is not None else QueryDict(mutable=True)
        link["sort"] = f"-{column.key}" if now == "ascending" else column.key
        link.pop("page", None)
        arrow = shape({"ascending": "up", "descending": "down", "none": "both"}[now])
        return (
            f'<th scope="col"{classes} aria-sort="{now}">'
            f'<a class="jip-sort" href="?{escaped(link.urlencode())}">{label}{arrow}</a></th>'
        )


def _getter(row: Any) -> Callable[[str], Any]:
    if isinstance(row, dict):
        return row.get
    return lambda key: getattr(row, key, None)


def _classes(column: Column) -> str:
    names = [
        "jip-number" if column.kind in _RIGHT else "",
        "jip-date" if column.kind == "date" else "",
        "jip-check" if column.kind == "check" else "",
        "jip-not-on-phone" if column.hide_on_phone else "",
    ]
    kept = " ".join(filter(None, names))
    return f' class="{kept}"' if kept else ""


def _badge(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    return (value if isinstance(value, Badge) else Badge(*value)).html()


def _link(value: Any) -> str:
    if not value:
        return NOTHING
    word, url = value
    return f'<a href="{escaped(url)}">{escaped(word)}</a>'


def _check(value: Any) -> str:
    label = escaped(_("{key} 고르기").format(key=said(value)))
    return f'<input type="checkbox" name="selected" value="{escaped(value)}" aria-label="{label}">'


def _text(value: Any) -> str:
    return escaped(value) if value is not None and value != "" else NOTHING


_WRITERS: dict[str, Callable[[Any], str]] = {
    "text": _text,
    "number": lambda value: escaped(number(value)),
    "won": lambda value: escaped(won(value)),
    "date": day_mark,
    "badge": _badge,
    "link": _link,
    "check": _check,
}


def _writer(column: Column) -> tuple[str, str, Callable[[Any], str]]:
    return column.key, _classes(column), _WRITERS[column.kind]
