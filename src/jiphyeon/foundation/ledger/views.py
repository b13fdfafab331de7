"""Check us: a number or a receipt in, genuine or not out; and the same for machines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jiphyeon.foundation.accounts.doors import CITIZEN, EVERYONE, Request, door, key_of
from jiphyeon.foundation.ledger import proofs, seen, signing
from jiphyeon.foundation.ledger.answers import RecordAnswer, answer_about
from jiphyeon.foundation.ledger.forms import HeadForm, NumberForm, ReceiptForm
from jiphyeon.foundation.ledger.heads import SignedHead, head_json, newest_head, shown
from jiphyeon.foundation.ledger.looks import look_table
from jiphyeon.foundation.ledger.models import Entry, Head
from jiphyeon.foundation.ledger.trail import looks_at
from jiphyeon.foundation.open_data.answering import for_programs
from jiphyeon.foundation.open_data.query import number
from jiphyeon.kernel import Refused, Verdict

MOST_ROWS = 1000


_TONES = {Verdict.TRUE: "good", Verdict.NOT_PROVEN: "info", Verdict.FALSE: "bad"}


@door(CITIZEN)
@never_cache
@require_safe
def looks(request: Request) -> HttpResponse:
    """Show who looked at my data and why."""
    return render(request, "ledger/looks.html", {"looks": look_table(looks_at(key_of(request)))})


@door(EVERYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request) -> HttpResponse:
    """Judge what was brought: a number, a receipt, or a head taken earlier."""
    number = NumberForm(request.GET if "q" in request.GET else None)
    posted = request.method == "POST"
    of_head = posted and request.POST.get("what") == "head"
    receipt = ReceiptForm(request.POST, request.FILES) if posted and not of_head else ReceiptForm()
    taken = HeadForm(request.POST, request.FILES) if of_head else HeadForm()
    answer: RecordAnswer | None = None
    if number.is_bound and number.is_valid():
        answer = answer_about(number=number.cleaned_data["q"])
    for form in (receipt, taken):
        if form.is_bound and form.is_valid():
            file = form.cleaned_data[form.takes]
            try:
                answer = answer_about(file=file.content, name=file.name)
            except Refused as no:
                form.add_error(form.takes, no.text(get_language() or "ko"))
    errors = receipt.errors or taken.errors or number.errors
    return render(
        request,
        "ledger/check.html",
        {
            "number": number,
            "receipt": receipt,
            "taken": taken,
            "answer": answer,
            "tone": _TONES[answer.verdict] if answer else "",
            "proof": answer.proof.as_json() if answer and answer.proof else None,
            "place": answer.proof.index if answer and answer.proof else None,
            "head": newest_head(),
        },
        status=422 if errors else 200,
    )


ABSENT = frozenset({"head_unknown", "leaf_not_in_tree", "entry_gone"})


def _answers(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponseBase]:
    """Answer programs in JSON: what the log has no word of is 404, a question it does not understand 422."""

    @for_programs(absent=ABSENT)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse(view(request, *args, **kwargs), json_dumps_params={"ensure_ascii": False})

    return answer


def _number(request: HttpRequest, name: str, default: int | None = None) -> int:
    return number(request.GET, name, least=0, most=10**15, default=default)


@_answers
def head(request: HttpRequest) -> dict[str, Any]:
    """Return the newest signed head with its public key: all that its taker needs to hold the log to it later."""
    del request
    return _to_take_away(proofs.head_of(None))


def _to_take_away(head: SignedHead) -> dict[str, Any]:
    public = seen.trusted_keys().get(head.key)
    return head_json(head) | ({"public_key": public} if public else {})


@_answers
def heads(request: HttpRequest) -> dict[str, Any]:
    """Return signed heads from a size on."""
    found = Head.objects.filter(size__gte=_number(request, "from", 0)).order_by("size")[:MOST_ROWS]
    return {"heads": [head_json(shown(one)) for one in found]}


@_answers
def entries(request: HttpRequest) -> dict[str, Any]:
    """Return leaves from an index on: everything that is public of the log."""
    first = _number(request, "start", 0)
    count = min(_number(request, "count", 100), MOST_ROWS)
    rows = Entry.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
    return {"entries": [{"index": index, "leaf": leaf} for index, leaf in rows.values_list("index", "leaf")]}


@_answers
def inclusion(request: HttpRequest, index: int) -> dict[str, Any]:
    """Return the proof that an entry is in the log; `?size=` names another signed head than the newest."""
    size = _number(request, "size") if "size" in request.GET else None
    return proofs.prove(index, size=size).as_json()


@_answers
def consistency(request: HttpRequest) -> dict[str, Any]:
    """Return the proof that the log of one signed size is the beginning of a later one's."""
    first, second = _number(request, "first"), _number(request, "second")
    path = proofs.prove_growth(first, second)
    return {
        "first": head_json(proofs.head_of(first)),
        "second": head_json(proofs.head_of(second)),
        "path": list(path),
    }


@for_programs()
def key(request: HttpRequest) -> HttpResponse:
    """Return the public key; `?name=` an earlier one. Keys that nothing outside the database vouches for are not given."""
    name = request.GET.get("name", "")
    pem = seen.trusted_keys().get(name) if name else signing.public_key()[1]
    if pem is None:
        raise Http404
    return HttpResponse(pem, content_type="application/x-pem-file")
