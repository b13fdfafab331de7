"""What the channels tell: the relay of the phone, and the post of letters. Heard twice, or late, it changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from jiphyeon.contexts.e_notices.actions.going import OWNER, PAPER, go_on_soon, served
from jiphyeon.contexts.e_notices.enums import Way
from jiphyeon.contexts.e_notices.models import Notice, Sending
from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.casework.blocks import move_block
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.printing import api as printing
from jiphyeon.kernel import Words

BY_KIND = {
    "matched": "match",
    "not_member": "miss",
    "refused": "miss",
    "delivered": "deliver",
    "consented": "consent",
    "opened": "open",
    "closed_unread": "expire",
}
WHY = {
    "not_member": Words("중계자의 회원이 아닙니다.", "Not a member of the relay."),
    "refused": Words("전자고지를 받지 않기로 했습니다.", "Does not want notices by phone."),
}
OPENER = Actor(name="본인 확인한 수신자", is_machine=True, latin_name="the addressee, identified")


def civil_day(moment: datetime) -> date:
    """Return the civil day on which something happened: as far from today as it is from now."""
    return civil_today() - (timezone.localdate(now()) - timezone.localdate(moment))


@transaction.atomic
def relay_reported(owner_keys: Sequence[str], kinds: Sequence[str], at: Sequence[datetime]) -> None:
    """Move the notices that the relay tells of, a block for each kind, in the order in which a notice lives."""
    told: dict[str, dict[UUID, datetime]] = defaultdict(dict)
    for owner_key, kind, moment in zip(owner_keys, kinds, at, strict=True):
        told[kind].setdefault(UUID(owner_key), moment)
    for kind, deed in BY_KIND.items():
        if kind in told:
            why = WHY.get(kind)
            _move(told[kind], deed, comment=why.ko if why else "")


@transaction.atomic
def handed_over(keys: Sequence[UUID], owner_keys: Sequence[str], at: datetime) -> None:
    """Write down that the relay took messages; letters wait to be printed, and `posted` tells when they went."""
    phone, _paper = _sorted(owner_keys)
    by_notice = {
        UUID(owner): key for owner, key in zip(owner_keys, keys, strict=True) if owner[0] != PAPER[0]
    }
    if by_notice:
        _keep_messages(by_notice)
    _move(dict.fromkeys(phone, at), "dispatch", sent_at=at)


@transaction.atomic
def posted(owner_keys: Sequence[str], posted_on: date) -> None:
    """Write down that letters were taken to the post on a day."""
    _phone, paper = _sorted(owner_keys)
    _move(dict.fromkeys(paper, now()), "post", days=dict.fromkeys(paper, posted_on))


@transaction.atomic
def delivered(keys: Sequence[UUID], owner_keys: Sequence[str], at: datetime) -> None:
    """Write down that something arrived: on the phone, which serves nobody, or a letter, which does on the day it arrived."""
    keys, owner_keys = _without_past_letters(keys, owner_keys)
    phone, paper = _sorted(owner_keys)
    _move(dict.fromkeys(phone, at), "deliver")
    _move(dict.fromkeys(paper, at), "arrive", way=Way.PAPER, days=_days_of_the_post(keys, owner_keys))


def _without_past_letters(keys: Sequence[UUID], owner_keys: Sequence[str]) -> tuple[list[UUID], list[str]]:
    """Return what is told without the letters behind which another was sent: of those nothing follows any more."""
    last = printing.last_letters(OWNER, [one for one in owner_keys if one.startswith(PAPER)])
    told = [(key, one) for key, one in zip(keys, owner_keys, strict=True) if last.get(one, key) == key]
    return [key for key, _one in told], [one for _key, one in told]


def _days_of_the_post(keys: Sequence[UUID], owner_keys: Sequence[str]) -> dict[UUID, date]:
    """Return the day of which the post speaks, for the notices among these that went by letter."""
    letters = printing.letters_of(keys)
    return {
        UUID(owner.removeprefix(PAPER)): day
        for key, owner in zip(keys, owner_keys, strict=True)
        if key in letters and (day := letters[key].result_on) is not None
    }


@transaction.atomic
def failed(keys: Sequence[UUID], owner_keys: Sequence[str], reasons: Sequence[str], at: datetime) -> None:
    """Write down what could not be handed over, and letters that came back; whoever the relay cannot reach goes on paper."""
    missed: dict[str, dict[UUID, datetime]] = defaultdict(dict)
    why = dict(zip(keys, reasons, strict=True))
    keys, owner_keys = _without_past_letters(keys, owner_keys)
    for owner_key, reason in zip(owner_keys, map(why.__getitem__, keys), strict=True):
        missed[_deed_of(owner_key, reason)][UUID(owner_key.removeprefix(PAPER))] = at
    for deed, told in missed.items():
        if deed == "return":
            _move(told, deed, comment=_RETURNED.ko, days=_days_of_the_post(keys, owner_keys))
        else:
            _move(told, deed)


_RETURNED = Words("우체국이 반송을 알렸습니다.", "The post told that it came back.")


def _deed_of(owner_key: str, reason: str) -> str:
    if owner_key.startswith(PAPER):
        return "return"
    return "miss" if reason in _NOT_REACHED else "fail"


_NOT_REACHED = frozenset({"relay-not_member", "relay-refused", "relay-corporation"})


def _sorted(owner_keys: Iterable[str]) -> tuple[list[UUID], list[UUID]]:
    phone: list[UUID] = []
    paper: list[UUID] = []
    for one in owner_keys:
        (paper if one.startswith(PAPER) else phone).append(UUID(one.removeprefix(PAPER)))
    return phone, paper


def _move(
    told: Mapping[UUID, datetime],
    deed: str,
    *,
    comment: str = "",
    way: Way | None = None,
    sent_at: datetime | None = None,
    days: Mapping[UUID, date] | None = None,
    by: Actor = MACHINE,
    reader: UUID | None = None,
) -> None:
    """Move the notices told of, in groups of one day, sending and last day to answer: service sets these for each.

    `days`: on which day it was, of those for which that is not the day of the moment.
    """
    way = Way.PHONE if deed == "open" else way
    found = Notice.objects.filter(key__in=list(told), state__in=Notice.lifecycle.deed(deed).source)
    groups: dict[tuple[int, date, date | None], list[UUID]] = defaultdict(list)
    for key, sending, until in found.values_list("key", "sending_id", "respond_by"):
        on = (days or {}).get(key) or civil_day(told[key])
        groups[sending, on, until if way else None].append(key)
    sendings = Sending.objects.in_bulk({sending for sending, *_ in groups})
    for (sending, on, until), keys in groups.items():
        sets: dict[str, object] = {"sent_at": sent_at} if sent_at is not None else {}
        if way is not None:
            sets |= served(sendings[sending], way, on, until)
        if reader is not None:
            sets["reader"] = reader
        move_block(
            Notice.objects.filter(key__in=keys),
            deed,
            by=by,
            on=on,
            at={key: told[key] for key in keys},
            comment=comment,
            sets=sets,
            each={"opened_at": lambda row: told[row.key]} if way is Way.PHONE else None,
        )
    if deed in {"miss", "fail", "expire", "arrive", "open"}:
        for one in sendings.values():
            go_on_soon(one.key)


def _keep_messages(by_notice: Mapping[UUID, UUID]) -> None:
    """Keep under which message each notice went to the phone, so that it can be taken back there."""
    table = connection.ops.quote_name(Notice._meta.db_table)  # noqa: SLF001 -- Django's public name for it
    prepared = Notice._meta.get_field("message").get_db_prep_value  # noqa: SLF001 -- as above
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET message = %s WHERE key = %s",  # noqa: S608 -- the name of our own table
            [
                (prepared(message, connection), prepared(notice, connection))
                for notice, message in by_notice.items()
            ],
        )


@transaction.atomic
def opened(key: UUID, *, at: datetime, reader: UUID | None) -> None:
    """Write down that somebody who showed who they are opened their notice, and which account is theirs.

    The account is set with the deed, so that it stands in what the log commits to; who opens again changes nothing.
    """
    _move({key: at}, "open", by=OPENER, reader=reader)


@transaction.atomic
def paid(key: UUID, at: datetime) -> None:
    """Write down that the whole of what was owed for a notice was paid; heard twice, it is paid once."""
    _move({key: at}, "pay")
