"""What a press comes to: the page again, with what was done on it, or with the reason why it was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused

Done = TypeVar("Done")


def refused(request: HttpRequest, no: Refused, to: str, **where: UUID | str | int) -> HttpResponse:
    """Say why not, and go back to where it can be put right: a page by its name, and what its address takes."""
    messages.error(request, no.text(language()))
    return redirect(reverse(to, kwargs=where))


def pressed(
    request: HttpRequest,
    deed: Callable[[], Done],
    said: str | Callable[[Done], str],
    *,
    back: str,
    onward: str = "",
) -> HttpResponse:
    """Do it and say so, or say why not; the page it was pressed on is shown again either way, or `onward` once it is done.

    What there is not, or is not for whoever pressed, answers 404.
    """
    try:
        done = deed()
    except Refused as no:
        messages.error(request, no.text(language()))
        return HttpResponseRedirect(back)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, said(done) if callable(said) else said)
    return HttpResponseRedirect(onward or back)
