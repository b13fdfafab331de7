"""Sealed fields: unreadable in the database, bound to their place, and moved to a new key without a pause."""

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.foundation.accounts.models import Citizen, User
from jiphyeon.foundation.secrets import rotation
from jiphyeon.foundation.secrets.keys import decrypt, encrypt, is_newest, keyed_hash
from jiphyeon.kernel import Refused

OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)


@given(st.text())
def test_what_is_sealed_comes_back_and_never_looks_the_same_twice(plain):
    first, second = encrypt(plain, purpose="p"), encrypt(plain, purpose="p")

    assert decrypt(first, purpose="p") == plain
    assert first != second


def test_a_sealed_value_cannot_be_moved_altered_or_read_without_its_key(settings):
    sealed = encrypt("김하나", purpose="citizen.name")

    with pytest.raises(Refused, match="was altered"):
        decrypt(sealed, purpose="citizen.phone")
    with pytest.raises(Refused, match="was altered"):
        decrypt(sealed[:-4] + ("AAA=" if not sealed.endswith("AAA=") else "BBB="), purpose="citizen.name")
    settings.FIELD_KEYS = (NEW,)
    with pytest.raises(Refused, match="not on the ring"):
        decrypt(sealed, purpose="citizen.name")


def test_people_are_found_by_the_same_hash_after_a_new_key_came(settings):
    settings.FIELD_KEYS = (OLD,)
    before = keyed_hash("ci-1", purpose="ci")

    settings.FIELD_KEYS = (NEW, OLD)

    assert keyed_hash("ci-1", purpose="ci") == before
    assert keyed_hash("ci-1", purpose="phone") != before


@pytest.fixture
def people(db, settings):
    settings.FIELD_KEYS = (OLD,)
    for n in range(7):
        user = User.objects.create(username=f"u{n}")
        Citizen.objects.create(
            user=user, legal_name=f"김하나{n}", birth_date=date(1997, 3, n + 1), phone=None
        )


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT legal_name, birth_date FROM accounts_citizen ORDER BY id")
        return [value for row in cursor.fetchall() for value in row]


def names():
    return list(Citizen.objects.order_by("pk").values_list("legal_name", flat=True))


def test_fields_are_sealed_in_the_table_and_cannot_be_filtered_on(people):
    assert all(value.startswith("old$") and "김하나" not in value for value in stored())
    with pytest.raises((FieldError, TypeError, NotImplementedError)):
        Citizen.objects.filter(legal_name="김하나1").exists()


def test_rotation_finds_every_encrypted_column_by_itself():
    purposes = {column.purpose for column in rotation.columns()}

    assert {"accounts_citizen.birth_date", "jobs_job.arguments", "ledger_entry.sealed"} <= purposes


def test_rotation_seals_everything_anew_in_batches_and_nothing_twice(people, settings):
    settings.FIELD_KEYS = (NEW, OLD)
    found = []

    first = rotation.rotate(batch=3, tell=lambda _, done: found.append(done))
    second = rotation.rotate(batch=3)

    assert (first.resealed, first.unreadable, second.resealed) == (42, (), 0)
    assert found == [7 * column + rows for column in range(6) for rows in (3, 6, 7)]
    assert all(is_newest(value) for value in stored())
    settings.FIELD_KEYS = (NEW,)
    assert names() == [f"김하나{n}" for n in range(7)]


def test_rotation_stopped_in_the_middle_is_taken_up_where_it_stood(people, settings):
    settings.FIELD_KEYS = (NEW, OLD)

    def stop(column, done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(batch=2, tell=stop)

    assert rotation.rotate(batch=2).resealed == 40
    assert names() == [f"김하나{n}" for n in range(7)]


def test_a_value_nobody_can_read_is_named_and_the_rest_goes_on(people, settings):
    Citizen.objects.filter(pk=Citizen.objects.order_by("pk")[2].pk).update(legal_name="x")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_citizen SET legal_name = 'lost$AAAA' WHERE id = (SELECT min(id) FROM accounts_citizen)"
        )
    settings.FIELD_KEYS = (NEW, OLD)

    outcome = rotation.rotate(batch=2)

    assert outcome.resealed == 41
    assert outcome.unreadable == (
        ("accounts_citizen.legal_name", str(Citizen.objects.order_by("pk").values_list("pk", flat=True)[0])),
    )


def test_it_can_be_seen_which_key_seals_what(people, settings):
    settings.FIELD_KEYS = (NEW, OLD)

    assert rotation.keys_in_use()["accounts_citizen.legal_name"] == {"old": 7}
