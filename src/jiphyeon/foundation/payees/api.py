"""The front door of payees, for every room that pays: where a person is to be paid, or why they cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from jiphyeon.foundation.notices import api as notices
from jiphyeon.foundation.payees import queries
from jiphyeon.foundation.payees.demo import give_account, load_demo
from jiphyeon.foundation.payees.enums import AccountState
from jiphyeon.foundation.payees.models import signs_in_nowhere
from jiphyeon.foundation.payees.queries import Payee, payee
from jiphyeon.kernel import Refused, Words, refusal_of

__all__ = [
    "Destination",
    "Payee",
    "PayeeLine",
    "destination",
    "give_account",
    "line",
    "load_demo",
    "payable",
    "payee",
    "why_not",
]


@dataclass(frozen=True, slots=True)
class Destination:
    """An account that money can go to: its key, to be kept with the payment, and how pages name it."""

    key: UUID
    words: Words


def destination(person: UUID, on: date) -> Destination:
    """Return the account a payment to a person goes to.

    Refused, saying who has to act next, where they gave none, the bank has not answered yet, it knows none, or the name on it
    is another's and nobody has decided.
    """
    found = queries.current(person)
    if found is None:
        raise Refused(
            "payee_none",
            ko="받을 계좌가 없어 지급하지 못합니다. 본인이 계좌를 알려야 합니다.",
            en="It cannot be paid: there is no account. The person has to give one.",
        )
    if found.at is AccountState.CHECKING:
        raise Refused(
            "payee_unchecked",
            ko="은행이 아직 예금주를 확인해 주지 않아 지급하지 못합니다. 10분마다 다시 묻습니다.",
            en="It cannot be paid yet: the bank has not said whose account it is. It is asked every ten minutes.",
        )
    if found.at is AccountState.DIFFERS:
        raise Refused(
            "payee_differs",
            ko="예금주가 본인인지 확인되지 않아 지급하지 못합니다. 지급 담당이 정해야 합니다.",
            en="It cannot be paid: the holder is not known to be the person. An officer who pays has to decide.",
        )
    if found.at is AccountState.NOT_FOUND:
        raise Refused(
            "payee_not_found",
            ko="은행에 그런 계좌가 없어 지급하지 못합니다. 본인이 다른 계좌를 알려야 합니다.",
            en="It cannot be paid: the bank knows no such account. The person has to give another.",
        )
    return Destination(found.key, found.words(on))


def payable(person: UUID, *, about: str, on: date) -> Destination | None:
    """Return where a payment goes. None where it cannot go: who has to give an account is told so, once for each matter."""
    try:
        return destination(person, on)
    except Refused as no:
        if no.code in {"payee_none", "payee_not_found"}:
            _ask_for_account(person, about=about, on=on)
        return None


@dataclass(frozen=True, slots=True)
class PayeeLine:
    """One line on a page of a room that pays: the account as pages name it, where it stands, and why it cannot be paid to.

    `url` is where its owner gives or changes it, `counter_url` where an officer writes it down for somebody who cannot sign in.
    """

    payee: Payee | None
    why_not: Words | None
    url: str
    counter_url: str


def line(person: UUID, on: date) -> PayeeLine:
    """Return what `payees/line.html` and `payees/line_office.html` show of a person's account."""
    at_counter = signs_in_nowhere(person)
    return PayeeLine(
        payee(person, on),
        why_not(person, on),
        reverse("payees:mine"),
        reverse("payees:counter", args=[person]) if at_counter else "",
    )


def why_not(person: UUID, on: date) -> Words | None:
    """Return why money cannot go to a person now and who has to act, or None where it can."""
    no = refusal_of(lambda: destination(person, on))
    return Words(no.text("ko"), no.text("en")) if no is not None else None


def _ask_for_account(person: UUID, *, about: str, on: date) -> None:
    notices.send(
        to=person,
        template="payee-needed",
        values={},
        about=about,
        dedupe=f"payees:needed:{about}",
        on=on,
        link=reverse("payees:mine"),
    )
