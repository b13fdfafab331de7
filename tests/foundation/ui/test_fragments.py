"""What was drawn is shown again only while nobody wrote anything, and only to whom it was drawn for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from uuid import UUID

import pytest
from django.conf import settings as real_settings
from django.db import connection, transaction
from django.test import Client

from jiphyeon.contexts.plans import api as plans
from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.organisation.models import Body
from jiphyeon.foundation.ui import fragments

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def as_served(settings):
    """In tests nothing is kept, so that none sees another's pages; here it is, as it is when served."""
    settings.TESTING = False
    fragments._DRAWN.clear()
    yield
    fragments._DRAWN.clear()


def drawing():
    drawn = []

    def draw():
        drawn.append(len(drawn))
        return drawn[-1]

    return drawn, draw


def test_what_nobody_wrote_to_is_not_drawn_again(monkeypatch):
    drawn, draw = drawing()
    marks, mark = [], fragments.unwritten_since
    monkeypatch.setattr(fragments, "unwritten_since", lambda: marks.append(mark()) or marks[-1])

    answers = [fragments.drawn("key", draw) for _ in range(3)]

    # PostgreSQL's snapshot is the whole server's: what another database's tests write meanwhile is a write too.
    writes = [sum(a != b for a, b in pairwise(marks[:n])) for n in (1, 2, 3)]
    assert answers == writes
    assert drawn == list(range(writes[-1] + 1))
    assert connection.vendor == "postgresql" or answers == [0, 0, 0]


def test_a_write_of_ones_own_draws_anew():
    _drawn, draw = drawing()
    fragments.drawn("key", draw)

    Body.objects.create(code="a", name_ko="가", name_en="A", kind="university")

    assert fragments.drawn("key", draw) == 1


def test_a_write_of_another_connection_draws_anew():
    _drawn, draw = drawing()
    fragments.drawn("key", draw)

    def write():
        Body.objects.create(code="b", name_ko="나", name_en="B", kind="university")
        connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(write).result()

    assert fragments.drawn("key", draw) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a commit is one moment on SQLite")
def test_what_was_read_while_a_commit_was_on_its_way_is_not_kept_beyond_it():
    """A commit is written until it was read meanwhile, however busy the machine is."""

    def write(number, said):
        with connection.cursor() as cursor:
            # The commit stands in the log for 0.1 s before anyone can see its row; a test's else waits for no disk.
            cursor.execute("SET synchronous_commit = on")
            cursor.execute("SET commit_delay = 100000")
            cursor.execute("SET commit_siblings = 0")
            cursor.execute("SELECT pg_backend_pid()")
            said.append(cursor.fetchone()[0])
        with transaction.atomic():
            Body.objects.create(code=f"slow-{number}", name_ko="가", name_en="A", kind="university")
        connection.close()

    def is_committing(said):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s) AND state = 'active' AND query = 'COMMIT'",
                [said],
            )
            return cursor.fetchone() is not None

    caught = 0
    with ThreadPoolExecutor(1) as other:
        for number in range(1, 201):
            writing = other.submit(write, number, said := [])
            while not writing.done():
                before = is_committing(said)
                fragments.drawn("count", Body.objects.count)
                caught += before and is_committing(said)
            writing.result()

            assert fragments.drawn("count", Body.objects.count) == number
            if caught >= 5:
                break
    assert caught


def test_a_new_connection_never_shows_what_a_closed_one_kept():
    def write(number):
        Body.objects.create(code=f"b-{number}", name_ko="가", name_en="A", kind="university")
        connection.close()

    with ThreadPoolExecutor(1) as other:
        for number in range(1, 31):
            other.submit(write, number).result()
            connection.close()

            assert fragments.drawn("count", Body.objects.count) == number


def test_an_english_page_is_drawn_anew_for_another_latin_name(rf):
    request = rf.get("/")
    request.actor = Actor(user=UUID(int=1), name="김하나", latin_name="Kim Hana")
    before = fragments._reader(request)
    request.actor = Actor(user=UUID(int=1), name="김하나", latin_name="Hana Kim")

    assert fragments._reader(request) != before


def test_inside_a_transaction_nothing_is_kept():
    _drawn, draw = drawing()

    with transaction.atomic():
        answers = [fragments.drawn("key", draw) for _ in range(2)]

    assert answers == [0, 1]


def test_two_readers_never_share_a_page_and_each_answer_has_a_token_of_its_own():
    pack.load_demo(real_settings.CITY_PACK, date(2024, 3, 4))
    plans.load_city(real_settings.CITY_PACK)
    pages = {}
    for username in ("jiwoo", "garam"):
        client = Client()
        client.force_login(
            User.objects.get(username=username), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        pages[username] = [client.get("/").content.decode() for _ in range(2)]

    assert "한지우" in pages["jiwoo"][1]
    assert "한지우" not in pages["garam"][1]
    assert fragments._TOKEN not in "".join(pages["jiwoo"] + pages["garam"])
    assert pages["jiwoo"][0] != pages["jiwoo"][1]
