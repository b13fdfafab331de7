"""What a change stands on, and why one is turned down."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class ProposalForm(forms.Form):
    """What a proposal stands on."""

    authority = forms.CharField(
        label=gettext_lazy("근거"),
        max_length=200,
        help_text=gettext_lazy("조례·공고 이름과 조항을 적어 주세요."),
    )
    reason = forms.CharField(
        label=gettext_lazy("이유"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ApprovalForm(forms.Form):
    """An approval of exactly what was read: `seen` is the digest of the page that was shown."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    authority_read = forms.BooleanField(
        required=False,
        label=gettext_lazy("근거의 원문을 직접 확인했습니다"),
        help_text=gettext_lazy("표시하지 않으면 새 값은 ‘확인 전’으로 남습니다."),
    )


class RefusalForm(forms.Form):
    """Why a proposal is turned down."""

    reason = forms.CharField(
        label=gettext_lazy("승인하지 않는 까닭"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
