from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from tests.errands.models import Errand
from tests.errands.tables import ERRANDS

from jiphyeon.contexts.programmes.roles import CASE_OFFICER, CASE_SIGNER
from jiphyeon.foundation.accounts.doors import door, officer
from jiphyeon.foundation.queues.views import list_url, listed, place, selected

DESK = officer(CASE_OFFICER, CASE_SIGNER)


@door(DESK)
def errands(request) -> HttpResponse:
    return listed(request, ERRANDS)


@door(DESK)
def errand(request, key) -> HttpResponse:
    row = Errand.objects.filter(key=key).first()
    if row is None:
        raise Http404
    return render(request, "errands/item.html", {"row": row, "place": place(request, ERRANDS, row)})


@door(officer(CASE_OFFICER))
def finish(request) -> HttpResponse:
    Errand.objects.filter(number__in=selected(request, ERRANDS)).update(state="done")
    return redirect(list_url(ERRANDS, request))
