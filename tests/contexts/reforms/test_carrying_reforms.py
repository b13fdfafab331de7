"""Changes and runs written before a change could span programmes are carried over, and back, with nothing lost."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("benefits", "0003_objection_extended")]
AFTER = [("benefits", "0004_changes_that_span_programmes")]
RESULT = {
    "programme": "youth-rent",
    "version": "2024",
    "per": "month",
    "people": 1,
    "scenarios": [],
    "due": None,
}


@pytest.fixture
def migrated(transactional_db):
    def to(target):
        executor = MigrationExecutor(connection)
        executor.migrate(target)
        return MigrationExecutor(connection).loader.project_state(target).apps

    yield to
    to(MigrationExecutor(connection).loader.graph.leaf_nodes())


def reform_of(apps, **values):
    fields = {
        "name": "34세까지",
        "first": date(2024, 7, 1),
        "drafted_by": uuid4(),
        "drafted_name": "최유진",
        "drafted_on": date(2024, 3, 4),
    }
    return apps.get_model("benefits", "Reform").objects.create(**fields, **values)


def run_of(apps, **values):
    fields = {
        "as_of": date(2024, 7, 1),
        "known_on": date(2024, 3, 4),
        "population": {"name": "city", "synthetic": True},
        "asked_by": uuid4(),
        "asked_name": "최유진",
        "asked_on": date(2024, 3, 4),
    }
    return apps.get_model("benefits", "ReformRun").objects.create(**fields, **values)


def asked(**kept):
    return {
        "curve": "age_limit=34,39",
        "rules": "0" * 64,
        "reforms": [{"key": "k", "name": "34세까지", "first": "2024-07-01", **kept}],
    }


def test_what_was_written_for_one_programme_stays_that_programmes_and_comes_back(migrated):
    old = migrated(BEFORE)
    fields = {"parameters": {"age_limit": "34"}, "clauses": {"area": None}}
    reform = reform_of(old, programme="youth-rent", **fields)
    run = run_of(
        old, programme="youth-rent", asked={**asked(**fields), "version": "2024"}, result=RESULT, state="done"
    )

    new = migrated(AFTER)
    carried = new.get_model("benefits", "Reform").objects.get(key=reform.key)
    assert (carried.shared, carried.parts) == ({}, {"youth-rent": fields})
    answered = new.get_model("benefits", "ReformRun").objects.get(key=run.key)
    assert answered.asked == {
        **asked(shared={}, parts={"youth-rent": fields}),
        "curve": "youth-rent.age_limit=34,39",
        "versions": [["youth-rent", "2024"]],
    }
    assert answered.result == {"programmes": [RESULT]}

    new.get_model("benefits", "Reform").objects.filter(key=reform.key).update(state="dropped")
    again = migrated(BEFORE)
    back = again.get_model("benefits", "Reform").objects.get(key=reform.key)
    assert (back.programme, back.parameters, back.clauses) == ("youth-rent", *fields.values())
    assert back.state == "draft"
    asked_again = again.get_model("benefits", "ReformRun").objects.get(key=run.key)
    assert (asked_again.programme, asked_again.result) == ("youth-rent", RESULT)
    assert asked_again.asked == {**asked(**fields), "version": "2024"}


def test_a_change_that_spans_has_no_way_back_and_nothing_is_lost(migrated):
    new = migrated(AFTER)
    reform = reform_of(
        new, shared={"age_limit": "34"}, parts={"youth-rent": {"parameters": {}, "clauses": {}}}
    )

    with pytest.raises(RuntimeError, match="spans several programmes"):
        migrated(BEFORE)
    kept = new.get_model("benefits", "Reform").objects.get(key=reform.key)
    assert kept.shared == {"age_limit": "34"}


@pytest.mark.django_db
def test_the_models_are_what_the_migrations_make():
    call_command("makemigrations", "benefits", check=True, dry_run=True, verbosity=0)
