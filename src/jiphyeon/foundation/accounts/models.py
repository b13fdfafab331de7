"""People. A user signs in; a citizen, an appointment and a membership say as whom."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from jiphyeon.foundation.organisation.models import Body, Post
from jiphyeon.foundation.secrets.fields import EncryptedDate, EncryptedText


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
    email = models.EmailField(blank=True)
    display_name = models.CharField(max_length=100, blank=True)
    latin_name = models.CharField(max_length=100, blank=True)
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
    """What the city needs to know of a person to serve them; every field sealed. `ci_hash` finds them by linking information."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="citizen")
    legal_name = EncryptedText()
    birth_date = EncryptedDate()
    phone = EncryptedText(null=True, blank=True)
    address = EncryptedText(null=True, blank=True)
    town_code = models.CharField(max_length=10, blank=True)
    ci_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)


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
