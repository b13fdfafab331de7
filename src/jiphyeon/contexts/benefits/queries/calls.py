"""The order of a call: who comes before whom by which values, and which applications keep it from being fixed."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from jiphyeon.contexts.benefits.enums import CaseState, Deed, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import cases, replay
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.casework.ranked import Ranked, ranked
from jiphyeon.foundation.casework.ranking import Key, Ranking, rank
from jiphyeon.kernel import Refused
from jiphyeon.methods.rules import Version, rank_keys


def order_of(programme: str, call_id: str) -> Ranking:
    """Return the order of everyone in a call whose conditions are met, by the ranking of the rules.

    Refused for a call whose places are not limited or not given in an order.
    """
    _version, places = _ranked(programme, call_id)
    return _order(programme, call_id, _keys(programme, call_id), places)


def _keys(programme: str, call_id: str) -> dict[str, Key]:
    waiting = Case.objects.filter(
        programme=programme, call=call_id, state__in=[CaseState.PREPARED, CaseState.PROPOSED]
    ).prefetch_related("assessments")
    latest = [(str(case.key), cases.latest_assessment(case)) for case in waiting]
    return {
        key: rank_keys(replay.again(made).outcome) for key, made in latest if made.verdict == Verdict.APPROVE
    }


def _order(programme: str, call_id: str, keys: dict[str, Key], places: int) -> Ranking:
    return rank(keys, max(places - Case.objects.granted(programme, call_id).count(), 0))


def unfinished(programme: str, call_id: str) -> list[Case]:
    """Return the applications of a call that nobody has finished examining, by number."""
    waiting = Q(state__in=[CaseState.SUBMITTED, CaseState.SUPPLEMENT]) | Q(
        state=CaseState.PREPARED, proposal=Verdict.CHECK
    )
    return list(Case.objects.filter(waiting, programme=programme, call=call_id).order_by("number"))


def call_file(programme: str, call_id: str, language: str) -> Ranked:
    """Return the order of a call with its values, for a reader of a language. Refused as `order_of` is."""
    version, places = _ranked(programme, call_id)
    keys = _keys(programme, call_id)
    rows = list(Case.objects.filter(key__in=list(keys)))
    return ranked(
        _order(programme, call_id, keys, places),
        {case: programmes.ranking_words(version, key) for case, key in keys.items()},
        rows,
        unfinished(programme, call_id),
        labels=[key.label for key in version.ranking],
        page=lambda case: reverse("benefits:desk_case", args=[case.key]) + "?view=all",
        fixed={str(case.key): (case.rank, case.within_places) for case in rows},
        fixed_by=Deed.RANK,
        language=language,
    )


def _ranked(programme: str, call_id: str) -> tuple[Version, int]:
    call = programmes.office(programme).call(call_id)
    version = programmes.version_on(programme, call.period.first) if call else None
    places = programmes.places_on(version, call.period.first) if version is not None and call else None
    if version is None or places is None or not version.ranking:
        raise Refused("no_ranking", ko="순위를 매기는 모집이 아닙니다.", en="This call is not ranked.")
    return version, places
