"""The other person: who signs, approves, answers or releases a matter had no hand in what they judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.kernel import Refused, Words


@dataclass(frozen=True, slots=True)
class Hand:
    """That somebody did something to a matter: who (None: the machine), and what, in words."""

    who: UUID | None
    did: Words


def had_a_hand(person: UUID | None, history: Iterable[Hand]) -> Hand | None:
    """Return the first thing that a person did to a matter, or None for whom it is new."""
    return next((hand for hand in history if hand.who is not None and hand.who == person), None)


def require_second_person(by: Actor, history: Iterable[Hand]) -> None:
    """Refuse whoever had any hand in what is to be judged, naming what they did. Nobody signed in judges nothing."""
    if by.user is None:
        raise Refused(
            "nobody", ko="로그인한 사람만 할 수 있습니다.", en="Only somebody signed in can do this."
        )
    hand = had_a_hand(by.user, history)
    if hand is not None:
        raise Refused(
            "second_person_needed",
            ko="앞서 이 일에 손을 댄 사람(‘{did_ko}’)은 할 수 없습니다. 다른 담당자가 해야 합니다.",
            en="Somebody who had a hand in this (“{did_en}”) cannot do it. Another officer has to.",
            did_ko=hand.did.ko,
            did_en=hand.did.en,
        )
