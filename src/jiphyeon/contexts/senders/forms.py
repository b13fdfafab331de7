"""What an officer writes of a service, and of a key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jiphyeon.contexts.senders.actions.registering import Settings
from jiphyeon.contexts.senders.enums import KeyKind, Told, Type
from jiphyeon.contexts.senders.models import Service
from jiphyeon.contexts.senders.queries import EventLine, unit_names
from jiphyeon.contexts.senders.rules.answers import Rejected
from jiphyeon.contexts.senders.rules.callbacks import fault_of
from jiphyeon.contexts.senders.rules.reaching import address
from jiphyeon.foundation.ui.saying import language, moment
from jiphyeon.kernel import Words

MOST_GUESTS = 50
_NUMBER = re.compile(r"[0-9]{8,12}")
_NAME = re.compile(r"[A-Za-z0-9_가-힣 ]{1,40}")
_WRITTEN = (
    "name",
    "unit",
    "number_for_answers",
    "reply_to",
    "contact_block",
    "abroad",
    "once",
    "callback_url",
)
_GUEST = Words(
    "휴대전화 번호나 이메일 주소가 아닙니다: {guest}", "No mobile number and no e-mail address: {guest}"
)
_GUESTS = Words("받는 사람은 {most}명까지 적을 수 있습니다.", "Up to {most} guests can be named.")


class ServiceForm(forms.Form):
    """A service as it is registered and changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9)
    name = forms.CharField(
        label=_("이름"),
        max_length=80,
        help_text=_("어느 업무의 어느 프로그램인지 알 수 있게 적어 주세요."),
        error_messages={"required": _("이름을 적어 주세요.")},
    )
    unit = forms.ChoiceField(label=_("부서"), help_text=_("이 부서가 쓰고 있는 문구로만 보냅니다."))
    guests = forms.CharField(
        label=_("시험할 때 받는 사람"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "한 줄에 하나씩, 휴대전화 번호나 이메일 주소를 적어 주세요. 시험 중에는 이 사람들에게만 갑니다."
        ),
    )
    reply_to = forms.EmailField(
        label=_("답장 받을 이메일"), required=False, help_text=_("보낸 이메일에 답하면 이 주소로 옵니다.")
    )
    number_for_answers = forms.CharField(
        label=_("답 문자를 받을 번호"),
        max_length=12,
        required=False,
        help_text=_("시민이 이 번호로 보낸 문자를 프로그램이 읽습니다. 숫자만 적어 주세요."),
    )
    contact_block = forms.CharField(
        label=_("우편에 찍을 연락처"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    abroad = forms.BooleanField(label=_("다른 나라 번호와 주소로도 보냅니다"), required=False)
    once = forms.BooleanField(
        label=_("같은 reference로 다시 부탁하면 한 번만 보냅니다"),
        required=False,
        help_text=_("답을 못 받은 프로그램이 다시 불러도 두 번 가지 않습니다."),
    )
    callback_url = forms.CharField(
        label=_("결과를 알릴 주소"),
        max_length=500,
        required=False,
        help_text=_("https://로 시작하는 주소입니다. 비워 두면 알리지 않습니다."),
    )
    callback_token = forms.CharField(
        label=_("결과를 알릴 때 쓸 토큰"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("비워 두면 전에 적은 것을 그대로 씁니다."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(code, words.text(language())) for code, words in unit_names().items()]

    @classmethod
    def begun_with(cls, row: Service) -> ServiceForm:
        """Return the form as it stands for a service."""
        filled = {name: getattr(row, name) for name in _WRITTEN}
        return cls(initial={**filled, "guests": "\n".join(row.guests), "version": row.version})

    def clean_guests(self) -> list[str]:
        """Return guests as addresses are kept."""
        lines = [line.strip() for line in self.cleaned_data["guests"].splitlines() if line.strip()]
        if len(lines) > MOST_GUESTS:
            raise forms.ValidationError(_GUESTS.filled(most=MOST_GUESTS).text(language()))
        return list(dict.fromkeys(map(_guest, lines)))

    def clean_number_for_answers(self) -> str:
        """Refuse what is no number, and one that another service has."""
        number: str = self.cleaned_data["number_for_answers"]
        if number and not _NUMBER.fullmatch(number):
            raise forms.ValidationError(_("숫자만 8자리부터 12자리까지 적어 주세요."))
        return number

    def clean_callback_url(self) -> str:
        """Refuse an address that nobody is told at."""
        url: str = self.cleaned_data["callback_url"].strip()
        if url and (fault := fault_of(url, simulated=settings.DEMO or settings.TESTING)) is not None:
            raise forms.ValidationError(fault.text(language()))
        return url

    @property
    def content(self) -> Settings:
        """Return what was written; only of a form whose fields are right."""
        filled = self.cleaned_data
        return Settings(
            **{name: filled[name] for name in _WRITTEN if name != "contact_block"},
            contact_block=filled["contact_block"].replace("\r\n", "\n"),
            guests=tuple(filled["guests"]),
        )

    @property
    def token(self) -> str | None:
        """Return the token that was written, None where it stays as it was."""
        return self.cleaned_data["callback_token"] or None


def _guest(written: str) -> str:
    type_ = Type.EMAIL if "@" in written else Type.SMS
    try:
        return address(type_, written, abroad=True).lower()
    except Rejected:
        raise forms.ValidationError(_GUEST.filled(guest=written[:80]).text(language())) from None


class ReplayForm(forms.Form):
    """Which events are told again."""

    events = forms.MultipleChoiceField(
        label=_("다시 알릴 사건"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("다시 알릴 사건을 골라 주세요.")},
    )

    def __init__(self, lines: Iterable[EventLine], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["events"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [
            (str(line.key), f"{moment(line.made_at)} · {line.key}")
            for line in lines
            if line.is_kept and line.state is not Told.WAITING
        ]

    @property
    def chosen(self) -> list[UUID]:
        """Return the events that were chosen; only of a form whose fields are right."""
        return [UUID(key) for key in self.cleaned_data["events"]]


class KeyForm(forms.Form):
    """A key that is to be made."""

    name = forms.CharField(
        label=_("열쇠 이름"),
        max_length=40,
        help_text=_("어느 프로그램이 쓰는지 적어 주세요. 글자, 숫자, 빈칸, 밑줄을 쓸 수 있습니다."),
        error_messages={"required": _("열쇠 이름을 적어 주세요.")},
    )
    kind = forms.ChoiceField(label=_("쓰임"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(one.value, one.words.text(language())) for one in KeyKind]

    def clean_name(self) -> str:
        """Refuse a name that is no part of a key as programs keep it."""
        name: str = self.cleaned_data["name"]
        if not _NAME.fullmatch(name):
            raise forms.ValidationError(_("글자, 숫자, 빈칸, 밑줄만 40자까지 쓸 수 있습니다."))
        return name
