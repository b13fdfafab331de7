"""The order of a call: who comes before whom by which values, and which applications keep it from being fixed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from jiphyeon.contexts.benefits.enums import State, Verdict
from jiphyeon.contexts.benefits.models import Case
from jiphyeon.contexts.benefits.queries import cases, replay
from jiphyeon.contexts.programmes import api as programmes
from jiphyeon.foundation.accounts.names import names_of
from jiphyeon.foundation.casework.awaiting import waits_for
from jiphyeon.foundation.casework.ranked import OpenLine, RankedLine
from jiphyeon.foundation.casework.ranking import Key, Ranking, rank
from jiphyeon.foundation.casework.screens import Side, state_badge
from jiphyeon.kernel import Refused, Words
from jiphyeon.methods.rules import Version, rank_keys


@dataclass(frozen=True, slots=True)
class CallFile:
    """A call as its page shows it: the order with its values, and what is still open in it."""

    order: Ranking
    labels: list[Words]
    lines: list[RankedLine]
    unfinished: list[OpenLine]

    @property
    def tied(self) -> list[RankedLine]:
        """Return those who are level over the last place."""
        return [line for line in self.lines if line.key in self.order.tied_at_the_line]


def order_of(programme: str, call_id: str) -> Ranking:
    """Return the order of everyone in a call whose conditions are met, by the ranking of the rules.

    Refused for a call whose places are not limited or not given in an order.
    """
    _version, places = _ranked(programme, call_id)
    return _order(programme, call_id, _keys(programme, call_id), places)


def _keys(programme: str, call_id: str) -> dict[str, Key]:
    waiting = Case.objects.filter(
        programme=programme, call=call_id, state__in=[State.PREPARED, State.PROPOSED]
    ).prefetch_related("assessments")
    latest = [(str(case.key), cases.latest_assessment(case)) for case in waiting]
    return {
        key: rank_keys(replay.again(made).outcome) for key, made in latest if made.verdict == Verdict.APPROVE
    }


def _order(programme: str, call_id: str, keys: dict[str, Key], places: int) -> Ranking:
    return rank(keys, max(places - Case.objects.granted(programme, call_id).count(), 0))


def unfinished(programme: str, call_id: str) -> list[Case]:
    """Return the applications of a call that nobody has finished examining, by number."""
    waiting = Q(state__in=[State.SUBMITTED, State.SUPPLEMENT]) | Q(
        state=State.PREPARED, proposal=Verdict.CHECK
    )
    return list(Case.objects.filter(waiting, programme=programme, call=call_id).order_by("number"))


def call_file(programme: str, call_id: str, language: str) -> CallFile:
    """Return the order of a call with its values, for a reader of a language. Refused as `order_of` is."""
    version, places = _ranked(programme, call_id)
    keys = _keys(programme, call_id)
    order, still = _order(programme, call_id, keys, places), unfinished(programme, call_id)
    found = {str(case.key): case for case in Case.objects.filter(key__in=list(keys))}
    names = names_of([case.person for case in (*found.values(), *still)], language)

    def line(key: str, rank: int | None = None, *, within: bool | None = None) -> RankedLine:
        case, values = found[key], programmes.ranking_words(version, keys[key])
        return RankedLine(
            key, case.number or "", case.person, names.get(case.person, ""), _page(case), values, rank, within
        )

    return CallFile(
        order,
        [key.label for key in version.ranking],
        [line(one.case, one.rank, within=one.within) for one in order.order]
        + [line(key) for key in order.unranked],
        [
            OpenLine(
                case.number or "",
                names.get(case.person, ""),
                _page(case),
                state_badge(case, Side.OFFICE),
                waits_for(case),
            )
            for case in still
        ],
    )


def _page(case: Case) -> str:
    return reverse("benefits:desk_case", args=[case.key]) + "?view=all"


def _ranked(programme: str, call_id: str) -> tuple[Version, int]:
    call = programmes.office(programme).call(call_id)
    version = programmes.version_on(programme, call.period.first) if call else None
    places = programmes.places_on(version, call.period.first) if version is not None and call else None
    if version is None or places is None or not version.ranking:
        raise Refused("no_ranking", ko="순위를 매기는 모집이 아닙니다.", en="This call is not ranked.")
    return version, places
