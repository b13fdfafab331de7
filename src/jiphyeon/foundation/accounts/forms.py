"""What signing up asks beside what signing in needs."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.clock.now import civil_today


class NameForm(forms.Form):
    """The name officers call a person by; settings.ACCOUNT_SIGNUP_FORM_CLASS names it."""

    name = forms.CharField(
        label=_("이름"),
        max_length=100,
        required=False,
        help_text=_("적지 않으셔도 가입하실 수 있습니다. 신청하실 때 담당자가 이 이름으로 부릅니다."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Make whoever signs up a citizen, with the name they gave; allauth calls this."""
        del request
        name = (self.cleaned_data.get("name") or "").strip()
        make_citizen(user, Identity(name=name or None), on=civil_today())
