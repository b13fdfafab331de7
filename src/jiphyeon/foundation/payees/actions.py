"""An account is given by its owner, checked at the bank, decided by a person where the names differ, and destroyed in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from jiphyeon.foundation.accounts.actors import MACHINE, Actor
from jiphyeon.foundation.accounts.finding import plain_name
from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.casework.moving import hold, move
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.payees import queries
from jiphyeon.foundation.payees.bank import Names, NobodyAnswers
from jiphyeon.foundation.payees.enums import CURRENT, AccountState, Deed, Finding
from jiphyeon.foundation.payees.models import PayeeAccount
from jiphyeon.foundation.payees.terms import digits_of
from jiphyeon.kernel import Refused


@transaction.atomic
def give(*, person: UUID, bank: str, number: str, by: Actor, on: date, salt: str) -> UUID:
    """Write down where a person wants to be paid, in place of the account they meant before, and return its key.

    The same account once more is the same row. An officer's deed stands in the person's trail. `salt`: thirty-two random hexadecimal digits. Refused for a bank that is
    not there on the day, for a number that cannot be one of the bank's, beyond the day's limit, and for somebody else than the
    owner: an officer writes down only for a person who comes to the counter and cannot sign in.
    """
    known = queries.terms().bank(bank, on)
    if known is None or not known.known_on(on):
        raise Refused("no_such_bank", ko="목록에 있는 은행을 골라 주세요.", en="Choose a bank from the list.")
    digits = digits_of(number, known)
    before = PayeeAccount.objects.select_for_update().filter(person=person, state__in=CURRENT).first()
    if before is not None and (before.bank, before.account) == (bank, digits):
        return before.key
    _require_less_than_the_limit(person, by=by, on=on)
    wanted = PayeeAccount(person=person, bank=bank, account=digits, salt=salt, opened_on=on)
    if before is not None:
        move(before, Deed.REPLACE, by=by, on=on)
    facts = {"before": str(before.key) if before is not None else ""}
    try:
        with transaction.atomic():
            given = move(wanted, Deed.GIVE, by=by, on=on, facts=facts).row
    except IntegrityError:  # the other tab was quicker
        raise Refused(
            "account_just_given",
            ko="방금 다른 화면에서 계좌를 알려 주셨습니다. 새로 고쳐 확인해 주세요.",
            en="An account was given from another page a moment ago. Reload and look.",
        ) from None
    if by.user != person:
        note(by=by, verb=f"payees.{Deed.GIVE}", about=given.about, person=person, reason="지급")
    return given.key


def _require_less_than_the_limit(person: UUID, *, by: Actor, on: date) -> None:
    """Refuse whoever gave a person's accounts, or had the bank asked about them, as often as a day allows."""
    most = queries.terms().most_a_day(on)
    theirs = list(PayeeAccount.objects.filter(person=person).values_list("key", flat=True))
    deeds = HistoryLine.objects.filter(
        lifecycle=PayeeAccount.lifecycle.name,
        case__in=theirs,
        deed__in=[Deed.GIVE, Deed.ASK_AGAIN],
        on=on,
        by=by.user,
    )
    if deeds.count() >= most:
        raise Refused(
            "accounts_too_often",
            ko="계좌를 알리거나 은행에 다시 묻는 것은 하루에 {most}번까지입니다. {day}부터 다시 하실 수 있습니다.",
            en="Accounts can be given and checked {most} times a day at most. Come again from {day} on.",
            most=most,
            day=on + timedelta(days=1),
        )


def give_and_check(
    *, person: UUID, bank: str, number: str, by: Actor, on: date, at: datetime, salt: str, names: Names | None
) -> AccountState:
    """Take an account in and ask the bank at once; where nobody answers it is asked again by itself. Refused like `give`.

    The same account once more asks nobody: what waits for an answer is asked by itself.
    """
    before = PayeeAccount.objects.filter(person=person, state__in=CURRENT).first()
    key = give(person=person, bank=bank, number=number, by=by, on=on, salt=salt)
    if before is not None and before.key == key:
        return before.at
    return check(key=key, on=on, at=at, names=names)


@transaction.atomic
def ask_again(*, key: UUID, seen: int, by: Actor, on: date) -> None:
    """Have the bank asked once more, after it knew no such account or told another name; `check` then asks it.

    Refused beyond the day's limit.
    """
    row = hold(PayeeAccount, key, Deed.ASK_AGAIN, by=by, seen=seen)
    if row.person is not None:
        _require_less_than_the_limit(row.person, by=by, on=on)
    row.finding, row.holder = Finding.NOT_YET, ""
    move(row, Deed.ASK_AGAIN, by=by, on=on)


@transaction.atomic
def refuse(*, key: UUID, reason: str, seen: int, by: Actor, on: date) -> None:
    """Decide that an account cannot be paid to, for a reason its owner reads. Refused without one, and for whoever gave it."""
    row = hold(PayeeAccount, key, Deed.REFUSE, by=by, seen=seen)
    tell = {"payee-refused": {"reason": reason.strip()}}
    move(row, Deed.REFUSE, by=by, on=on, comment=reason, tell=tell)


def check(*, key: UUID, on: date, at: datetime, names: Names | None) -> AccountState:
    """Ask the bank whose account it is and write down what it said; where nobody answers, nothing changes.

    No transaction is open while the bank is asked. An account that waits for no check is left as it stands.
    """
    return write_down(key=key, answer=ask_bank(key=key, at=at, names=names), on=on)


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """What was found when the bank was asked, and the name it told."""

    finding: Finding
    holder: str = ""


def ask_bank(*, key: UUID, at: datetime, names: Names | None) -> BankAnswer:
    """Ask whose account it is. Nothing is asked where nobody vouched for the owner: there would be nothing to compare."""
    row = PayeeAccount.objects.get(key=key)
    citizen = row.owner
    if row.at is not AccountState.CHECKING:
        return BankAnswer(Finding.NOT_YET)
    if citizen is None or not citizen.is_assured or citizen.birth_date is None or not citizen.legal_name:
        return BankAnswer(Finding.UNVOUCHED)
    if names is None:
        return BankAnswer(Finding.NOT_YET)
    try:
        holder = names.holder_of(row.bank, row.account, born=citizen.birth_date, at=at)
    except NobodyAnswers:
        return BankAnswer(Finding.NOT_YET)
    if holder is None:
        return BankAnswer(Finding.NONE)
    same = plain_name(holder) == plain_name(citizen.legal_name)
    return BankAnswer(Finding.SAME if same else Finding.DIFFERENT, holder[:100])


_LEADS_TO = {Finding.SAME: Deed.CONFIRM, Finding.NONE: Deed.MISS}


@transaction.atomic
def write_down(*, key: UUID, answer: BankAnswer, on: date) -> AccountState:
    """Write down what the bank said, and return where the account stands. Nothing where somebody was quicker."""
    row = PayeeAccount.objects.select_for_update().get(key=key)
    if row.at is not AccountState.CHECKING or answer.finding is Finding.NOT_YET:
        return row.at
    row.finding, row.holder, row.checked_on = answer.finding, answer.holder, on
    deed = _LEADS_TO.get(answer.finding, Deed.DOUBT)
    facts = {"finding": str(answer.finding)} if deed is Deed.DOUBT else {}
    return move(row, deed, by=MACHINE, on=on, facts=facts).row.at


@transaction.atomic
def purge(*, key: UUID, on: date, until: Callable[[PayeeAccount], date | None]) -> bool:
    """Destroy a number whose time to be kept is over, and return whether it was. `until` says till when a row is kept."""
    row = PayeeAccount.objects.select_for_update().get(key=key)
    last = until(row)
    if row.at is AccountState.PURGED or last is None or last >= on:
        return False
    row.bank = row.account = row.holder = row.salt = ""
    move(row, Deed.PURGE, by=MACHINE, on=on)
    return True
