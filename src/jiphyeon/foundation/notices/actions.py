"""Send a notice, open it, announce it by e-mail, publish wordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import transaction

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.ledger.leaves import moment_text
from jiphyeon.foundation.ledger.record import append
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.mail.smtp import HandOver
from jiphyeon.foundation.notices import queries, rules
from jiphyeon.foundation.notices.enums import MailState
from jiphyeon.foundation.notices.events import NoticeSent
from jiphyeon.foundation.notices.models import Mail, Notice, TemplateVersion
from jiphyeon.kernel import Place, Refused, Words, source


class Carrier(Protocol):
    """What takes a mail to the mail server; see foundation/mail/smtp.py."""

    def __call__(
        self, raw: bytes, /, *, sender: str, to: Sequence[str], written: datetime, at: datetime
    ) -> HandOver: ...


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
    """Put a notice into a person's inbox and let its e-mail go out as a job. Returns its key.

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


def hand_over(*, key: UUID, carrier: Carrier, at: datetime) -> MailState:
    """Give the announcement of a notice to the mail server; returns what came of it. No transaction is open.

    A mail already dealt with is left alone. Every try carries the same Message-ID, so a server that took the mail
    just before we were killed shows it once. A server that is away is raised as Later, to be tried again.
    """
    mail = Mail.objects.select_related("notice").get(notice__key=key)
    if mail.state != MailState.WAITING:
        return mail.state
    user = User.objects.filter(key=mail.notice.to, is_active=True).first()
    if user is None or not user.email:
        return MailState.NO_ADDRESS
    message = announcement(mail.notice, user, at=at)
    taken = carrier(
        message.as_bytes(policy=SMTP),
        sender=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
        written=mail.notice.sent_at,
        at=at,
    )
    return MailState.HANDED_OVER if taken is HandOver.TAKEN else MailState.REJECTED


def record_mail(*, key: UUID, state: MailState, at: datetime) -> None:
    """Write down what came of a notice's e-mail; what was written first stays."""
    Mail.objects.filter(notice__key=key, state=MailState.WAITING).update(
        state=state, handed_over_at=at if state == MailState.HANDED_OVER else None
    )


def announcement(notice: Notice, user: User, *, at: datetime) -> EmailMessage:
    """Return the e-mail: it says that a notice came and its number, and nothing of what stands in it. It has no link."""
    words = mail_words(Path(settings.CITY_PACK))
    texts = {part: text.text(user.language) for part, text in words.items()}
    domain = settings.DEFAULT_FROM_EMAIL.partition("@")[2] or "localhost"
    message = EmailMessage()
    message["Message-ID"] = f"<notice-{notice.key}@{domain}>"
    message["Date"] = format_datetime(at)
    message["From"] = formataddr((texts["sender"], settings.DEFAULT_FROM_EMAIL))
    message["To"] = user.email
    message["Subject"] = texts["subject"]
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "en" if user.language.startswith("en") else "ko"
    message.set_content(texts["body"].format(number=notice.number))
    return message


def mail_words(pack: Path) -> dict[str, Words]:
    """Return the city's sender name, subject and body of announcing e-mails, from `mail.yaml` of its pack."""
    file = pack / "mail.yaml"
    parts = ("sender", "subject", "body")
    data = source.read(file, file.name).only(parts, "the announcing e-mail")
    return {part: data.words(part, "the announcing e-mail") for part in parts}


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
            },
        )
        fresh += made
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
