"""The page where somebody writes their name in Latin letters, for pages in English."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jiphyeon.foundation.accounts.doors import SIGNED_IN, Request, door, key_of
from jiphyeon.foundation.accounts.forms import LatinNameField
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.names import write_latin_name


class LatinNameForm(forms.Form):
    """One name, or nothing to take it back."""

    latin_name = LatinNameField()


@door(SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def latin_name(request: Request) -> HttpResponse:
    """Show how the reader's name is written in Latin letters, and keep another."""
    user = User.objects.get(key=key_of(request))
    form = LatinNameForm(request.POST or None, initial={"latin_name": user.latin_name})
    if request.method == "POST" and form.is_valid():
        write_latin_name(user, form.cleaned_data["latin_name"])
        messages.success(
            request,
            _("로마자 이름을 적어 두었습니다.") if user.latin_name else _("로마자 이름을 지웠습니다."),
        )
        return redirect("accounts:latin_name")
    return render(request, "accounts/latin_name.html", {"form": form}, status=422 if form.errors else 200)
