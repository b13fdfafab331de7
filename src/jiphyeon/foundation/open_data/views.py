"""The open data of the house: a page for people, tables, packages, a catalogue and a description for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiphyeon.foundation.accounts.doors import EVERYONE, Request, door
from jiphyeon.foundation.open_data.answering import FRESH_SECONDS, for_programs
from jiphyeon.foundation.open_data.catalogue import catalogue
from jiphyeon.foundation.open_data.datasets import Asked, Dataset, Room, rooms
from jiphyeon.foundation.open_data.describing import description
from jiphyeon.foundation.open_data.licence import INVENTED, licence_of
from jiphyeon.foundation.open_data.limits import QUESTIONS, READS
from jiphyeon.foundation.open_data.packages import package
from jiphyeon.foundation.open_data.query import MOST_ROWS, ROWS, read
from jiphyeon.foundation.open_data.tables import columns_table, sample_table
from jiphyeon.foundation.open_data.writing import as_csv, as_objects
from jiphyeon.foundation.ui.context import city_name

VERSION = "1.0"  # of the interface, which outlives versions of the product
SHOWN_ROWS = 20


def _room_or_404(name: str) -> Room:
    found = rooms().get(name)
    if found is None:
        raise Http404
    return found


def _dataset_or_404(room: str, name: str) -> tuple[Room, Dataset]:
    found = _room_or_404(room)
    if name not in found.datasets:
        raise Http404
    return found, found.datasets[name]


@door(EVERYONE)
@require_safe
def home(request: Request) -> HttpResponse:
    """Show what there is, room by room, and under which words it may be used."""
    return render(
        request,
        "open_data/home.html",
        {
            "rooms": [(room, list(room.datasets.values())) for room in rooms().values() if room.datasets],
            "licence": licence_of(settings.CITY_PACK),
            "reads": READS.a_minute,
            "questions": QUESTIONS.a_minute,
            "rows": ROWS,
            "most_rows": MOST_ROWS,
            "fresh_minutes": FRESH_SECONDS // 60,
        },
    )


@door(EVERYONE)
@require_safe
def dataset(request: Request, room: str, name: str) -> HttpResponse:
    """Show one table: what it says, how it is computed, its columns and its first rows."""
    found, described = _dataset_or_404(room, name)
    rows = list(islice(described.rows(Asked(request.today)), SHOWN_ROWS))
    return render(
        request,
        "open_data/dataset.html",
        {
            "room": found,
            "dataset": described,
            "columns": columns_table(described),
            "sample": sample_table(described, rows),
            "licence": licence_of(settings.CITY_PACK),
        },
    )


@for_programs()
def as_json(request: Request, room: str, name: str) -> HttpResponse:
    """Give rows of a table as JSON, some at a time."""
    found, described = _dataset_or_404(room, name)
    asked, page = read(described, request.GET, today=request.today, pages=True)
    rows = list(islice(described.rows(asked), page.offset, page.offset + page.limit + 1))
    more = len(rows) > page.limit
    document: dict[str, Any] = {
        "dataset": f"{found.name}/{described.name}",
        "title": {"ko": described.title.ko, "en": described.title.en},
        "how": {"ko": described.how.ko, "en": described.how.en},
        "licence": licence_of(settings.CITY_PACK).name,
        "as_of": asked.as_of,
        "offset": page.offset,
        "limit": page.limit,
        "next": _further(request, page.offset + page.limit) if more else None,
        "rows": list(as_objects(described, rows[: page.limit])),
    }
    return _json(document, described_by=reverse("open_data:package", args=[found.name]))


def _further(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return f"{request.path}?{query.urlencode()}"


@for_programs()
def csv(request: Request, room: str, name: str) -> HttpResponseBase:
    """Give the whole table as CSV; a long one in a stream."""
    found, described = _dataset_or_404(room, name)
    asked, _page = read(described, request.GET, today=request.today, pages=False)
    pieces = as_csv(described, described.rows(asked))
    begun = list(islice(pieces, 5))
    rest = next(pieces, None)
    made: HttpResponse | StreamingHttpResponse
    if rest is None:
        made = HttpResponse("".join(begun), content_type="text/csv; charset=utf-8")
    else:
        made = StreamingHttpResponse(_pieces(begun, rest, pieces), content_type="text/csv; charset=utf-8")
    made["Content-Disposition"] = f'attachment; filename="{found.name}-{described.name}-{asked.as_of}.csv"'
    made["Link"] = f'<{reverse("open_data:package", args=[found.name])}>; rel="describedby"'
    return made


def _pieces(begun: Iterable[str], one: str, rest: Iterator[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in chain(begun, [one], rest))


@for_programs()
def datapackage(request: Request, room: str) -> HttpResponse:
    """Give a room's tables as a data package: the description beside the CSV files."""
    found = _room_or_404(room)
    if not found.datasets:
        raise Http404
    made = package(
        found,
        licence=licence_of(settings.CITY_PACK),
        city=city_name(settings.CITY_PACK),
        home=request.build_absolute_uri(reverse("open_data:home")),
    )
    return _json(made | _invented())


@for_programs()
def catalogue_jsonld(request: Request) -> HttpResponse:
    """Give the catalogue of everything, as DCAT."""
    document = catalogue(
        rooms().values(),
        licence=licence_of(settings.CITY_PACK),
        city=city_name(settings.CITY_PACK),
        absolute=_absolute(request),
    )
    answer = _json(document)
    answer["Content-Type"] = "application/ld+json"
    return answer


def _absolute(request: HttpRequest) -> Callable[..., str]:
    def address(name: str, *args: str) -> str:
        return request.build_absolute_uri(reverse(name, args=args))

    return address


@for_programs()
def openapi(request: Request) -> HttpResponse:
    """Give the description of everything programs may ask."""
    del request
    document = description(
        rooms().values(),
        city=city_name(settings.CITY_PACK),
        licence=licence_of(settings.CITY_PACK),
        version=VERSION,
    )
    return _json(document)


@for_programs()
def nothing(request: Request, rest: str) -> HttpResponse:
    """Answer an address of no table in the same words as everywhere."""
    del request, rest
    raise Http404


def _invented() -> dict[str, Any]:
    return {"remarks": {"ko": INVENTED.ko, "en": INVENTED.en}} if settings.DEMO else {}


def _json(document: Any, *, described_by: str = "") -> HttpResponse:
    answer = HttpResponse(orjson.dumps(document, option=orjson.OPT_INDENT_2), content_type="application/json")
    if described_by:
        answer["Link"] = f'<{described_by}>; rel="describedby"'
    return answer
