"""What pages and other rooms read of accounts: never the whole number, but for whoever pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework.lifecycle import Reader, Tone
from jiphyeon.foundation.payees.enums import CURRENT, AccountState
from jiphyeon.foundation.payees.lifecycle import ACCOUNT
from jiphyeon.foundation.payees.models import PayeeAccount
from jiphyeon.foundation.payees.terms import Terms, masked, terms_of
from jiphyeon.kernel import Words


@dataclass(frozen=True, slots=True)
class Payee:
    """The account a person means: its key, how pages name it, where it stands, and whether it can be paid to."""

    key: UUID
    words: Words
    state: Words
    tone: Tone
    can_be_paid: bool


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A line of the payers' list."""

    key: UUID
    number: str
    owner: str
    account: Words
    state: str
    finding: Words
    given_on: date
    officer: str


@dataclass(frozen=True, slots=True)
class WholeAccount:
    """An account as whoever pays reads it: bank, the whole number, the name on it, and the owner it is held against.

    Both names as they are written, since one is held against the other; `latin` is how the owner writes theirs in Latin letters.
    """

    bank: Words
    number: str
    holder: str
    owner: str
    latin: str
    vouched: bool
    finding: Words


def load_city(pack: Path) -> None:
    """Read a pack's accounts, so that a mistake in them is named when the city is loaded."""
    terms_of(pack)


def terms() -> Terms:
    """Return the city's banks and rules."""
    return terms_of(settings.CITY_PACK)


def current(person: UUID) -> PayeeAccount | None:
    """Return the account a person means, wherever it stands; None where they gave none."""
    return PayeeAccount.objects.filter(person=person, state__in=CURRENT).first()


def given_by(person: UUID) -> list[str]:
    """Return what the trail calls the accounts a person ever gave."""
    return [
        f"{ACCOUNT.name}:{key}"
        for key in PayeeAccount.objects.filter(person=person).values_list("key", flat=True)
    ]


def payee(person: UUID, on: date) -> Payee | None:
    """Return the account a person means in plain values; None where they gave none."""
    found = current(person)
    if found is None:
        return None
    state = ACCOUNT.state(found.state)
    return Payee(
        found.key,
        found.words(on),
        state.names.to(Reader.PERSON),
        state.tone,
        found.at is AccountState.CONFIRMED,
    )


def rows(found: Sequence[PayeeAccount], today: date, language: str) -> list[AccountRow]:
    """Return lines of the payers' list, in a fixed number of queries."""
    banks = terms()
    people = {one.person for one in found} | {one.assigned_to for one in found}
    names = names_of([one for one in people if one is not None], language)
    return [
        AccountRow(
            one.key,
            one.number or "",
            names.get(one.person, "") if one.person else "",
            masked(banks.bank(one.bank, today), one.account),
            one.state,
            one.finding.words,
            one.opened_on,
            names.get(one.assigned_to, "") if one.assigned_to else "",
        )
        for one in found
    ]


def whole(row: PayeeAccount, today: date) -> WholeAccount:
    """Return an account with its whole number: the caller has seen to it that the reader pays, and that the look is noted."""
    citizen = row.owner
    bank = terms().bank(row.bank, today)
    return WholeAccount(
        bank.words if bank is not None else Words("", ""),
        row.account,
        row.holder,
        (citizen.legal_name if citizen is not None else None) or "",
        citizen.user.latin_name if citizen is not None else "",
        citizen is not None and citizen.is_assured,
        row.finding.words,
    )
