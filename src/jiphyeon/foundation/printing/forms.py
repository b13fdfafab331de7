"""When a run was posted and by which receipt; what the post said of one letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.casework.forms import DeedForm
from jiphyeon.foundation.clock.asked import day_field
from jiphyeon.foundation.printing.enums import Reason
from jiphyeon.foundation.printing.runs import PostResult
from jiphyeon.foundation.ui.saying import localized

ARRIVED = "arrived"


class PostForm(DeedForm):
    """The day a run was taken to the post, and the number of the receipt."""

    posted_on = day_field(gettext_lazy("부친 날"))
    receipt = forms.CharField(
        label=gettext_lazy("접수증 번호"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("우체국이 준 접수증이나 영수증의 번호입니다."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["posted_on"].initial = self.asked.on


class ResultForm(forms.Form):
    """What the post said of one letter."""

    number = forms.CharField(
        label=gettext_lazy("편지 번호"),
        max_length=40,
        help_text=gettext_lazy("편지 아래쪽의 문서 번호입니다. 예: 2024-000012-00031"),
        error_messages={"required": gettext_lazy("편지 번호를 적어 주세요.")},
    )
    result = forms.ChoiceField(
        label=gettext_lazy("결과"),
        error_messages={"required": gettext_lazy("결과를 골라 주세요.")},
    )
    on = day_field(gettext_lazy("결과의 날"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["result"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [
            ("", "–"),
            (ARRIVED, gettext_lazy("배달됨")),
            *((one.value, f"{gettext_lazy('반송')}: {localized(one.words)}") for one in Reason),
        ]

    @property
    def given(self) -> PostResult:
        """Return what was written."""
        filled = self.cleaned_data
        reason = None if filled["result"] == ARRIVED else Reason(filled["result"])
        return PostResult(filled["number"].strip(), filled["on"], reason)
