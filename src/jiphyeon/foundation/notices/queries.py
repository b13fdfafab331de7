"""What a person's inbox holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from jiphyeon.foundation.ledger.kinds import name_kind
from jiphyeon.foundation.ledger.leaves import canonical, moment_text
from jiphyeon.foundation.ledger.rows import Leaves, Row, declare, unheld
from jiphyeon.foundation.notices import rules
from jiphyeon.foundation.notices.models import Notice, TemplateVersion
from jiphyeon.foundation.notices.rules import Template, Written
from jiphyeon.kernel import Json, Refused, Words


def inbox(person: UUID) -> QuerySet[Notice]:
    """Return a person's notices, newest first."""
    return Notice.objects.of(person).select_related("wording")


def unread_count(person: UUID) -> int:
    """Return how many notices a person has not opened."""
    return Notice.objects.of(person).unread().count()


def one_of(person: UUID, key: UUID) -> Notice | None:
    """Return a notice, but only to the person it was sent to."""
    return Notice.objects.of(person).select_related("wording").filter(key=key).first()


def wordings(code: str) -> list[tuple[TemplateVersion, Template]]:
    """Return every published version of a template."""
    return [(row, row.template()) for row in TemplateVersion.objects.filter(code=code)]


def in_force(code: str, on: date) -> TemplateVersion:
    """Return the wording in force on a day. Refused where there is none."""
    published = wordings(code)
    chosen = rules.in_force([template for _, template in published], on)
    if chosen is None:
        raise Refused(
            "notice_template",
            ko="{on}에 쓸 수 있는 알림 서식 {wording}이(가) 없습니다.",
            en="No wording of the notice {wording!r} is in force on {on}.",
            wording=code,
            on=on,
        )
    return next(row for row, template in published if template.version == chosen.version)


def as_written(code: str, values: Mapping[str, str | int], on: date) -> Written:
    """Return how a notice would read, without sending it. Refused like sending it."""
    template = in_force(code, on).template()
    return rules.written(template, rules.checked(template, values))


def sent_by(day: date) -> int:
    """Return how many notices had been sent by the end of a day."""
    return Notice.objects.filter(on__lte=day).count()


def opened(keys: list[UUID]) -> list[UUID]:
    """Return the keys among these whose notice was opened."""
    return list(Notice.objects.filter(key__in=keys, opened_at__isnull=False).values_list("key", flat=True))


def notice_facts(notice: Notice) -> dict[str, Json]:
    """Return what the leaf of a notice commits to: to whom, in which published words, filled with which values."""
    return {
        "template": notice.wording.code,
        "version": notice.wording.version,
        "wording": notice.wording.template().digest,
        "values": sha256(canonical(notice.values).encode()).hexdigest(),
        "to": str(notice.to),
        "about": notice.about,
        "link": notice.link,
        "dedupe": notice.dedupe,
        "sent_at": moment_text(notice.sent_at),
    }


def declare_rows() -> None:
    """Have this room's rows held against their leaves by `ledger verify --rows`, under the words they go by."""
    name_kind("notices.sent", "알림 보냄", "Notice sent")
    name_kind("notices.opened", "알림 열어 봄", "Notice opened")
    declare(
        Words("알림", "notices"),
        kinds=["notices.sent"],
        rows=_sent,
        holds=["notices.Notice"],
    )
    unheld(
        Words("우편을 넘긴 일은 기록부에 적지 않습니다", "handing mail over is not put on the log"),
        ["notices.Mail"],
    )
    declare(Words("알림 열람", "openings of notices"), kinds=["notices.opened"], rows=_opened)


def _sent(_leaves: Leaves) -> Iterator[Row]:
    for notice in Notice.objects.select_related("wording").order_by("pk").iterator(500):
        yield Row(_named(notice), "notices.sent", str(notice.key), notice_facts(notice), notice.on)


def _opened(_leaves: Leaves) -> Iterator[Row]:
    for notice in Notice.objects.filter(opened_at__isnull=False).defer("values").order_by("pk").iterator(500):
        at = notice.opened_at and moment_text(notice.opened_at)
        yield Row(_named(notice), "notices.opened", str(notice.key), {"at": at})


def _named(notice: Notice) -> Words:
    return Words(f"알림 {notice.number}", f"notice {notice.number}")
