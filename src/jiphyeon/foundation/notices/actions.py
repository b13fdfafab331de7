"""Send a notice, open it, publish wordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.apps import apps
from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.leaves import moment_text
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.notices import queries, rules
from jiphyeon.foundation.notices.events import NoticeSent
from jiphyeon.foundation.notices.models import Mail, Notice, TemplateVersion
from jiphyeon.kernel import Place, Refused


@transaction.atomic
def send(
    *,
    to: UUID,
    template: str,
    values: Mapping[str, str | int],
    about: str,
    dedupe: str,
    on: date,
    at: datetime,
    link: str = "",
) -> UUID:
    """Put a notice into a person's inbox and let an e-mail say so as its reader chose. Returns its key.

    The same `dedupe` again answers with the first notice and sends nothing. Refused: no wording in force on the day,
    values that do not fit it, a link that leads out of the house, a `dedupe` already used for somebody else.
    """
    row = queries.in_force(template, on)
    if link and (not link.startswith("/") or link.startswith("//")):
        raise Refused(
            "notice_link",
            ko="알림의 링크는 이 누리집 안이어야 합니다.",
            en="A notice links only into this site.",
        )
    sent = Notice(
        key=uuid4(),
        to=to,
        wording=row,
        values=rules.checked(row.template(), values),
        about=about,
        dedupe=dedupe,
        link=link,
        on=on,
        sent_at=at,
    )
    Notice.objects.bulk_create([sent], ignore_conflicts=True)
    kept = Notice.objects.select_related("wording").get(dedupe=dedupe)
    if kept.key != sent.key:
        if (kept.to, kept.wording.code, kept.about) != (to, template, about):
            raise Refused(
                "notice_dedupe",
                ko="표시 ‘{dedupe}’은(는) 이미 다른 알림에 쓰였습니다. 알림마다 다른 표시를 적어 주세요.",
                en="The mark {dedupe!r} was already used for another notice.",
                dedupe=dedupe,
            )
        return kept.key
    Mail.objects.create(notice=kept)
    append(
        kind="notices.sent",
        subject=str(kept.key),
        facts=queries.notice_facts(kept) | {"digest": kept.written().digest},
        on=on,
    )
    publish(NoticeSent(key=str(kept.key)))
    return kept.key


@transaction.atomic
def open_notice(*, key: UUID, by: Actor, on: date, at: datetime) -> Notice | None:
    """Return a person's own notice and record the first opening, with the real moment; None for anybody else's."""
    if by.user is None:
        return None
    opened = Notice.objects.of(by.user).filter(key=key).unread().update(opened_at=at)
    found = queries.one_of(by.user, key)
    if found is not None and opened:
        append(
            kind="notices.opened",
            subject=str(key),
            facts={"digest": found.written().digest, "at": moment_text(at)},
            on=on,
        )
        note(
            by=by,
            verb="notices.opened",
            about=f"notice:{key}",
            person=by.user,
            reason="본인 열람",
            details={},
        )
    return found


@transaction.atomic
def publish_wordings(pack: Path) -> int:
    """Take in the wordings of the rooms and of a city pack; returns how many versions are new.

    A room says its notices in `wordings/`; the pack's `notices/` words them anew from a version and a day of its own on.
    Refused: a published version was altered, or a wording of the pack has other placeholders than the room fills.
    """
    fresh = 0
    for template, file in published(pack):
        kept, made = TemplateVersion.objects.get_or_create(
            code=template.code,
            version=template.version,
            defaults={
                "first_day": template.first_day,
                "content": template.as_json(),
                "digest": template.digest,
                **asdict(template.kind),
            },
        )
        fresh += made
        if not made and kept.template().kind != template.kind:
            TemplateVersion.objects.filter(pk=kept.pk).update(**asdict(template.kind))
        if kept.digest != template.digest or kept.first_day != template.first_day:
            raise Refused(
                "wording_altered",
                ko="‘{wording}’ {version}판은 다른 말로 이미 펴냈습니다. {next}판으로 새로 적어 주세요.",
                en="Version {version} of {wording} was published with other words; write version {next} instead.",
                place=Place(file),
                version=template.version,
                wording=template.code,
                next=template.version + 1,
            )
    return fresh


def published(pack: Path) -> Iterator[tuple[rules.Template, str]]:
    """Yield every version of every wording that the rooms and a city pack publish, with its file. Refused as they are taken in."""
    rooms: dict[str, list[rules.Template]] = {}
    for file in rooms_wordings():
        for template in rules.read_templates(file.read_text(encoding="utf-8"), file=file.name):
            rooms.setdefault(template.code, []).append(template)
    for file in sorted((pack / "notices").glob("*.yaml")):
        own = rules.read_templates(file.read_text(encoding="utf-8"), file=file.name)
        for template in rules.worded_anew(rooms.pop(own[0].code, []), own, file=file.name):
            yield template, file.name
    for code, templates in rooms.items():
        yield from ((template, f"{code}.yaml") for template in templates)


def rooms_wordings() -> list[Path]:
    """Return the files in which rooms word their own notices."""
    return sorted(
        file for room in apps.get_app_configs() for file in Path(room.path, "wordings").glob("*.yaml")
    )
