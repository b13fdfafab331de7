"""Talk, papers, receipts and letters of a matter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.casework import attachments, remarks, taking_home
from jiphyeon.foundation.casework.forms import PaperForm, RemarkForm
from jiphyeon.foundation.casework.pages.acts import R
from jiphyeon.foundation.casework.pages.side import SidePages
from jiphyeon.foundation.casework.screens import Side
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.replies.gaps import require_filled
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused


def say(pages: SidePages[R], request: Request, key: UUID) -> HttpResponse:
    """Write a line to the other side, or an officer's note."""
    row = pages.find(request, key)
    pages.require_writer(request)
    form = RemarkForm(request.POST)
    shared = pages.side is Side.PERSON or "shared" in request.POST

    def text() -> None:
        body = form.cleaned_data["body"] if form.is_valid() else ""
        if shared and pages.side is Side.OFFICE:
            require_filled(body, row.gaps)
        remarks.say(row, body, by=request.actor, on=request.today, shared=shared)

    return _done(pages, request, key, text, _("보냈습니다.") if shared else _("적었습니다."))


def bring(pages: SidePages[R], request: Request, key: UUID) -> HttpResponse:
    """Keep a paper beside the matter."""
    row = pages.find(request, key)
    pages.require_writer(request)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(reason) for given in form.errors.values() for reason in given))
        return redirect(pages.item_url(request, key))
    brought = partial(
        attachments.bring,
        row,
        form.cleaned_data["paper"],
        title=form.cleaned_data["title"],
        by=request.actor,
        on=request.today,
        readers=pages.readers,
    )
    return _done(pages, request, key, brought, _("올렸습니다."))


def take_back(pages: SidePages[R], request: Request, key: UUID, paper: UUID) -> HttpResponse:
    """Remove a paper from a matter that was not sent yet."""
    row = pages.find(request, key)
    taken = partial(attachments.take_back, row, paper, by=request.actor)
    return _done(pages, request, key, taken, _("지웠습니다."))


def judge(pages: SidePages[R], request: Request, key: UUID, paper: UUID) -> HttpResponse:
    """Accept a paper, or return it with words."""
    row = pages.find(request, key)
    pages.require_writer(request)
    accepted = request.POST.get("judgement") == "accept"
    words = request.POST.get("words", "")[:1000]
    judged = partial(
        attachments.judge, row, paper, accepted=accepted, words=words, by=request.actor, on=request.today
    )
    message = _("서류를 확인했습니다.") if accepted else _("서류를 돌려보내고 알렸습니다.")
    return _done(pages, request, key, judged, message)


def _done(
    pages: SidePages[R], request: Request, key: UUID, deed: Callable[[], object], message: str
) -> HttpResponse:
    """Do it and say so, or say why not; the matter is shown again either way."""
    try:
        deed()
    except Refused as no:
        messages.error(request, no.text(language()))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, message)
    return redirect(pages.item_url(request, key))


def open_paper(pages: SidePages[R], request: Request, key: UUID, paper: UUID) -> HttpResponseBase:
    """Open a paper in the browser; who opened it stands in its owner's trail."""
    row = pages.find(request, key)
    try:
        return hand_over(attachments.open_paper(row, paper, by=request.actor), inline=True)
    except (ObjectDoesNotExist, PermissionDenied):
        raise Http404 from None


def take_receipt(pages: SidePages[R], request: Request, key: UUID, leaf: str) -> HttpResponse:
    """Give the receipt of one thing recorded about the matter."""
    row = pages.find(request, key)
    answer = taking_home.receipt(row, leaf)
    pages.noted(request, row, "receipt_taken")
    return answer


def take_letter(pages: SidePages[R], request: Request, key: UUID, what: str) -> HttpResponse:
    """Give a letter of the matter as PDF."""
    row = pages.find(request, key)
    assert pages.letter is not None  # noqa: S101 -- the address is there only where letters are
    answer = taking_home.letter(request, row, what, pages.letter)
    pages.noted(request, row, "letter_taken")
    return answer
