"""Decisions of the living plan: how an initiative stands, and what an owner may enter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiphyeon.contexts.plans.enums import InitiativeState
from jiphyeon.kernel import Refused


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone as the rules see it."""

    due: date | None
    done_on: date | None

    def is_overdue(self, on: date) -> bool:
        """Return whether its day has passed undone; the due day itself is not late."""
        return self.due is not None and self.due < on and (self.done_on is None or self.done_on > on)


def state_of(*, built: bool, called_off_on: date | None, steps: Iterable[Step], on: date) -> InitiativeState:
    """Return how an initiative stands on a day. Called off outranks all; late milestones make it wait for its owner."""
    if called_off_on is not None and called_off_on <= on:
        return InitiativeState.CALLED_OFF
    if any(step.is_overdue(on) for step in steps):
        return InitiativeState.WAITING
    return InitiativeState.AT_WORK if built else InitiativeState.NOT_BUILT


def check_done(*, done_on: date, today: date, evidence: str, note: str) -> None:
    """Refuse a finish that lies ahead, or that nothing proves."""
    if done_on > today:
        raise Refused(
            "done_in_the_future",
            ko="아직 오지 않은 날({done_on})에 마쳤다고 적을 수 없습니다. 오늘({today})까지의 날짜를 적어 주세요.",
            en="{done_on} has not come yet. Enter a day up to today ({today}).",
            done_on=done_on,
            today=today,
        )
    if not evidence and not note:
        raise Refused(
            "no_evidence",
            ko="마쳤다는 것을 보여 줄 증빙 주소나 설명을 적어 주세요.",
            en="Enter the address of some evidence, or a sentence that shows it is done.",
        )


def check_figure(*, on: date, today: date, evidence: str, shown: bool) -> None:
    """Refuse a figure for a day that has not come, without a word on where it comes from, or that nothing shows."""
    if on > today:
        raise Refused(
            "figure_in_the_future",
            ko="아직 오지 않은 날({on})의 값은 적을 수 없습니다.",
            en="A value for a day that has not come ({on}) cannot be entered.",
            on=on,
        )
    if not evidence:
        raise Refused(
            "no_source", ko="이 값이 어디에서 왔는지 적어 주세요.", en="Say where this value comes from."
        )
    if not shown:
        raise Refused(
            "nothing_shows_it",
            ko="값을 확인할 수 있는 주소를 적거나 파일을 올려 주세요.",
            en="Give an address where the value can be seen, or hand in a paper.",
        )
