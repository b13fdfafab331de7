"""Tables: plain string building, one cell writer chosen per column, no template per cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import NOTHING, day_mark, escaped, localized, number, won
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
    On a phone each row becomes a small card with the columns' names beside its values; where columns must be read
    against one another (a sample of data), phone="scroll" keeps the grid, which scrolls sideways with a shaded edge.
    """

    columns: Sequence[Column]
    rows: Sequence[Any]
    caption: object
    empty: Empty | None = None
    sort: str = ""
    row_url: Callable[[Any], str] | None = None
    show_caption: bool = False
    phone: Literal["cards", "scroll"] = "cards"

    def html(self, query: QueryDict | None = None) -> str:
        """Return the table; `query` is the page's own, kept in the sort links."""
        if not self.rows:
            return (self.empty or Empty(_("아직 아무것도 없습니다."))).html()
        cards = self.phone == "cards"
        main = next((i for i, column in enumerate(self.columns) if column.kind != "check"), -1)
        cells = [_Cell.of(column, main=i == main, card=cards) for i, column in enumerate(self.columns)]
        role = ' role="row"' if cards else ""
        body = "".join([f"<tr{role}>{self._row(row, cells)}</tr>" for row in self.rows])
        caption = escaped(self.caption)
        shown = "" if self.show_caption else ' class="jip-unseen"'
        # Drawn as cards, rows lose their nature for those who listen; the roles give it back.
        kind, group = (' jip-cards" role="table', ' role="rowgroup"') if cards else ("", "")
        return (
            f'<div class="jip-table-wrap" role="region" tabindex="0" aria-label="{caption}">'
            f'<table class="jip-table{kind}"><caption{shown}>{caption}</caption>'
            f"<thead{group}><tr{role}>{''.join(self._head(column, query) for column in self.columns)}</tr></thead>"
            f"<tbody{group}>{body}</tbody></table></div>"
        )

    def _row(self, row: Any, cells: list[_Cell]) -> str:
        get = row.get if isinstance(row, dict) else _attribute_of(row)
        parts = []
        for cell in cells:
            inner = cell.write(get(cell.key))
            if cell.main and self.row_url is not None:
                inner = f'<a class="jip-row-link" href="{escaped(self.row_url(row))}">{inner}</a>'
            parts.append(f"{cell.nothing if inner == NOTHING else cell.opening}{inner}{cell.closing}")
        return "".join(parts)

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
        for place in ("page", "after", "before"):  # another order begins at its top
            link.pop(place, None)
        arrow = shape({"ascending": "up", "descending": "down", "none": "both"}[now])
        return (
            f'<th scope="col"{classes} aria-sort="{now}">'
            f'<a class="jip-sort" href="?{escaped(link.urlencode())}">{label}{arrow}</a></th>'
        )


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is the same in every cell of a column, worked out once."""

    key: str
    main: bool
    opening: str
    nothing: str  # how it opens where it holds nothing: a card leaves it out
    closing: str
    write: Callable[[Any], str]

    @classmethod
    def of(cls, column: Column, *, main: bool, card: bool) -> _Cell:
        classes = _classes(column)
        role = (' role="rowheader"' if main else ' role="cell"') if card else ""
        label = (
            f' data-label="{escaped(column.label)}"' if card and not main and column.kind != "check" else ""
        )
        opening = f'<th scope="row"{classes}{role}>' if main else f"<td{classes}{role}{label}>"
        empty = f"<td{_classes(column, 'jip-nothing')}{role}{label}>" if card and not main else opening
        return cls(column.key, main, opening, empty, "</th>" if main else "</td>", _WRITERS[column.kind])


def _attribute_of(row: Any) -> Callable[[str], Any]:
    """Read a row's attributes; a column that names none of them is a mistake and says so."""
    return lambda key: getattr(row, key)


def _classes(column: Column, *more: str) -> str:
    names = [
        *more,
        "jip-number" if column.kind in _RIGHT else "",
        "jip-date" if column.kind == "date" else "",
        "jip-check" if column.kind == "check" else "",
        "jip-badge-cell" if column.kind == "badge" else "",
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
    label = escaped(_("{key} 고르기").format(key=localized(value)))
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
