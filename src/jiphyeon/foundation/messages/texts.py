"""Texts: published once for a channel, compiled once for all who are sent them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from django.db import transaction

from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.models import Text
from jiphyeon.kernel import Refused
from jiphyeon.kernel.words import Language

Values = Mapping[str, str | int | list[str]]
"""What fills a text, by the names of its placeholders."""


class Rendered(Protocol):
    """A text as one addressee reads it."""

    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> str: ...


class Wording(Protocol):
    """A compiled text."""

    def rendered(self, values: Values) -> Rendered:
        """Return it filled. Refused, with the names, where a value is missing or nobody asked for one."""
        ...


@lru_cache(maxsize=256)
def compiled(subject: str, body: str) -> Wording:
    """Return a text ready to be filled many times."""
    return _Plain(subject, body)


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
    at: datetime,
) -> TextVersion:
    """Publish a version of a text; the same again changes nothing.

    `sender` is the name shown to the addressee. Refused: the version was published with other words.
    """
    digest = _digest(channel, language, sender, subject, body)
    kept, made = Text.objects.get_or_create(
        key=key,
        version=version,
        defaults={
            "channel": channel,
            "language": language,
            "sender": sender,
            "subject": subject,
            "body": body,
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
    return compiled(text.subject, text.body)


def digest_of(rendered: Rendered) -> str:
    """Return the hash of exactly what an addressee reads."""
    return sha256(f"{rendered.subject}\x1f{rendered.body}".encode()).hexdigest()


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Filled:
    subject: str
    body: str


class _Plain:
    """A text cut at its `((placeholders))`."""

    __slots__ = ("_body", "_names", "_subject")

    def __init__(self, subject: str, body: str) -> None:
        self._subject, self._body = _cut(subject), _cut(body)
        self._names = {*self._subject[1::2], *self._body[1::2]}

    def rendered(self, values: Values) -> Rendered:
        if values.keys() != self._names:
            missing, extra = self._names - values.keys(), values.keys() - self._names
            raise Refused(
                "text_values",
                ko="문구에 채울 값이 맞지 않습니다. 빠진 값: {missing}, 모르는 값: {extra}",
                en="The values do not fit the text. Missing: {missing}; unknown: {extra}.",
                missing=", ".join(sorted(missing)) or "-",
                extra=", ".join(sorted(extra)) or "-",
            )
        return _Filled(_joined(self._subject, values), _joined(self._body, values))


def _cut(text: str) -> list[str]:
    first, *rest = text.split("((")
    pieces = [first]
    for piece in rest:
        name, closed, after = piece.partition("))")
        if closed:
            pieces += [name, after]
        else:
            pieces[-1] += "((" + piece
    return pieces


def _joined(pieces: list[str], values: Values) -> str:
    filled = pieces.copy()
    filled[1::2] = [str(values[name]) for name in pieces[1::2]]
    return "".join(filled)
