"""The queue as a spreadsheet: what an officer sees, typed cells, nothing a spreadsheet would run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from xlsxwriter import Workbook

from jiphyeon.contexts.benefits.enums import STATE_WORDS, VERDICT_WORDS
from jiphyeon.contexts.benefits.queries import reading
from jiphyeon.contexts.benefits.queries.reading import QueueRow
from jiphyeon.contexts.benefits.views.desk import DESK, filters_of
from jiphyeon.foundation.accounts.doors import Request, door, key_of
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.ui.saying import language

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 5000


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


@door(DESK)
@never_cache
def export(request: Request) -> HttpResponse:
    """Give the queue as it is narrowed now; whoever took it away stands in the trail."""
    found = reading.queue(filters_of(request.GET), officer=key_of(request), today=request.today)
    rows = reading.rows(list(found[:MOST_ROWS]), today=request.today)
    note(
        by=request.actor,
        verb="benefits.queue_exported",
        about="benefits:queue",
        reason="심사",
        details={"rows": len(rows)},
    )
    answer = HttpResponse(workbook(rows), content_type=KIND)
    answer["Content-Disposition"] = f'attachment; filename="benefits-{request.today}.xlsx"'
    return answer


def workbook(rows: Sequence[QueueRow]) -> bytes:
    """Return the rows as an .xlsx file: text as text, days as days, won as numbers."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("cases")
    bold, won = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    heads = [
        _("번호"), _("신청인"), _("지원"), _("상태"), _("준비된 결과"), _("접수 방법"), _("담당"),
        _("신청일"), _("답할 날"), _("지원액"), _("순위"),
    ]  # fmt: skip
    sheet.write_row(0, 0, heads, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads), 16)
    for at, row in enumerate(rows, start=1):
        for column, text in enumerate(_texts(row)):
            sheet.write_string(at, column, guarded(text))
        for column, when in ((7, row.applied_on), (8, row.due_on)):
            if when is not None:
                sheet.write_datetime(at, column, _midnight(when), day)
        sheet.write_number(at, 9, row.amount, won)
        if row.rank is not None:
            sheet.write_number(at, 10, row.rank)
    book.close()
    return buffer.getvalue()


def _texts(row: QueueRow) -> list[str]:
    speech = language()
    return [
        row.number,
        row.person,
        row.programme.said(speech),
        STATE_WORDS[row.state].said(speech),
        VERDICT_WORDS[row.verdict].said(speech) if row.verdict else "",
        row.channel.said(speech),
        row.officer,
    ]


def _midnight(when: date) -> datetime:
    return datetime.combine(when, time())
