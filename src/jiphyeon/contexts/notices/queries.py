"""What a person's inbox holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from jiphyeon.contexts.notices import rules
from jiphyeon.contexts.notices.models import Notice, TemplateVersion
from jiphyeon.contexts.notices.rules import Template, Written
from jiphyeon.kernel import Refused


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


def reading(code: str, values: Mapping[str, str | int], on: date) -> Written:
    """Return how a notice would read, without sending it. Refused like sending it."""
    template = in_force(code, on).template()
    return rules.written(template, rules.checked(template, values))


def sent_by(day: date) -> int:
    """Return how many notices had been sent by the end of a day."""
    return Notice.objects.filter(on__lte=day).count()


def opened(keys: list[UUID]) -> list[UUID]:
    """Return the keys among these whose notice was opened."""
    return list(Notice.objects.filter(key__in=keys, opened_at__isnull=False).values_list("key", flat=True))
