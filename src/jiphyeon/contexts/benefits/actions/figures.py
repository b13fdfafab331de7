"""Posting the room's figures to the plan, under the names the policy gives them."""

from __future__ import annotations

from datetime import date

from jiphyeon.contexts.benefits.queries import figures
from jiphyeon.contexts.plans import api as plans
from jiphyeon.contexts.programmes import api as programmes


def post(programme: str, on: date) -> None:
    """Post every figure that the policy names for a programme; posting again for the same day replaces."""
    office = programmes.office(programme)
    counted = figures.of_programme(programme, on)
    for ours, theirs in office.figures.items():
        if ours in counted:  # what is counted at the counter is the fees' to post
            plans.post_figure(initiative=office.initiative, figure=theirs, value=counted[ours], on=on)
