"""What pages and other rooms read of texts: plain values, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from jiphyeon.contexts.wordings.enums import Stage
from jiphyeon.contexts.wordings.models import Edition
from jiphyeon.contexts.wordings.rules.comparing import Difference, differences
from jiphyeon.foundation.ledger.kinds import name_fact
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.kernel import Words
from jiphyeon.methods.wording import Channel


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as a line of the list."""

    key: UUID
    number: str
    name: str
    edition: int
    channel: Words
    purpose: Words
    unit: Words
    stage: Stage


@dataclass(frozen=True, slots=True)
class EditionLink:
    """An edition of a text beside others."""

    key: UUID
    edition: int
    stage: Stage


def unit_names() -> dict[str, Words]:
    """Return what the units are called, by their codes, in their order."""
    return {unit.code: unit.name for unit in Unit.objects.all()}


def rows(found: Sequence[Edition]) -> list[EditionRow]:
    """Return editions as lines."""
    units = unit_names()
    return [
        EditionRow(
            row.key,
            row.number or "",
            row.name,
            row.edition,
            row.channel.words,
            row.purpose.words,
            units.get(row.unit, Words(row.unit, row.unit)),
            row.stage,
        )
        for row in found
    ]


def editions(text: UUID) -> list[EditionLink]:
    """Return every edition of a text, the latest first."""
    return [EditionLink(row.key, row.edition, row.stage) for row in Edition.objects.of_text(text)]


def changed_since_the_last(row: Edition) -> tuple[Difference, ...] | None:
    """Return what changed since the last edition that was approved before this one; None where there was none."""
    decided = [Stage.APPROVED, Stage.REPLACED, Stage.ARCHIVED]
    before = Edition.objects.of_text(row.text).filter(edition__lt=row.edition, state__in=decided).first()
    return differences(before.content, row.content) if before is not None else None


def channels() -> list[tuple[str, object]]:
    """Return the channels for a filter."""
    return [(one.value, one.words) for one in Channel]


def declare_rows() -> None:
    """Name what the leaves of an edition say beside what every matter's leaves say."""
    name_fact("wordings", "text", "문구", "Text")
    name_fact("wordings", "edition", "판", "Edition")
    name_fact("wordings", "case.content", "내용의 해시", "Hash of what it says")
