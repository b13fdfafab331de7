"""A paying office: two citizens whose accounts the simulated bank knows, an officer who pays, one at the counter, an auditor."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.accounts.roles import AUDITOR
from jiphyeon.foundation.payees.bank import NobodyAnswers
from jiphyeon.foundation.payees.roles import PAYER

TODAY = date(2024, 3, 4)
AT = datetime(2024, 3, 4, 1, 0, tzinfo=UTC)
HERS = ("004", "90010200030004")  # what demo/accounts.yaml says is 김하나's
OTHER = ("090", "9333011234567")  # hers too
SALT = "5" * 32


@dataclass
class Bank:
    """Whoever knows names: by bank and number; silent on demand."""

    names: dict[tuple[str, str], str] = field(default_factory=dict)
    silent: bool = False
    asked: list[tuple[str, str, date]] = field(default_factory=list)

    def holder_of(self, bank, number, *, born, at):  # noqa: ARG002 -- the shape of Names
        self.asked.append((bank, number, born))
        if self.silent:
            raise NobodyAnswers("closed")
        return self.names.get((bank, number))


def citizen(username, name="김하나", *, born=date(1996, 8, 15), assurance=Assurance.PROVIDER, phrase=True):
    user = User.objects.create_user(username=username, email=f"{username}@example.invalid")
    user.set_password("a phrase") if phrase else user.set_unusable_password()
    user.save()
    make_citizen(user, Identity(name, born, assurance=assurance, assured_by="a test"), on=TODAY)
    return user


def officer(name, *roles):
    return Actor(user=uuid4(), name=name, roles=frozenset(roles), unit="u", post="p")


@dataclass
class Till:
    hana: User
    dain: Actor
    seoyeon: Actor
    garam: Actor
    bank: Bank

    def gives(self, user=None, account=HERS, *, by=None, on=TODAY):
        from jiphyeon.foundation.payees import actions
        from jiphyeon.foundation.payees.models import PayeeAccount

        user = user or self.hana
        actions.give_and_check(
            person=user.key,
            bank=account[0],
            number=account[1],
            by=by or actor_of(user, on=on),
            on=on,
            at=AT,
            salt=SALT,
            names=self.bank,
        )
        return PayeeAccount.objects.filter(person=user.key).latest("pk")


@pytest.fixture
def till(db, settings):
    from jiphyeon.foundation.notices import api as notices

    settings.DEMO = False
    notices.load_city(settings.CITY_PACK)
    bank = Bank({HERS: "김하나", OTHER: "김 하나"})
    return Till(
        citizen("hana"),
        officer("송다인", PAYER),
        officer("박서연", CASE_OFFICER),
        officer("문가람", AUDITOR),
        bank,
    )
