"""The list of answered fees: by receipt, without whose they are and on which ground."""

from __future__ import annotations

from django.db.models import F, Q
from django.urls import reverse

from jiphyeon.contexts.fees import permissions, queries
from jiphyeon.contexts.fees.models import FeeAnswer
from jiphyeon.contexts.fees.queries import AnswerRow
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.queues.declaring import Column, Measure, Queue, View, by_day, by_field
from jiphyeon.kernel import Words

ANSWERS: Queue[FeeAnswer, AnswerRow] = Queue(
    name="fees.answers",
    words=Words("감면 확인", "Fees checked"),
    # Whose it is and on which ground is sealed, and not read here.
    rows=lambda _actor: FeeAnswer.objects.defer("applied", "answers"),
    lines=lambda found, _today: queries.answer_rows(found),
    key="number",
    views=(
        View("all", Words("모두", "All"), Q()),
        View("lowered", Words("감면됨", "Lowered"), Q(off__gt=0)),
        View("free", Words("전액 감면", "Free"), Q(off__gt=0, off=F("full"))),
        View("full", Words("감면 없음", "Not lowered"), Q(off=0)),
    ),
    columns=(
        Column("number", Words("영수증 번호", "Receipt"), lambda row: row.number, sort="number"),
        Column("facility", Words("시설", "Facility"), lambda row: row.facility),
        Column("on", Words("확인한 날", "Checked on"), lambda row: row.on, "date", sort="on"),
        Column("full", Words("이용료", "Fee"), lambda row: row.full, "won", sort="full"),
        Column("off", Words("감면", "Taken off"), lambda row: row.off, "won", sort="off"),
        Column("pays", Words("내실 돈", "To pay"), lambda row: row.full - row.off, "won"),
    ),
    page="fees:answers",
    item=lambda row: reverse("fees:answer", args=[row.key]),
    may=permissions.reads,
    sort="-on",
    filters=(
        by_field(
            "facility",
            Words("시설", "Facility"),
            lambda: [(key, place.words) for key, place in programmes.policy().facilities.items()],
            Words("모든 시설", "Every facility"),
        ),
    ),
    periods=(by_day("on", Words("확인한 날", "Checked")),),
    board=(
        Measure("all", Words("확인한 감면", "Checked"), "on"),
        Measure("lowered", Words("감면한 이용료", "Lowered"), "on"),
    ),
    empty=Words("이 보기에는 확인한 것이 없습니다.", "Nothing was checked in this view."),
    reason="감면 확인",
)
