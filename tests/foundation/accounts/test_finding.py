"""A person is found by their whole name although it is sealed, and the mark that leads there tells nobody's name."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.foundation.accounts.finding import name_mark, people_named
from jiphyeon.foundation.accounts.models import Citizen, User


def citizen(name):
    user = User.objects.create(username=uuid4().hex)
    Citizen.objects.create(user=user, legal_name=name, name_mark=name_mark(name))
    return user.key


@pytest.mark.django_db
def test_a_name_is_found_however_it_is_spaced_and_written(settings):
    hana, anna = citizen("김하나"), citizen("Anna Schmidt")
    citizen("김하나나")

    assert people_named(" 김 하나 ") == [hana]
    assert people_named("anna SCHMIDT") == [anna]
    assert people_named("김하") == people_named("") == people_named("  ") == []


@pytest.mark.django_db
def test_names_that_share_a_mark_are_told_apart(monkeypatch):
    from jiphyeon.foundation.accounts import finding

    monkeypatch.setattr(finding, "_MARKS", 1)
    hana, _doyun = citizen("김하나"), citizen("이도윤")

    assert people_named("김하나") == [hana]


def test_one_mark_stands_for_many_names():
    marks = [name_mark(f"사람{number}") for number in range(20_000)]

    assert set(marks) <= set(range(4_096))
    assert max(marks.count(mark) for mark in set(marks[:50])) > 1
    assert name_mark(None) is name_mark("") is None


@pytest.mark.django_db(transaction=True)
def test_whoever_was_known_before_is_found_too():
    before = [("accounts", "0006_scrubbed")]
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        MigrationExecutor(connection).migrate(before)
        old = MigrationExecutor(connection).loader.project_state(before).apps
        user = old.get_model("accounts", "User").objects.create(username="hana")
        old.get_model("accounts", "Citizen").objects.create(user=user, legal_name="김하나")
    finally:
        MigrationExecutor(connection).migrate(leaves)

    assert people_named("김하나") == [user.key]
