"""A sending is begun from a file, written, and approved by a second person."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from jiphyeon.contexts.e_notices.actions.going import go_on_soon
from jiphyeon.contexts.e_notices.enums import Stage, Step
from jiphyeon.contexts.e_notices.models import Notice, Sending, service
from jiphyeon.contexts.e_notices.queries.texts import terms_of, writer
from jiphyeon.contexts.e_notices.rules.clock import days_of, require_in_time
from jiphyeon.contexts.e_notices.rules.codes import LENGTH, code_of
from jiphyeon.contexts.wordings import api as wordings
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.clock.deadlines import is_working_day
from jiphyeon.kernel import Refused

BLOCK = 2_000


@dataclass(frozen=True, slots=True)
class Addressee:
    """One row of a file: whom a notice goes to, and what it says of them. No `identity`: by paper."""

    name: str
    postal: str
    identity: str | None
    values: Mapping[str, str]
    fine: int


@dataclass(frozen=True, slots=True)
class Written:
    """What is chosen for a sending."""

    title: str
    respond_by: date
    document: UUID
    push: UUID
    unit: str = ""
    not_before: datetime | None = None


@transaction.atomic
def begin(
    *, kind: str, title: str, rows: Iterator[Addressee], imported: UUID | None, by: Actor, on: date
) -> tuple[UUID, int]:
    """Begin a sending with its addressees; return its key and how many they are. Rows come one by one.

    The texts of the kind are chosen where they are in use. Refused: a kind the city does not have, who may not send.
    """
    known = service().kind(kind)
    document, push = (
        wordings.in_use_called(name, channel)
        for name, channel in (
            (known.document, wordings.Channel.PAPER),
            (known.push, wordings.Channel.RELAY),
        )
    )
    sending = Sending(
        title=title, kind=kind, unit=by.unit, document=document, push=push, imported=imported, opened_on=on
    )
    move(sending, "begin", by=by, on=on)
    count = 0
    while block := list(islice(rows, BLOCK)):
        made = [
            _drafted(sending, row, code, line=count + place, on=on)
            for place, (row, code) in enumerate(zip(block, _unused(len(block)), strict=True), 1)
        ]
        Notice.objects.bulk_create(made, batch_size=500)
        count += len(block)
    sending.addressees = count
    move(sending, "write", by=by, on=on)
    return sending.key, count


def _drafted(sending: Sending, row: Addressee, code: str, *, line: int, on: date) -> Notice:
    return Notice(
        sending=sending,
        line=line,
        name=row.name,
        postal=row.postal,
        identity=row.identity,
        values=dict(row.values),
        fine=row.fine,
        code=code,
        state=Step.DRAFTED,
        opened_on=on,
    )


def _unused(count: int) -> list[str]:
    """Return codes that no notice has, drawn at random."""
    found: dict[str, None] = {}
    while len(found) < count:
        more = {code_of(secrets.token_bytes(LENGTH)): None for _ in range(count - len(found))}
        taken = Notice.objects.filter(code__in=more).values_list("code", flat=True)
        found |= dict.fromkeys(more.keys() - set(taken))
    return list(found)


@transaction.atomic
def take_out(imported: UUID) -> None:
    """Take out what a file brought. Refused where its sending was put up for approval, or went out."""
    sending = Sending.objects.select_for_update().get(imported=imported)
    if sending.stage is not Stage.DRAFT:
        raise Refused(
            "sending_not_draft",
            ko="준비 중인 묶음의 파일만 되돌릴 수 있습니다. 승인 요청을 먼저 거두어 주세요.",
            en="Only the file of a sending being prepared can be taken back. Take the request back first.",
        )
    Notice.objects.of(sending).delete()
    sending.addressees = 0
    sending.save(update_fields=["addressees"])


@transaction.atomic
def write(*, key: UUID, written: Written, seen: int, by: Actor, on: date) -> None:
    """Choose days and texts. Refused: a day on which the law's days cannot be kept, a text that is not in use."""
    sending = hold(Sending, key, "write", by=by, seen=seen)
    sending.title, sending.respond_by = written.title, written.respond_by
    sending.document, sending.push = written.document, written.push
    sending.unit, sending.not_before = written.unit, written.not_before
    days = days_of(written.respond_by, terms_of(sending, on), service().working_on(on), is_working_day)
    require_in_time(days, on)
    for text in (written.document, written.push):
        wordings.text_version(text)
    move(sending, "write", by=by, on=on)


@transaction.atomic
def propose(*, key: UUID, seen: int, by: Actor, on: date) -> None:
    """Put a sending up for approval, with the editions that are in use today. Refused where its first notice cannot be written."""
    sending = hold(Sending, key, "propose", by=by, seen=seen)
    _require_ready(sending, on)
    move(sending, "propose", by=by, on=on)


@transaction.atomic
def approve(*, key: UUID, seen: int, by: Actor, on: date) -> None:
    """Let a sending go out. Refused for whoever had a hand in it, too late for paper, and where a text was changed since."""
    sending = hold(Sending, key, "approve", by=by, seen=seen)
    before = (sending.document_edition, sending.push_edition)
    _require_ready(sending, on)
    if (sending.document_edition, sending.push_edition) != before:
        raise Refused(
            "wording_changed_since",
            ko="승인을 요청한 뒤에 문구가 바뀌었습니다. 돌려보내 새 문구로 다시 요청하게 해 주세요.",
            en="A text was changed after approval was asked for. Send it back to be put up with the new words.",
        )
    move(sending, "approve", by=by, on=on)
    go_on_soon(sending.key)


def _require_ready(sending: Sending, on: date) -> None:
    assert sending.respond_by and sending.document and sending.push  # noqa: S101, PT018 -- the row's own obstacle said so
    first = Notice.objects.of(sending).at(Step.DRAFTED).order_by("pk").first()
    if first is None:
        raise Refused(
            "sending_empty",
            ko="받는 사람이 없습니다. 파일을 들여 주세요.",
            en="There are no addressees. Bring in a file.",
        )
    require_in_time(
        days_of(sending.respond_by, terms_of(sending, on), service().working_on(on), is_working_day), on
    )
    sending.document_edition = wordings.text_version(sending.document).version
    sending.push_edition = wordings.text_version(sending.push).version
    for text, edition in (
        (sending.document, sending.document_edition),
        (sending.push, sending.push_edition),
    ):
        writer(sending, text, edition, on)(first)
