"""`jiphyeon accounts`: the first administrator of a fresh city; everyone else is appointed on a page."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from jiphyeon.foundation.accounts.models import User


@click.group()
def accounts() -> None:
    """Who may appoint officers.

    \b
    example:
      ./jip accounts first-administrator kim --email kim@city.example --post POST
    """  # noqa: D301 -- click's mark for lines to keep


@accounts.command("first-administrator")
@click.argument("username")
@click.option("--email", default="", help="E-mail address of a new account; taken as confirmed.")
@click.option("--post", required=True, help="Code of the post they hold, from the pack's organisation.yaml.")
@click.option("--name", default="", help="Name shown on pages.")
@click.option("--latin-name", default="", help="The same name in Latin letters, for English pages.")
def first_administrator(username: str, email: str, post: str, name: str, latin_name: str) -> None:
    """Appoint USERNAME administrator from today, where the city has none. A new account's pass phrase is asked for.

    Not from a terminal: the pass phrase is the first line of standard input.
    """
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
    django.setup()
    from django.db import transaction

    from jiphyeon.foundation.accounts.models import User
    from jiphyeon.foundation.appointments.actions import appoint_first, require_no_administrator
    from jiphyeon.foundation.clock.now import civil_today

    require_no_administrator(on=civil_today())
    known = User.objects.filter(username=username).first()
    phrase = "" if known else _pass_phrase()
    with transaction.atomic():
        user = known or _new(username, email, name, latin_name, phrase)
        appoint_first(person=user.key, post=post, on=civil_today())
    click.echo(
        f"{username} is administrator from today. They sign in at /account/login/ and appoint others at /appointments/."
    )


def _pass_phrase() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Pass phrase", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _new(username: str, email: str, name: str, latin_name: str, phrase: str) -> User:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.utils import translation

    from jiphyeon.foundation.accounts.models import User
    from jiphyeon.kernel import Refused

    user = User(username=username, email=email, display_name=name, latin_name=latin_name)
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(
            "email_needed",
            ko="새 계정에는 받을 수 있는 전자우편 주소가 필요합니다. --email로 적어 주세요.",
            en="A new account needs --email with an address that can be reached.",
        ) from None
    try:
        validate_password(phrase, user)
    except ValidationError as weak:
        with translation.override("ko"):
            korean = " ".join(weak.messages)
        with translation.override("en"):
            english = " ".join(weak.messages)
        raise Refused(
            "phrase_weak",
            ko="이 비밀번호는 쓸 수 없습니다. {korean}",
            en="This pass phrase will not do. {english}",
            korean=korean,
            english=english,
        ) from None
    user.set_password(phrase)
    user.save()
    # Whoever runs this command vouches for the address: nobody else is there yet to confirm it.
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
