"""Which rooms there are, in an order in which each can be loaded after those it leans on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.apps import apps

from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Refused


def rooms() -> list[RoomConfig]:
    """Return every room after those it names in `after`; otherwise foundation first, then by name.

    Refused: rooms that wait for one another, and a name that no room has.
    """
    return in_order(room for room in apps.get_app_configs() if isinstance(room, RoomConfig))


def in_order(given: Iterable[RoomConfig]) -> list[RoomConfig]:
    """Return these rooms so that each stands after those it names. Refused as `rooms` is."""
    known = {
        room.label: room for room in sorted(given, key=lambda room: (".contexts." in room.name, room.label))
    }
    placed: dict[str, RoomConfig] = {}

    def place(label: str, way: Sequence[str]) -> None:
        if label in way:
            circle = " → ".join([*way[way.index(label) :], label])
            raise Refused(
                "rooms_in_a_circle",
                ko="방들이 서로를 기다립니다: {circle}. after 가운데 하나를 지워 주세요.",
                en="These rooms wait for one another: {circle}.",
                circle=circle,
            )
        if label in placed:
            return
        if label not in known:
            raise Refused(
                "room_unknown",
                ko="‘{room}’의 after에 적힌 ‘{label}’은(는) 방이 아닙니다. 있는 방의 이름을 적어 주세요.",
                en="{room} comes after {label!r}, which is no room.",
                room=way[-1],
                label=label,
            )
        for before in known[label].after:
            place(before, [*way, label])
        placed[label] = known[label]

    for label in known:
        place(label, [])
    return list(placed.values())
