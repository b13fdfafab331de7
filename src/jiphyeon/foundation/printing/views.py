"""The list of print runs with what waits, one run with its files, the list that goes along, results of the post."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiphyeon.foundation.accounts.doors import Request, door, officer
from jiphyeon.foundation.casework.pages import CasePages, by_action
from jiphyeon.foundation.casework.screens import Drawn, Side, nearness
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.files.store import open_for
from jiphyeon.foundation.ledger.trail import note
from jiphyeon.foundation.printing import queries, runs, tables
from jiphyeon.foundation.printing.enums import Service, Step
from jiphyeon.foundation.printing.forms import PostForm, ResultForm
from jiphyeon.foundation.printing.models import PrintRun
from jiphyeon.foundation.printing.roles import PRINT_OFFICER, READERS
from jiphyeon.foundation.printing.tasks import lay_out_part
from jiphyeon.foundation.queues.views import listed, place
from jiphyeon.foundation.ui.going_back import refused
from jiphyeon.foundation.ui.saying import language
from jiphyeon.kernel import Refused
from jiphyeon.kernel.spreadsheets import XLSX, write_xlsx

DESK = officer(*READERS)
PRINTS = officer(PRINT_OFFICER)

OFFICE = CasePages(
    model=PrintRun,
    side=Side.OFFICE,
    namespace="printing",
    door=DESK,
    item="item",
    listing="desk",
    acts={
        Step.POST: by_action(runs.post, posted_on="posted_on", receipt="receipt", seen="version"),
        Step.CANCEL: by_action(runs.cancel, reason="comment", seen="version"),
    },
    drawn=Drawn(forms={Step.POST: PostForm}),
    readers=(PRINT_OFFICER,),
    queue=tables.RUNS,
)


@door(DESK)
@never_cache
@require_safe
def desk(request: Request) -> HttpResponse:
    """List the runs, with what waits to be put together above them."""

    def waiting() -> dict[str, object]:
        piles = [
            (pile, nearness(pile.post_by, request.today) if pile.post_by else None)
            for pile in queries.piles()
        ]
        return {"piles": piles, "prints": request.actor.has(PRINT_OFFICER)}

    return listed(request, tables.RUNS, "printing/desk.html", waiting)


@door(PRINTS)
@never_cache
@require_POST
def begin(request: Request, service: str) -> HttpResponse:
    """Put together what waits for one post."""
    if service not in list(Service):
        raise Http404
    try:
        key = runs.begin(service=Service(service), by=request.actor, on=request.today)
    except Refused as no:
        return refused(request, no, "printing:desk")
    row = PrintRun.objects.get(key=key)
    size = runs.terms(row.opened_on).part
    for part in range(1, row.part_count + 1):
        lay_out_part.enqueue(run=str(key), part=part, size=size)
    messages.success(request, _("묶었습니다. 인쇄 파일을 만드는 동안 이 화면에 하나씩 나타납니다."))
    return redirect("printing:item", key=key)


@door(DESK)
@never_cache
@require_safe
def item(request: Request, key: UUID) -> HttpResponse:
    """Show a run: its files, where its letters stand, what can be done."""
    row = OFFICE.find(request, key)
    found = queries.files(row)
    prints = request.actor.has(PRINT_OFFICER)
    page = {
        "row": row,
        "screen": OFFICE.opened(request, row),
        "place": place(request, tables.RUNS, row),
        "day": tables.posting_day(row, request.today),
        "files": tables.file_table(row, found, opens=prints),
        "made": len(found),
        "counts": queries.counts(row),
        "prints": prints,
        "has_list": prints and bool(found) and all(one.is_there for one in found),
    }
    return render(request, "printing/item.html", page)


@door(PRINTS)
@never_cache
@require_safe
def file(request: Request, key: UUID, part: int) -> HttpResponseBase:
    """Give one print file; that it was taken stands in the trail."""
    row = OFFICE.find(request, key)
    found = row.files.filter(part=part).first()
    if found is None or found.file is None:
        raise Http404
    return hand_over(open_for(found.file, request.actor, reason="인쇄"))


@door(PRINTS)
@never_cache
@require_safe
def letters(request: Request, key: UUID) -> HttpResponse:
    """Give the exact list of a run's letters, for the printer and the post; that it was taken stands in the trail."""
    row = OFFICE.find(request, key)
    made = BytesIO()
    write_xlsx(made, tables.list_heads(), tables.list_lines(row, queries.listed(row)), title=row.number or "")
    note(by=request.actor, verb="printing.list_taken", about=row.about, person=None, reason="인쇄")
    answer = HttpResponse(made.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{row.number}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@door(PRINTS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: Request) -> HttpResponse:
    """Write down what the post said of one letter, by its number."""
    form = ResultForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            new = runs.note_results([form.given], by=request.actor, on=request.today)
        except Refused as no:
            form.add_error("number", no.text(language()))
        else:
            messages.success(request, _("적었습니다.") if new else _("이미 그렇게 적혀 있습니다."))
            return redirect("printing:result")
    return render(request, "printing/result.html", {"form": form}, status=422 if form.errors else 200)
