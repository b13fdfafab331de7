"""How views find a case: another person's is the same as none."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jiphyeon.contexts.benefits import permissions
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused


def own_case(request: Request, key: UUID) -> Case:
    """Return the signed-in person's own case, or answer 404."""
    try:
        case = Case.objects.get(key=key)
        permissions.require_own(request.actor, case)
    except Case.DoesNotExist:
        raise Http404 from None
    return case


def desk_case(request: Request, key: UUID) -> Case:
    """Return a case the desk may read, or answer 404: drafts belong to their writers alone."""
    del request
    found = Case.objects.beyond_draft().filter(key=key).first()
    if found is None:
        raise Http404
    return found


def refused(request: Request, no: Refused, to: str, **where: UUID | str | int) -> HttpResponse:
    """Say why not, and go back to where it can be put right."""
    messages.error(request, no.said(language()))
    return redirect(reverse(to, kwargs=where))
