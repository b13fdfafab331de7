"""The form of an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiphyeon.foundation.replies import gaps
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused


class ReplyForm(forms.Form):
    """A title to find it by, the Korean, and the English for whom writes English."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**9, required=False)
    title = forms.CharField(label=_("제목"), max_length=60)
    body = forms.CharField(label=_("문구"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    english = forms.CharField(
        label=_("영어로"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, known: gaps.Gaps, **more: Any) -> None:
        super().__init__(*args, **more)
        self.known = known
        speech = language()
        names = ", ".join(f"{{{words.text(speech)}}}" for words in known.values())
        self.fields["body"].help_text = str(_("건마다 채워지는 빈칸: {names}")).format(names=names)

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        try:
            gaps.check(text, self.known)
        except Refused as no:
            raise forms.ValidationError(no.text(language())) from None
        return text

    def clean_body(self) -> str:
        """Refuse a gap that nothing fills."""
        return self._checked("body")

    def clean_english(self) -> str:
        """Refuse a gap that nothing fills."""
        return self._checked("english")
