"""A person is found by whole name, birth date or telephone although they are sealed, and the mark that leads there tells nobody's."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.foundation.accounts import finding
from jiphyeon.foundation.accounts.finding import marks_of, name_mark, people_meant, people_named
from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.accounts.registering import Identity, make_citizen


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
        old.get_model("accounts", "Citizen").objects.create(
            user=user, legal_name="김하나", birth_date=date(1996, 8, 15), phone="010-2415-7700"
        )
        maria = old.get_model("accounts", "User").objects.create(username="maria", latin_name="Maria Silva")
        old.get_model("accounts", "Citizen").objects.create(user=maria, legal_name="마리아 실바")
    finally:
        MigrationExecutor(connection).migrate(leaves)

    today = date(2024, 3, 4)
    assert (
        people_named("김하나")
        == people_meant("19960815", today)
        == people_meant("01024157700", today)
        == [user.key]
    )
    assert people_named("Silva Maria") == [maria.key]


def known(name, born, telephone):
    user = User.objects.create(username=uuid4().hex)
    marks = marks_of(name=name, birth_date=born, telephone=telephone)
    Citizen.objects.create(user=user, legal_name=name, birth_date=born, phone=telephone, **marks)
    return user.key


@pytest.mark.django_db
def test_people_are_found_by_birth_date_and_telephone_however_written():
    hana = known("김하나", date(1996, 8, 15), "010-2415-7700")
    other = known("김하나", date(1988, 1, 2), "+82 10 9911 2233")
    known("이도윤", None, None)

    for text in (
        *(
            "19960815",
            "960815",
            "1996-08-15",
            "1996. 8. 15.",
            "1996년 8월 15일",
            "15 August 1996",
            "１９９６0815",
        ),
        *(
            "01024157700",
            "010 2415 7700",
            "010-2415-7700",
            "(010) 2415.7700",
            "+82 10-2415-7700",
            "+82(0)1024157700",
        ),
        *("김하나 960815", "김하나,1996.8.15.", "김 하나 010 2415 7700", "김하나01024157700"),
    ):
        assert people_meant(text, date(2024, 3, 4)) == [hana], text
    assert people_meant("010-9911-2233", date(2024, 3, 4)) == [other]
    assert sorted(people_meant("김하나", date(2024, 3, 4))) == sorted([hana, other])
    for text in (
        "",
        " ",
        "1996",
        "0815",
        "19960816",
        "1996-02-30",
        "김하나 19960816",
        "이도윤 960815",
        "0102415770",
    ):
        assert people_meant(text, date(2024, 3, 4)) == [], text


@pytest.mark.django_db
def test_birth_dates_and_telephones_that_share_a_mark_are_told_apart(monkeypatch):
    monkeypatch.setattr(finding, "_MARKS", 1)
    hana = known("김하나", date(1996, 8, 15), "010-2415-7700")
    known("이도윤", date(1988, 1, 2), "010-9911-2233")

    assert people_meant("960815", date(2024, 3, 4)) == people_meant("01024157700", date(2024, 3, 4)) == [hana]


@pytest.mark.django_db
def test_whoever_tells_another_number_is_found_by_it_and_no_more_by_the_one_before():
    user = User.objects.create(username="hana")
    identity = Identity("김하나", date(1996, 8, 15), "010-2415-7700")
    make_citizen(user, identity, on=date(2024, 3, 4))
    make_citizen(user, replace(identity, phone="010-2222-3333"), on=date(2024, 3, 5))

    assert (
        people_meant("01022223333", date(2024, 3, 4))
        == people_meant("960815", date(2024, 3, 4))
        == [user.key]
    )
    assert people_meant("01024157700", date(2024, 3, 4)) == []
