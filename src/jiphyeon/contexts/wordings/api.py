"""The front door of wordings: what is in use, for whoever sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from jiphyeon.contexts.wordings import actions
from jiphyeon.contexts.wordings.enums import Purpose, Variant
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.rules.texts import WordingText
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.messages import api as messages
from jiphyeon.kernel import Refused, source
from jiphyeon.kernel.source import Block
from jiphyeon.methods.wording import Channel

__all__ = [
    "Channel",
    "Published",
    "Variant",
    "WordingText",
    "editions",
    "in_use",
    "in_use_called",
    "in_use_of",
    "load_demo",
    "published",
    "text_version",
    "texts_in_use",
    "version_of",
]


def in_use(text: UUID) -> tuple[int, WordingText] | None:
    """Return the edition of a text that is sent with today, its number and what it says; None where there is none."""
    row = Edition.objects.of_text(text).in_use().first()
    return (row.edition, row.content) if row is not None else None


def text_version(text: UUID, variant: Variant = Variant.STANDARD) -> messages.TextVersion:
    """Return what messages are sent with today for a text. Refused where none is in use, or not in this variant."""
    found = in_use(text)
    if found is None:
        raise Refused(
            "wording_not_in_use",
            ko="지금 쓰는 문구가 없습니다. 승인된 문구를 골라 주세요.",
            en="No edition of this text is in use. Choose one that is approved.",
        )
    edition, content = found
    if variant not in content.variants:
        raise Refused(
            "wording_not_in_variant",
            ko="이 문구에는 {variant_ko} 본문이 없습니다. 새 판에 적어 주세요.",
            en="This text has no {variant_en} words. Write them into its next edition.",
            variant_ko=variant.words.ko,
            variant_en=variant.words.en,
        )
    return messages.TextVersion(actions.published_key(text, variant), edition)


@dataclass(frozen=True, slots=True)
class Published:
    """An edition that was approved, in use or not any more; `since`: the day it was begun, `sent_as`: its standard text."""

    text: UUID
    edition: int
    content: WordingText
    since: date
    sent_as: messages.TextVersion


def published(text: UUID, edition: int | None = None) -> Published | None:
    """Return an edition that was approved, by its number; without one, the edition in use. None where there is none."""
    rows = Edition.objects.of_text(text)
    rows = rows.in_use() if edition is None else rows.approved().filter(edition=edition)
    return next(map(_published, rows), None)


def editions(text: UUID) -> list[Published]:
    """Return every edition of a text that was approved, the latest first."""
    return [_published(row) for row in Edition.objects.of_text(text).approved()]


def in_use_of(unit: str) -> list[Published]:
    """Return what a unit sends with today, by name."""
    return [_published(row) for row in Edition.objects.in_use().filter(unit=unit).order_by("name", "number")]


def _published(row: Edition) -> Published:
    sent_as = messages.TextVersion(actions.published_key(row.text, Variant.STANDARD), row.edition)
    return Published(row.text, row.edition, row.content, row.opened_on, sent_as)


def in_use_called(name: str, channel: Channel) -> UUID | None:
    """Return the text of a name and channel that is in use; None where there is none."""
    row = Edition.objects.in_use().filter(name=name, channel=channel).first()
    return row.text if row is not None else None


def texts_in_use(channel: Channel) -> list[tuple[UUID, str]]:
    """Return the texts of a channel that are in use, by name."""
    return list(Edition.objects.in_use().filter(channel=channel).order_by("name").values_list("text", "name"))


def version_of(text: UUID, number: int) -> messages.TextVersion:
    """Return what messages are sent with in the words of an edition that was approved, in its standard variant."""
    return messages.TextVersion(actions.published_key(text, Variant.STANDARD), number)


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
