"""The report of a what-if: a PDF signed with the log's key and put on the public log."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.models import ReformRun
from jiphyeon.contexts.benefits.queries import reports
from jiphyeon.contexts.benefits.rules.runs import RunState
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.roles import Role
from jiphyeon.foundation.ledger import signing
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.record import append
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
    data = json.dumps({**reports.told(run, on), "fonts": fonts}, ensure_ascii=False)
    made: bytes = typst.compile(_TEMPLATE.encode(), sys_inputs={"data": data}, pdf_standards=["a-2b"])
    return made


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
#set table.cell(breakable: false)
#let figures(heads, rows) = table(columns: (3fr,) + (auto,) * (heads.len() - 2) + (2fr,),
  align: (left,) + (right,) * (heads.len() - 1),
  table.header(..heads.map(one => strong[#one])), ..rows.flatten().map(one => [#one]))
== #d.changes_title
#for one in d.changes [
  *#one.name*
  #for (name, lines) in one.programmes [
    - #name #list(..lines.map(line => [#line]))
  ]
]
#if d.sums.len() > 0 [
  == #d.sum_title
  #d.sum_note
  #for one in d.sums [
    === #one.name
    #figures(d.sum_heads, one.rows)
  ]
]
#for one in d.programmes [
  == #one.name
  #for line in one.lead [#line \\ ]
  #figures(d.heads, one.rows)
  #table(columns: (auto, 1fr), ..one.before.flatten().map(cell => [#cell]))
  #for (name, rows) in one.ease [
    === #d.ease_title: #name
    #figures(d.ease_head, rows)
  ]
]
== #d.basis_title
#table(columns: (auto, 1fr), ..d.basis.flatten().map(one => text(size: 8pt)[#one]))
#d.seal
"""
