"""What an address of each channel looks like, and the form in which it is kept and looked up."""

from __future__ import annotations

import re
from collections.abc import Callable

from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.kernel import Refused

# One address of RFC 5321, without quoting: no sign in it can end a header or an address.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}|0[0-9]{8,10}")
_BETWEEN = str.maketrans("", "", " -().")
_OPAQUE = re.compile(r"[!-~]{1,200}")
_POSTCODE = re.compile(r"[0-9]{5}")
# Another country's: a postcode with a letter in it (SW1A 1AA, 1012 AB), or the country's name in Latin letters.
_ABROAD = re.compile(r"(?=[^A-Z]*[A-Z])[A-Z0-9][A-Z0-9 .'-]{1,38}[A-Z0-9.]")
MOST_LINES = 7


def _email(written: str) -> str:
    if len(written) > 254 or not _EMAIL.fullmatch(written):
        raise Refused(
            "no_email_address",
            ko="전자우편 주소가 아닙니다. name@example.com 꼴로 적어 주세요.",
            en="This is no e-mail address; write it like name@example.com.",
        )
    return written


def _text(written: str) -> str:
    number = written.translate(_BETWEEN)
    if not _NUMBER.fullmatch(number):
        raise Refused(
            "no_phone_number",
            ko="전화번호가 아닙니다. 010-1234-5678처럼, 다른 나라 번호는 +44…처럼 적어 주세요.",
            en="This is no phone number; write it like 010-1234-5678, or +44… for another country.",
        )
    return number


def _relay(written: str) -> str:
    if not _OPAQUE.fullmatch(written):
        raise Refused(
            "no_relay_address",
            ko="중계자가 아는 이용자 값이 아닙니다.",
            en="This is no address that a relay knows.",
        )
    return written


def _paper(written: str) -> str:
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    last = lines[-1] if lines else ""
    if not 3 <= len(lines) <= MOST_LINES or not (_POSTCODE.fullmatch(last) or _ABROAD.fullmatch(last)):
        raise Refused(
            "no_postal_address",
            ko="우편 주소가 아닙니다. 이름, 주소를 한 줄씩, 마지막 줄에 다섯 자리 우편번호를 적어 주세요. 다른 나라이면 마지막 줄에 나라 이름을 영어 대문자로 적습니다. 모두 {most}줄까지입니다.",
            en="This is no postal address: name, address lines, and last a postcode of five digits or another country’s name in capitals, {most} lines at most.",
            most=MOST_LINES,
        )
    return "\n".join(lines)


KEPT: dict[Channel, Callable[[str], str]] = {
    Channel.EMAIL: _email,
    Channel.TEXT: _text,
    Channel.RELAY: _relay,
    Channel.PAPER: _paper,
}
"""How each channel's address is kept. Refused where it is none."""


def compared(channel: Channel, kept: str) -> str:
    """Return the form by which two addresses are the same."""
    return f"{channel}:{kept.lower()}"
