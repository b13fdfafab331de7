"""What every other test stands on: a swept database is a migrated one, and a city laid down is the city that was made."""

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from tests import database, rounds

from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.organisation.models import Unit
from jiphyeon.foundation.organisation.pack import load_city


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_the_database_is_a_migrated_one():
    before = list(ContentType.objects.order_by("pk").values())
    Unit.objects.create(code="left", name_ko="남음", name_en="Left")
    ContentType.objects.filter(pk=before[0]["id"]).update(model="changed")
    ContentType.objects.filter(pk=before[1]["id"]).delete()

    database.sweep()

    assert not Unit.objects.exists()
    assert list(ContentType.objects.order_by("pk").values()) == before
    assert database.written() == {}


@pytest.mark.django_db
def test_a_city_laid_down_is_the_one_that_was_made_and_can_be_added_to():
    made = []

    def make():
        made.append("once")
        load_city(settings.CITY_PACK)
        User.objects.create_user("hana", "hana@example.invalid")

    units, people = [], []
    for _again in range(2):
        with transaction.atomic():
            database.once("a test's own city", make)
            units.append(list(Unit.objects.order_by("pk").values()))
            people.append(list(User.objects.values()))
            User.objects.create_user("doyun", "doyun@example.invalid")
            transaction.set_rollback(True)

    assert made == ["once"]
    assert units[0] == units[1] != []
    assert people[0] == people[1] != []


@pytest.mark.django_db
def test_a_city_with_something_in_it_is_made_and_not_laid():
    made = []
    Unit.objects.create(code="there", name_ko="있음", name_en="There")

    for _again in range(2):
        database.once("never laid", lambda: made.append("made"))

    assert made == ["made", "made"]


def test_what_takes_long_stands_first_in_every_share():
    class Item:
        def __init__(self, number):
            self.number = number

        def iter_markers(self):
            return [pytest.mark.slow.mark] if self.number >= 7 else []

    shares = rounds.spread([Item(number) for number in range(10)], 3)

    assert [one.number for one in shares] == [7, 0, 1, 8, 2, 3, 9, 4, 5, 6]


def test_a_test_belongs_to_the_rooms_it_lies_in_is_named_after_or_walks_through():
    known = rounds.rooms()

    def of(name):
        return rounds.rooms_of((rounds.ROOT / "tests" / name).relative_to(rounds.ROOT), known)

    assert of("contexts/benefits/test_pages.py") == {"benefits"}
    assert of("methods/merkle/test_merkle.py") == {"merkle"}
    assert {"mydata", "notices"} <= of("journeys/test_consent.py")
    assert of("kernel/test_days.py") == set()
