"""What waits for whoever runs the machine room: channels by which nothing goes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.messages import board
from jiphyeon.foundation.messages.board import Flow
from jiphyeon.foundation.ui.my_page import Work
from jiphyeon.kernel import Words


def of_officer(actor: Actor, on: date) -> Sequence[Work]:
    """Return how many channels are paused or do not answer."""
    del on
    if not actor.has(JOBS_OPERATOR):
        return []
    stopped = sum(line.flow in {Flow.PAUSED, Flow.AWAY} for line in board.channels(now()))
    waiting = ngettext(
        "길 {n}개로 아무것도 나가지 않습니다.", "길 {n}개로 아무것도 나가지 않습니다.", stopped
    )
    return [
        Work(
            "messages",
            Words("전달 현황", "Messages going out"),
            text=waiting.format(n=stopped) if stopped else _("멈춘 길이 없습니다."),
            more=(Words("전달 현황 보기", "See what goes out"), reverse("messages:board")),
        )
    ]
