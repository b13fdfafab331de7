"""What is written when something is done to a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiphyeon.contexts.benefits.enums import CHANNEL_WORDS, STAGE_RESULT_WORDS, Channel, StageResult
from jiphyeon.foundation.ui.saying import language


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DeclarationForm(forms.Form):
    """The last step of an application."""

    declared = forms.BooleanField(
        label=_("적은 내용과 보여 드린 자료가 사실임을 확인합니다."),
        help_text=_("사실과 다르면 지원이 취소되고 받은 돈을 돌려주셔야 할 수 있습니다."),
        error_messages={"required": _("적은 내용이 사실이라는 확인에 표시해 주세요.")},
    )


class PaperForm(forms.Form):
    """A paper brought instead of data."""

    fact = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("무슨 서류인가요?"), max_length=100)
    paper = forms.FileField(
        label=_("파일"),
        help_text=_("PDF나 사진(PNG, JPEG), 20MB까지."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )


class TalkForm(forms.Form):
    """A line to the other side."""

    body = forms.CharField(label=_("내용"), widget=_area(), max_length=2000)


class SupplementForm(forms.Form):
    """What an officer asks for."""

    request = forms.CharField(
        label=_("필요한 것"),
        help_text=_("신청인이 그대로 읽습니다. 무엇을, 왜, 어떻게 내면 되는지 적어 주세요."),
        widget=_area(),
        max_length=1000,
    )
    english = forms.CharField(
        label=_("영어로(영어로 쓰는 신청인)"), widget=_area(2), max_length=1000, required=False
    )


class ReasonForm(forms.Form):
    """A reason that the applicant will read."""

    reason = forms.CharField(label=_("이유"), widget=_area(), max_length=1000, required=False)


class StopForm(ReasonForm):
    """From when a benefit is not due."""

    not_due_from = forms.DateField(
        label=_("지급하지 않는 첫날"), widget=forms.DateInput(attrs={"type": "date"})
    )


class ObjectionForm(forms.Form):
    """What somebody finds wrong with a decision."""

    body = forms.CharField(
        label=_("무엇이 잘못되었다고 생각하시나요?"),
        help_text=_("어느 조건의 어떤 사실이 다른지 적어 주시면 더 빨리 봅니다."),
        widget=_area(6),
        max_length=4000,
    )


class EntryForm(forms.Form):
    """Whose application an officer takes at the counter, by phone or from paper."""

    account = forms.CharField(
        label=_("신청인의 회원 아이디 또는 전자우편"),
        max_length=150,
        help_text=_("신분증으로 본인을 확인한 뒤 적어 주세요."),
    )
    channel = forms.ChoiceField(label=_("어떻게 받았나요?"), widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("무엇을 보고 적나요?"), max_length=200, help_text=_("예: 서면 신청서와 임대차계약서 사본")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [Channel.COUNTER, Channel.PHONE, Channel.PAPER]
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(kind.value, CHANNEL_WORDS[kind].said(language())) for kind in kinds]


class OutcomeForm(forms.Form):
    """How a person fares some months after a stage."""

    months = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("지금 상태"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["result"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [(kind.value, STAGE_RESULT_WORDS[kind].said(language())) for kind in StageResult]


class SaveViewForm(forms.Form):
    """A name for a queue filter."""

    name = forms.CharField(label=_("보기 이름"), max_length=40)
    query = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
