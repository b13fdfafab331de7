"""Places given by an order, as pages show them: each matter with the values it is ranked by, ties, and what is still open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework.awaiting import waits_for
from jiphyeon.foundation.casework.models import CaseRow, HistoryLine
from jiphyeon.foundation.casework.ranking import Place, Ranking
from jiphyeon.foundation.casework.screens import Side, state_badge
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Words

_TIED = Badge(Words("동점", "Tied"), "warn")
_WITHIN = Badge(Words("모집 인원 안", "Within the places"), "good")
_BEYOND = Badge(Words("모집 인원 밖", "Beyond the places"), "off")
_UNKNOWN = Badge(Words("모르는 값 있음", "A value is unknown"), "warn")


@dataclass(frozen=True, slots=True)
class RankedLine:
    """One matter in an order. `values` are what it is ranked by, in words, in the order in which they are compared.

    `rank` None: a value is unknown, so it has no place yet. `within` None beside a rank: tied over the last place.
    """

    key: str
    number: str
    whose: UUID | None
    person: str
    url: str
    values: Sequence[Words]
    rank: int | None = None
    within: bool | None = None

    @property
    def badge(self) -> Badge:
        """Return whether it has a place, by word and shape."""
        if self.rank is None:
            return _UNKNOWN
        if self.within is None:
            return _TIED
        return _WITHIN if self.within else _BEYOND


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A matter that keeps an order from being fixed, and where it stands."""

    number: str
    person: str
    url: str
    state: Badge
    waits_for: object


@dataclass(frozen=True, slots=True)
class Ranked:
    """An order as its page shows it: whoever has a place, those that miss a value, and what is still open.

    `fixed_on`: when it was last fixed, None while it never was. `stands`: nothing has changed in it since.
    """

    order: Ranking
    labels: Sequence[Words]
    lines: Sequence[RankedLine]
    unfinished: Sequence[OpenLine]
    fixed_on: date | None = None
    stands: bool = False

    @property
    def tied(self) -> list[RankedLine]:
        """Return those who are level over the last place."""
        return [line for line in self.lines if line.key in self.order.tied_at_the_line]

    @property
    def table(self) -> Table:
        """Return the order as a table."""
        return ranking_table(self.lines, self.labels)

    @property
    def open_table(self) -> Table | None:
        """Return what keeps the order from being fixed; None where nothing does."""
        return open_table(self.unfinished) if self.unfinished else None


def ranked(
    order: Ranking,
    values: Mapping[str, Sequence[Words]],
    rows: Sequence[CaseRow],
    unfinished: Sequence[CaseRow],
    *,
    labels: Sequence[Words],
    page: Callable[[CaseRow], str],
    fixed: Mapping[str, tuple[int | None, bool | None]],
    fixed_by: str,
    language: str,
) -> Ranked:
    """Return an order of matters (`rows`, by the keys of `values`) for a reader, in two queries more.

    `page` is where one is read; `fixed` the ranks and places written down when the deed `fixed_by` was done, by key.
    """
    names = names_of([row.person for row in (*rows, *unfinished) if row.person], language)
    found = {str(row.key): row for row in rows}
    placed = sorted(
        ((one.case, one.rank, one.within) for one in order.order),
        key=lambda place: (place[1], found[place[0]].number or ""),
    )
    without = [(key, None, None) for key in order.unranked]

    def line(key: str, rank: int | None, within: bool | None) -> RankedLine:  # noqa: FBT001 -- as it stands in a place
        row = found[key]
        return RankedLine(
            key, row.number or "", row.person, _name(row, names), page(row), values[key], rank, within
        )

    return Ranked(
        order,
        labels,
        [line(*place) for place in (*placed, *without)],
        [
            OpenLine(
                row.number or "", _name(row, names), page(row), state_badge(row, Side.OFFICE), waits_for(row)
            )
            for row in unfinished
        ],
        fixed_on := _last_done(rows, fixed_by),
        stands=fixed_on is not None and not order.unranked and _is_written(order.order, fixed),
    )


def _is_written(order: Sequence[Place], fixed: Mapping[str, tuple[int | None, bool | None]]) -> bool:
    """Return whether an order is the one written down.

    Those decided since are out of it, so ranks are held against one another; whoever was tied may have been given a place.
    """
    written = [rank for one in order if (rank := fixed[one.case][0]) is not None]
    if len(written) < len(order):
        return False
    now, then = sorted({one.rank for one in order}), sorted(set(written))
    return all(
        now.index(one.rank) == then.index(rank) and (one.within is None or one.within == fixed[one.case][1])
        for one, rank in zip(order, written, strict=True)
    )


def _last_done(rows: Sequence[CaseRow], deed: str) -> date | None:
    if not rows:
        return None
    lines = HistoryLine.objects.filter(lifecycle=rows[0].lifecycle.name, case__in=[row.key for row in rows])
    last: date | None = lines.filter(deed=deed).aggregate(last=Max("on"))["last"]
    return last


def _name(row: CaseRow, names: Mapping[UUID, str]) -> str:
    return names.get(row.person, "") if row.person is not None else ""


def ranking_table(lines: Sequence[RankedLine], labels: Sequence[Words]) -> Table:
    """Return an order as a table; `labels` name the values, the first compared first."""
    values = [Column(f"value{place}", label, "number") for place, label in enumerate(labels)]
    return Table(
        columns=[
            Column("rank", _("순위"), "number"),
            Column("number", _("번호"), "link"),
            Column("person", _("신청인")),
            *values,
            Column("badge", Words("자리", "Place"), "badge"),
        ],
        rows=[
            {
                "rank": line.rank if line.rank is not None else "–",
                "number": (line.number, line.url),
                "person": line.person,
                "badge": line.badge,
                **{f"value{place}": value for place, value in enumerate(line.values)},
            }
            for line in lines
        ],
        caption=_("순위"),
        empty=Empty(_("아직 조건에 맞는 신청이 없습니다.")),
    )


def open_table(lines: Sequence[OpenLine]) -> Table:
    """Return the matters that keep an order from being fixed."""
    return Table(
        columns=[
            Column("number", _("번호"), "link"),
            Column("person", _("신청인")),
            Column("state", _("상태"), "badge"),
            Column("waits_for", _("누구를 기다리나")),
        ],
        rows=[
            {
                "number": (line.number, line.url),
                "person": line.person,
                "state": line.state,
                "waits_for": line.waits_for,
            }
            for line in lines
        ],
        caption=_("순위를 정하기 전에 마칠 신청"),
    )


class TieForm(forms.Form):
    """Why some of those who are level are given the last places."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("마지막 자리를 받을 신청"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=gettext_lazy("고른 이유"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )

    def __init__(self, *args: Any, tied: Sequence[RankedLine], places: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = places
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        chosen.choices = [(line.key, f"{line.number} · {line.person}") for line in tied]
        chosen.help_text = _("동점자 가운데 정확히 {places}건을 골라 주세요.").format(places=places)
        chosen.error_messages["required"] = str(chosen.help_text)

    def clean_chosen(self) -> list[str]:
        """Take exactly as many as there are places."""
        chosen: list[str] = self.cleaned_data["chosen"]
        if len(chosen) != self.places:
            raise forms.ValidationError(str(self.fields["chosen"].help_text))
        return chosen
