"""Who had a hand in a change of terms, so that another person judges it."""

from __future__ import annotations

from uuid import UUID

from jiphyeon.contexts.reforms.models import Reform
from jiphyeon.foundation.accounts.second_person import Hand
from jiphyeon.kernel import Words

DRAFTED = Words("개정안 작성", "change written")
PROPOSED = Words("승인 요청", "approval asked for")


def in_reform(reform: Reform) -> list[Hand]:
    """Return who wrote a change of terms, and everybody who ever laid it before the approvers."""
    return [Hand(reform.drafted_by, DRAFTED), *(Hand(UUID(who), PROPOSED) for who in reform.proposers)]
