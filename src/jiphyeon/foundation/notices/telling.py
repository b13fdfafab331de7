"""Telling by e-mail that a notice came: at once, or one e-mail for a day; what came of it, as messages say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import NAMESPACE_OID, UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.messages import api as messages
from jiphyeon.foundation.notices import leaving
from jiphyeon.foundation.notices.enums import MailState, Urgency, Way
from jiphyeon.foundation.notices.models import Choice, Mail
from jiphyeon.foundation.notices.rules import way_of
from jiphyeon.foundation.notices.terms import Letter, terms_of
from jiphyeon.kernel.words import Language

OWNER = "notices"


@transaction.atomic
def tell(*, key: UUID) -> None:
    """Tell of a notice as its reader chose; done again it changes nothing."""
    mail = Mail.objects.select_for_update().select_related("notice__wording").get(notice__key=key)
    if mail.state != MailState.WAITING or mail.message is not None:
        return
    wording = mail.notice.wording
    chosen = Choice.objects.filter(person=mail.notice.to, topic=wording.topic).first()
    way = way_of(wording.urgency, is_legal=bool(wording.legal), chosen=chosen.way if chosen else None)
    user = _reader(mail.notice.to)
    if user is None:
        mail.state = MailState.NO_ADDRESS
    elif way is Way.INBOX:
        mail.state = MailState.NOT_WANTED
    elif way is Way.DAILY:
        mail.state = MailState.HELD
    else:
        is_urgent = wording.urgency == Urgency.URGENT
        mail.message = messages.put(
            text=_text(terms_of(settings.CITY_PACK).letter, user),
            to=messages.Addressee(
                user.email, {"number": mail.notice.number}, unsubscribe=_leaving(user.key, [mail])
            ),
            owner=OWNER,
            urgency=messages.Urgency.URGENT if is_urgent else messages.Urgency.ORDINARY,
            key=mail.notice.key,
        )
    mail.save(update_fields=["state", "message"])


def tell_of_the_day(*, at: datetime) -> int:
    """Put one e-mail for each reader whose notices are held, once a day; return how many. Nothing before the city's hour."""
    local = timezone.localtime(at)
    if local.time() < terms_of(settings.CITY_PACK).daily_at:
        return 0
    held = Mail.objects.filter(state=MailState.HELD)
    people = sorted(set(held.values_list("notice__to", flat=True)))
    return sum(_tell_one(person, uuid5(person, local.date().isoformat())) for person in people)


@transaction.atomic
def _tell_one(person: UUID, message: UUID) -> bool:
    mine = Mail.objects.select_for_update().filter(notice__to=person, state=MailState.HELD)
    held = list(mine.select_related("notice__wording").order_by("pk"))
    if Mail.objects.filter(message=message).exists():
        return False  # today's went
    Mail.objects.filter(pk__in=[mail.pk for mail in held if mail.notice.opened_at]).update(
        state=MailState.OPENED
    )
    held = [mail for mail in held if not mail.notice.opened_at]
    user = _reader(person)
    rows = Mail.objects.filter(pk__in=[mail.pk for mail in held])
    if user is None:
        rows.update(state=MailState.NO_ADDRESS)
    if user is None or not held:
        return False
    put = messages.put(
        text=_text(terms_of(settings.CITY_PACK).daily, user),
        to=messages.Addressee(
            user.email,
            {"count": len(held), "numbers": [mail.notice.number for mail in held]},
            unsubscribe=_leaving(person, held),
        ),
        owner=OWNER,
        key=message,
    )
    rows.update(state=MailState.WAITING, message=put)
    return True


def record(keys: Collection[UUID], state: MailState, at: datetime) -> None:
    """Write down what came of e-mails, by their messages; what was written first stays."""
    Mail.objects.filter(message__in=keys, state=MailState.WAITING).update(
        state=state, handed_over_at=at if state is MailState.HANDED_OVER else None
    )


def _reader(person: UUID) -> User | None:
    return User.objects.filter(key=person, is_active=True).exclude(email="").first()


def _leaving(person: UUID, mails: Sequence[Mail]) -> str:
    """Return where these e-mails are stopped by one click; "" where the law has one of them told."""
    if any(mail.notice.wording.legal for mail in mails):
        return ""
    return leaving.address(person, sorted({mail.notice.wording.topic for mail in mails}))


def _text(letter: Letter, user: User) -> messages.TextVersion:
    """Return the published words of an e-mail in its reader's language; other words are another text."""
    language: Language = "en" if user.language.startswith("en") else "ko"
    sender = terms_of(settings.CITY_PACK).sender.text(language)
    subject, body = letter.subject.text(language), letter.body.text(language)
    said = f"{language}\x1f{sender}\x1f{subject}\x1f{body}"
    return messages.publish(
        key=uuid5(NAMESPACE_OID, f"notices:{sha256(said.encode()).hexdigest()}"),
        version=1,
        channel=messages.Channel.EMAIL,
        language=language,
        sender=sender,
        subject=subject,
        body=body,
    )
