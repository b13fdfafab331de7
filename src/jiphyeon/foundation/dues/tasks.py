"""What goes by itself: giving back what was not to be taken."""

from __future__ import annotations

from django_tasks import task

from jiphyeon.foundation.dues.service import NobodyAnswers, the_house
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.retry import Later

AGAIN_AFTER = 60.0  # seconds, where the house is not there


def _ask(refund: str, payment: str) -> bool:
    house = the_house()
    if house is None:
        return False
    try:
        house.refund(key=refund, payment=payment)
    except NobodyAnswers:
        return False
    return True


@named("낸 돈 돌려주기", "Give a payment back")
@task()
@prepared_by(_ask)
def give_back(refund: str, payment: str, *, prepared: bool) -> None:
    """Ask the payment house to give a payment back; that it did comes as a callback."""
    del refund, payment
    if not prepared:
        raise Later(AGAIN_AFTER)
