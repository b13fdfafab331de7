"""Reforms and their results as pages and reports show them: findings in words, charts, tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from jiphyeon.contexts.benefits.models import Reform, ReformRun
from jiphyeon.contexts.benefits.queries import rulebook, wordings
from jiphyeon.contexts.benefits.rules.reforming import STATE_WORDS, ReformState
from jiphyeon.contexts.benefits.rules.runs import RUN_WORDS, RunState
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.charts import Bars, Lines, Series, TownMap
from jiphyeon.foundation.ui.charts.towns import towns_of
from jiphyeon.foundation.ui.saying import language, won, won_words
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Refused, Words

_TONES: dict[ReformState, Tone] = {
    ReformState.DRAFT: "neutral",
    ReformState.PROPOSED: "warn",
    ReformState.APPROVED: "good",
    ReformState.REFUSED: "bad",
}
_RUN_TONES: dict[RunState, Tone] = {
    RunState.WAITING: "neutral",
    RunState.RUNNING: "info",
    RunState.DONE: "good",
    RunState.FAILED: "bad",
    RunState.CANCELLED: "off",
}


def state_badge(reform: Reform) -> Badge:
    """Return where a reform stands."""
    return Badge(STATE_WORDS[reform.at], _TONES[reform.at])


def run_badge(run: ReformRun) -> Badge:
    """Return where a run stands."""
    return Badge(RUN_WORDS[run.at], _RUN_TONES[run.at])


def difference(reform: Reform) -> list[str]:
    """Return what a reform alters, in the reader's language; where it no longer fits, why."""
    speech = language()
    try:
        return [
            words.said(speech)
            for words in wordings.difference(rulebook.programme(reform.programme), reform.change)
        ]
    except Refused as no:
        return [no.said(speech)]


def history(reform: Reform) -> list[Moment]:
    """Return what happened to a reform, newest first."""
    write = writer(language())
    found = [Moment(reform.drafted_on, _("작성"), by=write(reform.drafted_name))]
    if reform.proposed_on:
        found.append(
            Moment(reform.proposed_on, _("승인을 요청"), reform.reason, write(reform.proposed_name), "warn")
        )
    if reform.decided_on:
        word = _("승인") if reform.at is ReformState.APPROVED else _("승인하지 않음")
        tone: Tone = "good" if reform.at is ReformState.APPROVED else "bad"
        said = reform.decision_reason or (
            _("기록 번호 {leaf}").format(leaf=reform.leaf[:12]) if reform.leaf else ""
        )
        found.append(Moment(reform.decided_on, word, said, write(reform.decided_name), tone))
    return found[::-1]


def named_programme(programme: str) -> Words:
    """Return a programme's name, or its id where the pack no longer has it."""
    found = rulebook.pack().programmes.get(programme)
    return found.names if found else Words(programme, programme)


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario's result ready to be shown."""

    name: str
    finding: str
    facts: list[tuple[str, str]]
    charts: list[Any]
    ease: Table | None
    places: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ResultView:
    """A run's result ready to be shown."""

    people: int
    per: str
    table: Table
    compared: Any
    scenarios: list[ScenarioView]
    curve: list[Any]
    before: list[tuple[str, str]]
    due: Table | None


def per_words(per: str | None) -> str:
    """Return how often an amount is paid."""
    return {"month": _("한 달"), "year": _("한 해"), "once": _("한 번에"), "use": _("이용할 때마다")}.get(
        per or "", ""
    )


def signed(value: int) -> str:
    """Return whole won with its sign, so that more and less are told apart without colour."""
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{won(abs(value))}"


def shown(run: ReformRun) -> ResultView:
    """Return a run's stored result for its page. Call only for a run that is done."""
    result: dict[str, Any] = run.result or {}
    before, scenarios = result["before"], result["scenarios"]
    rows = comparison_rows(result)
    money = [Column("cost_after", _("나갈 돈"), "text"), Column("net", _("늘거나 주는 돈"), "text")]
    table = Table(
        [
            Column("name", _("개정안")), Column("due_before", _("지금 해당"), "number"),
            Column("due_after", _("바꾸면 해당"), "number"), Column("winners", _("늘어나는 사람"), "number"),
            Column("losers", _("줄어드는 사람"), "number"), *(money if result["per"] else []),
        ],
        rows, _("개정안 견주기"), phone="cards",
    )  # fmt: skip
    labels = [_("지금"), *(row["name"] for row in rows)]
    due = [before["pass"], *(row["due_after"] for row in rows)]
    most = max(rows, key=lambda row: row["due_after"])
    compared = Bars(
        _("‘{name}’에서 해당하는 사람이 {count}명입니다.").format(name=most["name"], count=f"{most['due_after']:,}"),
        labels, [Series(_("해당하는 사람"), due)], _("명"),
    )  # fmt: skip
    return ResultView(
        people=result["people"],
        per=per_words(result["per"]),
        table=table,
        compared=compared,
        scenarios=[_scenario(run, one, result) for one in scenarios],
        curve=_curve(run, result.get("curve")),
        before=_before(result),
        due=_due(result),
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
            "cost_before": one["cost_before"],
            "cost_after": won(one["cost_after"]),
            "net": signed(one["net_cost"]),
            "net_cost": one["net_cost"],
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
        found.append(
            (_("지금 나갈 돈 ({per})").format(per=per_words(result["per"])), won(before["amount_total"]))
        )
    return found


def finding(one: Mapping[str, Any], per: str | None) -> str:
    """Return what a scenario does, in one sentence."""
    change = one["due_after"] - one["due_before"]
    people = (
        _("해당하는 사람이 {count}명 늘어납니다").format(count=f"{change:,}")
        if change > 0
        else _("해당하는 사람이 {count}명 줄어듭니다").format(count=f"{-change:,}")
        if change < 0
        else _("해당하는 사람 수는 그대로입니다")
    )
    if not per:
        return f"{people}."
    return _("{people}. 나가는 돈은 {per}에 {money}입니다.").format(
        people=people, per=per_words(per), money=signed(one["net_cost"])
    )


def _scenario(run: ReformRun, one: Mapping[str, Any], result: Mapping[str, Any]) -> ScenarioView:
    facts = [
        (_("해당하는 사람"), f"{one['due_before']:,} → {one['due_after']:,}"),
        (_("새로 받거나 더 받는 사람"), f"{one['winners']:,}"),
        (_("못 받거나 덜 받는 사람"), f"{one['losers']:,}"),
        (_("아직 모름"), f"{one['unknown']:,}"),
    ]
    if result["per"]:
        facts += [
            (_("나갈 돈 ({per})").format(per=per_words(result["per"])), won(one["cost_after"])),
            (_("늘거나 주는 돈"), signed(one["net_cost"])),
        ]
    return ScenarioView(
        one["scenario"]["name"],
        finding(one, result["per"]),
        facts,
        _spread_charts(one["spread"]),
        _ease(run, one["clauses"]),
        _places(result["places_before"], one["places"]),
    )


SPREADS = {
    "age": Words("나이", "age"),
    "town": Words("읍·면·동", "town"),
    "income": Words("가구 월 소득", "monthly household income"),
    "household_size": Words("가구원 수", "people in the household"),
}


def band_words(by: str, key: str) -> str:
    """Return a band's name: 19–24세, 200만 원 미만, 4명 이상."""
    if key == "unknown":
        return _("모름")
    if by == "town":
        return town_words(key)
    said = _number_of(by)
    if key.startswith("<"):
        return _("{value} 미만").format(value=said(int(key[1:])))
    if key.endswith("+"):
        return _("{value} 이상").format(value=said(int(key[:-1])))
    low, dash, high = key.partition("–")
    if not dash:
        return said(int(low))
    return f"{said(int(low))} – {said(int(high) + (by == 'income'))}"


def town_words(code: str) -> str:
    """Return a town's name by its code or Korean name; the code itself where the map's data do not know it."""
    towns = towns_of(settings.CITY_PACK)
    named = {town.code: town.name for town in towns.drawn} | dict(towns.later)
    return named[code].said(language()) if code in named else code


def _number_of(by: str) -> Callable[[int], str]:
    if by == "income":
        return won_words
    patterns = {"age": _("{n}세"), "household_size": _("{n}명")}
    return lambda number: patterns.get(by, "{n}").format(n=f"{number:,}")


def _spread_charts(spread: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Any]:
    charts: list[Any] = []
    speech = language()
    for by, shares in spread.items():
        touched = [share for share in shares if share["winners"] or share["losers"] or share["due_before"]]
        if not touched:
            continue
        top = max(touched, key=lambda share: (share["winners"] + share["losers"], share["due_before"]))
        title = _("{by}별: {band}에서 가장 많이 달라집니다.").format(
            by=SPREADS.get(by, Words(by, by)).said(speech), band=band_words(by, top["key"])
        )
        if by == "town":
            change = {share["key"]: share["winners"] + share["losers"] for share in shares}
            charts.append(TownMap(title, change, _("명")))
        series = [
            Series(_("늘어나는 사람"), [share["winners"] for share in touched]),
            Series(_("줄어드는 사람"), [share["losers"] for share in touched]),
        ]
        if by != "town":
            charts.append(Bars(title, [band_words(by, share["key"]) for share in touched], series, _("명")))
    return charts


def _ease(run: ReformRun, clauses: Mapping[str, Mapping[str, int]]) -> Table | None:
    rows: list[dict[str, Any]] = [
        {
            "clause": clause_label(run, name),
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
    return Table(columns, rows, _("어느 조건을 풀면 되나"), phone="cards") if rows else None


def clause_label(run: ReformRun, name: str) -> str:
    """Return a clause in words, as the programme has it on the run's day."""
    try:
        version = rulebook.programme(run.programme).version_on(run.as_of)
        clause = next((one for one in version.clauses if one.id == name), None)
    except Refused:
        clause = None
    if clause is None:
        return name
    return wordings.clause_words(version, clause).said(language()) or name


def _places(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    if after is None:
        return []
    found = [
        (_("자리"), f"{after['limit']:,}"),
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


def _curve(run: ReformRun, curve: Mapping[str, Any] | None) -> list[Any]:
    if not curve:
        return []
    label, values = curve_values(run, curve)
    points = curve["points"]
    title = _("{label}에 따라 해당하는 사람이 달라집니다 (지금 {now}).").format(label=label, now=values[-1])
    charts: list[Any] = [
        Lines(title, values[:-1], [Series(_("해당하는 사람"), [point["due"] for point in points])], _("명"))
    ]
    if any(point["cost"] for point in points):
        money = _("{label}에 따라 나갈 돈이 달라집니다.").format(label=label)
        charts.append(
            Lines(money, values[:-1], [Series(_("나갈 돈"), [point["cost"] for point in points])], _("원"))
        )
    return charts


def curve_values(run: ReformRun, curve: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return a curve's name and its values in words; the last one is the value in force."""
    speech = language()
    every = [*(point["value"] for point in curve["points"]), curve["now"]]
    try:
        parameter = rulebook.programme(run.programme).version_on(run.as_of).parameters[curve["parameter"]]
    except (Refused, KeyError):
        return curve["parameter"], [str(value) for value in every]
    kind = str(parameter.type)
    said = [
        wordings.value_words(value, kind, parameter.unit).said(speech)
        if kind in {"integer", "won", "fraction"}
        else str(value)
        for value in every
    ]
    return parameter.label.said(speech), said


def _due(result: Mapping[str, Any]) -> Table | None:
    due = result.get("due")
    if not due:
        return None
    columns = [Column("person_id", _("번호")), Column("amount", _("금액"), "won")]
    caption = _("지금 해당하는 사람 {count}명 가운데 {listed}명").format(
        count=f"{due['count']:,}", listed=f"{min(100, len(due['people'])):,}"
    )
    return Table(columns, due["people"][:100], caption, show_caption=True)
