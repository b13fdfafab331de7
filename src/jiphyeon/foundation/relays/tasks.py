"""What goes by itself: taking back what nobody opened, forgetting linking values."""

from __future__ import annotations

from collections.abc import Sequence

from django_tasks import task

from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs.hooks import prepared_by
from jiphyeon.foundation.jobs.names import named
from jiphyeon.foundation.jobs.retry import Later
from jiphyeon.foundation.jobs.schedule import every
from jiphyeon.foundation.messages.api import Away
from jiphyeon.foundation.relays import identities
from jiphyeon.foundation.relays.service import the_relay

AT_A_TIME = 500
AGAIN_AFTER = 30.0  # seconds, where the relay is not there


def _close(keys: Sequence[str]) -> bool:
    relay = the_relay()
    if relay is None:
        return False
    try:
        relay.close(keys)
    except Away:
        return False
    return True


@named("열지 않은 전자문서 거두기", "Take back documents nobody opened")
@task()
@prepared_by(_close)
def close_unread(keys: list[str], *, prepared: bool) -> None:
    """Take documents back at the relay; what becomes of each comes as a callback."""
    del keys
    if not prepared:
        raise Later(AGAIN_AFTER)


def _forget() -> int:
    return identities.forget(at=now())


@named("중계자가 알려 준 연계정보 지우기", "Forget linking values the relay told")
@every(hours=1)
@task()
@prepared_by(_forget)
def forget_identities(*, prepared: int) -> int:
    """Forget what the relay said of people once it is not used any more."""
    return prepared
