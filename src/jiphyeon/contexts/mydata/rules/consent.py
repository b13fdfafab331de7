"""What a consent allows on a day."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from jiphyeon.contexts.mydata.enums import AnswerState, ConsentState
from jiphyeon.kernel import Refused

ONCE_DAYS = 30  # a consent for one fetch is used within this time or not at all
LONGEST_REGULAR = timedelta(days=366)


def last_day(*, on: date, regular_until: date | None, needed_until: date | None = None) -> date:
    """Return the day a consent ends: one for a single fetch not before whatever it is needed for is answered.

    Refused: a regular consent that ends in the past or runs longer than a year.
    """
    if regular_until is None:
        return max(on + timedelta(days=ONCE_DAYS), needed_until or on)
    if not on <= regular_until <= on + LONGEST_REGULAR:
        raise Refused(
            "consent_period",
            ko="정기 동의는 오늘부터 1년 안에서 끝나야 합니다: {last}",
            en="A regular consent ends within a year from today, not on {last}.",
            last=regular_until,
        )
    return regular_until


def may_fetch(state: ConsentState, *, last: date, on: date) -> None:
    """Refuse unless a consent allows fetching today."""
    if state == ConsentState.WITHDRAWN:
        raise Refused(
            "consent_withdrawn",
            ko="동의를 거두셨습니다. 다시 동의하시면 이어서 할 수 있습니다.",
            en="You withdrew this consent. Consent anew to go on.",
        )
    if state in {ConsentState.CLOSED, ConsentState.REFUSED}:
        raise Refused(
            "consent_over",
            ko="이 동의는 끝났습니다. 신청 화면에서 다시 시작해 주세요.",
            en="This consent is over. Please begin again from your application.",
        )
    if on > last:
        raise Refused(
            "consent_expired",
            ko="동의 기간이 {last}에 끝났습니다. 신청 화면에서 다시 동의해 주세요.",
            en="This consent ended on {last}. Please consent again from your application.",
            last=last,
        )


def challenge(verifier: str) -> str:
    """Return the S256 challenge of a code verifier (RFC 7636, 4.2).

    >>> challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
    """
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def granted_scope(given: str, *, asked: Sequence[str]) -> list[str]:
    """Return the items a token opens, in the order asked. Refused: a token that opens more than was asked."""
    words = set(given.split())
    if not words <= set(asked):
        raise Refused(
            "scope_widened",
            ko="동의하신 것보다 넓은 권한이 와서 받지 않았습니다.",
            en="The permission that came is wider than what you agreed to, so it was not used.",
        )
    return [code for code in asked if code in words]


def state_on(state: AnswerState, valid_until: date | None, on: date) -> AnswerState:
    """Return how an answer counts on a day: past its last day it says nothing any more."""
    if state == AnswerState.ANSWERED and valid_until is not None and on > valid_until:
        return AnswerState.EXPIRED
    return state
