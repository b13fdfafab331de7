"""Reads the city pack into the house, room by room, and fills an empty database with the demo city.

A room that offers `load_city(pack)` or `load_demo(pack, today)` is found by itself: foundation rooms in `pack.py`,
contexts in `api.py`. Both are idempotent, so a start that was killed in the middle simply begins again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from django.conf import settings

from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.organisation.models import LoadedPack

# Rooms others lean on while they load come first; the rest follow by name.
_FIRST = ("organisation", "accounts", "notices", "mydata", "plans", "benefits")


def load(say: Callable[[str], None], *, demo: bool) -> None:
    """Bring every room up to the pack; with `demo`, write the demo city where it has not been written yet."""
    pack: Path = settings.CITY_PACK
    digest = _digest(pack)
    for room, module in _rooms():
        for step, wanted in (("load_city", True), ("load_demo", demo)):
            act = getattr(module, step, None)
            name = f"{room}.{step}"
            # The pack is read again whenever a line of it changed; the demo city is written once.
            done = LoadedPack.objects.filter(step=name, **({"digest": digest} if step == "load_city" else {}))
            if act is None or not wanted or done.exists():
                continue
            say(f"{room}: {'the city pack' if step == 'load_city' else 'the demo city'} …")
            act(pack) if step == "load_city" else act(pack, civil_today())
            LoadedPack.objects.update_or_create(step=name, defaults={"digest": digest})


def _rooms() -> Iterator[tuple[str, ModuleType]]:
    def order(app: str) -> tuple[int, str]:
        room = app.rsplit(".", 1)[1]
        return (_FIRST.index(room) if room in _FIRST else len(_FIRST), room)

    for app in sorted((a for a in settings.INSTALLED_APPS if a.startswith("jiphyeon.")), key=order):
        front = f"{app}.{'api' if '.contexts.' in app else 'pack'}"
        if find_spec(front) is not None:
            yield app.rsplit(".", 1)[1], import_module(front)


def _digest(pack: Path) -> str:
    seen = hashlib.sha256()
    for file in sorted(
        path for path in pack.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ):
        seen.update(str(file.relative_to(pack)).encode())
        seen.update(file.read_bytes())
    return seen.hexdigest()
