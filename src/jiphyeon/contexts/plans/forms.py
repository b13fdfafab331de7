"""What an owner may type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiphyeon.foundation.clock.asked import day_field

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_WHOSE = {"all": _("모든 과제"), "me": _("내가 쓸 수 있는 것"), "division": _("우리 부서 과제")}


class CountField(forms.CharField):
    """A whole number as people write it (1,234); with marks of thousands or without."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=30, **more)

    def to_python(self, value: Any) -> Any:
        """Return the number, None for nothing written."""
        text = str(super().to_python(value) or "").replace(",", "").replace(" ", "")
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise forms.ValidationError(_("숫자로 적어 주세요. 예: 34, 1,200"))
        return int(text)

    def validate(self, value: Any) -> None:
        """Ask for a number where one is needed."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Hold what was written to its length: the number is bounded already."""
        super().run_validators("" if value is None else str(value))


class PlanViewForm(forms.Form):
    """Whose initiatives of which year's plan are shown, as of which day: all of it stands in the address.

    A year or a choice that is none is taken as the one shown to whoever asks for nothing; a day that cannot be read keeps
    its error beside it, and today is shown.
    """

    year = forms.ChoiceField()
    on = day_field(
        pgettext_lazy("plan", "기준일"),
        error_messages={"invalid": _("날짜를 읽을 수 없어 오늘 기준으로 보여 드립니다.")},
    )

    def __init__(
        self, asked: Mapping[str, Any], *, today: date, years: Sequence[int], is_officer: bool
    ) -> None:
        asked_on, wanted, whose = asked.get("on") or today.isoformat(), asked.get("for"), dict(_WHOSE)
        if not is_officer:
            del whose["division"]
        self.whose = wanted if wanted in whose else "all"
        try:
            self.day = self.base_fields["on"].clean(asked_on)
        except forms.ValidationError:
            self.day = today
        self.shown_year = _year(asked.get("year", ""), years, self.day)
        super().__init__({"year": str(self.shown_year), "on": asked_on, "for": self.whose})
        known = years if self.shown_year in years else [self.shown_year, *years]
        self.fields["year"] = forms.ChoiceField(
            label=_("연도"), choices=[(str(year), str(year)) for year in known]
        )
        self.fields["for"] = forms.ChoiceField(
            label=pgettext_lazy("plan", "보기"), choices=list(whose.items())
        )


def _year(asked: str, known: Sequence[int], on: date) -> int:
    if asked.isascii() and asked.isdigit() and len(asked) == 4:
        return int(asked)
    past = [year for year in known if year <= on.year]
    return past[0] if past else (known[-1] if known else on.year)


class FinishForm(forms.Form):
    """A milestone is done; an address or a sentence shows it."""

    needed_at_times: ClassVar = ("evidence", "note")

    done_on = day_field(_("마친 날"))
    evidence = forms.URLField(
        label=_("증빙 주소"), required=False, assume_scheme="https",
        help_text=_("누구나 열어 볼 수 있는 자료의 주소입니다. 주소나 설명 가운데 하나는 적어 주세요."), max_length=500,
    )  # fmt: skip
    note = forms.CharField(
        label=_("설명"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=500,
        help_text=_("주소가 없으면 마친 것을 보여 주는 설명을 적어 주세요."),
    )  # fmt: skip


class MoveForm(forms.Form):
    """A milestone's day changes."""

    due = day_field(_("새 기한"), _("비워 두면 기한이 없어집니다."), required=False)
    note = forms.CharField(label=_("바꾸는 까닭"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class ReopenForm(forms.Form):
    """A finish is taken back."""

    note = forms.CharField(label=_("되돌리는 까닭"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class MilestoneForm(forms.Form):
    """A milestone of the owner's own."""

    name = forms.CharField(label=_("할 일"), max_length=200)
    name_en = forms.CharField(label=_("영문 이름"), required=False, max_length=200)
    due = day_field(_("기한"), required=False)


class RenameForm(forms.Form):
    """A milestone is called otherwise."""

    name = forms.CharField(label=_("할 일"), max_length=200)
    name_en = forms.CharField(label=_("영문 이름"), required=False, max_length=200)
    note = forms.CharField(label=_("바꾸는 까닭"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class RemoveForm(forms.Form):
    """A milestone is no longer to be done."""

    note = forms.CharField(label=_("지우는 까닭"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class NewFigureForm(forms.Form):
    """A figure of the owner's own, entered by hand."""

    name = forms.CharField(label=_("지표 이름"), max_length=100, help_text=_("예: 고친 골목길"))
    name_en = forms.CharField(label=_("영문 이름"), max_length=100)
    unit = forms.CharField(label=_("단위"), max_length=30, help_text=_("예: 곳, 명, 건, 원"))
    unit_en = forms.CharField(label=_("영문 단위"), max_length=30)
    how = forms.CharField(label=_("세는 방법"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    how_en = forms.CharField(
        label=_("세는 방법(영문)"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    target = CountField(label=_("목표"), required=False, help_text=_("없으면 비워 두세요."))


class FigureForm(forms.Form):
    """A figure's value on a day, where it comes from, and what shows it."""

    needed_at_times: ClassVar = ("link", "paper")

    value = CountField(label=_("값"))
    on = day_field(_("기준일"), _("이 값이 어느 날의 것인지 적어 주세요."))
    evidence = forms.CharField(
        label=_("출처"), max_length=500, help_text=_("문서의 이름과 쪽을 적어 주세요.")
    )
    link = forms.URLField(
        label=_("볼 수 있는 주소"), required=False, assume_scheme="https", max_length=500,
        help_text=_("주소가 없으면 아래에 파일을 올려 주세요."),
    )  # fmt: skip
    paper = forms.FileField(
        label=_("근거 파일"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.xlsx"}),
        help_text=_("PDF, 그림, 엑셀. 누구나 열어 볼 수 있으니 개인정보는 가리고 올려 주세요."),
    )  # fmt: skip


class TakeBackForm(forms.Form):
    """The value of a day is taken back."""

    note = forms.CharField(label=_("되돌리는 까닭"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
