"""The list page as plain values, made in a fixed number of queries whatever the number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.queues import selecting
from jiphyeon.foundation.queues.declaring import Bulk, Queue
from jiphyeon.foundation.queues.models import SavedView
from jiphyeon.foundation.queues.selecting import Neighbours, Selection
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import language, localized
from jiphyeon.foundation.ui.tables import Column as Drawn
from jiphyeon.foundation.ui.tables import Table
from jiphyeon.foundation.ui.tabs import Tab, Tabs
from jiphyeon.kernel import Words

_NUMBER = Words("번호", "Number")
_NUMBER_OR_NAME = Words("번호·이름·생년월일·전화", "Number, name or phone")
_CHECK = Words("고르기", "Choose")
_VIEWS = Words("보기", "Views")
_OTHER_VIEW = Words(
    "다른 보기를 고르거나 거르기를 풀어 보세요.", "Choose another view, or clear the filters."
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A view an officer saved. `current`: the list stands as it was saved."""

    id: int
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One filter as drawn: (value, word, chosen)."""

    code: str
    words: Words
    all_words: Words
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Everything `queues/list.html` draws."""

    name: str
    words: Words
    table: Table
    tabs: Tabs
    narrowings: Sequence[Narrowing]
    selection: Selection
    searched: str
    saved: Sequence[Saved]
    total: int
    first: int
    last: int
    before_url: str
    after_url: str
    first_url: str
    plain_url: str
    bulk: Sequence[Bulk]
    has_officers: bool
    periods: Sequence[tuple[str, Words, bool]]
    search_words: Words | None
    may_open_names: bool
    colleagues: Sequence[tuple[UUID, str]]
    most: int = selecting.MOST_CHOSEN

    @property
    def query(self) -> str:
        """Return the part of an address that leads back here."""
        return self.selection.query()

    @property
    def can_send(self) -> bool:
        """Return whether something can be done to rows that are ticked."""
        return bool(self.total and (self.bulk or self.colleagues))


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in the list one came from, with the addresses beside it."""

    place: int | None
    total: int
    list_url: str
    before_url: str
    after_url: str
    before: str
    after: str
    query: str


def list_page(queue: Queue[Any, Any], chosen: Selection, actor: Actor, today: date) -> ListPage:
    """Return a page of a queue."""
    rows = selecting.narrowed(queue, chosen, actor, today)
    counted = selecting.by_view(queue, rows, today)
    total = counted[chosen.view]
    page = selecting.page(queue, chosen, selecting.in_view(queue, rows, chosen.view, today), total)
    lines = queue.lines(page.rows, today)
    bulk = [deed for deed in queue.bulk if deed.may(actor) and (not deed.views or chosen.view in deed.views)]
    colleagues = queue.colleagues(today) if queue.colleagues is not None and queue.assigns(actor) else ()
    return ListPage(
        name=queue.name,
        words=queue.words,
        table=_table(queue, page.rows, lines, chosen, selectable=bool(bulk or colleagues)),
        tabs=_tabs(queue, chosen, counted),
        narrowings=[
            Narrowing(
                one.code,
                one.words,
                one.all_words,
                [
                    (value, localized(word), (one.code, value) in chosen.filters)
                    for value, word in one.choices()
                ],
            )
            for one in queue.filters
        ],
        selection=chosen,
        searched=chosen.number or chosen.name,
        saved=_saved(queue, chosen, actor),
        total=total,
        first=page.first if page.rows else 0,
        last=page.first + len(page.rows) - 1,
        before_url=f"?{chosen.query(before=page.before, after='')}" if page.before else "",
        after_url=f"?{chosen.query(after=page.after, before='')}" if page.after else "",
        first_url=f"?{chosen.from_the_top}" if page.before else "",
        plain_url=f"?view={chosen.view}" if chosen.is_narrowed else "",
        bulk=bulk,
        has_officers=bool(queue.officer),
        periods=[(one.code, one.words, one is queue.period(chosen.days)) for one in queue.periods],
        search_words=_search_words(queue),
        may_open_names=queue.opens is not None and queue.opens(actor),
        colleagues=colleagues,
    )


def doors(
    queue: Queue[Any, Any], views: Sequence[str], actor: Actor, today: date, **filters: str
) -> list[tuple[Words, str, int]]:
    """Return views as doors into the list, each with how many rows it holds; `filters` narrow it as on the list."""
    chosen = Selection(views[0], queue.sort, tuple(filters.items()))
    counted = selecting.by_view(queue, selecting.narrowed(queue, chosen, actor, today), today)
    return [
        (queue.view(code).words, f"{reverse(queue.page)}?{chosen.query(view=code)}", counted[code])
        for code in views
    ]


def _search_words(queue: Queue[Any, Any]) -> Words | None:
    """Return what the search box is called; None where a list has none."""
    if queue.search_words is not None:
        return queue.search_words
    if queue.person:
        return _NUMBER_OR_NAME
    return _NUMBER if queue.searched else None


def _item_url(queue: Queue[Any, Any], line: Any, query: str) -> str:
    """Return where a row is read, with the list it was chosen in; an address may bring a question of its own."""
    address = queue.item(line)
    return f"{address}{'&' if '?' in address else '?'}{query}"


def place_of(queue: Queue[Any, Any], chosen: Selection, row: Any, actor: Actor, today: date) -> Place:
    """Return where a row stands in the list, for the row's own page."""
    found: Neighbours = selecting.neighbours(queue, chosen, row, actor, today)
    beside = {key: "" for key in (found.before, found.after) if key}
    if beside:
        near = list(queue.rows(actor).filter(**{f"{queue.key}__in": list(beside)}))
        beside = {
            str(getattr(one, queue.key)): _item_url(queue, line, chosen.query())
            for one, line in zip(near, queue.lines(near, today), strict=True)
        }
    return Place(
        place=found.place,
        total=found.total,
        list_url=f"{reverse(queue.page)}?{chosen.query()}",
        before_url=beside.get(found.before, ""),
        after_url=beside.get(found.after, ""),
        before=found.before,
        after=found.after,
        query=chosen.query(),
    )


def _table(
    queue: Queue[Any, Any], rows: Sequence[Any], lines: Sequence[Any], chosen: Selection, *, selectable: bool
) -> Table:
    shown = [column for column in queue.columns if column.where != "file"]
    # The table's sort links carry a column's key: it is what the list is sorted by.
    columns = [
        *([Drawn("selected", _CHECK, "check")] if selectable else []),
        *(
            Drawn(
                column.sort or column.code, column.words, column.kind, bool(column.sort), column.hide_on_phone
            )
            for column in shown
        ),
    ]
    query = chosen.query()
    drawn = [
        {
            "selected": str(getattr(row, queue.key)),
            "item": _item_url(queue, line, query),
            **{column.sort or column.code: column.value(line) for column in shown},
        }
        for row, line in zip(rows, lines, strict=True)
    ]
    return Table(
        columns=columns,
        rows=drawn,
        caption=queue.words,
        empty=Empty(queue.empty, _OTHER_VIEW),
        sort=chosen.sort,
        row_url=lambda row: str(row["item"]),
    )


def _tabs(queue: Queue[Any, Any], chosen: Selection, counted: dict[str, int]) -> Tabs:
    speech = language()
    return Tabs(
        [
            Tab(
                view.words.text(speech),
                f"?{chosen.query(view=view.code, after='', before='')}",
                view.code == chosen.view,
                counted[view.code],
            )
            for view in queue.views
        ],
        _VIEWS.text(speech),
    )


def _saved(queue: Queue[Any, Any], chosen: Selection, actor: Actor) -> list[Saved]:
    if actor.user is None:
        return []
    found = []
    for row in SavedView.objects.filter(officer=actor.user, queue=queue.name):
        kept = selecting.selection_of(queue, QueryDict(row.query), actor.user)
        found.append(Saved(row.pk, row.name, f"?{kept.from_the_top}", kept.is_like(chosen)))
    return found
