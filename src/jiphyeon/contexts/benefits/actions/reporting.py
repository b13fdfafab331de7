"""The report of a what-if: a PDF signed with the log's key and put on the public log, and a workbook of the figures."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.models import ReformRun
from jiphyeon.contexts.benefits.queries import reforms
from jiphyeon.contexts.benefits.rules.runs import RunState
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ledger import signing
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

REPORTED = name_kind("benefits.reform_reported", "기준 개정 모의 보고서", "Report on a change of terms")
# The first of these that the machine has sets the Korean; the PDF embeds what it uses.
FONTS = (
    "Pretendard GOV",
    "Pretendard",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "NanumGothic",
    "Nanum Gothic",
    "Malgun Gothic",
)


@transaction.atomic
def make(*, key: UUID, by: Actor, on: date) -> None:
    """Write a result's report once, sign it and record it. Refused for a run without a result."""
    permissions.require(by, Role.RULES_EDITOR, "보고서 작성", "write the report")
    run = ReformRun.objects.select_for_update().get(key=key)
    if run.at is not RunState.DONE:
        raise Refused(
            "run_not_done", ko="결과가 나온 뒤에 만들 수 있습니다.", en="There is no result to report yet."
        )
    if run.report is not None:
        return
    content = pdf(run, on)
    digest = hashlib.sha256(content).hexdigest()
    receipt = append(
        kind=REPORTED,
        subject=str(run.key),
        facts={"run": str(run.key), "sha256": digest, "by": by.name},
        on=on,
    )
    name, public = signing.public_key()
    run.report = content
    run.seal = {
        "scheme": "ECDSA P-256, SHA-256, over the file's bytes; detached, base64 DER",
        "sha256": digest,
        "signature": signing.sign(content),
        "key": name,
        "public_key": public,
        "leaf_hash": receipt.leaf_hash,
        "signed_for": by.name,
        "on": on.isoformat(),
    }
    run.save()


def pdf(run: ReformRun, on: date) -> bytes:
    """Return the report as PDF; all that is said in it travels as data, never as markup."""
    import typst  # noqa: PLC0415 -- only this page needs it

    held = set(typst.Fonts().families())
    fonts = [font for font in FONTS if font in held]
    if not fonts:
        raise Refused(
            "no_korean_font",
            ko="이 서버에 한글 글꼴이 없어 PDF를 만들 수 없습니다. 관리자에게 {fonts} 가운데 하나를 설치해 달라고 하세요.",
            en="This machine has no Korean font for the PDF. Ask the operator to install one of {fonts}.",
            fonts=", ".join(FONTS),
        )
    data = json.dumps({**told(run, on), "fonts": fonts}, ensure_ascii=False)
    made: bytes = typst.compile(_TEMPLATE.encode(), sys_inputs={"data": data}, pdf_standards=["a-2b"])
    return made


def told(run: ReformRun, on: date) -> dict[str, Any]:
    """Return all that the report says, in the reader's language."""
    result: dict[str, Any] = run.result or {}
    speech = language()
    shown = reforms.shown(run)
    rows = reforms.comparison_rows(result)
    # Scenarios stand in the order of their reforms, which is how they were asked.
    changed = [reforms.difference(reform) for reform in run.reforms.order_by("id")]
    return {
        "lang": speech,
        "title": _("기준을 바꾸면: {name}").format(name=reforms.named_programme(run.programme).said(speech)),
        "lead": [reforms.finding(one, result["per"]) for one in result["scenarios"]],
        "names": [row["name"] for row in rows],
        "changes": changed,
        "basis": [
            [_("기준일"), run.as_of.isoformat()],
            [_("기준판"), run.asked["version"]],
            [_("자료"), f"{run.population['name']} ({_('가상 시민') if run.population['synthetic'] else _('시 자료')})"],
            *[[f"SHA-256 {kind}", digest] for kind, digest in run.population.get("digests", {}).items()],
            [_("규칙 파일 SHA-256"), run.asked["rules"]],
            [_("계산기"), " · ".join(f"{name} {version}" for name, version in run.asked["engine"].items())],
            [_("계산한 사람"), f"{run.asked_name} · {run.asked_on}"],
            [_("보고서를 만든 날"), on.isoformat()],
        ],
        "before": [list(pair) for pair in shown.before],
        "heads": [_("개정안"), _("지금 해당"), _("바꾸면 해당"), _("늘어남"), _("줄어듦"), _("늘거나 주는 돈")],
        "rows": [
            [row["name"], f"{row['due_before']:,}", f"{row['due_after']:,}", f"{row['winners']:,}", f"{row['losers']:,}",
             row["net"] if result["per"] else "–"]
            for row in rows
        ],
        "ease_head": [_("조건"), _("이 조건 하나 때문에"), _("맞지 않는 사람")],
        "ease": [
            [[reforms.clause_label(run, name), f"{one['sole_blocker']:,}", f"{one['fail']:,}"]
             for name, one in sorted(scenario["clauses"].items(), key=lambda pair: -pair[1]["sole_blocker"]) if one["fail"]]
            for scenario in result["scenarios"]
        ],
        "ease_title": _("어느 조건을 풀면 되나"),
        "basis_title": _("무엇으로 계산했나"),
        "seal": _("이 파일은 공개 기록의 열쇠로 따로 서명되어 있습니다(ECDSA P-256, 분리 서명). 서명과 기록 번호는 함께 받는 파일에 있습니다."),
        "page": _("쪽"),
    }  # fmt: skip


def guarded(text: object) -> str:
    """Return text that no spreadsheet takes for a formula."""
    said = str(text)
    return f"'{said}" if said[:1] in {"=", "+", "-", "@", "\t", "\r"} else said


def workbook(run: ReformRun) -> bytes:
    """Return a result's figures as a workbook: scenarios, clauses, spread, basis."""
    import xlsxwriter  # noqa: PLC0415 -- only this page needs it

    result: dict[str, Any] = run.result or {}
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold, number = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"num_format": "#,##0"}),
    )

    def sheet(title: str, heads: list[str], rows: list[list[Any]]) -> None:
        page = book.add_worksheet(title[:31])
        page.set_column(0, 0, 32)
        page.set_column(1, len(heads), 16)
        page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            page.write_string(0, column, head, bold)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < 2**53:
                    page.write_number(at, column, cell, number)
                else:
                    page.write_string(at, column, guarded(cell))

    keys = [
        "due_before",
        "due_after",
        "winners",
        "losers",
        "cost_before",
        "cost_after",
        "net_cost",
        "unknown",
    ]
    heads = [
        _("개정안"), _("지금 해당"), _("바꾸면 해당"), _("늘어남"), _("줄어듦"), _("지금 나갈 돈"), _("바꾸면 나갈 돈"),
        _("늘거나 주는 돈"), _("아직 모름"),
    ]  # fmt: skip
    scenarios = result["scenarios"]
    sheet(_("개정안"), heads, [[one["scenario"]["name"], *(one[key] for key in keys)] for one in scenarios])
    sheet(
        _("조건"), [_("조건"), _("개정안"), _("맞지 않음"), _("모름"), _("이 조건 하나 때문에")],
        [[reforms.clause_label(run, name), one["scenario"]["name"], c["fail"], c["unknown"], c["sole_blocker"]]
         for one in scenarios for name, c in one["clauses"].items()],
    )  # fmt: skip
    sheet(
        _("누가"), [_("구분"), _("개정안"), _("무엇으로 나누었나"), *heads[1:-1]],
        [[reforms.band_words(by, share["key"]), one["scenario"]["name"],
          reforms.SPREADS[by].said(language()) if by in reforms.SPREADS else by, *(share[key] for key in keys[:-1])]
         for one in scenarios for by, shares in one["spread"].items() for share in shares],
    )  # fmt: skip
    sheet(_("근거"), [_("이름"), _("값")], told(run, now().date())["basis"])
    book.close()
    return buffer.getvalue()


_TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: d.title)
#set text(font: d.fonts, lang: d.lang, size: 10pt)
#set page(paper: "a4", margin: 2cm, footer: context align(right, text(size: 8pt)[#d.page #counter(page).display("1 / 1", both: true)]))
#set par(justify: false)
#set heading(numbering: none)
#set table(stroke: (x, y) => (bottom: 0.5pt + luma(60%)), inset: 5pt)
= #d.title
#for one in d.lead [#one \\ ]
== #d.heads.at(0)
#for (i, name) in d.names.enumerate() [
  *#name*
  #list(..d.changes.at(i).map(one => [#one]))
]
#table(columns: (1fr, auto, auto, auto, auto, auto), align: (left, right, right, right, right, right),
  table.header(..d.heads.map(one => strong[#one])), ..d.rows.flatten().map(one => [#one]))
#table(columns: (auto, 1fr), ..d.before.flatten().map(one => [#one]))
#for (i, name) in d.names.enumerate() [
  == #d.ease_title: #name
  #table(columns: (1fr, auto, auto), align: (left, right, right),
    table.header(..d.ease_head.map(one => strong[#one])), ..d.ease.at(i).flatten().map(one => [#one]))
]
== #d.basis_title
#table(columns: (auto, 1fr), ..d.basis.flatten().map(one => text(size: 8pt)[#one]))
#d.seal
"""
