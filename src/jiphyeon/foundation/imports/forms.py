"""A file to hand in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

SEPARATORS = ((",", _("쉼표(,)")), (";", _("쌍반점(;)")), ("tab", _("탭")))


class FileForm(forms.Form):
    """A file, how its columns are parted where it is a CSV, and whether the same file is meant once more."""

    file = forms.FileField(
        label=_("파일"),
        help_text=_("엑셀(xlsx)이나 CSV(UTF-8, CP949). 첫 줄에 열 이름이 있어야 합니다."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
    )
    separator = forms.ChoiceField(
        label=_("열을 나누는 글자(CSV일 때)"), choices=SEPARATORS, initial=",", required=False
    )
    again = forms.BooleanField(
        label=_("같은 파일을 다시"),
        required=False,
        help_text=_("이미 들인 파일을 한 번 더 들일 때만 표시해 주세요."),
    )

    def clean_separator(self) -> str:
        """Return the sign itself."""
        separator: str = self.cleaned_data["separator"] or ","
        return "\t" if separator == "tab" else separator
