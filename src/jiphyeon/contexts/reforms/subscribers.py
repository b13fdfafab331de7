"""What this room does when somebody asked what a change would do."""

from __future__ import annotations

from jiphyeon.contexts.reforms import tasks
from jiphyeon.contexts.reforms.events import RunAsked
from jiphyeon.foundation.jobs.events import subscribes


@subscribes(RunAsked)
def work_out_what_was_asked(event: RunAsked) -> None:
    """Put the long work into the queue: it is done while no transaction is open."""
    tasks.run_reforms.enqueue(run_key=event.run)
