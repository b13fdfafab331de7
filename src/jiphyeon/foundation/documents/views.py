"""The example letter, to look at: as a PDF and as a page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.documents.answering import as_page, as_pdf
from jiphyeon.foundation.documents.content import Document
from jiphyeon.foundation.documents.examples import letter
from jiphyeon.foundation.ui.context import city_name
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel.words import Language


def _example(request: Request, speech: Language) -> Document:
    city = city_name(settings.CITY_PACK).text(speech)
    return letter(speech, check=request.build_absolute_uri(reverse("ledger:check")), city=city)


@door(EVERYONE)
@require_safe
def example(request: Request) -> HttpResponse:
    """Show the example letter as a page, in the reader's language."""
    speech: Language = "en" if language() == "en" else "ko"
    return as_page(
        request, _example(request, speech), pdf_address=reverse("documents:example_pdf", args=[speech])
    )


@door(EVERYONE)
@require_safe
def example_pdf(request: Request, speech: str) -> HttpResponse:
    """Give the example letter as a PDF."""
    if speech == "ko":
        return as_pdf(_example(request, "ko"), "example-ko")
    if speech == "en":
        return as_pdf(_example(request, "en"), "example-en")
    raise Http404
