"""Names that accounts may have: written in signs everyone can see and tell apart, and like no other account's."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.models import User

_SIGNS = re.compile(r"[a-zA-Z0-9가-힣.@+_-]+")
_ALIKE = {"0": "0oO", "o": "0oO", "O": "0oO", "1": "1lLI", "l": "1lLI", "L": "1lL", "I": "iI1l"}


def new_username(written: str) -> str:
    """Return a name for a new account as it is kept (NFKC). Refused with other signs, and where one looks like it."""
    name = unicodedata.normalize("NFKC", written)
    if not _SIGNS.fullmatch(name):
        raise ValidationError(
            _("아이디는 한글, 영문자, 숫자와 . @ + - _ 로만 적어 주세요."), code="username_signs"
        )
    if User.objects.filter(username__regex=_looks_like(name)).exclude(username__iexact=name).exists():
        raise ValidationError(
            _("이미 있는 아이디와 너무 비슷합니다. 다른 아이디를 적어 주세요."), code="username_alike"
        )
    return name


def _looks_like(name: str) -> str:
    """Return the pattern of names that a reader could take for this one: 0 and o, 1 and l and I are told apart by few."""
    signs = (
        f"[{_ALIKE.get(sign) or sign.lower() + sign.upper()}]" if sign.isalnum() else re.escape(sign)
        for sign in name
    )
    return f"^{''.join(signs)}$"
