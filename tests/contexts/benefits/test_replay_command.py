"""`jiphyeon benefits replay`: what was decided is reached again, or it is said in one word that it is not."""

import json
from datetime import date
from uuid import uuid4

import pytest
from click.testing import CliRunner
from tests.contexts.benefits.conftest import holders, office  # noqa: F401 -- fixtures

from jiphyeon.contexts.benefits.actions import calls, handling, signing
from jiphyeon.contexts.benefits.commands.replay import benefits
from jiphyeon.contexts.benefits.enums import Verdict
from jiphyeon.contexts.benefits.models import Assessment, Case
from jiphyeon.foundation.ledger.models import Entry

LATER = date(2024, 3, 18)


@pytest.fixture
def number(office, run_jobs):  # noqa: F811
    key = office.applies(office.hana)
    run_jobs()
    seoyeon, minjae = office.actor(office.seoyeon), office.actor(office.minjae)
    calls.rank_call(programme="youth-rent", call_id="2024-1", by=seoyeon, on=LATER)
    handling.propose(key=key, verdict=Verdict.APPROVE, reason="", by=seoyeon, on=LATER)
    signing.sign(key=key, by=minjae, on=LATER)
    return Case.objects.get(key=key).number


def replay(*arguments):
    return CliRunner().invoke(benefits, ["replay", *arguments])


def test_an_honest_decision_is_true_in_the_first_line(number):
    done = replay(number)

    assert done.exit_code == 0
    first, second = done.stdout.splitlines()
    assert first == f"True: 1 stored outcome of {number}, reached again from the facts stored with each."
    assert second.startswith("  2024-03-04 application version ")
    assert second.endswith(" same")
    document = json.loads(replay(number, "--json").stdout)
    assert (document["verdict"], document["unchecked"], len(document["outcomes"])) == ("true", [], 1)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"amount": 900_000}, "amount"),
        ({"result": "fail"}, "result"),
        ({"version_name": "another"}, "version"),
        ({"outcome_hash": "0" * 64}, "outcome_hash"),
        ({"outcome": {"result": "pass", "amount": 900_000}}, "outcome_hash"),
    ],
)
def test_whatever_is_shown_of_a_stored_outcome_is_held_against_the_replay(number, change, what):
    Assessment.objects.update(**change)

    done = replay(number)

    assert done.exit_code == 1
    assert done.stdout.startswith(
        "False: What was worked out on Mon 4 March 2024 (application) is not reached again: "
    )
    assert what in done.stdout.splitlines()[0]


def test_facts_forged_with_their_outcome_are_given_away_by_the_log(number):
    from jiphyeon.contexts.benefits.queries import replay as replaying

    assessment = Assessment.objects.get()
    for fact in assessment.facts:
        if fact["name"] == "monthly_rent":
            fact["value"] = 400_000
    assessment.save()
    worked = replaying.again(assessment)
    Assessment.objects.update(
        outcome=worked.as_json, outcome_hash=worked.digest, amount=worked.outcome.amount
    )

    done = replay(number)

    assert done.exit_code == 1
    assert done.stdout.startswith(
        "False: What was worked out on Mon 4 March 2024 (application) is not reached again: the log"
    )


def test_without_its_leaf_a_decision_is_not_true(number):
    Entry.objects.filter(kind="benefits.decided").delete()

    assert replay(number).exit_code == 1


def test_no_such_case_is_refused_with_the_same_words_and_code(db):
    done = replay("2024-999999", "--json")

    assert done.exit_code == 1
    assert json.loads(done.stdout)["refused"]["code"] == "no_such_case"
    assert replay(str(uuid4())).exit_code == 1


def test_where_nothing_was_worked_out_nothing_is_proven(office):  # noqa: F811
    key = office.applies(office.hana)

    done = replay(str(key))

    assert done.exit_code == 3
    assert done.stdout.startswith("Not proven: Nothing was worked out for this case yet")
