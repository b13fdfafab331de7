"""Which rows: an address becomes a selection, a selection becomes rows, counts, pages and neighbours.

Rows and counts are made by the same conditions from the same rows, so a count cannot differ from its page. A page is
found by the row it follows, not by its number: the hundredth page costs what the first one does, and a row that
leaves the list meanwhile hides no other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Generic
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import CharField, Count, F, Field, Q, QuerySet, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, Replace
from django.db.models.lookups import Contains
from django.http import QueryDict

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.finding import people_meant
from jiphyeon.foundation.clock.asked import asked_day
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.queues import standing_in
from jiphyeon.foundation.queues.declaring import M, Queue, R
from jiphyeon.foundation.queues.kept_queries import PURPOSE
from jiphyeon.foundation.secrets.words import opened_words, seal_words
from jiphyeon.kernel import Refused
from jiphyeon.kernel.days import written_day
from jiphyeon.kernel.text import clean

PAGE_ROWS = 50
MOST_CHOSEN = 1_000
_LONGEST = 100  # signs of what is searched for
_NOTHING = Q(pk__in=())
_BETWEEN_DIGITS = frozenset("- \u2010\u2011\u2012\u2013\u2014\u2212")
_FIXED = ("view", "mine", "number", "who", "days", "since", "until", "sort", "after", "before")


@dataclass(frozen=True, slots=True)
class Selection:
    """How a list is narrowed and where in it one stands. `who` is what was searched for, sealed, unless it is a whole `number`: no name in an address.

    `reader` is whose account it was read for: what another one sealed stays shut, and finds nothing.
    """

    view: str
    sort: str
    filters: tuple[tuple[str, str], ...] = ()
    mine: bool = False
    number: str = ""
    who: str = ""
    after: str = ""
    before: str = ""
    days: str = ""  # which of the list's periods, where it is not the first
    since: str = ""
    until: str = ""
    unread_day: str = ""  # written where a day is meant, and none
    reader: UUID | None = None

    def query(self, **changes: Any) -> str:
        """Return the part of an address that leads here; changes by name, a filter by its code."""
        fields = {name: value for name, value in changes.items() if name in _FIXED}
        others = {name: value for name, value in changes.items() if name not in _FIXED}
        selection = replace(self, **fields)
        kept = QueryDict(mutable=True)
        kept["view"] = selection.view
        for code, value in {**dict(selection.filters), **others}.items():
            if value:
                kept[code] = str(value)
        if selection.mine:
            kept["mine"] = "1"
        for name in ("number", "who", "days", "since", "until", "sort", "after", "before"):
            if value := getattr(selection, name):
                kept[name] = value
        return kept.urlencode()

    @property
    def from_the_top(self) -> str:
        """Return the address of the first page of the same selection."""
        return self.query(after="", before="")

    def is_like(self, other: Selection) -> bool:
        """Return whether another narrows the list to the same rows, wherever in it one stands."""
        here, there = (replace(one, who="", after="", before="", unread_day="") for one in (self, other))
        return here == there and self.name == other.name

    @property
    def is_narrowed(self) -> bool:
        """Return whether more than the view decides what is shown."""
        return bool(self.filters or self.mine or self.number or self.who or self.since or self.until)

    @property
    def name(self) -> str:
        """Return what was searched for and is no whole number; "" where nothing was, or where the text is not the reader's."""
        return opened_words(self.who, purpose=PURPOSE, reader=self.reader)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Rows of one page. `first`: the place of the first row in the view, from 1. `total`: how many there are."""

    rows: Sequence[M]
    first: int
    total: int
    after: str
    before: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where a row stands in the list one came from: keys of the rows beside it, and its place; None: not in the view."""

    before: str
    after: str
    place: int | None
    total: int


def selection_of(queue: Queue[M, R], query: QueryDict, reader: UUID | None) -> Selection:
    """Return the selection an address tells its reader, by account; what the queue does not know is left out."""
    sort = query.get("sort", "")
    chosen = []
    for one in queue.filters:
        value = query.get(one.code, "")
        if value and value in {known for known, _word in one.choices()}:
            chosen.append((one.code, value))
    number, who = _searched(queue, query, reader)
    days = {name: query.get(name, "").strip()[:30] for name in ("since", "until") if queue.periods}
    read = {name: _day(text) for name, text in days.items()}
    period = queue.period(query.get("days", ""))
    return Selection(
        view=queue.view(query.get("view", "")).code,
        sort=sort if sort.lstrip("-") in queue.sorts and sort.count("-") <= 1 else queue.sort,
        filters=tuple(chosen),
        mine=bool(queue.officer) and query.get("mine") == "1",
        number=number,
        who=who,
        days=period.code
        if period is not None and period is not queue.periods[0] and any(read.values())
        else "",
        since=read.get("since", ""),
        until=read.get("until", ""),
        unread_day=next((text for name, text in days.items() if text and not read[name]), ""),
        after=query.get("after", "")[:120],
        before=query.get("before", "")[:120],
        reader=reader,
    )


def _day(text: str) -> str:
    """Return a day as an address tells it, from any way people write one; "" for none."""
    try:
        return asked_day(written_day(text, civil_today).isoformat()).isoformat() if text else ""
    except (ValueError, Refused):
        return ""


def searched_for(queue: Queue[Any, Any], text: str, reader: UUID | None) -> dict[str, str]:
    """Return how an address tells what somebody searches for: a whole number as it is, all else sealed for them."""
    text = clean(text)[:_LONGEST]
    if number := queue.number_meant(text):
        return {"number": number, "who": ""}
    return {"number": "", "who": seal_words(text, purpose=PURPOSE, reader=reader) if text else ""}


def _searched(queue: Queue[Any, Any], query: QueryDict, reader: UUID | None) -> tuple[str, str]:
    """Return the number and the sealed text of an address; what somebody wrote there in the clear goes on sealed."""
    if not (queue.searched or queue.person or queue.means):
        return "", ""
    if who := query.get("who", "")[:1_000]:
        return "", who
    search = searched_for(queue, query.get("number", ""), reader)
    return search["number"], search["who"]


def narrowed(queue: Queue[M, R], chosen: Selection, actor: Actor, today: date) -> QuerySet[M]:
    """Return the rows of a selection whatever the view, unordered."""
    rows = queue.rows(actor)
    known = {one.code: one for one in queue.filters}
    for code, value in chosen.filters:
        rows = rows.filter(known[code].condition(value))
    if chosen.mine:
        rows = rows.filter(mine(queue, actor, today))
    if chosen.number:
        rows = rows.filter(_holding(queue, chosen.number))
    if (chosen.since or chosen.until) and (period := queue.period(chosen.days)) is not None:
        rows = rows.filter(period.condition(*_ends(chosen)))
    if chosen.who:
        more = queue.means(chosen.name, rows, actor, today) if queue.means and chosen.name else _NOTHING
        rows = rows.filter(_meant(queue, chosen.name, today) | more)
    return rows


def _ends(chosen: Selection) -> tuple[date | None, date | None]:
    first, last = (date.fromisoformat(one) if one else None for one in (chosen.since, chosen.until))
    return first, last


def _holding(queue: Queue[M, R], text: str) -> Q:
    """Return the condition that one of the columns a list is searched by holds a text."""
    return reduce(or_, (Q(**{f"{column}__icontains": text}) for column in queue.searched), _NOTHING)


def _holding_digits(queue: Queue[M, R], text: str) -> Q:
    """Return the condition that one of those columns holds the digits of a text, wherever dashes stand in either."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign not in _BETWEEN_DIGITS)
    if not digits.isdecimal():
        return _NOTHING
    bare = (Replace(Cast(column, CharField()), Value("-"), Value("")) for column in queue.searched)
    return reduce(or_, (Q(Contains(column, digits)) for column in bare), _NOTHING)


def _meant(queue: Queue[M, R], text: str, today: date) -> Q:
    """Return the condition that a row is of the person a text means, or holds it; without a digit a name is meant."""
    if not text:
        return _NOTHING
    held = _holding(queue, text) | _holding_digits(queue, text)
    if not queue.person:
        return held
    theirs = Q(**{f"{queue.person}__in": people_meant(text, today)})
    return theirs | held if any(sign.isdigit() for sign in text) else theirs


def mine(queue: Queue[M, R], actor: Actor, today: date) -> Q:
    """Return the condition that a row is this officer's, or of a colleague they stand in for today."""
    return Q(**{f"{queue.officer}__in": standing_in.hands_of(actor, today)})


def counts(rows: QuerySet[Any], conditions: Sequence[Q]) -> list[int]:
    """Return how many of the rows meet each condition, in one query that lets each be answered by its own index."""
    # Named so that no model has columns of these names.
    each = [
        rows.filter(condition)
        .order_by()
        .annotate(counted_at=Value(place))
        .values("counted_at")
        .annotate(counted_rows=Count("pk"))
        for place, condition in enumerate(conditions)
    ]
    every = each[0].union(*each[1:], all=True) if len(each) > 1 else each[0]
    found = dict(every.values_list("counted_at", "counted_rows"))
    return [found.get(place, 0) for place in range(len(each))]


def by_view(queue: Queue[M, R], rows: QuerySet[M], today: date) -> dict[str, int]:
    """Return how many of the rows each view holds."""
    counted = counts(rows, [view.on(today) for view in queue.views])
    return {view.code: count for view, count in zip(queue.views, counted, strict=True)}


def in_view(queue: Queue[M, R], rows: QuerySet[M], view: str, today: date) -> QuerySet[M]:
    """Keep the rows of a view."""
    return rows.filter(queue.view(view).on(today))


def page(queue: Queue[M, R], chosen: Selection, rows: QuerySet[M], total: int) -> Page[M]:
    """Return one page of rows that already are the view's own. `total` is the view's count."""
    order = _Order.of(queue, chosen.sort, rows)
    found: list[M] = []
    if beyond := order.mark(chosen.before):
        found = list(order.backwards(rows.filter(order.earlier(*beyond)))[: PAGE_ROWS + 1])[::-1]
        # Where the top is reached, the first page is shown whole.
        found = found[1:] if len(found) > PAGE_ROWS else []
    elif beyond := order.mark(chosen.after):
        found = list(order.forwards(rows.filter(order.later(*beyond)))[:PAGE_ROWS])
    if not found:
        found = list(order.forwards(rows)[:PAGE_ROWS])
        first = 1
    else:
        first = rows.filter(order.earlier(*order.place(found[0]))).count() + 1
    last = first + len(found) - 1
    return Page(
        rows=found,
        first=first,
        total=total,
        after=order.text(found[-1]) if found and last < total else "",
        before=order.text(found[0]) if first > 1 else "",
    )


def neighbours(queue: Queue[M, R], chosen: Selection, row: M, actor: Actor, today: date) -> Neighbours:
    """Return what stands before and after a row in a selection, in a fixed number of queries."""
    rows = in_view(queue, narrowed(queue, chosen, actor, today), chosen.view, today)
    order = _Order.of(queue, chosen.sort, rows)
    here = order.place(row)
    before = order.backwards(rows.filter(order.earlier(*here))).values_list(queue.key, flat=True).first()
    after = order.forwards(rows.filter(order.later(*here))).values_list(queue.key, flat=True).first()
    total, earlier, there = counts(rows, [Q(), order.earlier(*here), Q(pk=row.pk)])
    return Neighbours(str(before or ""), str(after or ""), earlier + 1 if there else None, total)


def ordered(queue: Queue[M, R], chosen: Selection, actor: Actor, today: date) -> QuerySet[M]:
    """Return every row of a selection in its order, from the first."""
    rows = in_view(queue, narrowed(queue, chosen, actor, today), chosen.view, today)
    return _Order.of(queue, chosen.sort, rows).forwards(rows)


def chosen_keys(
    queue: Queue[M, R], post: QueryDict, query: QueryDict, actor: Actor, today: date
) -> list[str]:
    """Return the keys a form means: those ticked, or, with `everything`, all of the selection its address tells.

    Only keys this actor may see come back, in the order of the list. Refused where they are more than can be done at once.
    """
    if post.get("everything") == "1":
        found = [
            str(key)
            for key in ordered(queue, selection_of(queue, query, actor.user), actor, today).values_list(
                queue.key, flat=True
            )[: MOST_CHOSEN + 1]
        ]
    else:
        ticked = list(dict.fromkeys(post.getlist("selected")))[: MOST_CHOSEN + 1]
        there = {
            str(key)
            for key in queue.rows(actor)
            .filter(**{f"{queue.key}__in": valid_keys(queue, actor, ticked)})
            .values_list(queue.key, flat=True)
        }
        found = [key for key in ticked if key in there]
    if len(found) > MOST_CHOSEN:
        raise Refused(
            "too_many_chosen",
            ko="한 번에 {most}건까지 할 수 있습니다. 거르기로 나누어 해 주세요.",
            en="At most {most} can be done at once. Please narrow the list and go on in parts.",
            most=MOST_CHOSEN,
        )
    return found


def valid_keys(queue: Queue[M, R], actor: Actor, keys: Sequence[str]) -> list[Any]:
    """Keep what can be a key at all: a database refuses a word where a number or a UUID is meant, and too large a number."""
    field = _field(queue.rows(actor), queue.key)
    kept = []
    for key in keys:
        try:
            value = field.to_python(key)
            field.run_validators(value)
        except ValidationError:
            continue
        kept.append(value)
    return kept


def _field(rows: QuerySet[Any], name: str) -> Field[Any, Any]:
    found = rows.model._meta.get_field(name)  # noqa: SLF001 -- Django's public name for it
    if not isinstance(found, Field):
        raise TypeError(f"{rows.model.__name__}.{name} is no column a list could be sorted by.")
    return found


@dataclass(frozen=True, slots=True)
class _Order:
    """One way to sort, whole: by a column, what is unknown last, ties by the key."""

    sort: Field[Any, Any]
    key: Field[Any, Any]
    descending: bool

    @classmethod
    def of(cls, queue: Queue[Any, Any], sort: str, rows: QuerySet[Any]) -> _Order:
        return cls(_field(rows, sort.lstrip("-")), _field(rows, queue.key), sort.startswith("-"))

    @property
    def by_key_alone(self) -> bool:
        return self.sort is self.key

    def forwards(self, rows: QuerySet[M]) -> QuerySet[M]:
        return rows.order_by(*self._terms(down=self.descending, unknown_last=True))

    def backwards(self, rows: QuerySet[M]) -> QuerySet[M]:
        return rows.order_by(*self._terms(down=not self.descending, unknown_last=False))

    def _terms(self, *, down: bool, unknown_last: bool) -> list[OrderBy]:
        key = OrderBy(F(self.key.name), descending=down)
        if self.by_key_alone:
            return [key]
        nulls = self.sort.null
        first = OrderBy(
            F(self.sort.name),
            descending=down,
            # Told only where it is needed: an index answers the plain order.
            nulls_last=True if nulls and unknown_last else None,
            nulls_first=True if nulls and not unknown_last else None,
        )
        return [first, key]

    def place(self, row: Any) -> tuple[Any, Any]:
        return getattr(row, self.sort.attname), getattr(row, self.key.attname)

    def later(self, value: Any, key: Any) -> Q:
        return self._past(value, key, "lt" if self.descending else "gt", unknown_beyond=True)

    def earlier(self, value: Any, key: Any) -> Q:
        return self._past(value, key, "gt" if self.descending else "lt", unknown_beyond=False)

    def _past(self, value: Any, key: Any, than: str, *, unknown_beyond: bool) -> Q:
        sort, ties = self.sort.attname, Q(**{f"{self.key.attname}__{than}": key})
        if self.by_key_alone:
            return ties
        if value is None:
            alike = Q(**{f"{sort}__isnull": True}) & ties
            return alike if unknown_beyond else alike | Q(**{f"{sort}__isnull": False})
        past = Q(**{f"{sort}__{than}": value}) | (Q(**{sort: value}) & ties)
        return past | Q(**{f"{sort}__isnull": True}) if unknown_beyond and self.sort.null else past

    def text(self, row: Any) -> str:
        """Return where a row stands, as an address carries it."""
        value, key = self.place(row)
        return f"{'' if value is None else self.sort.value_to_string(row)}~{key}"

    def mark(self, text: str) -> tuple[Any, Any] | None:
        """Return the place a text tells; None where it tells none."""
        value, sign, key = text.rpartition("~")
        if not sign:
            return None
        try:
            bound = self.sort.to_python(value) if value else None
            if bound is None and not self.sort.null and not self.by_key_alone:
                return None
            return bound, self.key.to_python(key)
        except ValidationError:
            return None
