"""How near a deadline is, as a word and a degree: pages add the shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiphyeon.kernel import Words


class Urgency(StrEnum):
    """How near a deadline is."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    CALM = "calm"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Nearness:
    """A deadline as a list shows it. `days` is negative when it has passed."""

    urgency: Urgency
    days: int
    words: Words


def nearness(due: date, today: date, *, resting: bool = False, soon_days: int = 3) -> Nearness:
    """Return how near a deadline is. `resting`: the clock stands still while somebody outside is waited for."""
    days = (due - today).days
    if resting:
        return Nearness(Urgency.RESTING, days, Words("기한 멈춤", "Clock stopped"))
    if days < 0:
        return Nearness(Urgency.LATE, days, Words(f"{-days}일 지남", f"{-days} day{'s' * (days != -1)} late"))
    if days == 0:
        return Nearness(Urgency.TODAY, days, Words("오늘까지", "Due today"))
    words = Words(f"{days}일 남음", f"{days} day{'s' * (days != 1)} left")
    return Nearness(Urgency.SOON if days <= soon_days else Urgency.CALM, days, words)
