"""Texts: published once for a channel, compiled once for all who are sent them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.models import Text
from jiphyeon.kernel import Refused
from jiphyeon.kernel.words import Language
from jiphyeon.methods import wording
from jiphyeon.methods.wording import Rendered, Value, Wording

Values: TypeAlias = Mapping[str, Value]
"""What fills a text, by the names of its placeholders."""


@lru_cache(maxsize=256)
def _compiled(subject: str, body: str, channel: Channel, language: Language) -> Wording:
    return Wording(subject, body, bullets=wording.Channel(channel).has_marks, language=language)


@dataclass(frozen=True, slots=True)
class TextVersion:
    """Which published text is meant."""

    key: UUID
    version: int


@transaction.atomic
def publish(
    *,
    key: UUID,
    version: int,
    channel: Channel,
    language: Language,
    sender: str,
    subject: str,
    body: str,
    buttons: Sequence[str] = (),
    at: datetime,
) -> TextVersion:
    """Publish a version of a text; the same again changes nothing.

    `sender` is the name shown to the addressee; `buttons` stand below a relay message. Refused: the version was published
    with other words.
    """
    digest = _digest(channel, language, sender, subject, body, *buttons)
    kept, made = Text.objects.get_or_create(
        key=key,
        version=version,
        defaults={
            "channel": channel,
            "language": language,
            "sender": sender,
            "subject": subject,
            "body": body,
            "buttons": list(buttons),
            "digest": digest,
            "published_at": at,
        },
    )
    if not made and kept.digest != digest:
        raise Refused(
            "text_altered",
            ko="이 문구의 {version}판은 다른 말로 이미 펴냈습니다. {next}판으로 새로 펴내 주세요.",
            en="Version {version} of this text was published with other words; publish version {next} instead.",
            version=version,
            next=version + 1,
        )
    return TextVersion(key, version)


def published(text: TextVersion) -> Text:
    """Return the row of a published text. Refused where there is none."""
    found = Text.objects.filter(key=text.key, version=text.version).first()
    if found is None:
        raise Refused(
            "text_unknown",
            ko="이 문구를 찾을 수 없습니다. 먼저 펴내 주세요.",
            en="There is no such text; publish it first.",
        )
    return found


def wording_of(text: Text) -> Wording:
    """Return a published text ready to be filled."""
    return _compiled(text.subject, text.body, text.channel, "en" if text.language == "en" else "ko")


def digest_of(rendered: Rendered) -> str:
    """Return the hash of exactly what an addressee reads."""
    return sha256(f"{rendered.subject}\x1f{rendered.body}".encode()).hexdigest()


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()
