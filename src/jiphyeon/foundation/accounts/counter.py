"""The counter: a person without an account becomes a citizen, seen by an officer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.foundation.accounts.doors import AT_THE_COUNTER, Request, door
from jiphyeon.foundation.accounts.forms import LatinNameField
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.registering import register_at_counter
from jiphyeon.foundation.clock.asked import AskedDayField
from jiphyeon.kernel import Refused


class CounterForm(forms.Form):
    """What an officer reads from the document before them, and nothing of its number."""

    name = forms.CharField(
        label=gettext_lazy("이름"),
        max_length=100,
        error_messages={"required": gettext_lazy("신분증에 적힌 이름을 적어 주세요.")},
    )
    latin_name = LatinNameField()
    birth_date = AskedDayField(
        label=gettext_lazy("생년월일"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=gettext_lazy("예: 1952-07-01, 520701"),
        error_messages={"invalid": gettext_lazy("날짜를 1952-07-01처럼 적어 주세요.")},
    )
    document = forms.CharField(
        label=gettext_lazy("확인한 신분증"),
        max_length=60,
        help_text=gettext_lazy("종류만 적어 주세요. 예: 주민등록증. 번호는 적지 않습니다."),
        error_messages={"required": gettext_lazy("무엇으로 본인을 확인했는지 적어 주세요.")},
    )
    phone = forms.CharField(label=gettext_lazy("전화번호"), max_length=30, required=False)
    although_alike = forms.BooleanField(
        label=gettext_lazy("이름과 생년월일이 같은 다른 분입니다"), required=False, widget=forms.HiddenInput
    )


@door(AT_THE_COUNTER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request) -> HttpResponse:
    """Register a person at the counter, and lead back to where they are to be entered."""
    form = CounterForm(request.POST or None)
    onward = request.POST.get("next", request.GET.get("next", ""))
    if request.method == "POST" and form.is_valid():
        entered: dict[str, Any] = form.cleaned_data
        try:
            key = register_at_counter(
                name=entered["name"],
                birth_date=entered["birth_date"],
                document=entered["document"],
                phone=entered["phone"] or None,
                latin_name=entered["latin_name"],
                although_alike=entered["although_alike"],
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error("name" if no.code == "known_already" else None, no.text(get_language() or "ko"))
            if no.code == "known_already":
                form.fields["although_alike"].widget = forms.CheckboxInput()
        else:
            return _registered(request, User.objects.get(key=key).username, onward)
    page = {"form": form, "next": onward}
    return render(request, "accounts/counter.html", page, status=422 if form.errors else 200)


def _registered(request: Request, username: str, onward: str) -> HttpResponse:
    messages.success(request, _("등록했습니다. 접수할 때 쓸 아이디: {account}").format(account=username))
    # An address of this city; a bare word would be taken for a page's name.
    if not onward.startswith("/") or not url_has_allowed_host_and_scheme(onward, {request.get_host()}):
        return redirect("accounts:counter")
    return HttpResponseRedirect(f"{onward}{'&' if '?' in onward else '?'}{urlencode({'account': username})}")
