"""Who looked at a person's data, as that person reads it: by day and by who looked, with the times and what was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.ledger.trail import Look
from jiphyeon.foundation.ui.empties import Empty
from jiphyeon.foundation.ui.saying import escaped, html, language, localized
from jiphyeon.foundation.ui.tables import Column, Table
from jiphyeon.kernel import Words

# What a look was, by its verb or the last word of it; the room's own words about the thing go before these.
WHAT = {
    "viewed": Words("내용을 봄", "Read the contents"),
    "case_viewed": Words("신청 내용을 봄", "Read the application"),
    "call_viewed": Words("순위를 봄", "Saw the ranking"),
    "notices.opened": Words("알림을 열어 봄", "Opened a notice"),
    "answer_read": Words("감면을 확인한 답을 봄", "Read the answer about a fee"),
    "opened": Words("파일을 열어 봄", "Opened a file"),
    "letter_taken": Words("통지서를 받아 감", "Took the letter"),
    "receipt_taken": Words("접수증을 받아 감", "Took the receipt"),
    "looked_up": Words("기관에서 자료를 가져옴", "Fetched data from its holder"),
    "outreach_listed": Words("안내할 사람의 명단에서 봄", "Saw the name among those to be told"),
    "outreach_sent": Words("지원을 안내함", "Sent word of support"),
    "exported": Words("목록을 내려받음", "Took a list away"),
    "handed_over": Words("다른 담당자에게 넘김", "Handed to a colleague"),
    "outbox.paused": Words("보내는 길을 멈춰 둠", "Paused a channel"),
    "outbox.resumed": Words("보내는 길을 다시 엶", "Let a channel go on"),
    "draft_taken_over": Words("쓰던 신청서를 넘겨받음", "Took over the draft"),
}
LOOKS = frozenset(
    {
        "viewed",
        "case_viewed",
        "call_viewed",
        "opened",
        "letter_taken",
        "receipt_taken",
        "looked_up",
        "outreach_listed",
        "answer_read",
    }
)
"""The verbs, by their last word, that say somebody saw something and changed nothing."""
_DONE = Words("신청을 처리함", "Worked on the matter")


@dataclass(slots=True)
class _Day:
    """What one person did on one day for one reason: each thing with its times, the newest first."""

    on: date
    by: str
    why: str
    times: dict[str, list[str]] = field(default_factory=dict)


def look_table(
    looks: Iterable[Look],
    why: Callable[[Look], object] = lambda look: look.why,
    what: Callable[[Look], object] = lambda _look: "",
) -> Table:
    """Return looks as a table without a repeated row. `what`: the room's own word for what was looked at, "" for none."""
    write = writer(language())
    days: dict[tuple[date, str, str], _Day] = {}
    for look in looks:
        at = localtime(look.at)
        reason = localized(why(look))
        day = days.setdefault((at.date(), look.by, reason), _Day(at.date(), write(look.by), reason))
        thing = localized(what(look)) or localized(what_of(look.verb))
        times = day.times.setdefault(thing, [])
        if (time := f"{at:%H:%M}") not in times:
            times.append(time)
    return Table(
        columns=[
            Column("on", _("언제"), kind="date"),
            Column("by", _("누가")),
            Column("what", _("무엇을")),
            Column("why", _("왜")),
        ],
        rows=[{"on": day.on, "by": day.by, "what": _things(day), "why": day.why} for day in days.values()],
        caption=_("누가 내 정보를 보았나"),
        empty=Empty(_("아직 아무도 보지 않았습니다"), _("누가 언제 왜 보았는지 하나도 빠짐없이 남습니다.")),
    )


def what_of(verb: str) -> Words:
    """Return what was done, in words."""
    return WHAT.get(verb) or WHAT.get(verb.rpartition(".")[2], _DONE)


def _things(day: _Day) -> object:
    things = "<br>".join(
        f'{escaped(thing)} <span class="jip-source">{escaped(" · ".join(reversed(times)))}</span>'
        for thing, times in day.times.items()
    )
    return html(f"<span>{things}</span>")  # one piece: a card's cell stands its pieces beside one another
