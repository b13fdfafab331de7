"""Reforms drawn: where they and their runs stand, what happened to one, and the values that programmes share."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.contexts.reforms.rules.reforming import ReformState
from jiphyeon.contexts.reforms.rules.runs import RunState
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import NOTHING, language
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.foundation.ui.timelines import Moment

_TONES: dict[ReformState, Tone] = {
    ReformState.DRAFT: "neutral",
    ReformState.DROPPED: "off",
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


def state_badge(state: ReformState) -> Badge:
    """Return where a reform stands."""
    return Badge(state.words, _TONES[state])


def run_badge(state: RunState) -> Badge:
    """Return where a run stands."""
    return Badge(state.words, _RUN_TONES[state])


def history(reform: Reform) -> list[Moment]:
    """Return what happened to a reform, newest first."""
    write = writer(language())
    found = [Moment(reform.drafted_on, _("작성"), by=write(reform.drafted_name))]
    if reform.proposed_on:
        found.append(
            Moment(reform.proposed_on, _("승인을 요청"), reform.reason, write(reform.proposed_name), "warn")
        )
    if reform.decided_on:
        word = _("승인") if reform.state is ReformState.APPROVED else _("승인하지 않음")
        tone: Tone = "good" if reform.state is ReformState.APPROVED else "bad"
        comment = reform.decision_reason or (_("공개 기록에 올렸습니다.") if reform.leaf else "")
        found.append(Moment(reform.decided_on, word, comment, write(reform.decided_name), tone))
    return found[::-1]


def shared_table(today: date) -> Table:
    """Return the values that programmes share, each with what it is today and who uses it."""
    speech = language()
    columns = [Column("label", _("값")), Column("now", _("오늘의 값")), Column("users", _("쓰는 지원"))]
    rows = [
        {
            "label": line.label.text(speech),
            "now": line.now.text(speech) if line.now else NOTHING,
            "users": " · ".join(name.text(speech) for name in line.users) or NOTHING,
        }
        for line in programmes.shared_lines(today)
    ]
    return Table(columns, rows, _("함께 쓰는 값"))
