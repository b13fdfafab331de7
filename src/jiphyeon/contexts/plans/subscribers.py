"""What the plan hears from other rooms."""

from __future__ import annotations

from jiphyeon.contexts.notices import api as notices
from jiphyeon.contexts.notices.events import NoticeSent
from jiphyeon.contexts.plans import api
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.jobs.events import subscribes


@subscribes(NoticeSent)
def count_the_notice(sent: NoticeSent) -> None:
    """Bring the figure of notices sent up to today; counted anew, so that hearing twice counts once."""
    del sent
    today = civil_today()
    api.post_figure(initiative="mobile-notices", figure="sent", value=notices.sent_by(today), on=today)
