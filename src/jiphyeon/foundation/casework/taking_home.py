"""What is taken home of a matter: the receipt of one thing recorded about it, and its letters."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.documents.answering import as_pdf
from jiphyeon.foundation.documents.content import Document
from jiphyeon.foundation.ledger.models import Entry
from jiphyeon.foundation.ledger.receipts import take_home
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel.words import Language


class Letter(Protocol):
    """Writes a letter of a matter; `check` is the address where anybody checks a number. None where there is none."""

    def __call__(
        self, row: Any, what: str, /, *, speech: Language, check: str, today: date
    ) -> Document | None: ...


_SPEECHES: dict[str, Language] = {"ko": "ko", "en": "en"}


def receipt(row: CaseRow, leaf: str) -> HttpResponse:
    """Return the receipt of a leaf about a matter as a file that anyone can have checked; 404 for a leaf about another."""
    try:
        text = take_home(leaf, about=str(row.key))
    except Entry.DoesNotExist:
        raise Http404 from None
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.number}-{leaf[:12]}.json"'
    return answer


def letter(request: Request, row: CaseRow, what: str, write: Letter) -> HttpResponse:
    """Return a letter as PDF; `?lang=` chooses its language, 404 where there is none."""
    speech = _SPEECHES.get(request.GET.get("lang", language()))
    if speech is None:
        raise Http404
    with override(speech):
        check = request.build_absolute_uri(reverse("ledger:check"))
        found = write(row, what, speech=speech, check=check, today=request.today)
    if found is None:
        raise Http404
    return as_pdf(found, f"{found.number}-{what}-{speech}")
