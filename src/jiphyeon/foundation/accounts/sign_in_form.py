"""The form that signs somebody in. Apart from forms.py, which allauth's own forms import."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.core.validators import MaxLengthValidator

LONGEST = {"login": 254, "password": 4_096}
"""No name, address or pass phrase is longer; a database would look for one until it gave up."""


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no types
    """Allauth's form, which takes in no name or pass phrase of absurd length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, longest in LONGEST.items():
            self.fields[name].validators.append(MaxLengthValidator(longest))
