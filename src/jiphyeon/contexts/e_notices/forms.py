"""What officers and addressees write."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext_lazy as _

from jiphyeon.contexts.e_notices.actions.drafting import Written
from jiphyeon.contexts.e_notices.enums import Reason
from jiphyeon.contexts.e_notices.models import Sending
from jiphyeon.contexts.wordings import api as wordings
from jiphyeon.foundation.casework.forms import DeedForm
from jiphyeon.foundation.clock.asked import day_field
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.ui.saying import language


class SendingForm(forms.Form):
    """Days and texts of a sending."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9)
    title = forms.CharField(label=_("이름"), max_length=80)
    respond_by = day_field(
        _("의견 제출 기한"),
        _("이날까지 의견을 내거나 줄어든 금액을 낼 수 있습니다. 일하는 날이어야 합니다."),
    )
    document = forms.ChoiceField(label=_("문서 문구"))
    push = forms.ChoiceField(label=_("알림 문구"))
    not_before = forms.DateTimeField(
        label=_("보낼 시각"),
        required=False,
        help_text=_("비워 두면 승인되는 대로 보냅니다."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, sending: Sending, *args: Any, **more: Any) -> None:
        chosen = {
            "version": sending.version,
            "title": sending.title,
            "respond_by": sending.respond_by,
            "document": str(sending.document or ""),
            "push": str(sending.push or ""),
            "not_before": sending.not_before,
        }
        super().__init__(*args, **{"initial": {**chosen, **more.pop("initial", {})}, **more})
        self.sending = sending
        for name, channel in (("document", wordings.Channel.PAPER), ("push", wordings.Channel.RELAY)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
            field.choices = [(str(text), called) for text, called in wordings.texts_in_use(channel)]

    def clean_not_before(self) -> datetime | None:
        """Return the hour. Refused: one that has passed, or lies more than a year ahead."""
        hour: datetime | None = self.cleaned_data.get("not_before")
        if hour is None:
            return None
        hour = make_aware(hour) if is_naive(hour) else hour
        if not now() <= hour <= now() + timedelta(days=365):
            raise forms.ValidationError(_("지금부터 1년 안의 시각을 적어 주세요."))
        return hour

    @property
    def written(self) -> Written:
        """Return what was chosen; only of a form whose fields are right."""
        filled = self.cleaned_data
        return Written(
            title=filled["title"],
            respond_by=filled["respond_by"],
            document=UUID(filled["document"]),
            push=UUID(filled["push"]),
            unit=self.sending.unit,
            not_before=filled["not_before"],
        )


class ReturnForm(DeedForm):
    """Why a letter came back."""

    why = forms.ChoiceField(label=_("반송 사유"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["why"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [(one.value, one.words.text(language())) for one in Reason]
        self.fields["comment"].required = False
        self.fields["comment"].label = _("덧붙일 말")


class ResendForm(DeedForm):
    """An address that was found."""

    postal = forms.CharField(
        label=_("새 주소"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("이름, 주소를 한 줄씩, 마지막 줄에 다섯 자리 우편번호를 적어 주세요."),
    )


class ResultsForm(forms.Form):
    """The period of the results, the hours to open in, and prices to try other than those of the day."""

    first = day_field(_("첫날"))
    last = day_field(_("마지막 날"))
    hours = forms.IntegerField(label=_("몇 시간 안에 열었는지"), min_value=1, max_value=8_760)
    phone = forms.DecimalField(
        label=_("휴대전화 단가(원)"), min_value=0, max_value=100_000, decimal_places=2, max_digits=9
    )
    registered = forms.DecimalField(
        label=_("등기 단가(원)"), min_value=1, max_value=100_000, decimal_places=2, max_digits=9
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        filled = super().clean() or {}
        first, last = filled.get("first"), filled.get("last")
        if first and last and last < first:
            self.add_error("last", _("마지막 날이 첫날보다 앞섭니다."))
        return filled


class CodeForm(forms.Form):
    """A code on a notice."""

    code = forms.CharField(
        label=_("확인번호"),
        max_length=40,
        help_text=_("알림이나 우편물에 적힌 여덟 자리입니다. 예: ABCD-EFGH"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("확인번호를 적어 주세요.")},
    )


class OpinionForm(forms.Form):
    """An addressee's opinion."""

    words = forms.CharField(
        label=_("의견"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("왜 과태료를 매기지 말아야 하는지 적어 주세요. 주민등록번호는 적지 마세요."),
        error_messages={"required": _("의견을 적어 주세요.")},
    )
