"""The demo's accounts: the cast's from the pack, and one for each invented applicant. No bank is asked while a city is filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.payees import actions, queries
from jiphyeon.foundation.payees.enums import AccountState
from jiphyeon.kernel import source


@dataclass(frozen=True, slots=True)
class _KnownHolder:
    """Answers for the bank what the demo says of an account."""

    holder: str

    def holder_of(self, bank: str, number: str, *, born: date, at: datetime) -> str | None:
        """Return the name that the demo says."""
        del bank, number, born, at
        return self.holder


def load_demo(pack: Path, today: date) -> None:
    """Give the cast the accounts that `demo/accounts.yaml` says are theirs."""
    _require_demo()
    file = pack / "demo" / "accounts.yaml"
    if not file.exists():
        return
    for entry in source.read(file, file.name).listed("accounts", "the accounts"):
        if "owner" in entry:
            owner = User.objects.get(username=entry.text("owner", "an account"))
            bank, number = entry.text("bank", "an account"), entry.text("number", "an account")
            _give(owner, bank, number, entry.text("holder", "an account"), today)


def give_account(person: UUID, on: date) -> AccountState:
    """Give an invented person an account in their own name, the same one each time."""
    _require_demo()
    owner = User.objects.get(key=person)
    banks = queries.terms().banks_on(on)
    drawn = int.from_bytes(sha256(f"{owner.username}:account".encode()).digest()[:8])
    bank = banks[drawn % len(banks)]
    number = f"9{drawn % 10 ** (bank.most - 1):0{bank.most - 1}d}"
    name = Citizen.objects.values_list("legal_name", flat=True).get(user=owner)
    return _give(owner, bank.code, number, name or "", on)


def _give(owner: User, bank: str, number: str, holder: str, on: date) -> AccountState:
    return actions.give_and_check(
        person=owner.key,
        bank=bank,
        number=number,
        by=actor_of(owner, on=on),
        on=on,
        at=now(),
        salt=sha256(f"{owner.username}:{number}".encode()).hexdigest()[:32],
        names=_KnownHolder(holder),
    )


def _require_demo() -> None:
    if not settings.DEMO:
        raise RuntimeError("Invented accounts exist in demo mode only.")
