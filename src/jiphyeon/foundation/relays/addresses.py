"""Whom a document goes to: what a register knows a person by, never a resident number; or a corporation, which no relay has."""

from __future__ import annotations

import re

from jiphyeon.foundation.secrets.resident_numbers import Certainty, certainty
from jiphyeon.kernel import Refused

PERSON, CORPORATION = "person:", "corporation:"
_SIGNS = re.compile(r"[!-~]{1,150}")


def person(identity: str) -> str:
    """Return the address of a person by what a register knows them by. Refused: a resident number, other signs than ASCII."""
    return PERSON + _kept(identity)


def corporation(number: str) -> str:
    """Return the address of a corporation, by its number."""
    return CORPORATION + _kept(number)


def _kept(given: str) -> str:
    if not _SIGNS.fullmatch(given):
        raise Refused(
            "no_relay_identity",
            ko="중계로 보낼 사람의 식별값이 아닙니다. 영문자와 숫자로 150자까지 적어 주세요.",
            en="This is no identity for a relay: letters and digits, 150 at most.",
        )
    if certainty(given) is Certainty.IS:
        raise Refused(
            "resident_number",
            ko="주민등록번호로는 보내지 않습니다. 대장이 쓰는 식별값을 적어 주세요.",
            en="A resident number is never used here; give the value the register knows the person by.",
        )
    return given
