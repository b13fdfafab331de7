"""The front door of sending services: what the pack says, and the demo city's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jiphyeon.contexts.senders.actions import registering
from jiphyeon.contexts.senders.actions.registering import Settings
from jiphyeon.contexts.senders.models import Service
from jiphyeon.contexts.senders.rules.terms import read_terms
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.moving import move
from jiphyeon.kernel import source

__all__ = ["load_city", "load_demo"]


def load_city(pack: Path) -> None:
    """Check the limits of the pack. Refused, with the file, where they cannot be read."""
    read_terms(pack / "senders.yaml")


def load_demo(pack: Path, today: date) -> None:
    """Register the services of the demo city through the real deeds. Run again, or where a pack has none, it adds nothing."""
    file = pack / "demo" / "senders.yaml"
    if not file.exists() or Service.objects.exists():
        return
    data = source.read(file, file.name).only({"manager", "approver", "services"}, "the services")
    manager, approver = (
        actor_of(User.objects.get(username=data.text(who, "the services")), on=today)
        for who in ("manager", "approver")
    )
    for entry in data.listed("services", "the services"):
        what = "a service"
        entry.only({"name", "unit", "guests", "contact_block", "reply_to", "stands"}, what)
        content = Settings(
            name=entry.text("name", what),
            unit=entry.text("unit", what),
            reply_to=entry.text("reply_to", what, ""),
            contact_block=entry.raw("contact_block", what).strip(),
            guests=tuple(one.text for one in entry.values("guests", what)),
        )
        key = registering.register(content=content, by=manager, on=today)
        if entry.choice("stands", ("trial", "live"), what) == "live":
            move(Service.objects.get(key=key), "open", by=approver, on=today)
