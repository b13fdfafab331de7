"""The results of notices: counts, shares and what was saved, by prices of a day or prices to try; and as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiphyeon.contexts.e_notices.forms import ResultsForm
from jiphyeon.contexts.e_notices.models import service
from jiphyeon.contexts.e_notices.queries.results import Results, Saved, saved
from jiphyeon.contexts.e_notices.queries.results import results as counted
from jiphyeon.contexts.e_notices.rules.kinds import Tariff
from jiphyeon.contexts.e_notices.views.desk import DESK
from jiphyeon.foundation.accounts.doors import Request, door
from jiphyeon.foundation.ui.saying import won
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Won, Words
from jiphyeon.kernel.money import Rounding, rounded
from jiphyeon.kernel.spreadsheets import CSV, csv_lines

HOURS = 24


@door(DESK)
@never_cache
@require_GET
def results(request: Request) -> HttpResponse | StreamingHttpResponse:
    """Show the results of a period; `file=csv` gives them as a file."""
    today = request.today
    prices = service().tariff_on(today)
    begin = {
        "first": date(today.year, 1, 1),
        "last": today,
        "hours": HOURS,
        "phone": _decimal(prices.phone),
        "registered": _decimal(prices.registered),
    }
    form = ResultsForm({**{name: str(value) for name, value in begin.items()}, **request.GET.dict()})
    if not form.is_valid():
        return render(request, "e_notices/results.html", {"form": form}, status=422)
    given = form.cleaned_data
    prices = replace(prices, phone=Fraction(given["phone"]), registered=Fraction(given["registered"]))
    found = counted(given["first"], given["last"], given["hours"])
    lines = _lines(found, given["hours"])
    if request.GET.get("file") == "csv":
        answer = StreamingHttpResponse(
            csv_lines([_("무엇을"), _("건수"), _("비율(%)")], [_plain(one) for one in lines]),
            content_type=CSV,
        )
        answer["Content-Disposition"] = 'attachment; filename="e-notices.csv"'
        return answer
    money = saved(found, prices)
    query = request.GET.copy()
    query["file"] = "csv"
    page = {
        "form": form,
        "table": _table(lines) if found.sent else None,
        "money": _money(money, prices) if money is not None else [],
        "source": prices.source,
        "csv": f"{reverse('e_notices:results')}?{query.urlencode()}",
    }
    return render(request, "e_notices/results.html", page)


_Line = tuple[str, int, int]
"""What is counted, how many, and of how many."""


def _lines(found: Results, hours: int) -> list[_Line]:
    return [
        (_("보낸 고지"), found.sent, found.sent),
        (_("휴대전화로 보낸 고지"), found.by_phone, found.sent),
        (_("휴대전화로 열어 송달된 고지"), found.opened, found.by_phone),
        (_("그 가운데 {hours}시간 안에 연 고지").format(hours=hours), found.opened_in_time, found.by_phone),
        (_("우편으로 바뀐 고지"), found.paper, found.sent),
        (_("우편을 아낀 고지"), found.paper_avoided, found.sent),
        (_("반송된 고지"), found.returned, found.paper),
        (_("우편으로 송달된 고지"), found.paper_served, found.sent),
        (_("공시송달된 고지"), found.public, found.sent),
        (_("송달된 고지"), found.served, found.sent),
        (_("납부한 고지"), found.paid, found.sent),
        (_("의견을 받아들인 고지"), found.waived, found.sent),
    ]


def _percent(share: Fraction) -> str:
    """Return a share in hundredths with one digit behind the point."""
    tenths = rounded(share * 1000, Rounding.HALF_UP)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _plain(line: _Line) -> Sequence[str | int]:
    what, many, of = line
    return [what, many, _percent(Fraction(many, of)) if of else ""]


def _table(lines: Sequence[_Line]) -> Table:
    rows = [
        {"what": what, "many": many, "share": f"{_percent(Fraction(many, of))}%" if of else "-"}
        for what, many, of in lines
    ]
    columns = [
        Column("what", _("무엇을")),
        Column("many", _("건수"), kind="number"),
        Column("share", _("비율"), kind="number"),
    ]
    return Table(columns, rows, _("고지 결과"))


def _money(found: Saved, prices: Tariff) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = [
        (_("아낀 비율"), f"{_percent(found.share)}%"),
        (_("아낀 돈"), won(Won(rounded(found.won, Rounding.HALF_UP)))),
        (_("휴대전화 단가"), _priced(prices.phone)),
        (_("등기 단가"), _priced(prices.registered)),
        (_("아끼는 것이 없어지는 우편 비율"), f"{_percent(found.break_even)}%"),
    ]
    if found.plan is not None and found.unread_for_plan is not None:
        pairs += [
            (_("업무계획이 예상한 비율"), f"{_percent(found.plan)}%"),
            (_("그만큼 아끼려면 우편으로 바뀌는 비율"), f"{_percent(found.unread_for_plan)}%"),
        ]
    return pairs


def _priced(price: Fraction) -> Words:
    written = _decimal(price)
    return Words(f"{written}원", f"{written} won")


def _decimal(price: Fraction) -> str:
    """Return a price of at most two digits behind the point as it is written."""
    hundredths = rounded(price * 100, Rounding.HALF_UP)
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)
