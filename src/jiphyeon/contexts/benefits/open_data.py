"""What programs may ask of applications: a person's own, by their own sign-in. No table: what is here is about persons."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema

from jiphyeon.contexts.benefits.queries import cases
from jiphyeon.contexts.benefits.queries.cases import CaseCard
from jiphyeon.foundation.accounts.doors import CITIZEN
from jiphyeon.foundation.open_data import programs
from jiphyeon.foundation.open_data.programs import ALWAYS, Problem
from jiphyeon.kernel import Words

title = Words("지원 신청", "Applications")

api = programs.interface("benefits")


class CaseOut(Schema):
    """One of your own cases."""

    key: UUID
    number: str
    programme: str
    state: str
    applied_on: date | None
    due_on: date | None
    amount: int


@api.get("cases", response={200: list[CaseOut], 401: Problem, 403: Problem, **ALWAYS})
def own_cases(request: HttpRequest) -> list[CaseCard]:
    """List the signed-in person's own cases."""
    actor = request.actor  # type: ignore[attr-defined] # put there by the middleware
    return cases.cards_of(actor.user)


urlpatterns = programs.addresses(api, doors={"own_cases": CITIZEN})
described = programs.described(api, "benefits:api_own_cases", "cases")
