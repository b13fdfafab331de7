"""The list of rounds: when people were told of what, and what came of it."""

from __future__ import annotations

from django.db.models import OuterRef, Q
from django.urls import reverse

from jiphyeon.contexts.outreach import permissions, queries
from jiphyeon.contexts.outreach.models import OutreachContact, OutreachRound
from jiphyeon.contexts.outreach.queries import RoundRow
from jiphyeon.contexts.outreach.rules import ContactState
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.queues.declaring import Column, Measure, Queue, View, any_of, by_day, by_field
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Words

ROUNDS: Queue[OutreachRound, RoundRow] = Queue(
    name="outreach.rounds",
    words=Words("보낸 안내", "Rounds of outreach"),
    rows=lambda _actor: OutreachRound.objects.all(),
    lines=lambda found, _today: queries.round_rows(found, language()),
    key="id",
    views=(
        View("all", Words("모두", "All"), Q()),
        View(
            "sending",
            Words("보내는 중", "Being sent"),
            any_of(OutreachContact.objects.filter(round=OuterRef("pk"), state=ContactState.WAITING)),
        ),
    ),
    columns=(
        Column("on", Words("알린 날", "Told on"), lambda row: row.on, "date", sort="on"),
        Column("programme", Words("지원", "Programme"), lambda row: row.programme),
        Column("told", Words("알린 사람", "Told"), lambda row: row.funnel.notified, "number"),
        Column("opened", Words("열어 본 사람", "Opened it"), lambda row: row.funnel.opened, "number"),
        Column("applied", Words("신청한 사람", "Applied"), lambda row: row.funnel.applied, "number"),
        Column("granted", Words("지원 결정", "Granted"), lambda row: row.funnel.granted, "number"),
        Column("waiting", Words("보내는 중", "Being sent"), lambda row: row.waiting or None, "number"),
        Column(
            "left",
            Words("알리지 않은 사람", "Left in peace"),
            lambda row: row.left,
            "number",
            hide_on_phone=True,
        ),
        Column("by", Words("보낸 담당자", "Sent by"), lambda row: row.by, hide_on_phone=True),
    ),
    page="outreach:rounds",
    item=lambda row: reverse("outreach:programme", args=[row.id]),
    may=permissions.reads,
    sort="-on",
    filters=(
        by_field(
            "programme",
            Words("지원", "Programme"),
            lambda: [
                (one, programmes.programme(one).names)
                for one in programmes.offered()
                if programmes.office(one).kind != "fee"
            ],
            Words("모든 지원", "Every programme"),
        ),
    ),
    periods=(by_day("on", Words("알린 날", "Told")),),
    board=(Measure("all", Words("보낸 안내", "Rounds sent"), "on"),),
    search=(),
    officer="by",
    empty=Words("이 보기에는 보낸 안내가 없습니다.", "Nobody was told in this view."),
    reason="지원 안내",
)
