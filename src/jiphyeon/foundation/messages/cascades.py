"""By which channels somebody is told, one after another: the next where the one before failed, or was not opened in time.

Pure: whoever sends knows by which channels a person can be reached, what was opened, and by which day a letter must leave.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.kernel import Citation


@dataclass(frozen=True, slots=True)
class Step:
    """One channel, and how long it is given to be opened; None for the last, behind which nothing comes."""

    channel: Channel
    wait: timedelta | None


@dataclass(frozen=True, slots=True)
class Cascade:
    """From a day on, the steps of one kind of message, in their order."""

    kind: str
    first: date
    steps: tuple[Step, ...]
    cites: tuple[Citation, ...] = ()

    def first_step(self, reached: Collection[Channel]) -> Step | None:
        """Return the first step by which a person can be reached; None where by none."""
        return next((step for step in self.steps if step.channel in reached), None)

    def after(self, channel: Channel, reached: Collection[Channel]) -> Step | None:
        """Return the step behind a channel by which the person can be reached; None where there is none."""
        at = next(at for at, step in enumerate(self.steps) if step.channel is channel)
        return next((step for step in self.steps[at + 1 :] if step.channel in reached), None)

    def passes_on_at(
        self, channel: Channel, since: datetime, paper_leaves_by: datetime | None = None
    ) -> datetime | None:
        """Return when a message put at a moment and not opened passes on to the next step; None for the last.

        `paper_leaves_by`: the last moment at which a letter still leaves in time by the law's clock; nothing waits beyond it.
        """
        step = next(step for step in self.steps if step.channel is channel)
        if step.wait is None:
            return None
        return min(since + step.wait, paper_leaves_by) if paper_leaves_by else since + step.wait
