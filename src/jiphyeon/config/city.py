"""Reads the city pack into the house, room by room, and fills an empty database with the demo city.

A room names its `load_city`, `load_demo` and `grow_demo` in its `apps.py`, and the rooms that come before it. All are
idempotent, so a start that was killed in the middle simply begins again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.notices.api import rooms_wordings
from jiphyeon.foundation.organisation.models import LoadedPack
from jiphyeon.foundation.rooms.declared import rooms


def load(say: Callable[[str], None], *, demo: bool) -> None:
    """Bring every room up to the pack; with `demo`, write the demo city where it has not been written yet, and add to an
    older one whom it lacks.
    """
    pack: Path = settings.CITY_PACK
    digest = _digest(pack)
    for room in rooms():
        for step, where, wanted in (
            ("load_city", room.load_city, True),
            ("load_demo", room.load_demo, demo),
            ("grow_demo", room.grow_demo, demo),
        ):
            name = f"{room.label}.{step}"
            # The pack is read again whenever a line of it changed; the demo city is written once.
            done = LoadedPack.objects.filter(step=name, **({} if step == "load_demo" else {"digest": digest}))
            if not where or not wanted or done.exists():
                continue
            say(f"{room.label}: {'the city pack' if step == 'load_city' else 'the demo city'} …")
            act = room.find(where)
            act(pack, civil_today()) if step == "load_demo" else act(pack)
            LoadedPack.objects.update_or_create(step=name, defaults={"digest": digest})


def _digest(pack: Path) -> str:
    """Return the hash of everything that is read: the pack, and the notices that rooms word themselves."""
    seen = hashlib.sha256()
    for file in rooms_wordings():
        seen.update(file.read_bytes())
    for file in sorted(
        path for path in pack.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ):
        seen.update(str(file.relative_to(pack)).encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()
