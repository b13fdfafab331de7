"""What is written when an officer will be away."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jiphyeon.foundation.clock.asked import AskedDayField


class AbsenceForm(forms.Form):
    """Who is away, when, and who stands in."""

    officer = forms.ChoiceField(label=_("자리를 비우는 사람"))
    first = AskedDayField(label=_("첫날"), widget=forms.DateInput(attrs={"type": "date"}))
    last = AskedDayField(label=_("마지막 날"), widget=forms.DateInput(attrs={"type": "date"}))
    substitute = forms.ChoiceField(
        label=_("대신할 사람"),
        help_text=_("목록에서 이 사람의 일로도 보입니다. 권한은 넘어가지 않습니다."),
        error_messages={"required": _("대신할 사람을 골라 주세요.")},
    )
    reason = forms.CharField(label=_("이유"), max_length=200, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        officers: list[tuple[UUID, str]],
        substitutes: list[tuple[UUID, str]],
        me: UUID,
        for_others: bool,
        today: date,
    ) -> None:
        super().__init__(data, initial={"officer": str(me), "first": today, "last": today})
        people = [(str(key), name) for key, name in officers]
        mine = [one for one in people if one[0] == str(me)]
        able = [(str(key), name) for key, name in substitutes]
        for name, choices in (
            ("officer", people if for_others else mine),
            ("substitute", [("", "–"), *(people if for_others else able)]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
            field.choices = choices
        if not able and not for_others:
            self.fields["substitute"].help_text = _(
                "같은 역할을 가진 다른 직원이 없습니다. 인사 담당자에게 먼저 알려 주세요."
            )
