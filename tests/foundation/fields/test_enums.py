"""A column of an enum reads as its member and takes no other word."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection, models, transaction

from jiphyeon.foundation.appointments.models import Act, Deed
from jiphyeon.foundation.fields.enums import EnumField
from jiphyeon.foundation.notices.enums import MailState


def made(**changed):
    day = date(2024, 3, 4)
    given = {"deed": Deed.ENDED, "person": UUID(int=7), "post": "x", "first": day, "reason": "", "on": day}
    return Act.objects.create(**{**given, **changed})


@pytest.mark.django_db
def test_a_row_answers_with_the_member():
    act = made()

    assert Act.objects.get(pk=act.pk).deed is Deed.ENDED
    assert list(Act.objects.values_list("deed", flat=True)) == [Deed.ENDED]
    assert Act.objects.filter(deed="ended", pk=act.pk).exists()


@pytest.mark.django_db
def test_no_other_word_is_written_asked_for_or_read():
    with pytest.raises(ValueError, match="'left' is not a valid Deed"), transaction.atomic():
        made(deed="left")
    with pytest.raises(ValueError, match="'left' is not a valid Deed"):
        Act.objects.filter(deed="left").count()
    act = made()
    with pytest.raises(ValueError, match="'left' is not a valid Deed"), transaction.atomic():
        Act.objects.filter(pk=act.pk).update(deed="left")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE appointments_act SET deed = 'left'")
    with pytest.raises(ValueError, match="'left' is not a valid Deed"):
        Act.objects.get(pk=act.pk)


def test_to_migrations_it_is_the_column_it_was():
    field = EnumField(MailState, max_length=20, default=MailState.WAITING)
    plain = models.CharField(
        max_length=20, choices={state.value: state.value for state in MailState}, default=MailState.WAITING
    )

    assert field.deconstruct()[1:] == plain.deconstruct()[1:]
