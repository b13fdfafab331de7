"""The front door of wordings: what is in use, for whoever sends."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from jiphyeon.contexts.wordings import actions
from jiphyeon.contexts.wordings.enums import Purpose
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.rules.texts import WordingText
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.moving import move
from jiphyeon.kernel import source
from jiphyeon.kernel.source import Block
from jiphyeon.methods.wording import Channel

__all__ = ["WordingText", "in_use", "load_demo"]


def in_use(text: UUID) -> tuple[int, WordingText] | None:
    """Return the edition of a text that is sent with today, its number and what it says; None where there is none."""
    row = Edition.objects.of_text(text).in_use().first()
    return (row.edition, row.content) if row is not None else None


def load_demo(pack: Path, today: date) -> None:
    """Write the texts of the demo city through the real deeds. Run again, or where a pack has none, it adds nothing."""
    file = pack / "demo" / "wordings.yaml"
    if not file.exists() or Edition.objects.exists():
        return
    data = source.read(file, file.name).only({"writer", "approver", "wordings"}, "the wordings")
    writer, approver = (
        actor_of(User.objects.get(username=data.text(who, "the wordings")), on=today)
        for who in ("writer", "approver")
    )
    for entry in data.listed("wordings", "the wordings"):
        key = actions.begin(content=_content(entry), by=writer, on=today)
        until = entry.choice("stands", ("draft", "proposed", "approved"), "a wording")
        if until != "draft":
            move(Edition.objects.get(key=key), "propose", by=writer, on=today)
        if until == "approved":
            seen = Edition.objects.get(key=key).version
            actions.approve(key=key, seen=seen, by=approver, on=today)


_ENTRY = {
    "name", "channel", "purpose", "unit", "law", "subject", "body", "easy_body", "english_subject",
    "english_body", "buttons", "stands",
}  # fmt: skip


def _content(entry: Block) -> WordingText:
    what = f"the wording {entry.only(_ENTRY, 'a wording').text('name', 'a wording')}"

    def optional(key: str) -> str:
        return entry.raw(key, what).strip() if key in entry else ""

    return WordingText(
        name=entry.text("name", what),
        channel=Channel(entry.choice("channel", list(Channel), what)),
        purpose=Purpose(entry.choice("purpose", list(Purpose), what)),
        unit=entry.text("unit", what),
        law=optional("law"),
        subject=optional("subject"),
        body=entry.raw("body", what).strip(),
        easy_body=optional("easy_body"),
        english_subject=optional("english_subject"),
        english_body=optional("english_body"),
        buttons=tuple(one.text for one in entry.values("buttons", what, default=True)),
    )
