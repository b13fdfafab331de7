"""To whom rows can be handed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jiphyeon.foundation.queues.declaring import AnyQueue
from jiphyeon.kernel import Refused

NOBODY = "nobody"  # what the form sends to leave rows without an officer


def colleague(queue: AnyQueue, text: str, today: date) -> UUID | None:
    """Return the colleague a form names; None where it says nobody. Refused where none is chosen, or cannot take rows."""
    if text == NOBODY:
        return None
    for key, _name in queue.colleagues(today) if queue.colleagues is not None else ():
        if str(key) == text:
            return key
    raise Refused(
        "colleague_unknown",
        ko="넘겨받을 사람을 목록에서 골라 주세요.",
        en="Choose whom to hand it to from the list.",
    )
