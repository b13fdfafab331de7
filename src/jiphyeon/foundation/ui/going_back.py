"""A deed that was refused: its page again, with the reason on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused


def refused(request: HttpRequest, no: Refused, to: str, **where: UUID | str | int) -> HttpResponse:
    """Say why not, and go back to where it can be put right: a page by its name, and what its address takes."""
    messages.error(request, no.text(language()))
    return redirect(reverse(to, kwargs=where))
