"""What a what-if came to, ready to be shown: programme by programme, and in sum where it spans several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.reforms.models import Reform, ReformRun
from jiphyeon.contexts.reforms.queries import reforms
from jiphyeon.contexts.reforms.queries.sums import added, open_amounts
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.contexts.reforms.tables import sums
from jiphyeon.contexts.reforms.tables.spreads import spread_charts
from jiphyeon.foundation.ui.charts import Bars, Lines, Series
from jiphyeon.foundation.ui.saying import language, won
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Refused, Words


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario's result within a programme, ready to be shown."""

    name: str
    finding: str
    charts: list[Any]
    ease: Table | None
    places: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A run's result for one programme, ready to be shown."""

    id: str
    name: str
    before: list[tuple[str, str]]
    table: Table
    compared: Any
    scenarios: list[ScenarioView]
    curve: list[Any]
    due: Table | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """A run's whole result: `sums` only where it spans several programmes."""

    sums: list[sums.SumView]
    compared: Table | None
    programmes: list[ProgrammeView]


def result_view(run: ReformRun) -> ResultView:
    """Return a run's stored result for its page. Call only for a run that is done."""
    found: list[dict[str, Any]] = (run.result or {})["programmes"]
    views = [_programme(run, one) for one in found]
    if len(found) == 1:
        return ResultView([], None, views)
    return ResultView(sums.sum_views(found), sums.compared(found), views)


def _programme(run: ReformRun, result: dict[str, Any]) -> ProgrammeView:
    rows = comparison_rows(result)
    money = [Column("cost_after", _("나갈 돈"), "text"), Column("net", _("늘거나 주는 돈"), "text")]
    table = Table(
        [
            Column("name", _("개정안")), Column("due_before", _("지금 해당"), "number"),
            Column("due_after", _("바꾸면 해당"), "number"), Column("winners", _("늘어나는 사람"), "number"),
            Column("losers", _("줄어드는 사람"), "number"), Column("unknown", _("아직 모름"), "number"),
            *(money if result["per"] else []),
        ],
        rows, _("개정안 견주기"),
    )  # fmt: skip
    labels = [_("지금"), *(row["name"] for row in rows)]
    due = [result["before"]["pass"], *(row["due_after"] for row in rows)]
    return ProgrammeView(
        id=result["programme"],
        name=reforms.programme_name(result["programme"]).text(language()),
        before=_before(result),
        table=table,
        compared=Bars(_compared(rows), labels, [Series(_("해당하는 사람"), due)], _("명")),
        scenarios=[_scenario(run, one, result) for one in result["scenarios"]],
        curve=_curve(run, result),
        due=_due(result),
    )


def _compared(rows: Sequence[Mapping[str, Any]]) -> str:
    if all(row["due_after"] == row["due_before"] for row in rows):
        return _("어느 개정안에서도 해당하는 사람 수는 {count}명 그대로입니다.").format(
            count=f"{rows[0]['due_before']:,}"
        )
    if len(rows) == 1:
        return _("해당하는 사람이 {before}명에서 {after}명이 됩니다.").format(
            before=f"{rows[0]['due_before']:,}", after=f"{rows[0]['due_after']:,}"
        )
    most = max(rows, key=lambda row: row["due_after"])
    return _("해당하는 사람은 ‘{name}’에서 가장 많습니다: {count}명.").format(
        name=most["name"], count=f"{most['due_after']:,}"
    )


def comparison_rows(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one row a scenario, as the table and the report show it."""
    return [
        {
            "name": one["scenario"]["name"],
            "due_before": one["due_before"],
            "due_after": one["due_after"],
            "winners": one["winners"],
            "losers": one["losers"],
            "cost_after": sums.paid(one["cost_after"], one.get("amount_open", 0), one["due_after"]),
            "net": sums.moved(one, result),
            "unknown": one["unknown"],
        }
        for one in result["scenarios"]
    ]


def _before(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    before = result["before"]
    found = [
        (_("살펴본 사람"), f"{result['people']:,}"),
        (_("지금 해당"), f"{before['pass']:,}"),
        (_("지금 해당하지 않음"), f"{before['fail']:,}"),
        (_("아직 모름"), f"{before['unknown']:,}"),
    ]
    if result["per"] and before["amount_total"] is not None:
        title = _("지금 나갈 돈 ({per})").format(per=sums.per_words(result["per"]))
        found.append((title, sums.paid(before["amount_total"], before["amount_open"], before["pass"])))
    if "read" in result:  # results of earlier releases did not count the rows
        people = result["read"]["people"]
        found.append((_("읽은 행 / 판단한 행"), f"{people['rows']:,} / {people['used']:,}"))
    if before.get("alone"):
        found.append((_("누구와 사는지 모르는 해당자"), f"{before['alone']:,}"))
    return found


def finding(one: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """Return what a scenario does to a programme, in a sentence or two; whoever is unknown is said to be left out."""
    if one["unknown"] == result["people"]:
        return _("이 자료에는 판단할 사실이 없어 한 사람도 알 수 없습니다.")
    change = one["due_after"] - one["due_before"]
    sentences = (
        _("해당하는 사람이 {count}명 늘어납니다.").format(count=f"{change:,}")
        if change > 0
        else _("해당하는 사람이 {count}명 줄어듭니다.").format(count=f"{-change:,}")
        if change < 0
        else _("해당하는 사람 수는 그대로입니다.")
    )
    if result["per"] and not open_amounts(one, result):
        sentences += " " + sums.money_sentence(result["per"], one["net_cost"])
    if one["unknown"]:
        sentences += " " + _("아직 모르는 {count}명은 세지 않았습니다.").format(count=f"{one['unknown']:,}")
    return sentences


def finding_of(run: ReformRun, reform: Reform) -> str:
    """Return in a sentence what a run found out about one of its changes; empty where it has no result."""
    keys = [one["key"] for one in run.asked["reforms"]]
    if run.state is not RunState.DONE or str(reform.key) not in keys:
        return ""
    place, found = keys.index(str(reform.key)), (run.result or {})["programmes"]
    if len(found) > 1:
        return sums.finding(added(found)[place], len(found))
    return finding(found[0]["scenarios"][place], found[0])


def _scenario(run: ReformRun, one: Mapping[str, Any], result: Mapping[str, Any]) -> ScenarioView:
    return ScenarioView(
        one["scenario"]["name"],
        finding(one, result),
        spread_charts(one["spread"]),
        _ease(run, result["programme"], one["clauses"]),
        _places(result["places_before"], one["places"]),
    )


def _ease(run: ReformRun, programme: str, clauses: Mapping[str, Mapping[str, int]]) -> Table | None:
    rows: list[dict[str, Any]] = [
        {
            "clause": clause_label(run, programme, name),
            "fail": one["fail"],
            "sole": one["sole_blocker"],
            "unknown": one["unknown"],
        }
        for name, one in clauses.items()
        if one["fail"] or one["unknown"]
    ]
    rows.sort(key=lambda row: (-row["sole"], -row["fail"]))
    columns = [
        Column("clause", _("조건")), Column("sole", _("이 조건 하나 때문에"), "number"),
        Column("fail", _("맞지 않는 사람"), "number"), Column("unknown", _("모르는 사람"), "number"),
    ]  # fmt: skip
    return Table(columns, rows, _("어느 조건을 풀면 되나")) if rows else None


def clause_label(run: ReformRun, programme: str, name: str) -> str:
    """Return a clause in words, as the programme has it on the run's day."""
    try:
        version = programmes.pack().programme(programme).version_on(run.as_of)
    except Refused:
        return name
    clause = next((one for one in version.clauses if one.id == name), None)
    if clause is None:
        return name
    return programmes.clause_words(version, clause).text(language()) or name


def _places(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    if after is None:
        return []
    found = [
        (Words("자리", "Places").text(language()), f"{after['limit']:,}"),
        (_("채워지는 자리"), f"{after['filled']:,}"),
        (_("채운 자리에 드는 돈"), _cost(after["cost"])),
    ]
    if before is not None:
        found.append((_("지금 채운 자리에 드는 돈"), _cost(before["cost"])))
    if after["tied"]:
        found.append(
            (_("순위가 같아 정할 수 없는 사람"), _("{people}명 가운데 {places}자리").format(
                people=f"{len(after['tied']):,}", places=f"{after['tied_places']:,}"))
        )  # fmt: skip
    if after["unranked"]:
        found.append((_("순위를 매길 사실을 모르는 사람"), f"{after['unranked']:,}"))
    return found


def _cost(cost: Sequence[int]) -> str:
    return won(cost[0]) if cost[0] == cost[1] else f"{won(cost[0])} – {won(cost[1])}"


def _curve(run: ReformRun, result: Mapping[str, Any]) -> list[Any]:
    curve = result.get("curve")
    if not curve:
        return []
    places = [_place_of(point["value"]) for point in curve["points"]]
    order = sorted(range(len(places)), key=lambda at: places[at])
    curve = {**curve, "points": [curve["points"][at] for at in order]}
    label, values = curve_values(run, result["programme"], curve)
    points, places = curve["points"], [places[at] for at in order]
    title = _("{label}에 따라 해당하는 사람이 달라집니다 (지금 {now}).").format(label=label, now=values[-1])
    charts: list[Any] = [
        Lines(
            title,
            values[:-1],
            [Series(_("해당하는 사람"), [point["due"] for point in points])],
            _("명"),
            places=places,
        )
    ]
    if any(point["cost"] for point in points):
        money = _("{label}에 따라 나갈 돈이 달라집니다.").format(label=label)
        charts.append(
            Lines(
                money,
                values[:-1],
                [Series(_("나갈 돈"), [point["cost"] for point in points])],
                _("원"),
                places=places,
            )
        )
    return charts


def _place_of(value: object) -> float:
    """Return where a value stands on its axis."""
    text = str(value)
    return float(Fraction(text.removesuffix("%"))) / (100 if text.endswith("%") else 1)


def curve_values(run: ReformRun, programme: str, curve: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return a curve's name and its values in words; the last one is the value in force."""
    speech = language()
    every = [*(point["value"] for point in curve["points"]), curve["now"]]
    try:
        version = programmes.pack().programme(programme).version_on(run.as_of)
        parameter = version.parameters[curve["parameter"]]
    except (Refused, KeyError):
        return curve["parameter"], [str(value) for value in every]
    kind = str(parameter.type)
    values = [
        programmes.value_words(value, kind, parameter.unit).text(speech)
        if kind in {"integer", "won", "fraction"}
        else str(value)
        for value in every
    ]
    return parameter.label.text(speech), values


def _due(result: Mapping[str, Any]) -> Table | None:
    due = result.get("due")
    if not due:
        return None
    columns = [Column("person_id", _("번호")), Column("amount", _("금액"), "won")]
    caption = _("지금 해당하는 사람 {count}명 가운데 {listed}명").format(
        count=f"{due['count']:,}", listed=f"{min(100, len(due['people'])):,}"
    )
    return Table(columns, due["people"][:100], caption, show_caption=True)
