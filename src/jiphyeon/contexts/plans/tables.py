"""How the plan's states are shown, and the file by which figures come in."""

from __future__ import annotations

from datetime import date
from typing import cast

from django import forms
from django.core.exceptions import ValidationError

from jiphyeon.contexts.plans import actions, queries
from jiphyeon.contexts.plans.enums import InitiativeState
from jiphyeon.contexts.plans.queries import FigureLine
from jiphyeon.contexts.plans.roles import PLAN_OWNER
from jiphyeon.foundation.imports.declaring import Column, Intake, Values
from jiphyeon.foundation.ui.badges import Badge
from jiphyeon.foundation.ui.shapes import Tone
from jiphyeon.kernel import Refused, Words
from jiphyeon.kernel.refusal import Place

_STATES: dict[InitiativeState, tuple[Words, Tone]] = {
    InitiativeState.AT_WORK: (Words("가동 중", "At work"), "good"),
    InitiativeState.WAITING: (Words("기한 지남", "Overdue"), "warn"),
    InitiativeState.NOT_BUILT: (Words("아직 만들지 않음", "Not built yet"), "neutral"),
    InitiativeState.CALLED_OFF: (Words("취소됨", "Called off"), "off"),
}


def state_badge(state: InitiativeState) -> Badge:
    """Return the word and shape of a state."""
    word, tone = _STATES[state]
    return Badge(word, tone)


def _figure_line(values: Values) -> FigureLine:
    """Return a row's value with the figure it is of. Refused, beside its column, where there is no such figure."""
    on, link = cast("date", values["on"]), str(values["link"] or "")
    figure = queries.figure_by_hand(str(values["initiative"]), str(values["figure"]), on)
    if link:
        try:
            link = forms.URLField(assume_scheme="https", max_length=500).clean(link)
        except ValidationError:
            raise Refused(
                "not_an_address",
                ko="주소가 아닙니다. https://로 시작하는 주소를 적거나 비워 두세요.",
                en="This is no address. Write one that begins with https://, or leave it empty.",
                place=Place("", column="link"),
            ) from None
    return FigureLine(figure, on, cast("int", values["value"]), str(values["evidence"]), link)


FIGURES: Intake[FigureLine] = Intake(
    name="plans.figures",
    words=Words("과제 지표의 값", "Values of initiatives' figures"),
    columns=(
        Column("initiative", Words("과제", "Initiative"), aliases=("과제 이름",)),
        Column("figure", Words("지표", "Figure"), aliases=("지표 이름",)),
        Column("on", Words("기준일", "As of"), "day"),
        Column("value", Words("값", "Value"), "whole"),
        Column("evidence", Words("출처", "Source"), most=500),
        Column("link", Words("볼 수 있는 주소", "Where it can be seen"), required=False, most=500),
    ),
    unique=("initiative", "figure", "on"),
    row=_figure_line,
    check=actions.against_figure,
    take=actions.take_figures,
    undo=actions.give_figures_back,
    may=lambda actor: actor.has(PLAN_OWNER),
    most_rows=5_000,
    back="plans:mine",
)
