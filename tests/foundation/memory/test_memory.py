"""What is remembered of the database never outlives the transaction that saw it, unless it was committed."""

import pytest
from django.db import transaction

from jiphyeon.foundation.memory import Memory
from jiphyeon.foundation.organisation.models import Body


def remembered():
    asked = []

    def look():
        asked.append(1)
        return tuple(Body.objects.filter(kind="memory").values_list("code", flat=True))

    return Memory(look, seconds=1000), asked


def body(code):
    return Body.objects.create(code=code, name_ko=code, name_en=code, kind="memory")


@pytest.mark.django_db(transaction=True)
def test_it_is_looked_up_once_and_again_when_something_changed():
    memory, asked = remembered()

    assert [memory.value(), memory.value()] == [(), ()]
    with transaction.atomic():
        body("a")
        memory.forget()
        assert [memory.value(), memory.value()] == [("a",), ("a",)]

    assert [memory.value(), memory.value()] == [("a",), ("a",)]
    assert len(asked) == 3


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_remembered():
    memory, _asked = remembered()

    with transaction.atomic():
        body("a")
        assert memory.value() == ("a",)
        transaction.set_rollback(True)

    assert memory.value() == ()


@pytest.mark.django_db
def test_a_part_that_is_rolled_back_is_forgotten_alone():
    memory, _asked = remembered()

    assert memory.value() == ()
    with transaction.atomic():
        body("a")
        memory.forget()
        assert memory.value() == ("a",)
        transaction.set_rollback(True)

    assert memory.value() == ()


@pytest.mark.django_db(transaction=True)
def test_each_city_has_its_own(settings, tmp_path):
    memory, asked = remembered()

    memory.value()
    settings.CITY_PACK = tmp_path
    memory.value()
    memory.value()

    assert len(asked) == 2
