"""How print runs are listed, the list that goes to the printer, and the file of results that comes from the post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.actors import holding
from jiphyeon.foundation.casework.screens import nearness
from jiphyeon.foundation.imports.declaring import Column as FileColumn
from jiphyeon.foundation.imports.declaring import Intake, Taking, beside
from jiphyeon.foundation.printing import queries, runs
from jiphyeon.foundation.printing.enums import Reason, Service, Stage
from jiphyeon.foundation.printing.lifecycle import RUN
from jiphyeon.foundation.printing.models import Letter, PrintRun
from jiphyeon.foundation.printing.queries import FileRow, RunRow
from jiphyeon.foundation.printing.roles import PRINT_OFFICER, READERS
from jiphyeon.foundation.printing.runs import PostResult
from jiphyeon.foundation.queues.declaring import Column as Of
from jiphyeon.foundation.queues.declaring import Queue, View, by_field
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.refusal import Place
from jiphyeon.kernel.spreadsheets import Cell

_prints = holding(PRINT_OFFICER)

RUNS: Queue[PrintRun, RunRow] = Queue(
    name="printing.runs",
    words=Words("인쇄와 발송", "Printing and posting"),
    rows=lambda _actor: PrintRun.objects.all(),
    lines=lambda found, _today: queries.rows(found),
    key="number",
    views=(
        View("ready", Words("부치기 전", "To be printed and posted"), Q(state__in=[Stage.LAYING_OUT, Stage.READY]), work=_prints, of_anybody=True),
        View("posted", Words("부침", "Posted"), Q(state=Stage.POSTED)),
        View("past", Words("끝난 묶음", "Closed or cancelled"), Q(state__in=[Stage.CLOSED, Stage.CANCELLED, Stage.PURGED])),
        View("all", Words("모두", "All"), Q()),
    ),
    columns=(
        Of("number", Words("번호", "Number"), lambda row: row.number, sort="number"),
        Of("service", Words("우편 종류", "Post"), lambda row: row.service),
        Of("letters", Words("편지", "Letters"), lambda row: row.letters, "number", sort="letter_count"),
        Of("post_by", Words("늦어도 부칠 날", "To be posted by"), lambda row: row.post_by, "date", sort="post_by"),
        Of("posted_on", Words("부친 날", "Posted on"), lambda row: row.posted_on, "date", sort="posted_on", hide_on_phone=True),
        Of("state", Words("상태", "State"), lambda row: stage_badge(row.state), "badge"),
    ),
    page="printing:desk",
    item=lambda row: reverse("printing:item", args=[row.key]),
    may=holding(*READERS),
    sort="post_by",
    filters=(
        by_field("service", Words("우편 종류", "Post"), lambda: [(one.value, one.words) for one in Service], Words("모든 우편", "Every post")),
    ),
    empty=Words("이 보기에는 묶음이 없습니다.", "No print run stands in this view."),
)  # fmt: skip


def stage_badge(state: str) -> Badge:
    """Return where a run stands, as a badge."""
    found = RUN.state(state)
    return Badge(found.names.staff, found.tone)


def file_table(run: PrintRun, found: Iterable[FileRow], *, opens: bool) -> Table:
    """Return the print files of a run; `opens`: the reader may take them."""
    lines = [
        {
            "file": f"{run.number}-{one.part:03d}.pdf",
            "letters": f"{one.first} – {one.last}",
            "count": one.letters,
            "sheets": one.sheets,
            "hash": one.sha256[:16],
            "_href": reverse("printing:file", args=[run.key, one.part]) if opens and one.is_there else "",
        }
        for one in found
    ]
    columns = [
        Column("file", _("인쇄 파일")),
        Column("letters", _("편지 번호")),
        Column("count", _("편지"), "number"),
        Column("sheets", _("장"), "number"),
        Column("hash", _("해시의 앞부분")),
    ]
    return Table(columns, lines, _("인쇄 파일"), phone="cards")


def list_heads() -> list[str]:
    """Return the heads of the list that goes with a run to the printer and to the post."""
    return [
        _("편지 번호"),
        _("받는 분"),
        _("주소"),
        _("우편번호"),
        _("장"),
        _("늦어도 부칠 날"),
        _("인쇄 파일"),
    ]


def list_lines(run: PrintRun, found: Iterable[Letter]) -> Iterator[list[Cell]]:
    """Yield a line for each letter, in the order they are printed in."""
    parts = [(one.part, one.first, one.letters) for one in run.files.order_by("part")]
    for letter in found:
        lines = (letter.address or "").split("\n")
        part = next((p for p, first, some in parts if first <= (letter.place or 0) < first + some), 0)
        yield [
            letter.number,
            lines[0],
            " ".join(lines[1:-1]),
            lines[-1] if len(lines) > 1 else "",
            letter.sheets,
            letter.post_by,
            f"{run.number}-{part:03d}.pdf" if part else "",
        ]


_RESULTS = {"delivered": Words("배달", "delivered"), "returned": Words("반송", "returned")}
_WHY = {one.value: one.words for one in Reason}


def _row(values: Mapping[str, Any]) -> PostResult:
    returned = values["result"] == "returned"
    if returned and not values["reason"]:
        raise Refused(
            "returned_without_a_reason",
            ko="반송된 편지에는 까닭을 골라 적어 주세요.",
            en="Give the reason why the letter came back.",
            place=Place("", column="reason"),
        )
    reason = Reason(values["reason"]) if returned else None
    return PostResult(values["number"], values["on"], reason, values["tracking"] or "")


def _check(row: PostResult, taking: Taking) -> list[Refused]:
    return beside("number", lambda: runs.require_fits(row, taking.on))


def _take(rows: Iterator[PostResult], taking: Taking) -> int:
    return runs.note_results(list(rows), by=taking.by, on=taking.on)


RESULTS: Intake[PostResult] = Intake(
    name="printing.results",
    words=Words("우체국 배달 결과", "Results of the post"),
    columns=(
        FileColumn("number", Words("편지 번호", "Letter"), "identifier", aliases=("문서 번호",), example="2024-000012-00031"),
        FileColumn("result", Words("결과", "Result"), "choice", choices=_RESULTS, aliases=("배달 결과",)),
        FileColumn("on", Words("결과의 날", "Day of the result"), "day", aliases=("배달일",), example="2024-03-05"),
        FileColumn("reason", Words("반송 사유", "Why it came back"), "choice", required=False, choices=_WHY),
        FileColumn("tracking", Words("등기번호", "Registered number"), "identifier", required=False, most=20, example="1234567890123"),
    ),
    unique=("number",),
    row=_row,
    check=_check,
    take=_take,
    may=_prints,
    back="printing:desk",
)  # fmt: skip


def posting_day(found: PrintRun, today: Any) -> Badge | None:
    """Return how near the last day of posting is, as long as the run was not posted."""
    return nearness(found.post_by, today) if found.post_by is not None and found.posted_on is None else None
