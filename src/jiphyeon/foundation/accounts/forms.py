"""What signing up asks beside what signing in needs, and a name in Latin letters as every form asks for it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jiphyeon.foundation.accounts.finding import people_named
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.names import in_latin_letters, write_latin_name
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.kernel import Refused


class LatinNameField(forms.CharField):
    """A name in Latin letters, which may be left out; other letters are told of beside the field."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            **{
                "label": _("로마자 이름"),
                "required": False,
                "max_length": 100,
                "help_text": _("여권처럼 적어 주세요. 예: Kim Hana. 영어 화면에 이 이름으로 나옵니다."),
                **more,
            }
        )

    def clean(self, value: Any) -> str:
        """Return the name as it is kept."""
        written: str = super().clean(value)
        try:
            return in_latin_letters(written)
        except Refused as no:
            raise ValidationError(no.text(get_language() or "ko"), code=no.code) from no


class CitizenField(forms.CharField):
    """A citizen by account name, e-mail address, or a whole name that nobody else has, as an officer writes it at the counter."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            **{
                "label": _("신청인의 아이디, 전자우편 또는 이름"),
                "max_length": 150,
                "help_text": _("신분증으로 본인을 확인한 뒤 적어 주세요."),
                **more,
            }
        )

    def clean(self, value: Any) -> User | None:
        """Return the citizen; None where nothing is written and nothing has to be."""
        written: str = super().clean(value).strip()
        if not written:
            return None
        citizens = User.objects.filter(citizen__isnull=False)
        found = citizens.filter(username=written).first() or citizens.filter(email__iexact=written).first()
        if found is not None:
            return found
        named = list(citizens.filter(key__in=people_named(written))[:2])
        if len(named) > 1:
            raise ValidationError(_("같은 이름을 쓰는 분이 여럿입니다. 아이디나 전자우편으로 적어 주세요."))
        if not named:
            raise ValidationError(_("그런 회원이 없습니다. 아이디, 전자우편, 이름을 다시 확인해 주세요."))
        return named[0]


class NameForm(forms.Form):
    """The name officers call a person by; settings.ACCOUNT_SIGNUP_FORM_CLASS names it."""

    name = forms.CharField(
        label=_("이름"),
        max_length=100,
        required=False,
        help_text=_("적지 않으셔도 가입하실 수 있습니다. 신청하실 때 담당자가 이 이름으로 부릅니다."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    latin_name = LatinNameField()

    def signup(self, request: HttpRequest, user: User) -> None:
        """Make whoever signs up a citizen, with the name they gave; allauth calls this."""
        del request
        name = (self.cleaned_data.get("name") or "").strip()
        make_citizen(user, Identity(name=name or None), on=civil_today())
        write_latin_name(user, self.cleaned_data.get("latin_name") or "")
