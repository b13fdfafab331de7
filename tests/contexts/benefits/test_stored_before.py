"""What 0.2.0 stored replays as true: it is compared in the format it was stored in, and a change to it is still seen.

`outcomes_0_2_0.json` holds assessments that 0.2.0 made of its demo city, each as its row stood.
"""

import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from jiphyeon.contexts.benefits.models import Assessment, Case
from jiphyeon.contexts.benefits.queries import replay
from jiphyeon.foundation.ledger.digests import digest_of
from jiphyeon.methods.rules import FORMAT

from .test_story import granted

pytestmark = pytest.mark.django_db
STORED = json.loads((Path(__file__).parent / "outcomes_0_2_0.json").read_text(encoding="utf-8"))


def kept(row):
    """Put a row of 0.2.0 back where it stood."""
    row = {**row}
    on = date.fromisoformat(row["selected_on"])
    case = Case.objects.create(person=uuid4(), programme=row.pop("programme"), token=uuid4(), opened_on=on)
    made = Assessment.objects.create(case=case, **row)
    return Assessment.objects.get(pk=made.pk)


@pytest.mark.parametrize("name", STORED)
def test_what_was_stored_by_0_2_0_is_reached_again(name):
    assessment = kept(STORED[name])
    assert "format" not in assessment.outcome

    found = replay.replay(assessment)

    assert (found.same, found.differs) == (True, ())
    assert found.again == found.stored == assessment.outcome_hash


def _fact(outcome):
    outcome["clauses"][0]["facts"]["age"] = 20


def _answer(outcome):
    outcome["clauses"][0]["result"] = "fail"


def _threshold(outcome):
    outcome["clauses"][0]["thresholds"]["age_limit"]["value"] = 99


def _sentence(outcome):
    outcome["clauses"][0]["sentence"]["ko"] = "만 20세입니다."


def _dropped(outcome):
    del outcome["clauses"][0]


@pytest.mark.parametrize("change", [_fact, _answer, _threshold, _sentence, _dropped])
def test_whatever_decided_then_is_held_against_it_though_the_hash_was_forged_too(change):
    assessment = kept(STORED["granted"])
    change(assessment.outcome)
    assessment.outcome_hash = digest_of(assessment.outcome)

    assert replay.replay(assessment).differs == ("clauses",)


def test_advice_of_then_is_held_by_its_hash_alone():
    assessment = kept(STORED["interview"])
    assessment.outcome["counterfactuals"] = []

    assert replay.replay(assessment).differs == ("outcome_hash",)


@pytest.mark.parametrize("change", [{"format": 1}, {"format": FORMAT + 1}, {"format": None}])
def test_an_outcome_of_today_is_not_compared_as_an_older_or_an_unknown_one(office, run_jobs, change):
    granted(office, run_jobs, office.hana)
    assessment = Assessment.objects.get(kind="application")
    assert assessment.outcome["format"] == FORMAT == 2
    assert replay.replay(assessment).same

    assessment.outcome |= change

    assert not replay.replay(assessment).same
    assert "format" in replay.replay(assessment).differs
