"""An account for whoever is to be paid in a test: given by its owner, found by a bank that always agrees."""

from datetime import UTC, date, datetime

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Citizen

AT = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)


class AgreeingBank:
    def __init__(self, name):
        self.name = name

    def holder_of(self, bank, number, *, born, at):  # noqa: ARG002 -- the shape of Names
        return self.name


def has_account(user, *, on=date(2024, 1, 2), name=None):
    """Let a citizen give an account that can be paid to (`name`: another holder's, which an officer has to look at)."""
    from jiphyeon.foundation.payees import actions, queries

    bank = queries.terms().banks_on(on)[0]
    return actions.give_and_check(
        person=user.key,
        bank=bank.code,
        number=f"9{user.pk:0{bank.most - 1}d}",
        by=actor_of(user, on=on),
        on=on,
        at=AT,
        salt="0" * 32,
        names=AgreeingBank(name or Citizen.objects.get(user=user).legal_name),
    )
