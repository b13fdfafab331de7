"""What a room says of a list of its own: its rows, views, filters, columns. Everything else follows from that.

    PETITIONS = Queue(
        name="petitions.all",
        words=Words("민원", "Petitions"),
        rows=lambda _actor: Petition.objects.all(),
        lines=reading.rows,
        key="number",
        views=(View("todo", Words("할 일", "To do"), Q(state="open"), work=True), …),
        columns=(Column("number", Words("번호", "Number"), lambda row: row.number, sort="number"), …),
        page="petitions:desk",
        item=lambda row: reverse("petitions:item", args=[row.key]),
        may=holding(CASE_OFFICER, AUDITOR),
        sort="due_on",
    )

A room names its queues in its `apps.py`: `queues = ("tables.PETITIONS",)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import combinations, pairwise
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, Q, QuerySet, Subquery
from django.utils.timezone import make_aware

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.foundation.ui.tables import Kind
from jiphyeon.kernel import Words

M = TypeVar("M", bound=Model)
R = TypeVar("R")
Condition = Callable[[date], Q]


@dataclass(frozen=True, slots=True)
class View:
    """A view of a list: one condition on a row, by which rows are shown and by which they are counted.

    Where the day decides, the condition is a function of the day. A condition over many other rows is an `any_of`, never
    a join: a row must not be found twice. `work` says for whom what stands here is work (True: whoever opens the list):
    `my work` counts it, and names its first rows unless `only_counted`. It is first of all for whoever has a row in hand;
    `of_anybody`: for whoever may, as a signature is. `due` is the column (or a query of other rows) of the day by which it is this work, where that
    is not the queue's. `able`: the condition on those of its rows that an officer may act on, where it is not all.
    """

    code: str
    words: Words
    condition: Q | Condition
    work: bool | Callable[[Actor], bool] = False
    of_anybody: bool = False
    only_counted: bool = False
    due: str | Subquery = ""
    able: Callable[[Actor], Q] | None = None

    def waits_for(self, actor: Actor) -> bool:
        """Return whether what stands here is this officer's work."""
        return self.work if isinstance(self.work, bool) else self.work(actor)

    def on(self, today: date) -> Q:
        """Return the condition as it stands on a day."""
        return self.condition if isinstance(self.condition, Q) else self.condition(today)

    def work_of(self, actor: Actor, today: date) -> Q:
        """Return the condition on what stands here and this officer may act on."""
        return self.on(today) if self.able is None else self.on(today) & self.able(actor)


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that narrows every view. `choices` are (value, word); a value that is none of them narrows nothing."""

    code: str
    words: Words
    choices: Callable[[], Sequence[tuple[str, object]]]
    condition: Callable[[str], Q]
    all_words: Words = Words("모두", "All")  # noqa: RUF009 -- frozen


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column. `value(line)` for the page; `sort` is the model's own column it is sorted by, "" for none.

    `personal`: covered in files unless the officer asks for it open. `where`: on the page, in files, or in both.
    `cell(line)`: what a file holds where that differs from the page's value.
    """

    code: str
    words: Words
    value: Callable[[R], object]
    kind: Kind = "text"
    sort: str = ""
    hide_on_phone: bool = False
    personal: bool = False
    where: Literal["both", "page", "file"] = "both"


@dataclass(frozen=True, slots=True)
class Period:
    """Days by which a list is narrowed: `condition(first, last)`, both included; None: open on that side."""

    code: str
    words: Words
    condition: Callable[[date | None, date | None], Q]


def by_day(code: str, words: Words, column: str = "") -> Period:
    """Return a period over a column of days, by default the one of the same name."""
    return Period(code, words, lambda first, last: _ends(column or code, gte=first, lte=last))


def by_moment(code: str, words: Words, column: str = "") -> Period:
    """Return a period over a column of moments, whose days are those of the city's clock."""
    return Period(
        code,
        words,
        lambda first, last: _ends(
            column or code, gte=_midnight(first), lt=_midnight(last + timedelta(days=1) if last else None)
        ),
    )


def by_day_of(column: str, words: Words, rows: QuerySet[Any]) -> Period:
    """Return a period over a day of other rows, of which one at least lies in it; see `any_of`."""
    return Period(column, words, lambda first, last: any_of(rows.filter(_ends(column, gte=first, lte=last))))


def _ends(column: str, **ends: date | None) -> Q:
    return Q(**{f"{column}__{how}": end for how, end in ends.items() if end is not None})


def _midnight(day: date | None) -> datetime | None:
    return make_aware(datetime.combine(day, time.min)) if day is not None else None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the head's board: the rows of a view, and where `period` names one, those of the week.

    `words`: what it is called there where that is not the view's name. `waits_for`: whoever has to act on what stands there.
    `late`: what is counted is past its day.
    """

    view: str
    words: Words | None = None
    period: str = ""
    waits_for: Words | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Bulk:
    """A deed on many rows: a button whose form posts `selected` (keys) to the address of this name."""

    code: str
    words: Words
    to: str
    may: Callable[[Actor], bool]
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Queue(Generic[M, R]):
    """An officer's list.

    rows(actor): everything this actor may see here, unordered. lines(rows, today): plain values for one page, in a
    fixed number of queries. key: the unique column by which people call a row, its public number say; ties are broken
    by it. page: the address name of the list. item(line): the address of one row's page. may(actor): who opens it.
    sort: the column (or "-column") by which the list stands unless told otherwise.
    search: the text columns a number or word is looked for in (the key alone where None; () for no search at all), and
    search_words what the box is called then.
    means(text, rows, actor, today): what else a searched text means than a number and whose row it is: who did it, say.
    in_search: whether the one search of the house finds its rows.
    periods: the days or moments that the list can be narrowed to a period by.
    board: what the head's board of a week counts of the list.
    number: how a whole number of a row reads (a pattern). Only such a number stands in an address; whatever else is
    searched for may be somebody's name, and stands there sealed.
    person, officer, due: the columns that hold whose row it is, who has it in hand, and its next legal day; "" none.
    opens(actor): who may take names away uncovered. assign(keys, officer, by, on): the room's own deed that hands
    rows over, and returns how many it handed; may_assign(actor): who does it; colleagues(on): to whom.
    """

    name: str
    words: Words
    rows: Callable[[Actor], QuerySet[M]]
    lines: Callable[[Sequence[M], date], Sequence[R]]
    key: str
    views: Sequence[View]
    columns: Sequence[Column[R]]
    page: str
    item: Callable[[R], str]
    may: Callable[[Actor], bool]
    sort: str
    filters: Sequence[Filter] = ()
    search: Sequence[str] | None = None
    search_words: Words | None = None
    number: re.Pattern[str] = re.compile(r"[0-9]{4}-[0-9]{6}")
    means: Callable[[str, QuerySet[M], Actor, date], Q] | None = None
    periods: Sequence[Period] = ()
    board: Sequence[Measure] = ()
    in_search: bool = True
    person: str = ""
    officer: str = ""
    due: str = ""
    bulk: Sequence[Bulk] = ()
    empty: Words = Words("이 보기에는 기다리는 건이 없습니다.", "Nothing waits in this view.")  # noqa: RUF009 -- frozen
    opens: Callable[[Actor], bool] | None = None
    assign: Callable[[Sequence[str], UUID | None, Actor, date], int] | None = None
    may_assign: Callable[[Actor], bool] | None = None
    colleagues: Callable[[date], Sequence[tuple[UUID, str]]] | None = None
    reason: str = "목록 내려받기"
    _views: Mapping[str, View] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes = [view.code for view in self.views]
        if len(set(codes)) < len(codes) or not codes:
            raise ValueError(f"{self.name}: views have one code each, and there is one at least.")
        object.__setattr__(self, "_views", {view.code: view for view in self.views})
        known = {period.code for period in self.periods} | {""}
        if any(one.view not in self._views or one.period not in known for one in self.board):
            raise ValueError(f"{self.name}: its board counts a view or a period that the list has not.")

    def view(self, code: str) -> View:
        """Return the view of a code, or the first one."""
        return self._views.get(code, self.views[0])

    def period(self, code: str) -> Period | None:
        """Return the period of a code, or the first one; None where the list has none."""
        return next((one for one in self.periods if one.code == code), next(iter(self.periods), None))

    def assigns(self, actor: Actor) -> bool:
        """Return whether this actor hands rows over."""
        return self.assign is not None and (self.may_assign or self.may)(actor)

    @property
    def searched(self) -> Sequence[str]:
        """Return the columns a number or word is looked for in."""
        return (self.key,) if self.search is None else self.search

    def number_meant(self, text: str) -> str:
        """Return the whole number of this list that a text is, with or without dashes and however spaced; "" for anything else.

        What begins with a nought, as telephone numbers do, is one only as it is written: it might be somebody's.
        """
        if not self.searched or self.number.fullmatch(text):
            return text if self.searched else ""
        plain = unicodedata.normalize("NFKC", text)
        bare = "".join(sign for sign in plain if unicodedata.category(sign) not in _BETWEEN)
        if bare.startswith("0") or len(bare) > _LONGEST_NUMBER:
            return ""
        dashed = ("-".join(_cut(bare, places)) for most in range(3) for places in _places(len(bare), most))
        return next((one for one in dashed if self.number.fullmatch(one)), "")

    @property
    def sorts(self) -> frozenset[str]:
        """Return the columns the list may be sorted by."""
        return frozenset(column.sort for column in self.columns if column.sort) | {self.sort.lstrip("-")}


AnyQueue = Queue[Any, Any]
_BETWEEN = {"Cc", "Cf", "Pd", "Zl", "Zp", "Zs"}  # blanks, dashes and what nobody sees
_LONGEST_NUMBER = 20


def _places(length: int, many: int) -> Iterator[tuple[int, ...]]:
    return combinations(range(1, length), many)


def _cut(text: str, places: Sequence[int]) -> list[str]:
    ends = [0, *places, len(text)]
    return [text[first:last] for first, last in pairwise(ends)]


def any_of(rows: QuerySet[Any]) -> Q:
    """Return the condition that at least one of `rows` is there: `any_of(Objection.objects.filter(case=OuterRef("pk")))`."""
    return Q(Exists(rows))


def by_field(
    code: str, words: Words, choices: Callable[[], Sequence[tuple[str, object]]], all_words: Words
) -> Filter:
    """Return a filter on the column of the same name."""
    return Filter(code, words, choices, lambda value: Q(**{code: value}), all_words)


@cache
def queues() -> tuple[AnyQueue, ...]:
    """Return every room's queues in the rooms' order."""
    found: list[AnyQueue] = [room.find(where) for room in rooms() for where in room.queues]
    names = [queue.name for queue in found]
    if len(set(names)) < len(names):
        raise ValueError(f"Two queues have one name: {sorted(names)}")
    return tuple(found)


def queue_named(name: str) -> AnyQueue | None:
    """Return a queue by its name."""
    return next((queue for queue in queues() if queue.name == name), None)
