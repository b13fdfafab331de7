"""Saved answers beside a matter: those of the room with its gaps filled, and the pages on which officers keep them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiphyeon.foundation.accounts.doors import Request
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework.models import CaseRow
from jiphyeon.foundation.replies import gaps, keeping
from jiphyeon.foundation.replies.forms import ReplyForm
from jiphyeon.foundation.replies.models import Reply
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused, uuid_of


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer with its gaps filled for one matter. `text`: in the person's language where it has that, `url`: to begin with it."""

    key: UUID
    title: str
    text: str
    korean: str
    english: str
    url: str


def offered(row: CaseRow, url: Callable[[UUID], str]) -> tuple[Offered, ...]:
    """Return a room's answers filled for a matter, in three queries at most."""
    kept = keeping.of(row.lifecycle.name)
    if not kept:
        return ()
    korean, english = (_values(row, speech) for speech in ("ko", "en"))
    writes_english = User.objects.filter(key=row.person, language="en").exists() if row.person else False

    def fill(one: Reply) -> Offered:
        ko = gaps.filled(one.body, row.gaps, korean)
        en = gaps.filled(one.english, row.gaps, english)
        return Offered(one.key, one.title, en if writes_english and en else ko, ko, en, url(one.key))

    return tuple(fill(one) for one in kept)


def _values(row: CaseRow, speech: str) -> dict[str, str]:
    name = names_of([row.person], speech).get(row.person, "") if row.person is not None else ""
    return {"name": name, **row.gap_values(speech)}


def chosen(found: tuple[Offered, ...], code: str) -> Offered | None:
    """Return the answer an address begins with; None where it names none."""
    key = uuid_of(code)
    return next((one for one in found if one.key == key), None)


def reply_page(
    request: Request,
    model: type[CaseRow],
    key: UUID | None,
    *,
    at: Callable[[UUID | None], str],
    list_url: str,
) -> HttpResponse:
    """Show a room's answers with a form for a new one or for `key`; kept, changed or thrown away by POST."""
    of = model.lifecycle.name
    try:
        row = keeping.one(of, key) if key is not None else None
    except Reply.DoesNotExist:
        raise Http404 from None
    if request.method == "POST" and row is not None and "drop" in request.POST:
        keeping.drop(of, row.key)
        messages.success(request, _("문구를 지웠습니다."))
        return redirect(at(None))
    begun = (
        {"version": row.version, "title": row.title, "body": row.body, "english": row.english} if row else {}
    )
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=begun, known=model.gaps)
    if form.is_bound and form.is_valid():
        cleaned = form.cleaned_data
        try:
            keeping.save(
                lifecycle=of,
                key=key,
                title=cleaned["title"],
                body=cleaned["body"],
                english=cleaned["english"],
                known=model.gaps,
                seen=cleaned["version"] or 0,
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error(None, no.text(language()))
        else:
            messages.success(request, _("문구를 저장했습니다."))
            return redirect(at(None))
    page = {
        "name": model.lifecycle.names,
        "replies": [(one, at(one.key)) for one in keeping.of(of)],
        "form": form,
        "row": row,
        "new_url": at(None),
        "list_url": list_url,
    }
    return render(request, "casework/replies.html", page, status=422 if form.errors else 200)
