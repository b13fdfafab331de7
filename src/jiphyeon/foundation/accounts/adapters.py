"""How allauth fits the house: who may sign up, how often signing in may fail, what a new account is to the city."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email, filter_users_by_username
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.foundation.accounts import devices, limits
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.registering import welcome
from jiphyeon.foundation.accounts.usernames import new_username
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.secrets.keys import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """Citizens may sign up; in demo mode nobody does, the named demo people are all there is."""

    _counted: tuple[limits.Counter, ...] = ()

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return not settings.DEMO

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 -- allauth's signature
        """Return a new account's name; `shallow` is allauth's word for: nobody typed it."""
        name = username if shallow else new_username(username)
        return str(super().clean_username(name, shallow=shallow))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the pass phrase is looked at; refuse it where one has to wait."""
        name = _account_named(credentials.get("email") or credentials.get("username") or "")
        mark = devices.mark_of(request, name)
        counters = (
            (limits.device(name, mark),)
            if mark
            else (limits.account(name), limits.network(address_of(request)))
        )
        wait = limits.take(counters, at=now())
        if wait > timedelta(0):
            raise ValidationError(_waiting(wait), code="too_many_login_attempts")
        self._counted = counters

    def _rollback_login_failed_rl_usage(self) -> None:
        """Allauth's name for: the pass phrase was right."""
        limits.give_back(self._counted, at=now())

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Allauth's name for: a new pass phrase was chosen by mail."""
        del request
        limits.forgive(limits.account(_account_named(credentials.get("email", ""))))

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """Let the device be known, and the person a citizen, whichever way they came in."""
        response: HttpResponse = super().post_login(request, user, **more)
        if isinstance(user, User):
            welcome(user, on=civil_today())
            devices.remember(request, response, str(user.key))
        return response


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """Seals what authenticator apps and recovery codes rest on."""

    def encrypt(self, text: str) -> str:
        return encrypt(text, purpose="mfa", lasting=True)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, purpose="mfa")


def _account_named(login: str) -> str:
    """Return what failures of a log-in name are counted under: one account by whichever of its names, or the name itself."""
    found = filter_users_by_username(login).first() if login else None
    if found is None and "@" in login:
        found = next(iter(filter_users_by_email(login, prefer_verified=True, for_login=True)), None)
    return str(found.key) if isinstance(found, User) else f"nobody:{login}"


def _waiting(wait: timedelta) -> str:
    seconds = -(-int(wait.total_seconds() * 1000) // 1000)
    why = _("비밀번호가 여러 번 틀려 잠시 기다려야 합니다.")
    if seconds <= 90:
        then = ngettext("{count}초 뒤에 다시 해 주세요.", "{count}초 뒤에 다시 해 주세요.", seconds).format(
            count=seconds
        )
    else:
        minutes = -(-seconds // 60)
        then = ngettext("{count}분 뒤에 다시 해 주세요.", "{count}분 뒤에 다시 해 주세요.", minutes).format(
            count=minutes
        )
    return f"{why} {then} {_('비밀번호를 잊으셨다면 메일로 다시 정하실 수 있습니다.')}"


def address_of(request: HttpRequest) -> str:
    """Return the reader's own network address, also behind a proxy: what limits are counted by. Kept nowhere."""
    return str(AccountAdapter().get_client_ip(request))
