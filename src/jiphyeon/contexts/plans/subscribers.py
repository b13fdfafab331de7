"""What the plan hears from other rooms."""

from __future__ import annotations

from jiphyeon.contexts.plans import api
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.jobs.events import subscribes
from jiphyeon.foundation.notices.events import NoticeSent


@subscribes(NoticeSent)
def count_the_notice(sent: NoticeSent) -> None:
    """Bring the figure of notices sent up to today; counted anew, so that hearing twice counts once."""
    del sent
    api.count_anew("notices-sent", on=civil_today())
