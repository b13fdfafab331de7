"""Resident registration numbers at the door: what is one is refused, and of what might be one it is asked.

Nothing of what was sent is kept, nor logged. Whoever says that it is none sends it again with one press (a form), with
their file once more (an upload), or with a header (a program); the answer holds for exactly those digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from jiphyeon.foundation.secrets.keys import keyed_hash
from jiphyeon.foundation.secrets.resident_numbers import (
    Certainty,
    Number,
    beginning,
    in_file,
    in_json,
    in_pairs,
    numbers,
    plain,
    surest,
)
from jiphyeon.foundation.ui.interfaces import in_its_words, taken_in

V = TypeVar("V", bound=Callable[..., HttpResponseBase])

FIELD, COOKIE, HEADER = "_not_a_resident_number", "not_resident_numbers", "X-Not-A-Resident-Number"
HOLDS_FOR = 60 * 60  # seconds
MOST_DOUBTFUL = 50  # different ones in one request; an answer about more fits in no cookie
LONGEST_FIELD, LONGEST_FORM = 25_000, 300_000  # signs; the longest text that any field takes has 5,000
_NEIGHBOURS = 100  # fields that a number can be cut over
_WRITES = {"POST", "PUT", "PATCH", "DELETE"}
_SALT = "ui.resident_numbers"
# As people write the number of an account: 16 digits at most, and what they put between them.
_ACCOUNT = re.compile(r"\s*(?:[0-9][\s.\u00b7\u2010-\u2014-]*){1,16}")
_REFUSED = gettext_noop(
    "주민등록번호는 받지 않습니다. 번호를 지우고 다시 보내 주세요. 보내신 내용은 저장하지 않았습니다."
)
_ASKED = gettext_noop(
    "주민등록번호일 수 있는 숫자가 있습니다. 주민등록번호라면 지워 주세요. 보내신 내용은 아직 저장하지 않았습니다."
)

_TOO_MANY = gettext_noop(
    "주민등록번호일 수 있는 숫자가 너무 많습니다. 지우거나 나누어 보내 주세요. 보내신 내용은 저장하지 않았습니다."
)
_TOO_LONG = gettext_noop(
    "보내신 글이 너무 깁니다. 줄이거나 나누어 보내 주세요. 보내신 내용은 저장하지 않았습니다."
)


def resident_numbers(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware: 422 with what to do next."""

    def handle(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(request: HttpRequest, view: object, *rest: object) -> HttpResponseBase | None:
        del rest
        if request.method not in _WRITES:
            mark = surest(_in_address(request))
            return in_its_words(view, _answer(request, [], form=True)) if mark is Certainty.IS else None
        exempt = getattr(view, "csrf_exempt", False)
        form = _is_form(request) and not exempt
        # A program's question counts before it is read: one that is turned away here costs as much as another.
        counts: Callable[[HttpRequest], HttpResponse | None] | None = getattr(view, "counts", None)
        if counts is not None and (turned_away := counts(request)) is not None:
            return turned_away
        if (too_large := taken_in(request, view)) is not None:
            return too_large
        if form and _is_too_long(request):
            return render(request, "ui/refused.html", {"words": _(_TOO_LONG)}, status=413)
        found = _searched(request, form=form, accounts=getattr(view, "account_fields", ()))
        return found if found is None or form else in_its_words(view, found)

    handle.process_view = process_view  # type: ignore[attr-defined] # where Django looks for it
    return handle


def takes_account(*fields: str) -> Callable[[V], V]:
    """Say which fields of a view's form take the number of a bank account.

    By chance it has the shape of somebody's number, and it is as an account's that it is kept. A field that holds more
    than a number of that shape is searched like any other.
    """

    def mark_fields(view: V) -> V:
        view.account_fields = frozenset(fields)  # type: ignore[attr-defined] # read by the middleware above
        return view

    return mark_fields


def _searched(request: HttpRequest, *, form: bool, accounts: Collection[str] = ()) -> HttpResponse | None:
    """Return the answer to what was sent, None where it may go on; looks no further than what decides it."""
    doubtful: set[str] = set()
    sent = _in_form(request, accounts) if form else in_json(request.body)
    for number in chain(_in_address(request), sent):
        doubtful.add(number.digits)
        if number.certainty is Certainty.IS or len(doubtful) > MOST_DOUBTFUL:
            words = _REFUSED if number.certainty is Certainty.IS else _TOO_MANY
            return _answer(request, [], form=form, words=words)
    if form and request.POST.get(FIELD) and not _others(request):
        return _remembered(request)
    marks = {_mark(digits) for digits in doubtful}
    if not marks or not marks - _denied_marks(request, form=form):
        return None
    return _answer(request, sorted(marks), form=form)


def _is_form(request: HttpRequest) -> bool:
    return request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}


def _in_address(request: HttpRequest) -> Iterator[Number]:
    return chain(in_pairs(list(_pairs(request.GET.lists()))), numbers([request.path]))


def _is_too_long(request: HttpRequest) -> bool:
    """Return whether a form says more than any field of ours takes: it is not searched, and not taken in."""
    lengths = [len(name) + len(value) for name, value in _pairs(request.POST.lists())]
    return max(lengths, default=0) > LONGEST_FIELD or sum(lengths) > LONGEST_FORM


def _in_form(request: HttpRequest, accounts: Collection[str]) -> Iterator[Number]:
    fields = [
        (name, "" if name in accounts and _ACCOUNT.fullmatch(plain(value)) else value)
        for name, value in _pairs(request.POST.lists())
        if name not in _OURS
    ]
    files = [file for _name, several in request.FILES.lists() for file in several]
    names = [file.name or "" for file in files]
    yield from in_pairs([*fields, *(("", name) for name in names)])
    if names:  # a number may be cut over a field and the name of a file, whichever is read first
        yield from numbers([*names, *(beginning(value) for _name, value in fields[:_NEIGHBOURS])])
    for file in files:
        yield from in_file(file.name or "", file)


_OURS = {"csrfmiddlewaretoken", FIELD}


def _pairs(lists: Iterable[tuple[str, list[Any]]]) -> Iterator[tuple[str, str]]:
    return ((name, str(value)) for name, values in lists for value in values)


def _mark(digits: str) -> str:
    return keyed_hash(digits, purpose="not-a-resident-number")[:20]


def _others(request: HttpRequest) -> bool:
    return any(name not in _OURS for name in request.POST) or bool(request.FILES)


def _denied_marks(request: HttpRequest, *, form: bool) -> set[str]:
    """Return the digits of which it was said that they are nobody's number, as marks."""
    marks: set[str] = set()
    for token in (
        request.POST.get(FIELD, "") if form else "",
        request.COOKIES.get(COOKIE, ""),
        request.headers.get(HEADER, ""),
    ):
        try:
            marks |= set(signing.loads(token, salt=_SALT, max_age=HOLDS_FOR))
        except (signing.BadSignature, TypeError):
            continue
    return marks


def _remembered(request: HttpRequest) -> HttpResponse:
    """Keep the answer for an upload, which the browser cannot send again by itself."""
    answer = render(request, "ui/resident_number_none.html")
    answer.set_cookie(
        COOKIE,
        request.POST[FIELD],
        max_age=HOLDS_FOR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return answer


def _answer(request: HttpRequest, doubtful: list[str], *, form: bool, words: str = _REFUSED) -> HttpResponse:
    """Refuse, or, where digits are only doubtful, ask."""
    words = _ASKED if doubtful else words
    token = signing.dumps(doubtful, salt=_SALT) if doubtful else ""
    if not form:  # a program reads no page
        return _program(words, token)
    files = bool(request.method in _WRITES and request.FILES)
    page = {
        "words": _(words),
        "token": token,
        "field": FIELD,
        "has_files": files,
        "sent": [pair for pair in _pairs(request.POST.lists()) if pair[0] not in _OURS]
        if token and not files
        else [],
    }
    return render(request, "ui/resident_number.html", page, status=422)


def _program(words: str, token: str) -> JsonResponse:
    """Answer a program, in the shape that the open interface describes; `none` is what to send if it is no number."""
    with override("ko"):
        korean = _(words)
    with override("en"):
        english = _(words)
    document: dict[str, Any] = {"code": "resident_number", "message": {"ko": korean, "en": english}}
    if token:
        document["none"] = {"header": HEADER, "value": token}
    return JsonResponse(document, status=422, json_dumps_params={"ensure_ascii": False})
