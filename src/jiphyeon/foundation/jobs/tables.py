"""List shapes of the operator's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.foundation.jobs.board import Counts, JobLine, ScheduleLine
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import day, localized, moment
from jiphyeon.foundation.ui.tables import Column, Table


def queue_facts(counts: Counts, moment: datetime) -> list[tuple[str, str]]:
    """Return the counts as names and values."""
    late = _for_how_long(moment - counts.oldest_due) if counts.oldest_due else _("없음")
    return [
        (_("기다리는 일"), f"{counts.waiting:,}"),
        (_("가장 오래 기다린 일"), late),
        (_("하고 있는 일"), f"{counts.running:,}"),
        (_("지난 7일에 마친 일"), f"{counts.done:,}"),
        (_("멈춘 일"), f"{counts.dead:,}"),
    ]


def running_table(lines: Sequence[JobLine], moment: datetime) -> Table:
    """Return what is being done now."""
    rows = [
        {
            "task": localized(line.task),
            "code": line.code,
            "since": _for_how_long(moment - line.began) if line.began else "",
            "attempts": line.attempts,
            "worker": line.worker,
        }
        for line in lines
    ]
    return Table(
        columns=[
            Column("task", _("일")),
            Column("code", _("코드 이름"), hide_on_phone=True),
            Column("since", _("걸린 시간")),
            Column("attempts", _("시도"), kind="number"),
            Column("worker", _("처리기"), hide_on_phone=True),
        ],
        rows=rows,
        caption=_("하고 있는 일"),
        empty=Empty(_("지금 하고 있는 일이 없습니다."), _("새 일이 들어오면 1초 안에 여기에 나타납니다.")),
    )


def schedule_table(lines: Sequence[ScheduleLine]) -> Table:
    """Return what happens by itself and when next."""
    rows: list[dict[str, Any]] = [
        {
            "task": localized(line.task),
            "code": line.code,
            "often": _("날마다") if line.interval is None else _every(line.interval),
            "last": _day(line.last_day) if line.interval is None else _moment(line.last_at),
            "next": _day(line.next_day) if line.interval is None else _moment(line.next_at),
        }
        for line in lines
    ]
    return Table(
        columns=[
            Column("task", _("일")),
            Column("code", _("코드 이름"), hide_on_phone=True),
            Column("often", _("얼마나 자주")),
            Column("last", _("지난번"), hide_on_phone=True),
            Column("next", _("다음번")),
        ],
        rows=rows,
        caption=_("정해진 일"),
        empty=Empty(_("정해진 일이 없습니다.")),
    )


def _moment(when: datetime | None) -> str:
    return "" if when is None else moment(when)


def _day(when: date | None) -> str:
    return "" if when is None else day(when)


def _every(interval: timedelta) -> str:
    minutes = round(interval.total_seconds() / 60)
    if minutes and minutes % 60 == 0:
        return ngettext("{count}시간마다", "{count}시간마다", minutes // 60).format(count=minutes // 60)
    return ngettext("{count}분마다", "{count}분마다", minutes).format(count=minutes)


def _for_how_long(length: timedelta) -> str:
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return ngettext("{count}초", "{count}초", seconds).format(count=seconds)
    minutes = seconds // 60
    if minutes < 120:
        return ngettext("{count}분", "{count}분", minutes).format(count=minutes)
    hours = minutes // 60
    return ngettext("{count}시간", "{count}시간", hours).format(count=hours)
