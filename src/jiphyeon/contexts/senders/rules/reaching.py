"""Whom a key reaches: everybody, the service's guests, or nobody."""

from __future__ import annotations

from collections.abc import Collection

from jiphyeon.contexts.senders.enums import KeyKind, Stage, Type
from jiphyeon.contexts.senders.rules.answers import Rejected, bad, invalid
from jiphyeon.contexts.senders.rules.phones import is_abroad, plain_number
from jiphyeon.foundation.messages.addresses import KEPT
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.kernel import Refused

CHANNELS = {Type.SMS: Channel.TEXT, Type.EMAIL: Channel.EMAIL, Type.LETTER: Channel.PAPER}


def address(type_: Type, written: str, *, abroad: bool) -> str:
    """Return an address as it is kept. Rejected: it is none, or another country's where the service does not send abroad."""
    if type_ is Type.SMS:
        number = plain_number(written)
        if number is None:
            raise invalid("phone_number is not a mobile number")
        if is_abroad(number) and not abroad:
            raise bad("Cannot send to international mobile numbers")
        return number
    try:
        kept = KEPT[CHANNELS[type_]](written.strip() if type_ is Type.EMAIL else written)
    except Refused:
        if type_ is Type.EMAIL:
            raise invalid("email_address Not a valid email address") from None
        raise invalid("Must be a real address, its postcode in the last line") from None
    if type_ is Type.LETTER and not abroad and not kept.rpartition("\n")[2].isdigit():
        raise bad("Cannot send letters to other countries")
    return kept


def require_reached(type_: Type, to: str, *, kind: KeyKind, stage: Stage, guests: Collection[str]) -> None:
    """Let pass whom this key may reach. Rejected otherwise."""
    if kind is KeyKind.TEST:
        return
    if type_ is Type.LETTER:
        if kind is KeyKind.TEAM:
            raise Rejected(403, [("BadRequestError", "Cannot send letters with a team api key")])
        if stage is Stage.TRIAL:
            raise Rejected(403, [("BadRequestError", "Cannot send letters when service is in trial mode")])
        return
    if to.lower() in guests:
        return
    if kind is KeyKind.TEAM:
        raise bad("Can’t send to this recipient using a team-only API key")
    if stage is Stage.TRIAL:
        raise bad("Can’t send to this recipient when service is in trial mode")
