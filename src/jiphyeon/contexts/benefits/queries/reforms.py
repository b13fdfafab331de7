"""Reforms as pages show them: where they stand, what they alter in each programme, what happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiphyeon.contexts.benefits.models import Reform, ReformRun
from jiphyeon.contexts.benefits.queries import alterations, rulebook
from jiphyeon.contexts.benefits.rules import reforming
from jiphyeon.contexts.benefits.rules.reforming import STATE_WORDS, ReformState
from jiphyeon.contexts.benefits.rules.runs import RUN_WORDS, RunState
from jiphyeon.foundation.accounts.names import writer
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.saying import language
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.foundation.ui.timelines import Moment
from jiphyeon.kernel import Refused, Words

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


def state_badge(reform: Reform) -> Badge:
    """Return where a reform stands."""
    return Badge(STATE_WORDS[reform.at], _TONES[reform.at])


def run_badge(run: ReformRun) -> Badge:
    """Return where a run stands."""
    return Badge(RUN_WORDS[run.at], _RUN_TONES[run.at])


@dataclass(frozen=True, slots=True)
class ProgrammeDifference:
    """What a change alters within one programme, in sentences; `later`: of values already set for later days.

    `open`: whether its clause page can be opened.
    """

    id: str
    name: Words
    lines: list[str]
    later: list[str]
    open: bool


def differences(reform: Reform) -> list[ProgrammeDifference]:
    """Return what a change alters, programme by programme: of an approved one, as its approver read it."""
    pack = rulebook.pack(before=reform.place)
    try:
        keys = reforming.touched(pack, reform.change)
    except Refused:
        keys = []
    return [_difference(pack, key, reform) for key in rulebook.in_order(keys or reform.parts)]


def _difference(pack: Any, key: str, reform: Reform) -> ProgrammeDifference:
    speech = language()
    later: list[str] = []
    try:
        programme = pack.programme(key)
        lines = [words.said(speech) for words in alterations.difference(programme, reform.change)]
        later = [words.said(speech) for words in alterations.overruled(programme, reform.change)]
    except Refused as no:
        lines = [no.said(speech)]
    return ProgrammeDifference(key, named_programme(key), lines, later, key in rulebook.offered())


def shared_names(reform: Reform) -> str:
    """Return the shared values a change sets for every programme that uses them; empty where it sets none."""
    speech, parameters = language(), rulebook.pack().parameters
    return " · ".join(
        parameters[name].label.said(speech) if name in parameters else name for name in reform.shared
    )


def misfit(reform: Reform) -> str:
    """Return why a change fits the rules no more, or alters nothing any more, in words; empty where it does."""
    pack = rulebook.pack(before=reform.place)
    try:
        reforming.check(pack, reform.change)
        alterations.require_any(pack, reform.change)
    except Refused as no:
        return no.said(language())
    return ""


def history(reform: Reform) -> list[Moment]:
    """Return what happened to a reform, newest first."""
    write = writer(language())
    found = [Moment(reform.drafted_on, _("작성"), by=write(reform.drafted_name))]
    if reform.proposed_on:
        found.append(
            Moment(reform.proposed_on, _("승인을 요청"), reform.reason, write(reform.proposed_name), "warn")
        )
    if reform.decided_on:
        word = _("승인") if reform.at is ReformState.APPROVED else _("승인하지 않음")
        tone: Tone = "good" if reform.at is ReformState.APPROVED else "bad"
        said = reform.decision_reason or (
            _("기록 번호 {leaf}").format(leaf=reform.leaf[:12]) if reform.leaf else ""
        )
        found.append(Moment(reform.decided_on, word, said, write(reform.decided_name), tone))
    return found[::-1]


def named_programme(programme: str) -> Words:
    """Return a programme's name, or its id where the pack no longer has it."""
    found = rulebook.pack().programmes.get(programme)
    return found.names if found else Words(programme, programme)


def named_programmes(programmes: Iterable[str]) -> str:
    """Return the names of programmes in the reader's language, one after another."""
    return " · ".join(named_programme(one).said(language()) for one in rulebook.in_order(programmes))
