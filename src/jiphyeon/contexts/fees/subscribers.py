"""What this room does when a fee was answered."""

from __future__ import annotations

from datetime import date

from jiphyeon.contexts.fees import actions
from jiphyeon.contexts.fees.events import FeeAnswered
from jiphyeon.foundation.jobs.events import subscribes


@subscribes(FeeAnswered)
def count_a_check(event: FeeAnswered) -> None:
    """Let the plan's figures follow a check without paper."""
    actions.post_figures(event.programme, date.fromisoformat(event.on))
