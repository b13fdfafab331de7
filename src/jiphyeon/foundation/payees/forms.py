"""Where money is to go: a bank from the list and a number."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from jiphyeon.foundation.payees import queries
from jiphyeon.foundation.payees.terms import digits_of, names_of_banks
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused


class AccountForm(forms.Form):
    """A bank of the day and a number at it, written as people write numbers."""

    bank = forms.ChoiceField(
        label=gettext_lazy("은행"),
        error_messages={
            "required": gettext_lazy("은행을 골라 주세요."),
            "invalid_choice": gettext_lazy("목록에 있는 은행을 골라 주세요."),
        },
    )
    number = forms.CharField(
        label=gettext_lazy("계좌번호"),
        max_length=40,
        help_text=gettext_lazy("본인 이름의 계좌만 쓸 수 있습니다. 줄표(-)는 넣어도 되고 빼도 됩니다."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("계좌번호를 적어 주세요.")},
    )

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on = on
        banks = names_of_banks(queries.terms().banks_on(on), language())
        field = self.fields["bank"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
        field.choices = [("", "–"), *banks]

    def clean(self) -> dict[str, Any]:
        """Take the digits of the number, by the lengths that the chosen bank's numbers have."""
        filled = super().clean() or {}
        bank = queries.terms().bank(filled.get("bank", ""), self.on)
        if bank is not None and "number" in filled:
            try:
                filled["number"] = digits_of(filled["number"], bank)
            except Refused as no:
                self.add_error("number", no.text(language()))
        return filled


class CounterAccountForm(AccountForm):
    """What an officer writes down for a person at the counter."""

    seen = forms.BooleanField(
        label=gettext_lazy("본인이 와서 신분증과 통장을 보여 주었습니다"),
        error_messages={"required": gettext_lazy("본인과 통장을 확인한 뒤 표시해 주세요.")},
    )
