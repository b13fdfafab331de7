"""An account that a person is paid to; each one they ever gave is a row of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.accounts.roles import at_the_counter
from jiphyeon.foundation.casework.lifecycle import Deed as LifecycleDeed
from jiphyeon.foundation.casework.models import CaseRow, number_constraint, state_constraint
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.foundation.payees.enums import CURRENT, AccountState, Deed, Finding
from jiphyeon.foundation.payees.lifecycle import ACCOUNT
from jiphyeon.foundation.payees.terms import masked, terms_of
from jiphyeon.foundation.secrets.fields import EncryptedText, PersonName
from jiphyeon.kernel import Words, choices


class PayeeAccount(CaseRow):
    """One account of one person. `holder` is the name on it as the bank says; `salt` goes with the number when it is destroyed.

    `checked_on` is the day the bank answered last, None before.
    """

    lifecycle = ACCOUNT

    bank = EncryptedText()
    account = EncryptedText()
    holder = PersonName(default="")
    salt = EncryptedText()
    finding = EnumField(Finding, max_length=12, choices=choices(Finding), default=Finding.NOT_YET)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            state_constraint(ACCOUNT),
            number_constraint(ACCOUNT),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=CURRENT), name="a_person_means_one_account_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_on", "number"], name="payees_by_state")]

    @property
    def at(self) -> AccountState:
        """Return where it stands as its word."""
        return AccountState(self.state)

    @property
    def owner(self) -> Citizen | None:
        """Return what the city knows of its owner."""
        return Citizen.objects.filter(user__key=self.person).first() if self.person is not None else None

    def words(self, day: date) -> Words:
        """Return how pages name it: bank and last digits."""
        return masked(terms_of(settings.CITY_PACK).bank(self.bank, day), self.account)

    def person_url(self) -> str:
        """Return where its owner reads it."""
        return reverse("payees:mine_account", kwargs={"key": self.key})

    def notice_values(self) -> Mapping[str, str | int]:
        """Return what every notice about it says."""
        called = self.words(self.opened_on)
        return {"account_ko": called.ko, "account_en": called.en}

    def standing_facts(self) -> Mapping[str, object]:
        """Return which account it is, as a hash that says nothing once the salt is gone, and what the bank said of it."""
        contents = [self.salt, self.bank, self.account, self.holder]
        return {
            "account": digest_of({"account": contents}) if self.account else "",
            "finding": str(self.finding),
            "checked_on": self.checked_on,
        }

    def also_may(self, deed: LifecycleDeed, by: Actor) -> bool:
        """Return whether an officer at the counter may write it down: for a person who has never signed in and cannot."""
        theirs = {Deed.GIVE, Deed.REPLACE, Deed.REMOVE}
        return (
            deed.code in theirs
            and bool(by.roles & at_the_counter())
            and self.person is not None
            and signs_in_nowhere(self.person)
        )


def signs_in_nowhere(person: UUID) -> bool:
    """Return whether somebody was registered at the counter and has no way to sign in: they speak through the counter.

    Nobody who holds, held or will hold a post is: officers sign in.
    """
    user = User.objects.filter(key=person, appointments__isnull=True).first()
    return (
        user is not None and not user.is_demo and user.last_login is None and not user.has_usable_password()
    )
