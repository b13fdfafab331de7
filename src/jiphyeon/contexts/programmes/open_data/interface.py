"""Programmes for programs: what there is, and an explanation of given facts, of which nothing is stored."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema, Status
from pydantic import BeforeValidator

from jiphyeon.contexts.programmes.queries import catalogue, rulebook
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.open_data import programs
from jiphyeon.foundation.open_data.limits import QUESTIONS
from jiphyeon.foundation.open_data.programs import ALWAYS, Problem, TwoLanguages
from jiphyeon.kernel import Words, day_of
from jiphyeon.kernel.days import countable
from jiphyeon.methods import rules

api = programs.interface("programmes")


class ProgrammeOut(Schema):
    """A programme as the city offers it today."""

    id: str
    name: TwoLanguages
    summary: TwoLanguages
    initiative: str
    kind: str
    open: bool
    versions: list[str]


def _day(value: object) -> date:
    """Return a day written 2024-03-04: no number of seconds, no week, no time of day."""
    return day_of(str(value))


Day = Annotated[date, BeforeValidator(_day)]


class Asked(Schema):
    """Facts by name, as the vocabulary names them; leave out or null what is not known. Nothing else is taken."""

    model_config = {"extra": "forbid"}

    facts: dict[str, Any] = Field(default_factory=dict, max_length=200)
    as_of: Day | None = None


def _both(words: Words) -> dict[str, str]:
    return {"ko": words.ko, "en": words.en}


def _offered(programme_id: str) -> dict[str, Any]:
    card = catalogue.card(programme_id, civil_today())
    return {
        "id": card.id,
        "name": _both(card.name),
        "summary": _both(card.summary),
        "initiative": card.initiative,
        "kind": card.kind,
        "open": card.is_open,
        "versions": [version.name for version in rulebook.programme(programme_id).versions],
    }


@api.get("programmes", response={200: list[ProgrammeOut], **ALWAYS})
def list_programmes(request: HttpRequest) -> list[dict[str, Any]]:
    """List every programme."""
    del request
    return [_offered(programme_id) for programme_id in rulebook.offered()]


@api.get("programmes/{programme_id}", response={200: ProgrammeOut, 404: Problem, **ALWAYS})
def one_programme(request: HttpRequest, programme_id: str) -> Any:
    """Return one programme."""
    del request
    return _offered(programme_id) if programme_id in rulebook.offered() else _unknown(programme_id)


@api.post(
    "programmes/{programme_id}/explain",
    response={200: dict[str, Any], 404: Problem, 422: Problem, **ALWAYS},
)
def explain(request: HttpRequest, programme_id: str, asked: Asked) -> Any:
    """Explain what the rules say of given facts, clause by clause. Nothing is stored."""
    del request
    if programme_id not in rulebook.offered():
        return _unknown(programme_id)
    on = countable(asked.as_of or civil_today())
    version = rulebook.programme(programme_id).version_on(on)
    return rules.evaluate(version, asked.facts, on).as_json()


def _unknown(programme_id: str) -> Status[dict[str, Any]]:
    words = Words("그런 지원이 없습니다: {programme}", "There is no such support: {programme}")
    message = words.filled(programme=programme_id)
    return Status(404, {"code": "unknown_programme", "message": _both(message)})


urlpatterns = programs.addresses(api, limits={"explain": QUESTIONS})
described = programs.described(api, "programmes:api_list_programmes", "programmes")
