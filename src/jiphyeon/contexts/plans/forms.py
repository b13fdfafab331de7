"""What an owner may type."""

from django import forms
from django.utils.translation import gettext_lazy as _


class _Day(forms.DateInput):
    input_type = "date"


class FinishForm(forms.Form):
    """A milestone is done."""

    done_on = forms.DateField(label=_("마친 날"), widget=_Day)
    evidence = forms.URLField(
        label=_("증빙 주소"), required=False, assume_scheme="https",
        help_text=_("누구나 열어 볼 수 있는 자료의 주소를 적어 주세요."), max_length=500,
    )  # fmt: skip
    note = forms.CharField(
        label=_("설명"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )


class MoveForm(forms.Form):
    """A milestone's day changes."""

    due = forms.DateField(
        label=_("새 기한"), required=False, widget=_Day, help_text=_("비워 두면 기한이 없어집니다.")
    )
    note = forms.CharField(label=_("바꾸는 까닭"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class ReopenForm(forms.Form):
    """A finish is taken back."""

    note = forms.CharField(label=_("되돌리는 까닭"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class MilestoneForm(forms.Form):
    """A milestone of the owner's own."""

    name = forms.CharField(label=_("할 일"), max_length=200)
    name_en = forms.CharField(label=_("영문 이름"), required=False, max_length=200)
    due = forms.DateField(label=_("기한"), required=False, widget=_Day)


class FigureForm(forms.Form):
    """A figure's value on a day."""

    value = forms.IntegerField(label=_("값"))
    on = forms.DateField(label=_("기준일"), widget=_Day)
    evidence = forms.CharField(
        label=_("근거 자료"), max_length=500, help_text=_("문서 이름이나 주소를 적어 주세요.")
    )
