"""Handing a file in, seeing what was found in it, taking it, taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from tempfile import TemporaryFile
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiphyeon.foundation.accounts.doors import ANY_OFFICER, Request, door
from jiphyeon.foundation.files.limits import takes_up_to
from jiphyeon.foundation.imports import pages, processing, taking
from jiphyeon.foundation.imports.declaring import AnyIntake, intake_named
from jiphyeon.foundation.imports.forms import FileForm
from jiphyeon.foundation.imports.models import Import, ImportState
from jiphyeon.foundation.ui.going_back import pressed
from jiphyeon.foundation.ui.saying import language, spoken
from jiphyeon.kernel import Refused
from jiphyeon.kernel.spreadsheets import CSV, XLSX, Cell, csv_lines, write_xlsx


def _intake(request: Request, name: str) -> AnyIntake:
    found = intake_named(name)
    if found is None:
        raise Http404
    if not found.may(request.actor):
        raise PermissionDenied(name)
    return found


def _import(request: Request, name: str, key: UUID) -> tuple[AnyIntake, Import]:
    intake = _intake(request, name)
    return intake, get_object_or_404(Import, intake=name, key=key)


@takes_up_to(taking.MOST_BYTES)
@door(ANY_OFFICER)
@never_cache
@require_http_methods(["GET", "POST"])
def intake(request: Request, name: str) -> HttpResponse:
    """Show what files of this kind hold and those handed in so far; take a new one."""
    found = _intake(request, name)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            key = taking.hand_in(
                found,
                given["file"],
                separator=given["separator"],
                again=given["again"],
                by=request.actor,
                on=request.today,
            )
        except Refused as no:
            form.add_error("again" if no.code == "same_file" else "file", no.text(language()))
        else:
            return redirect("imports:file", name=name, key=key)
    page = {
        "intake": found,
        "form": form,
        "history": pages.history(found),
        "kinds": pages.kinds(found),
    }
    return render(request, "imports/intake.html", page, status=422 if form.errors else 200)


@door(ANY_OFFICER)
@never_cache
@require_GET
def file(request: Request, name: str, key: UUID) -> HttpResponse:
    """Show one file: its first rows, its counts, what is wrong with it."""
    found, row = _import(request, name, key)
    return render(request, "imports/file.html", {"file": pages.file_page(found, row)})


@door(ANY_OFFICER)
@never_cache
@require_GET
def template(request: Request, name: str, kind: str) -> HttpResponseBase:
    """Give a file to fill in."""
    heads, rows = pages.template_rows(_intake(request, name))
    return _file(heads, rows, f"{name}-template", kind)


@door(ANY_OFFICER)
@never_cache
@require_GET
def errors(request: Request, name: str, key: UUID, kind: str) -> HttpResponseBase:
    """Give every error of a file that was read whole."""
    _found, row = _import(request, name, key)
    if not processing.was_read_whole(row):
        raise Http404
    return _file(
        pages.error_heads(), pages.error_rows(processing.errors_of(row), language()), f"{name}-errors", kind
    )


def _file(heads: list[str], rows: Iterable[list[Cell]], name: str, kind: str) -> HttpResponseBase:
    if kind == "csv":
        given = StreamingHttpResponse(spoken(csv_lines(heads, rows), language()), content_type=CSV)
        given["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return given
    if kind != "xlsx":
        raise Http404
    made = TemporaryFile()  # noqa: SIM115 -- the answer closes it
    write_xlsx(made, heads, rows)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _take(request: Request, key: UUID) -> str:
    state = taking.take(key=key, by=request.actor, on=request.today)
    return (
        _("모두 들였습니다.")
        if state is ImportState.TAKEN
        else _("들이고 있습니다. 끝나면 이 화면에 나옵니다.")
    )


def _undo(request: Request, key: UUID) -> str:
    taking.undo(key=key, by=request.actor, on=request.today)
    return _("되돌렸습니다.")


def _stop(request: Request, key: UUID) -> str:
    taking.stop(key=key, by=request.actor)
    return _("멈추었습니다. 아무것도 들이지 않았습니다.")


def _resume(request: Request, key: UUID) -> str:
    taking.resume(key=key, by=request.actor)
    return _("다시 읽습니다.")


def _drop(request: Request, key: UUID) -> str:
    taking.drop(key=key, by=request.actor)
    return _("파일을 버렸습니다.")


_DEEDS: dict[str, Callable[[Request, UUID], str]] = {
    "take": _take,
    "undo": _undo,
    "stop": _stop,
    "resume": _resume,
    "drop": _drop,
}


@door(ANY_OFFICER)
@require_POST
def deed(request: Request, name: str, key: UUID, deed: str) -> HttpResponse:
    """Do one deed to a file."""
    _import(request, name, key)
    if deed not in _DEEDS:
        raise Http404
    back = reverse("imports:file", kwargs={"name": name, "key": key})
    return pressed(request, partial(_DEEDS[deed], request, key), str, back=back)
