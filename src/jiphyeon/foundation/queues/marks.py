"""A deadline by word and shape."""

from __future__ import annotations

from datetime import date

from jiphyeon.foundation.clock.nearness import Nearness, Urgency, nearness
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.shapes import Tone

_TONES: dict[Urgency, Tone] = {
    Urgency.LATE: "bad",
    Urgency.TODAY: "warn",
    Urgency.SOON: "warn",
    Urgency.CALM: "neutral",
    Urgency.RESTING: "off",
}


def due_badge(near: Nearness) -> Badge:
    """Return how near a deadline is as a badge."""
    return Badge(near.words, _TONES[near.urgency])


def due_mark(due: date | None, today: date, *, resting: bool = False, soon_days: int = 3) -> Badge | None:
    """Return the badge of a day; None where there is no day to be late on."""
    return due_badge(nearness(due, today, resting=resting, soon_days=soon_days)) if due else None
