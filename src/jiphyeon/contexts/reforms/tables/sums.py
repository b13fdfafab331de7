"""Several programmes in sum, drawn: findings, tables and charts; what is open is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiphyeon.contexts.reforms.queries import reforms
from jiphyeon.contexts.reforms.queries.sums import COUNTED, Sum, added, open_amounts
from jiphyeon.foundation.ui.charts import Bars, Series
from jiphyeon.foundation.ui.saying import language, won
from jiphyeon.foundation.ui.tables import Column, Table


@dataclass(frozen=True, slots=True)
class SumView:
    """A scenario's sum, ready to be shown: its finding, its money by rhythm, and a row for each programme."""

    name: str
    finding: str
    facts: list[tuple[str, str]]
    table: Table
    chart: Bars


def sum_views(results: Sequence[Mapping[str, Any]]) -> list[SumView]:
    """Return each scenario's sum for the page."""
    return [_view(results, place, one) for place, one in enumerate(added(results))]


def compared(results: Sequence[Mapping[str, Any]]) -> Table | None:
    """Return the scenarios side by side over all programmes; nothing where there is only one."""
    columns = [
        Column("name", _("개정안")), Column("due_before", _("지금 해당"), "number"),
        Column("due_after", _("바꾸면 해당"), "number"), Column("winners", _("늘어남"), "number"),
        Column("losers", _("줄어듦"), "number"), Column("unknown", _("아직 모름"), "number"),
        Column("net", _("늘거나 주는 돈")),
    ]  # fmt: skip
    found = [{"name": one.name, **one.counts, "net": _money(one)} for one in added(results)]
    return Table(columns, found, _("개정안 견주기")) if len(found) > 1 else None


def _money(one: Sum) -> str:
    amounts = [money_words(money.per, at_least(money.net, money.open, money.due)) for money in one.money]
    return " · ".join(amounts) or "–"


def _view(results: Sequence[Mapping[str, Any]], place: int, one: Sum) -> SumView:
    columns = [
        Column("name", _("지원")), Column("due_before", _("지금 해당"), "number"),
        Column("due_after", _("바꾸면 해당"), "number"), Column("winners", _("늘어남"), "number"),
        Column("losers", _("줄어듦"), "number"), Column("unknown", _("아직 모름"), "number"),
        Column("net", _("늘거나 주는 돈")),
    ]  # fmt: skip
    facts = [
        (_("해당하는 건"), f"{one.counts['due_before']:,} → {one.counts['due_after']:,}"),
        (_("늘어나는 건"), f"{one.counts['winners']:,}"),
        (_("줄어드는 건"), f"{one.counts['losers']:,}"),
        *(
            (
                _("늘거나 주는 돈 ({per})").format(per=per_words(money.per)),
                at_least(money.net, money.open, money.due),
            )
            for money in one.money
        ),
    ]
    table = Table(columns, rows(results, place, one), one.name)
    return SumView(one.name, finding(one, len(results)), facts, table, _chart(results, place))


def _chart(results: Sequence[Mapping[str, Any]], place: int) -> Bars:
    speech = language()
    names = [reforms.programme_name(one["programme"]).text(speech) for one in results]
    scenarios = [one["scenarios"][place] for one in results]
    touched = [one["winners"] + one["losers"] for one in scenarios]
    most = touched.index(max(touched))
    title = (
        _("‘{name}’에서 가장 많이 달라집니다: {count}명.").format(
            name=names[most], count=f"{touched[most]:,}"
        )
        if touched[most]
        else _("어느 지원에서도 달라지는 사람이 없습니다.")
    )
    series = [
        Series(_("늘어나는 사람"), [one["winners"] for one in scenarios]),
        Series(_("줄어드는 사람"), [one["losers"] for one in scenarios]),
    ]
    return Bars(title, names, series, _("명"))


def rows(results: Sequence[Mapping[str, Any]], place: int, one: Sum) -> list[dict[str, Any]]:
    """Return a row for each programme under a scenario, and the sum as the last."""
    speech = language()
    found: list[dict[str, Any]] = [
        {
            "name": reforms.programme_name(result["programme"]).text(speech),
            **{key: result["scenarios"][place][key] for key in COUNTED},
            "net": money_words(result["per"], moved(result["scenarios"][place], result)),
        }
        for result in results
    ]
    return [*found, {"name": _("모두 (건)"), **one.counts, "net": _money(one)}]


def finding(one: Sum, programmes: int) -> str:
    """Return what a scenario does to all programmes together, in one sentence."""
    change = one.counts["due_after"] - one.counts["due_before"]
    values = {"programmes": programmes, "count": f"{abs(change):,}"}
    if change > 0:
        return _("지원 {programmes}가지를 더하면 해당하는 것이 {count}건 늘어납니다.").format(**values)
    if change < 0:
        return _("지원 {programmes}가지를 더하면 해당하는 것이 {count}건 줄어듭니다.").format(**values)
    return _("지원 {programmes}가지를 더해도 해당하는 건수는 그대로입니다.").format(**values)


def per_words(per: str | None) -> str:
    """Return how often an amount is paid."""
    return {"month": _("한 달"), "year": _("한 해"), "once": _("한 번에"), "use": _("이용할 때마다")}.get(
        per or "", ""
    )


def money_sentence(per: str, net: int) -> str:
    """Return how much more or less is paid, as a sentence."""
    when = {"month": _("달마다"), "year": _("해마다"), "once": _("한 번에"), "use": _("이용할 때마다")}[per]
    if net > 0:
        return _("나가는 돈은 {when} {money} 늘어납니다.").format(when=when, money=won(net))
    if net < 0:
        return _("나가는 돈은 {when} {money} 줄어듭니다.").format(when=when, money=won(-net))
    return _("나가는 돈은 그대로입니다.")


def money_words(per: str | None, amount: str) -> str:
    """Return an amount with how often it is paid; a dash where nothing is."""
    return f"{per_words(per)} {amount}" if per else "–"


def signed(value: int) -> str:
    """Return whole won with its sign, so that more and less are told apart without colour."""
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{won(abs(value))}"


def paid(cost: int, unknown: int, due: int) -> str:
    """Return what is paid; where amounts are not known, that it is without those."""
    return _without_unknown(won(cost), unknown, due)


def at_least(net: int, unknown: int, due: int) -> str:
    """Return a difference; where amounts are not known, that it is without those."""
    return _without_unknown(signed(net), unknown, due)


def _without_unknown(sentence: str, unknown: int, due: int) -> str:
    if not unknown:
        return sentence
    if unknown >= due:
        return _("모름 (모두 {count}명의 금액을 모름)").format(count=f"{unknown:,}")
    return _("{money} (금액을 모르는 {count}명 빼고)").format(money=sentence, count=f"{unknown:,}")


def moved(one: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Return how much more or less is paid under a scenario."""
    return at_least(one["net_cost"], open_amounts(one, result), max(one["due_before"], one["due_after"]))
