"""People. A user signs in; a citizen, an appointment and a membership say as whom."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.organisation.models import Body, Post
from jiphyeon.foundation.secrets.fields import EncryptedAddress, EncryptedDate, EncryptedText, PersonName


class UserManager(BaseUserManager["User"]):
    """Makes users; allauth asks for `create_user`."""

    def create_user(
        self, username: str, email: str = "", password: str | None = None, **more: object
    ) -> User:
        """Make a user who can sign in; without a password only by passkey or an outside identity."""
        user = self.model(username=username, email=self.normalize_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who can sign in. `key` is the only name other rooms keep."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = EncryptedAddress(blank=True, default="")
    display_name = PersonName(blank=True, default="")
    latin_name = PersonName(blank=True, default="")  # as they write it themselves; "" is not known
    language = models.CharField(max_length=5, default="ko")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def called(self, language: str) -> str:
        """Return the name in the reader's letters: in English the romanised one, where it is known."""
        return (self.latin_name if language.startswith("en") else "") or str(self)

    def get_full_name(self) -> str:
        """Return the name shown on pages."""
        return str(self)


class Citizen(models.Model):
    """What the city knows of a person to serve them, sealed; None is not known, which is never guessed.

    `assurance` says who vouches for name and birth date, `assured_by` and `assured_on` which provider or officer, when.
    `ci_hash` finds them by linking information, `likeness` by name and birth date together, the marks few of a
    name in either script, a birth date, a telephone number: see `finding`.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="citizen")
    legal_name = PersonName(null=True, blank=True)
    birth_date = EncryptedDate(null=True, blank=True)
    phone = EncryptedText(null=True, blank=True)
    address = EncryptedText(null=True, blank=True)
    town_code = EncryptedText(blank=True, default="")
    ci_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    likeness = models.CharField(max_length=64, blank=True, db_index=True)
    name_mark = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    latin_mark = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    birth_mark = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    telephone_mark = models.PositiveSmallIntegerField(null=True, blank=True, db_index=True)
    assurance = EnumField(Assurance, max_length=10, default=Assurance.STATED)
    assured_by = EncryptedText(blank=True, default="")
    assured_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(assurance=Assurance.STATED) | Q(assured_on__isnull=False),
                name="whoever_is_vouched_for_was_so_on_a_day",
            ),
        ]

    @property
    def is_assured(self) -> bool:
        """Return whether somebody else than the person says that name and birth date are theirs."""
        return bool(self.assurance != Assurance.STATED)


class SignInTries(models.Model):
    """How often signing in failed in a row for an account, an account on a known device, or a network; kept as a hash."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    wait_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="sign_in_tries_by_age")]


class Remembered(models.Model):
    """Rows of Django's cache in the database: limits hold for all web processes together, and outlive them."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_remembered"


class Appointment(models.Model):
    """An officer holds a post with roles for a period. Both days included; an open end means still held."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    roles = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(last__gte=F("first")),
                name="an_appointment_ends_after_it_begins",
            ),
        ]

    def held_on(self, day: date) -> bool:
        """Return whether the post is held on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


class Membership(models.Model):
    """A user speaks for an outside body."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    duty = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "body"], name="one_membership_per_body")]
