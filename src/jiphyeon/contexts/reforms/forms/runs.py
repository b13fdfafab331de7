"""Asking what changes would do: which, of whom, on which day, and one value moved step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiphyeon.contexts.reforms.forms.typed import written
from jiphyeon.foundation.clock.asked import day_field
from jiphyeon.foundation.ui.saying import localized
from jiphyeon.kernel import Words
from jiphyeon.methods.rules import Parameter

MOST_STEPS = 16


class RunForm(forms.Form):
    """Which changes are tried on whom, and on which day."""

    needed_at_times: ClassVar = ("curve_values",)

    as_of = day_field(
        gettext_lazy("기준일"), gettext_lazy("이날 모든 개정안이 시행 중인 것으로 보고 견줍니다.")
    )

    def __init__(
        self,
        *args: Any,
        reforms: list[tuple[str, str]],
        populations: list[tuple[str, str]],
        curves: Mapping[str, tuple[Words, Parameter]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.curves = curves
        named = [(name, localized(label)) for name, (label, _parameter) in curves.items()]
        self.fields["reforms"] = forms.MultipleChoiceField(
            label=_("견줄 개정안"), choices=reforms, widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("개정안을 하나 이상 골라 주세요.")},
        )  # fmt: skip
        self.fields["population"] = forms.ChoiceField(label=_("누구에게"), choices=populations)
        self.fields["curve"] = forms.ChoiceField(
            label=_("값을 조금씩 바꿔 볼 기준"), choices=[("", _("바꿔 보지 않음")), *named], required=False
        )
        self.fields["curve_values"] = forms.CharField(
            label=_("바꿔 볼 값"),
            required=False,
            max_length=200,
            help_text=_("쉼표로 나누어 적어 주세요. 예: 34, 36, 39, 45"),
        )
        self.order_fields(["reforms", "population", "as_of", "curve", "curve_values"])

    @property
    def curve(self) -> str:
        """Return the curve as the engine takes it: "age_limit=34,36,39"; empty where none is wanted."""
        name = self.cleaned_data["curve"]
        return f"{name}={','.join(self.cleaned_data['steps'])}" if name else ""

    def clean(self) -> dict[str, Any]:
        """Ask for values where a curve is wanted, and read each as its value's type."""
        found = super().clean() or {}
        name, typed = found.get("curve"), found.get("curve_values", "")
        if not name:
            return found
        parameter = self.curves[name][1]
        unit = parameter.unit.ko if parameter.unit else ""
        # A comma divides values here; within a value it would be a thousands mark, so those are written without.
        parts = [part for part in typed.split(",") if part.strip()]
        if not parts:
            self.add_error("curve_values", _("바꿔 볼 값을 적어 주세요."))
            return found
        if len(parts) > MOST_STEPS:
            self.add_error("curve_values", _("값은 {most}개까지 적을 수 있습니다.").format(most=MOST_STEPS))
            return found
        try:
            found["steps"] = [written(part, str(parameter.type), unit) for part in parts]
        except forms.ValidationError as error:
            self.add_error("curve_values", error)
        return found
