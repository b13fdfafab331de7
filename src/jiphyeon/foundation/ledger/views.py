"""Check us: a number or a receipt in, genuine or not out; and the same for machines."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.ledger import proofs
from jiphyeon.foundation.ledger.answers import Judged, head_json, inclusion_json, judged
from jiphyeon.foundation.ledger.forms import NumberForm, ReceiptForm
from jiphyeon.foundation.ledger.kinds import facts_called
from jiphyeon.foundation.ledger.models import Entry, Head, SigningKey
from jiphyeon.foundation.ledger.order import newest_head, shown
from jiphyeon.foundation.ledger.signing import public_key
from jiphyeon.kernel import Refused

MOST_ROWS = 1000


@door(EVERYONE)
@require_http_methods(["GET", "POST"])
def check(request: Request) -> HttpResponse:
    """Judge what was brought."""
    number = NumberForm(request.GET if "q" in request.GET else None)
    receipt = ReceiptForm(request.POST, request.FILES) if request.method == "POST" else ReceiptForm()
    answer: Judged | None = None
    if receipt.is_bound and receipt.is_valid():
        try:
            answer = judged(receipt=receipt.cleaned_data["file"])
        except Refused as no:
            receipt.add_error("file", no.said(get_language() or "ko"))
    elif number.is_bound and number.is_valid():
        answer = judged(number=number.cleaned_data["q"])
    shown_head = newest_head()
    return render(
        request,
        "ledger/check.html",
        {
            "number": number,
            "receipt": receipt,
            "answer": answer,
            "facts": facts_called(answer.facts) if answer and answer.facts else None,
            "tone": {True: "good", None: "info", False: "bad"}[answer.genuine] if answer else "",
            "proof": inclusion_json(answer.proof) if answer and answer.proof else None,
            "head": shown_head,
        },
        status=422 if receipt.errors or number.errors else 200,
    )


def _answers(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """Answer in JSON; a refusal is 404 with its reason in both languages."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            said = view(request, *args, **kwargs)
        except Refused as no:
            said = {"error": no.code, "ko": no.words.ko, "en": no.words.en}
            return JsonResponse(said, status=404, json_dumps_params={"ensure_ascii": False})
        response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
        response["Access-Control-Allow-Origin"] = "*"  # public by law of the log; anyone's page may check it
        return response

    return answer


def _number(request: HttpRequest, name: str, default: int | None = None) -> int:
    given = request.GET.get(name, "")
    if not given and default is not None:
        return default
    if not (given.isascii() and given.isdigit()) or len(given) > 15:
        raise Refused(
            "number_wanted",
            ko="{name}에는 0 이상의 정수를 넣어 주십시오.",
            en="{name} wants a whole number of at least 0.",
            name=name,
        )
    return int(given)


@door(EVERYONE)
@require_GET
@_answers
def head(request: HttpRequest) -> dict[str, Any]:
    """Return the newest signed head."""
    del request
    return head_json(proofs.head_of(None))


@door(EVERYONE)
@require_GET
@_answers
def heads(request: HttpRequest) -> dict[str, Any]:
    """Return signed heads from a size on."""
    found = Head.objects.filter(size__gte=_number(request, "from", 0)).order_by("size")[:MOST_ROWS]
    return {"heads": [head_json(shown(one)) for one in found]}


@door(EVERYONE)
@require_GET
@_answers
def entries(request: HttpRequest) -> dict[str, Any]:
    """Return leaves from an index on: everything that is public of the log."""
    first = _number(request, "start", 0)
    count = min(_number(request, "count", 100), MOST_ROWS)
    rows = Entry.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
    return {"entries": [{"index": index, "leaf": leaf} for index, leaf in rows.values_list("index", "leaf")]}


@door(EVERYONE)
@require_GET
@_answers
def inclusion(request: HttpRequest, index: int) -> dict[str, Any]:
    """Return the proof that an entry is in the log; `?size=` names another signed head than the newest."""
    size = _number(request, "size") if "size" in request.GET else None
    return inclusion_json(proofs.prove(index, size=size))


@door(EVERYONE)
@require_GET
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


@door(EVERYONE)
@require_GET
def key(request: HttpRequest) -> HttpResponse:
    """Return the public key; `?name=` an earlier one."""
    name = request.GET.get("name", "")
    pem = (
        SigningKey.objects.filter(name=name).values_list("public_pem", flat=True).first()
        if name
        else public_key()[1]
    )
    if pem is None:
        return HttpResponse(status=404)
    return HttpResponse(pem, content_type="application/x-pem-file")
