"""Saved views: what an officer calls them is sealed, and what cannot be kept whole is refused."""

from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import QueryDict
from tests.errands.tables import ERRANDS

from jiphyeon.foundation.queues.models import SavedView
from jiphyeon.foundation.queues.saving import LONGEST_QUERY, MOST_SAVED, save_view
from jiphyeon.foundation.queues.selecting import searched_for, selection_of
from jiphyeon.foundation.secrets import rotation
from jiphyeon.foundation.secrets.keys import encrypt
from jiphyeon.kernel import Refused

OFFICER = uuid4()


def save(name, query="view=all"):
    save_view(queue="errands.all", name=name, query=query, officer=OFFICER)


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, query FROM queues_savedview")
        return [f"{name} {query}" for name, query in cursor.fetchall()]


@pytest.mark.django_db
def test_a_name_in_a_views_name_is_sealed_and_the_same_name_replaces():
    save("secret 장다솜")
    save("secret 장다솜", "view=late")

    assert [(view.name, view.query) for view in SavedView.objects.all()] == [("secret 장다솜", "view=late")]
    assert "장다솜" not in stored()[0]


@pytest.mark.django_db
def test_a_thirty_first_view_is_refused_and_one_of_the_thirty_may_be_replaced():
    for number in range(MOST_SAVED):
        save(f"보기 {number}")

    save("보기 3", "view=late")
    with pytest.raises(Refused) as no:
        save("하나 더")

    assert no.value.code == "too_many_views"
    assert SavedView.objects.count() == MOST_SAVED


@pytest.mark.django_db
def test_a_list_narrowed_by_more_than_fits_is_refused_and_never_cut():
    save("꼭 맞는 것", "v" * LONGEST_QUERY)
    with pytest.raises(Refused) as no:
        save("긴 것", "v" * (LONGEST_QUERY + 1))

    assert no.value.code == "view_too_long"
    assert [view.name for view in SavedView.objects.all()] == ["꼭 맞는 것"]


def test_names_of_older_cities_are_sealed_where_they_stand(transactional_db):
    del transactional_db
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()
    before = [("queues", "0001_initial")]
    MigrationExecutor(connection).migrate(before)
    try:
        old = MigrationExecutor(connection).loader.project_state(before).apps.get_model("queues", "SavedView")
        old.objects.create(
            officer=OFFICER, queue="errands.all", name="secret 장다솜", query="view=all&number=장다솜"
        )
    finally:
        MigrationExecutor(connection).migrate(everything)

    kept = SavedView.objects.get()
    assert (kept.name, kept.query) == ("secret 장다솜", "view=all&number=장다솜")
    assert "장다솜" not in stored()[0]


def test_what_a_view_of_an_older_city_searches_for_opens_for_its_officer_alone(transactional_db):
    del transactional_db
    executor = MigrationExecutor(connection)
    everything, before = executor.loader.graph.leaf_nodes(), [("queues", "0005_scrubbed")]
    executor.migrate(before)
    try:
        old = MigrationExecutor(connection).loader.project_state(before).apps.get_model("queues", "SavedView")
        for who in (encrypt("장다솜", purpose="queues.name"), "k1$nobody's", ""):
            old.objects.create(
                officer=OFFICER,
                queue="errands.all",
                name=who or "plain",
                query=urlencode({"view": "all", "who": who}),
            )
    finally:
        MigrationExecutor(connection).migrate(everything)

    kept = [QueryDict(view.query) for view in SavedView.objects.all()]
    read = [[selection_of(ERRANDS, query, reader).name for query in kept] for reader in (OFFICER, uuid4())]
    assert read == [["장다솜", "", ""], ["", "", ""]]
    assert [query["view"] for query in kept] == ["all"] * 3


OLD, MIDDLE, NEW = (("old", b"o" * 32), ("middle", b"m" * 32), ("new", b"n" * 32))


def narrowed_to(name):
    return urlencode({"view": "all", **searched_for(ERRANDS, name, OFFICER)})


def read_by(reader):
    return [selection_of(ERRANDS, QueryDict(view.query), reader).name for view in SavedView.objects.all()]


@pytest.mark.django_db
def test_what_a_view_searches_for_outlives_the_key_it_was_sealed_under(settings):
    settings.FIELD_KEYS = (MIDDLE, OLD)
    save("first", narrowed_to("장다솜"))
    linked = narrowed_to("하나")
    settings.FIELD_KEYS = (NEW, MIDDLE, OLD)
    save("an address from before the key was changed", linked)

    assert rotation.rotate().unreadable == ()

    settings.FIELD_KEYS = (NEW, OLD)
    assert (read_by(OFFICER), read_by(uuid4())) == (["장다솜", "하나"], ["", ""])


@pytest.mark.django_db
def test_what_no_key_opens_stays_as_it_is(settings):
    settings.FIELD_KEYS = (MIDDLE, OLD)
    lost = narrowed_to("장다솜")
    settings.FIELD_KEYS = (NEW, OLD)

    save("lost", lost)

    assert QueryDict(SavedView.objects.get().query) == QueryDict(lost)


def test_a_view_whose_words_were_left_behind_by_an_older_city_is_taken_along(transactional_db, settings):
    del transactional_db
    settings.FIELD_KEYS = (MIDDLE, OLD)
    executor = MigrationExecutor(connection)
    everything, before = executor.loader.graph.leaf_nodes(), [("queues", "0006_words_of_their_officer")]
    executor.migrate(before)
    try:
        query = narrowed_to("장다솜")
        settings.FIELD_KEYS = (NEW, MIDDLE, OLD)
        old = MigrationExecutor(connection).loader.project_state(before).apps.get_model("queues", "SavedView")
        old.objects.create(officer=OFFICER, queue="errands.all", name="one", query=query)
    finally:
        MigrationExecutor(connection).migrate(everything)

    settings.FIELD_KEYS = (NEW, OLD)
    assert read_by(OFFICER) == ["장다솜"]
