"""One address to sign in at, whichever way this house is run."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door


@door(EVERYONE)
def sign_in(request: Request) -> HttpResponseRedirect:
    """Lead to the demo people in demo mode, and to real sign-in (password, passkey, OpenID) without it."""
    where = reverse("accounts:demo" if settings.DEMO else "account_login")
    onward = request.GET.get("next", "")
    return HttpResponseRedirect(f"{where}?{urlencode({'next': onward})}" if onward else where)
