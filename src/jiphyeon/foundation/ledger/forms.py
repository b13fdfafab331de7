"""What a stranger brings to be checked."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 262_144


class NumberForm(forms.Form):
    """A number from a paper."""

    q = forms.CharField(
        label=_("기록 번호나 해시"),
        help_text=_("확인서에 적힌 번호(예: 3f2a-91cc-07be), 순번, 또는 64자리 해시를 넣어 주세요."),
        max_length=100,
        error_messages={"required": _("확인할 번호를 넣어 주세요.")},
    )


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that somebody brought; it is read here and kept nowhere."""

    name: str
    content: bytes


class ReceiptForm(forms.Form):
    """A receipt file."""

    takes = "file"

    file = forms.FileField(
        label=_("확인서 파일"),
        help_text=_("내려받은 확인서(.json)를 올리면 적힌 내용까지 견주어 봅니다. 파일은 보관하지 않습니다."),
        error_messages={
            "required": _("확인할 파일을 골라 주세요."),
            "empty": _("빈 파일입니다. 내려받은 확인서를 다시 골라 주세요."),
        },
    )

    def clean_file(self) -> Brought:
        """Return the file."""
        too_large = _("확인서로 보기에는 너무 큰 파일입니다. 내려받은 확인서(.json)를 골라 주세요.")
        return _brought(self.cleaned_data["file"], too_large)


class HeadForm(forms.Form):
    """A head taken away earlier."""

    takes = "head"

    head = forms.FileField(
        label=_("받아 둔 요약값 파일"),
        help_text=_(
            "전에 받아 둔 요약값(.json)을 올리면, 그 뒤로 지워지거나 바뀐 기록이 없는지 견주어 봅니다."
        ),
        error_messages={
            "required": _("견줄 요약값 파일을 골라 주세요."),
            "empty": _("빈 파일입니다. 받아 둔 요약값 파일을 다시 골라 주세요."),
        },
    )

    def clean_head(self) -> Brought:
        """Return the file."""
        too_large = _("요약값으로 보기에는 너무 큰 파일입니다. 받아 둔 요약값(.json)을 골라 주세요.")
        return _brought(self.cleaned_data["head"], too_large)


def _brought(given: UploadedFile, too_large: Promise) -> Brought:
    if (given.size or 0) > MOST_BYTES:
        raise forms.ValidationError(str(too_large))
    return Brought(given.name or "", bytes(given.read()))
