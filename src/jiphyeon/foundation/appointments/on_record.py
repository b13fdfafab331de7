"""What deeds about appointments are called on the public log, and the rows held against their leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.conf import settings

from jiphyeon.foundation.accounts.models import Appointment
from jiphyeon.foundation.accounts.pack import APPOINTED, cast_in_office
from jiphyeon.foundation.appointments.models import Act, Deed
from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.rows import NO_HASH, Leaves, Row, declare
from jiphyeon.kernel import Words

KINDS = {
    Deed.APPOINTED: name_kind("appointments.appointed", "담당자로 정함", "Officer appointed"),
    Deed.ENDED: name_kind("appointments.ended", "담당을 끝냄", "Appointment ended"),
    Deed.CALLED_OFF: name_kind("appointments.called_off", "담당을 거둠", "Appointment called off"),
}


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`."""
    declare(
        Words("담당 이력", "deeds about appointments"),
        kinds=list(KINDS.values()),
        rows=_acts,
        holds=["appointments.Act"],
    )
    declare(
        Words("담당", "appointments"),
        beside=list(KINDS.values()),
        rows=_in_office,
        holds=["accounts.Appointment"],
    )


def _acts(_leaves: Leaves) -> Iterator[Row]:
    for act in Act.objects.order_by("pk").iterator(500):
        facts = {
            "person": act.person,
            "post": act.post,
            "roles": list(act.roles),
            "first": act.first,
            "last": act.last,
            "by": act.by,
            "by_name": act.by_name,
            "reason": act.reason,
        }
        name = Words("{on}의 담당 이력({post})", "the deed of {on} ({post})").filled(on=act.on, post=act.post)
        yield Row(name, KINDS[act.deed], str(act.person), facts, act.on, leaf=act.leaf or NO_HASH)


_Held = tuple[UUID, str, date]


def _in_office(leaves: Leaves) -> Iterator[Row | Words]:
    """Yield who holds which post with which roles, held against the deeds that gave it, and in a demo against the pack.

    An appointment that no deed gave, one that says otherwise and one that is gone are each named.
    """
    given = _given(leaves)
    cast = _cast()
    gone, moved = dict(cast), set()
    for one in Appointment.objects.select_related("user", "post").order_by("pk").iterator(500):
        name = Words(f"{one.post.code} 담당", f"the appointment to {one.post.code}")
        held = (one.user.key, one.post.code, one.first)
        expected_now = (list(one.roles), one.last)
        gone.pop(held, None)
        if held not in given and one.user.is_demo and one.first == APPOINTED:
            # The cast is written once; a later pack may give it other posts.
            as_cast = cast.get(held) == expected_now
            yield Row(name, lacking=() if as_cast else ("who appointed the demo cast",))
            if not as_cast:
                moved.add(one.user.key)
            continue
        yield Row(name)
        expected = given.pop(held, None)
        if expected is None:
            yield Words(
                "{name}: 이 담당을 맡긴 기록이 없습니다.", "{name}: no deed on the log gave it."
            ).filled(name=name)
        elif expected != expected_now:
            yield Words(
                "{name}: 역할이나 마지막 날이 기록된 것과 다릅니다.",
                "{name}: its roles or its last day are not what was recorded.",
            ).filled(name=name)
    gone = {held: expected_now for held, expected_now in gone.items() if held[0] not in moved}
    for _person, post, first in given | gone:
        yield Words(
            "{first}부터 맡은 {post} 담당이 데이터베이스에서 없어졌습니다.",
            "The appointment to {post} from {first} is gone from the database.",
        ).filled(post=post, first=first)


def _given(leaves: Leaves) -> dict[_Held, tuple[list[str], date | None]]:
    """Return who holds what by the deeds, in the order of the log."""
    held: dict[_Held, tuple[list[str], date | None]] = {}
    acts: dict[str, Act] = {act.leaf: act for act in Act.objects.all()}
    for leaf in leaves.by_hash:
        act = acts.get(leaf)
        if act is None:
            continue
        key = (act.person, act.post, act.first)
        if act.deed == Deed.CALLED_OFF:
            held.pop(key, None)
        else:
            held[key] = (list(act.roles), act.last)
    return held


def _cast() -> dict[_Held, tuple[list[str], date | None]]:
    """Return who of the demo's cast holds what by the pack; nobody where the city is real."""
    if not settings.DEMO:
        return {}
    return {
        (person, post, APPOINTED): (roles, None) for person, post, roles in cast_in_office(settings.CITY_PACK)
    }
