"""A person is found by their name in Latin letters too, whichever of its parts stands first and however they are parted."""

from datetime import date

import pytest

from jiphyeon.foundation.accounts.finding import officers_named, people_named
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.names import write_latin_name
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.kernel import Refused, Words

pytestmark = pytest.mark.django_db


def citizen(name):
    user = User.objects.create(username=name)
    make_citizen(user, Identity(name=name), on=date(2024, 3, 4))
    return user.key


@pytest.mark.parametrize("asked", ["Kim Hana", "kim ha-na", "Hana Kim", "KIM, Ha Na", "hana  kim", "김 하나"])
def test_a_name_is_found_in_latin_letters_in_whatever_order_and_parts(asked):
    hana, doyun = citizen("김하나"), citizen("이도윤")
    for key, latin in ((hana, "Kim Hana"), (doyun, "Lee Do-yun")):
        write_latin_name(User.objects.get(key=key), latin)

    assert people_named(asked) == [hana]
    assert people_named("Kim Hanna") == people_named("Hana") == []


def test_an_officer_is_found_in_latin_letters_too():
    officer = User.objects.create(username="seoyeon", display_name="박서연", latin_name="Park Seoyeon")
    unit = Unit.objects.create(code="u", name=Words("과", "Division"))
    post = Post.objects.create(code="p", title=Words("자리", "Post"), unit=unit)
    Appointment.objects.create(user=officer, post=post, first=date(2024, 1, 1))

    assert officers_named("seo-yeon park") == officers_named("박서연") == [officer.key]
    assert officers_named("Seoyeon") == []


def test_a_name_in_the_register_in_latin_letters_is_found_in_another_order():
    anna = citizen("Søren Ångström")

    assert people_named("angstrom soren") == []  # ø is a letter of its own
    assert people_named("Ångström, Søren") == people_named("angstrom søren") == [anna]


def test_a_name_taken_back_is_found_no_longer():
    hana = User.objects.get(key=citizen("김하나"))
    write_latin_name(hana, "  Kim   Hana ")
    assert (hana.latin_name, people_named("hana kim")) == ("Kim Hana", [hana.key])

    write_latin_name(hana, "")

    assert people_named("hana kim") == []
    assert people_named("김하나") == [hana.key]


@pytest.mark.parametrize("faulty", ["김하나", "Kim 하나", "Kim1", "<b>", "-", "Ким"])
def test_other_letters_are_refused(faulty):
    with pytest.raises(Refused) as no:
        write_latin_name(User.objects.get(key=citizen("김하나")), faulty)

    assert no.value.code == "not_latin"
