"""What waits for whoever runs the machine room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.jobs import board
from jiphyeon.foundation.jobs.roles import JOBS_OPERATOR
from jiphyeon.foundation.ui.my_page import Work
from jiphyeon.kernel import Words


def of_officer(actor: Actor, on: date) -> Sequence[Work]:
    """Return how many jobs nobody will try again by themselves."""
    del on
    if not actor.has(JOBS_OPERATOR):
        return []
    dead = board.counts(now()).dead
    waiting = ngettext("{n}건이 사람을 기다립니다.", "{n}건이 사람을 기다립니다.", dead).format(n=dead)
    return [
        Work(
            "jobs",
            Words("멈춘 작업", "Failed jobs"),
            text=waiting if dead else _("멈춘 작업이 없습니다."),
            more=(Words("자동 작업 보기", "See the work queue"), reverse("jobs:board")),
        )
    ]
