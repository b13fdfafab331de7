"""What an administrator writes."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiphyeon.foundation.accounts.roles import roles as every_role
from jiphyeon.foundation.appointments.queries import posts_by_unit
from jiphyeon.foundation.clock.asked import AskedDayField
from jiphyeon.foundation.ui.saying import language


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


_NO_DAY = _("날짜를 2024-03-04처럼 적어 주세요.")


class FindForm(forms.Form):
    """Whom it is about."""

    account = forms.CharField(
        label=_("이름, 아이디 또는 전자우편"),
        help_text=_("계정이 없는 사람은 먼저 회원가입을 해야 합니다."),
        max_length=254,
        error_messages={"required": _("찾을 사람의 이름, 아이디나 전자우편을 적어 주세요.")},
    )


class AppointForm(forms.Form):
    """A post, its roles, from when to when, and on what ground."""

    post = forms.ChoiceField(label=_("자리"), error_messages={"required": _("자리를 골라 주세요.")})
    roles = forms.MultipleChoiceField(
        label=_("역할"),
        help_text=_("같은 건을 준비한 사람은 서명할 수 없습니다. 감사는 다른 역할과 함께 맡을 수 없습니다."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("맡길 역할을 하나 이상 골라 주세요.")},
    )
    first = AskedDayField(
        label=_("첫날"),
        widget=_day(),
        error_messages={"required": _("첫날을 적어 주세요."), "invalid": _NO_DAY},
    )
    last = AskedDayField(
        label=_("마지막 날"),
        help_text=_("비워 두면 끝낼 때까지 맡습니다."),
        widget=_day(),
        required=False,
        error_messages={"invalid": _NO_DAY},
    )
    reason = forms.CharField(
        label=pgettext_lazy("appointment", "근거"),
        help_text=_("예: 인사발령 2024-12호. 본인과 감사 담당이 읽습니다."),
        max_length=200,
        error_messages={"required": _("근거를 적어 주세요.")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        speech = language()
        post, roles = self.fields["post"], self.fields["roles"]
        assert isinstance(post, forms.ChoiceField)  # noqa: S101 -- declared above
        assert isinstance(roles, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        post.choices = [("", _("골라 주세요")), *posts_by_unit(speech)]
        roles.choices = [(str(role), role.words.text(speech)) for role in every_role()]


class EndForm(forms.Form):
    """When it ends, and on what ground."""

    needed_at_times: ClassVar = ("last",)

    when = forms.ChoiceField(
        label=_("언제까지 맡나요?"),
        widget=forms.RadioSelect,
        choices=[
            ("now", _("지금 바로 거둡니다")),
            ("today", _("오늘까지 맡습니다")),
            ("day", _("아래에 적은 날까지 맡습니다")),
        ],
        error_messages={"required": _("언제까지 맡는지 골라 주세요.")},
    )
    last = AskedDayField(
        label=_("마지막 날"), widget=_day(), required=False, error_messages={"invalid": _NO_DAY}
    )
    reason = forms.CharField(
        label=pgettext_lazy("appointment", "근거"),
        help_text=_("예: 인사발령 2024-12호. 본인과 감사 담당이 읽습니다."),
        max_length=200,
        error_messages={"required": _("근거를 적어 주세요.")},
    )

    def clean(self) -> dict[str, Any]:
        """Want a day where one was promised."""
        given = super().clean() or self.cleaned_data
        if given.get("when") == "day" and not given.get("last") and "last" not in self.errors:
            self.add_error("last", _("마지막 날을 적어 주세요."))
        return given
