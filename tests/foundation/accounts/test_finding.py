"""A person is found by their whole name although it is sealed, and the mark that leads there tells nobody's name."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiphyeon.foundation.accounts.finding import name_mark, officers_named, people_named
from jiphyeon.foundation.accounts.models import Appointment, Citizen, User
from jiphyeon.foundation.accounts.names import write_latin_name
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.kernel import Refused, Words


def citizen(name):
    user = User.objects.create(username=uuid4().hex)
    Citizen.objects.create(user=user, legal_name=name, name_mark=name_mark(name))
    return user.key


def registered(name):
    user = User.objects.create(username=uuid4().hex)
    make_citizen(user, Identity(name=name), on=date(2024, 3, 4))
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
        users, citizens = (old.get_model("accounts", model).objects for model in ("User", "Citizen"))
        user = users.create(username="hana")
        citizens.create(user=user, legal_name="김하나")
        maria = users.create(username="maria", latin_name="Maria Silva")
        citizens.create(user=maria, legal_name="마리아 실바")
    finally:
        MigrationExecutor(connection).migrate(leaves)

    assert people_named("김하나") == [user.key]
    assert people_named("Silva Maria") == [maria.key]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["Kim Hana", "kim ha-na", "Hana Kim", "KIM, Ha Na", "hana  kim", "김 하나"])
def test_a_name_is_found_in_latin_letters_in_whatever_order_and_parts(asked):
    hana, doyun = citizen("김하나"), citizen("이도윤")
    for key, latin in ((hana, "Kim Hana"), (doyun, "Lee Do-yun")):
        write_latin_name(User.objects.get(key=key), latin)

    assert people_named(asked) == [hana]
    assert people_named("Kim Hanna") == people_named("Hana") == []


@pytest.mark.django_db
def test_an_officer_is_found_in_latin_letters_too():
    officer = User.objects.create(username="seoyeon", display_name="박서연", latin_name="Park Seoyeon")
    unit = Unit.objects.create(code="u", name=Words("과", "Division"))
    post = Post.objects.create(code="p", title=Words("자리", "Post"), unit=unit)
    Appointment.objects.create(user=officer, post=post, first=date(2024, 1, 1))

    assert officers_named("seo-yeon park") == officers_named("박서연") == [officer.key]
    assert officers_named("Seoyeon") == []


@pytest.mark.django_db
def test_a_name_in_the_register_in_latin_letters_is_found_in_another_order():
    anna = registered("Søren Ångström")

    assert people_named("angstrom soren") == []  # ø is a letter of its own
    assert people_named("Ångström, Søren") == people_named("angstrom søren") == [anna]


@pytest.mark.django_db
def test_a_name_taken_back_is_found_no_longer():
    hana = User.objects.get(key=citizen("김하나"))
    write_latin_name(hana, "  Kim   Hana ")
    assert (hana.latin_name, people_named("hana kim")) == ("Kim Hana", [hana.key])

    write_latin_name(hana, "")

    assert people_named("hana kim") == []
    assert people_named("김하나") == [hana.key]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["김하나", "Kim 하나", "Kim1", "<b>", "-", "Ким"])
def test_other_letters_are_refused(wrong):
    with pytest.raises(Refused) as no:
        write_latin_name(User.objects.get(key=citizen("김하나")), wrong)

    assert no.value.code == "not_latin"
