"""Who may be told of support they seem due, and who is left in peace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from jiphyeon.kernel import Citation, Refused, Words, WordsEnum, source
from jiphyeon.kernel.source import Block


class ContactState(StrEnum):
    """What became of one person of a round."""

    WAITING = "waiting"
    SENT = "sent"
    LEFT = "left"


class Left(WordsEnum):
    """Why somebody who seems due is not written to."""

    OPTED_OUT = "opted_out", "알림을 원하지 않음", "Does not want to be told"
    APPLIED = "applied", "이미 신청함", "Has applied"
    RECEIVING = "receiving", "이미 받고 있음", "Receives it already"
    TOLD_LATELY = "told_lately", "얼마 전에 알림", "Was told lately"
    CLOSED = "closed", "접수 기간이 아님", "Applications are not being taken"
    NOT_DUE_ANY_MORE = "not_due", "그사이 해당하지 않게 됨", "No longer due"


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a person is left in peace about a programme after being told, from a day on."""

    first: date
    days: int
    citation: Citation
    note: Words

    @property
    def verified(self) -> bool:
        """Return whether somebody has read where it stands."""
        return self.citation.verified


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person's dealings with a programme; `closed` where nobody can apply on the day."""

    wanted: bool
    applied: bool
    receiving: bool
    told_on: date | None
    closed: bool


def left_because(standing: Standing, wait: Wait, on: date) -> Left | None:
    """Return why a person is not written to, or None where they are."""
    if not standing.wanted:
        return Left.OPTED_OUT
    if standing.receiving:
        return Left.RECEIVING
    if standing.applied:
        return Left.APPLIED
    if standing.told_on is not None and on < standing.told_on + timedelta(days=wait.days):
        return Left.TOLD_LATELY
    if standing.closed:
        return Left.CLOSED
    return None


def wait_on(waits: Sequence[Wait], day: date) -> Wait:
    """Return the rule in force on a day. Refused where none is."""
    found = [wait for wait in waits if wait.first <= day]
    if not found:
        raise Refused(
            "no_wait_on",
            ko="{day}에 쓸 알림 간격이 정해져 있지 않습니다.",
            en="No interval between notices is set for {day}.",
            day=day,
        )
    return max(found, key=lambda wait: wait.first)


def read_waits(path: Path) -> tuple[Wait, ...]:
    """Return the dated rule of `outreach.yaml`. Refused with file and line for anything not exactly understood."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> tuple[Wait, ...]:
    del stamp  # only there so that a changed file is read again
    block = source.read(path, path.name).only({"quiet_days"}, "The file")
    return tuple(_wait(one) for one in block.listing("quiet_days", "the file").items)


def _wait(one: object) -> Wait:
    if not isinstance(one, Block):
        raise Refused(
            "not_a_block",
            ko="quiet_days의 항목은 저마다 키와 값의 묶음으로 적어 주세요.",
            en="Each entry of quiet_days is a block.",
        )
    entry = one.only({"from", "days", "basis", "verified", "note"}, "quiet_days")
    note = entry.block("note", "quiet_days").only({"ko", "en"}, "note")
    days = source.whole_of(entry.scalar("days", "quiet_days"))
    if days < 1:
        entry.stop("wait_too_short", "days must be at least 1.", "days는 1 이상으로 적어 주세요.", key="days")
    return Wait(
        source.day_of(entry.scalar("from", "quiet_days")),
        days,
        Citation(
            source.text_of(entry.scalar("basis", "quiet_days")),
            verified=source.truth_of(entry.scalar("verified", "quiet_days")),
        ),
        Words(source.text_of(note.scalar("ko", "note")), source.text_of(note.scalar("en", "note"))),
    )
