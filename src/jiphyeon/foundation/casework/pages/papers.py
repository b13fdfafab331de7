"""Talk, papers, receipts and letters of a matter."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.casework import attachments, remarks, taking_home
from jiphyeon.foundation.casework.forms import PaperForm, RemarkForm
from jiphyeon.foundation.casework.pages.acts import R
from jiphyeon.foundation.casework.pages.side import FRAMES, SidePages
from jiphyeon.foundation.casework.screens import Side
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.replies.gaps import require_filled
from jiphyeon.foundation.ui.going_back import pressed
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused


def say(pages: SidePages[R], request: Request, key: UUID) -> HttpResponse:
    """Write a line to the other side, or an officer's note; what cannot be taken is asked for again as it was written."""
    row = pages.find(request, key)
    pages.require_writer(request)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    shared = pages.side is Side.PERSON or "shared" in request.POST
    if form.is_valid():
        body = form.cleaned_data["body"]
        try:
            if shared and pages.side is Side.OFFICE:
                require_filled(body, row.gaps)
            remarks.say(row, body, by=request.actor, on=request.today, shared=shared)
        except Refused as no:
            form.add_error("body", no.text(language()))
        else:
            messages.success(request, _("보냈습니다.") if shared else _("적었습니다."))
            return redirect(pages.item_url(request, key))
    back = pages.item_url(request, key)
    return _again(pages, request, row, form, title=_("글 쓰기"), back=back, shared=shared)


def bring(pages: SidePages[R], request: Request, key: UUID) -> HttpResponse:
    """Keep a paper beside the matter; what cannot be taken is asked for again, with what was written."""
    row = pages.find(request, key)
    pages.require_writer(request)
    back = pages.papers_url(request, row)
    if not row.takes_papers:
        messages.error(request, _("이미 끝난 건이라 서류를 더 받지 않습니다."))
        return redirect(back)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if form.is_valid():
        try:
            attachments.bring(
                row,
                form.cleaned_data["paper"],
                title=form.cleaned_data["title"],
                by=request.actor,
                on=request.today,
                readers=pages.readers,
            )
        except Refused as no:
            form.add_error("paper", no.text(language()))
        else:
            messages.success(request, _("올렸습니다."))
            return redirect(back)
    return _again(pages, request, row, form, title=_("서류 올리기"), back=back)


def _again(
    pages: SidePages[R],
    request: Request,
    row: R,
    form: Form,
    *,
    title: str,
    back: str,
    shared: bool = False,
) -> HttpResponse:
    """Ask for what could not be taken, each fault at its field; `back` leads to where it was written first."""
    page = {
        "frame": FRAMES[pages.side],
        "title": title,
        "name": row.lifecycle.names,
        "number": pages.known_by(row),
        "form": form,
        "shared": shared,
        "back": back,
        "item_url": pages.item_url(request, row.key),
        "list_url": pages.listing_url(request),
    }
    return render(request, "casework/again.html", page, status=422 if form.is_bound else 200)


def take_back(pages: SidePages[R], request: Request, key: UUID, paper: UUID) -> HttpResponse:
    """Remove a paper from a matter that was not sent yet."""
    row = pages.find(request, key)
    taken = partial(attachments.take_back, row, paper, by=request.actor)
    return pressed(request, taken, _("지웠습니다."), back=pages.papers_url(request, row))


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
    return pressed(request, judged, message, back=pages.item_url(request, key))


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
