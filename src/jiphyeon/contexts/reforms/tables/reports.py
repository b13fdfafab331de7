"""What the report of a what-if says, and its figures as a workbook: in sum, and programme by programme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiphyeon.contexts.reforms.models import ReformRun
from jiphyeon.contexts.reforms.queries import populations, reforms
from jiphyeon.contexts.reforms.queries.sums import added
from jiphyeon.contexts.reforms.tables import results, sums
from jiphyeon.contexts.reforms.tables.spreads import SPREADS, band_words
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ui.saying import day, language

FIGURES = ("due_before", "due_after", "winners", "losers", "cost_before", "cost_after", "net_cost")


def report_contents(run: ReformRun, on: date) -> dict[str, Any]:
    """Return all that the report says, in the reader's language."""
    found: list[dict[str, Any]] = (run.result or {})["programmes"]
    several = len(found) > 1
    whole = added(found) if several else []
    names = reforms.programme_names(one["programme"] for one in found).text(language())
    return {
        "title": _("기준을 바꾸면: {name}").format(name=names),
        "lead": [f"{one.name}: {sums.finding(one, len(found))}" for one in whole]
        or [results.finding(one, found[0]) for one in found[0]["scenarios"]],
        "changes_title": _("개정안"),
        "changes": [
            {
                "name": reform.name,
                "programmes": [[one.name.text(language()), [line.text(language()) for line in one.lines + one.later]] for one in reforms.differences(reform)],
            }
            # Scenarios stand in the order of their reforms, which is how they were asked.
            for reform in run.reforms.order_by("id")
        ],
        "sum_title": _("지원을 모두 더하면"),
        "sum_note": sum_note() if several else "",
        "sum_heads": [_("지원"), _("지금 해당"), _("바꾸면 해당"), _("늘어남"), _("줄어듦"), _("늘거나 주는 돈")],
        "sums": [
            {
                "name": one.name,
                "rows": [
                    [row["name"], *(f"{row[key]:,}" for key in ("due_before", "due_after", "winners", "losers")), row["net"]]
                    for row in sums.rows(found, place, one)
                ],
            }
            for place, one in enumerate(whole)
        ],
        "heads": [_("개정안"), _("지금 해당"), _("바꾸면 해당"), _("늘어남"), _("줄어듦"), _("늘거나 주는 돈")],
        "ease_title": _("어느 조건을 풀면 되나"),
        "ease_head": [_("조건"), _("이 조건 하나 때문에"), _("맞지 않는 사람")],
        "programmes": [_programme_contents(run, view, one) for view, one in zip(results.result_view(run).programmes, found, strict=True)],
        "basis_title": _("무엇으로 계산했나"),
        "basis": basis(run, on),
        "seal": _("이 파일은 공개 기록의 열쇠로 따로 서명되어 있습니다(ECDSA P-256, 분리 서명). 서명과 기록 번호는 함께 받는 파일에 있습니다."),
    }  # fmt: skip


def sum_note() -> str:
    """Return how sums over programmes are to be read."""
    return _(
        "한 사람이 여러 지원에 해당하면 지원마다 한 건으로 셉니다. 아직 모르는 사람은 세지 않고, 주는 때가 다른 돈은 서로 더하지 않습니다."
    )


def _programme_contents(
    run: ReformRun, view: results.ProgrammeView, result: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "name": view.name,
        "lead": [f"{one.name}: {one.finding}" for one in view.scenarios],
        "before": [list(pair) for pair in view.before],
        "rows": [
            [row["name"], f"{row['due_before']:,}", f"{row['due_after']:,}", f"{row['winners']:,}", f"{row['losers']:,}",
             row["net"] if result["per"] else "–"]
            for row in results.comparison_rows(result)
        ],
        "ease": [
            [scenario["scenario"]["name"],
             [[results.clause_label(run, view.id, name), f"{one['sole_blocker']:,}", f"{one['fail']:,}"]
              for name, one in sorted(scenario["clauses"].items(), key=lambda pair: -pair[1]["sole_blocker"]) if one["fail"]]]
            for scenario in result["scenarios"]
        ],
    }  # fmt: skip


def basis(run: ReformRun, on: date) -> list[list[str]]:
    """Return what the result rests on, so that anybody can work it out again."""
    kind = _("가상 시민") if run.population["synthetic"] else _("시 자료")
    return [
        [_("기준일"), day(run.as_of)],
        *[
            [_("기준판"), f"{reforms.programme_name(key).text(language())} {version}"]
            for key, version in run.asked["versions"]
        ],
        [
            pgettext("report", "자료"),
            f"{populations.words(run.population['name']).text(language())} ({kind})",
        ],
        *[
            [_("지문 (SHA-256): {file}").format(file=_file_words(name)), digest]
            for name, digest in run.population.get("digests", {}).items()
        ],
        [_("지문 (SHA-256): 규칙 파일"), run.asked["rules"]],
        [_("계산기"), " · ".join(f"{name} {version}" for name, version in run.asked["engine"].items())],
        [_("계산한 사람"), f"{run.asked_name} · {day(run.asked_on)}"],
        [_("보고서를 만든 날"), day(on)],
    ]


def _file_words(kind: str) -> str:
    """Return what one of a population's files holds."""
    return {"people": _("사람"), "households": _("가구"), "dwellings": _("집")}.get(kind, kind)


def guarded(text: object) -> str:
    """Return text that no spreadsheet takes for a formula."""
    plain = str(text)
    return f"'{plain}" if plain[:1] in {"=", "+", "-", "@", "\t", "\r"} else plain


def workbook(run: ReformRun) -> bytes:
    """Return a result's figures as a workbook: sums, scenarios, clauses, spread, basis, each row under its programme."""
    import xlsxwriter  # noqa: PLC0415 -- only this page needs it

    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, number = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"num_format": "#,##0"}),
    )
    for title, heads, rows in _sheets(run):
        page = book.add_worksheet(title[:31])
        page.set_column(0, 1, 32)
        page.set_column(2, len(heads), 16)
        page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            page.write_string(0, column, head, bold)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < 2**53:
                    page.write_number(at, column, cell, number)
                else:
                    page.write_string(at, column, guarded(cell))
    book.close()
    return buffer.getvalue()


def _sheets(run: ReformRun) -> list[tuple[str, list[str], list[list[Any]]]]:
    """Return each sheet: its title, its heads, its rows. Money of different rhythms stands in rows of its own."""
    found: list[dict[str, Any]] = (run.result or {})["programmes"]
    speech = language()
    named = [(reforms.programme_name(one["programme"]).text(speech), one) for one in found]
    counts = [_("지금 해당"), _("바꾸면 해당"), _("늘어남"), _("줄어듦")]
    money = [_("지금 나갈 돈"), _("바꾸면 나갈 돈"), _("늘거나 주는 돈")]
    scenarios = [
        [name, one["scenario"]["name"], *(one[key] for key in FIGURES), sums.per_words(result["per"]), one["unknown"]]
        for name, result in named for one in result["scenarios"]
    ]  # fmt: skip
    clauses = [
        [name, results.clause_label(run, result["programme"], clause), one["scenario"]["name"],
         c["fail"], c["unknown"], c["sole_blocker"]]
        for name, result in named for one in result["scenarios"] for clause, c in one["clauses"].items()
    ]  # fmt: skip
    spread = [
        [name, band_words(by, share["key"]), one["scenario"]["name"],
         SPREADS[by].text(speech) if by in SPREADS else by, *(share[key] for key in FIGURES)]
        for name, result in named for one in result["scenarios"]
        for by, shares in one["spread"].items() for share in shares
    ]  # fmt: skip
    sheets = [
        (_("개정안"), [_("지원"), _("개정안"), *counts, *money, _("주는 때"), _("아직 모름")], scenarios),
        (
            _("조건"),
            [_("지원"), _("조건"), _("개정안"), _("맞지 않음"), _("모름"), _("이 조건 하나 때문에")],
            clauses,
        ),
        (_("누가"), [_("지원"), _("구분"), _("개정안"), _("무엇으로 나누었나"), *counts, *money], spread),
        (pgettext("report", "근거"), [_("이름"), _("값")], [list(pair) for pair in basis(run, now().date())]),
    ]
    if len(found) > 1:
        heads = [_("개정안"), _("주는 때"), *counts, *money, _("아직 모름")]
        sheets.insert(0, (_("모두 더해"), heads, _summed(found)))
    return sheets


def _summed(found: list[dict[str, Any]]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for one in added(found):
        counts = [one.counts[key] for key in FIGURES[:4]]
        rows.append([one.name, _("모두 (건)"), *counts, "", "", "", one.counts["unknown"]])
        rows += [
            [one.name, sums.per_words(money.per), "", "", "", "", money.before, money.after, money.net, ""]
            for money in one.money
        ]
    return rows
