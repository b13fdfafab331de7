"""The example's row: a place, and nothing that casework has."""

from django.db import models

from jiphyeon.foundation.casework.models import (
    CaseRow,
    Counting,
    ObjectionTerms,
    Term,
    number_constraint,
    state_constraint,
)
from jiphyeon.foundation.clock.deadlines import Unit
from jiphyeon.kernel import Citation

from .lifecycle import BASIC, PETITIONS, STALL


class Stall(CaseRow):
    """A stall somebody asks for."""

    lifecycle = STALL

    place = models.CharField(max_length=40)

    class Meta:
        app_label = "stalls"
        constraints = [state_constraint(STALL), number_constraint(STALL)]

    def leaf_facts(self):
        return {"place": self.place}

    def notice_values(self):
        return {"number": self.number or "", "place": self.place}

    def person_url(self):
        return f"/stalls/mine/{self.key}/"

    def term_on(self, day):  # noqa: ARG002 -- the same on every day
        return Term(14, Unit.DAYS, Counting.PETITION, Citation(PETITIONS, "19", "2"))

    def objection_terms(self, day):  # noqa: ARG002 -- the same on every day
        return ObjectionTerms(30, 14, 10, Citation(BASIC, "36"))
