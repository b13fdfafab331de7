"""Signing in for real: what a guesser meets, and that the owner of an account on a device they used before meets none of it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import Client

from jiphyeon.foundation.accounts import limits
from jiphyeon.foundation.accounts.models import Remembered, SignInTries, User
from jiphyeon.foundation.clock.now import now

pytestmark = pytest.mark.django_db
AT = datetime(2024, 3, 4, 9, tzinfo=UTC)
RIGHT = "the phrase they have"


@pytest.fixture
def moment(monkeypatch):
    """The moment of all tries: it stands still until a test moves it."""
    from jiphyeon.foundation.accounts import adapters

    found = [datetime.now(UTC)]
    monkeypatch.setattr(adapters, "now", lambda: found[0])

    def later(**by):
        found[0] += timedelta(**by)

    return later


@pytest.fixture
def kim(db, moment):
    return User.objects.create_user("kim", "kim@city.example", RIGHT)


def tries(client, phrase, *, login="kim", language="ko", address="203.0.113.7", **headers):
    return client.post(
        "/account/login/",
        {"login": login, "password": phrase},
        headers={"accept-language": language, **headers},
        REMOTE_ADDR=address,
    )


def signed_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("ko", "비밀번호가 여러 번 틀려 잠시 기다려야 합니다. 30초 뒤에 다시 해 주세요."),
        ("en", "Too many wrong passwords, so the next try has to wait. Please try again in 30 seconds."),
    ],
)
def test_after_five_wrong_phrases_even_the_right_one_waits_half_a_minute(
    client, kim, moment, language, message
):
    for number in range(5):
        assert tries(client, f"wrong {number}").status_code == 200

    answer = tries(client, RIGHT, language=language)

    assert message in answer.content.decode()
    assert not signed_in(client)
    moment(seconds=30)
    tries(client, RIGHT)
    assert signed_in(client)


def test_four_wrong_phrases_and_the_right_one_sign_in(client, kim):
    for number in range(4):
        tries(client, f"wrong {number}")

    tries(client, RIGHT)

    assert signed_in(client)


def test_each_further_failure_doubles_the_wait_to_an_hour_and_a_day_without_one_forgets(client, kim, moment):
    for _ in range(5):
        tries(client, "wrong")
    waits = []
    for _ in range(9):
        row = SignInTries.objects.get(key=limits.account(str(kim.key)).key)
        waits.append(int((row.wait_until - row.last_at).total_seconds()))
        moment(seconds=waits[-1])
        tries(client, "wrong")
    assert waits == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]

    moment(hours=24, seconds=1)
    for number in range(4):
        tries(client, f"wrong {number}")
    tries(client, RIGHT)
    assert signed_in(client)


def test_the_owner_on_a_device_they_used_before_never_waits_for_what_others_do(kim, moment):
    own, other = Client(), Client()
    tries(own, RIGHT)
    own.post("/account/logout/")
    for _ in range(40):
        tries(other, "wrong")  # from the same network, too
        moment(seconds=1)
    assert "뒤에 다시 해 주세요" in tries(other, RIGHT).content.decode()

    tries(own, RIGHT)

    assert signed_in(own)
    assert not signed_in(other)


def test_a_known_device_counts_for_itself_and_for_its_own_account(kim, moment):
    User.objects.create_user("lee", "lee@city.example", "another phrase")
    own = Client()
    tries(own, RIGHT)
    own.post("/account/logout/")

    for _ in range(10):
        tries(own, "wrong")
    assert "뒤에 다시 해 주세요" in tries(own, RIGHT).content.decode()
    moment(seconds=30)
    tries(own, RIGHT)
    assert signed_in(own)

    own.post("/account/logout/")
    for _ in range(5):
        tries(own, "wrong", login="lee")
    assert "뒤에 다시 해 주세요" in tries(own, "another phrase", login="lee").content.decode()


def test_a_device_cookie_that_somebody_wrote_themselves_is_worth_nothing(kim):
    made_up = Client()
    for cookie in ("x", "eyJhIjoiYiJ9:1rh:abc", ""):
        made_up.cookies["known_device"] = cookie
        for _ in range(5):
            tries(made_up, "wrong")
        assert "뒤에 다시 해 주세요" in tries(made_up, RIGHT).content.decode()
        SignInTries.objects.all().delete()


def test_one_account_has_one_counter_under_each_of_its_names(client, kim):
    for login in ("kim", "KIM", "kim@city.example", "Kim@City.Example", "kim"):
        tries(client, "wrong", login=login, address="198.51.100.1")

    assert "뒤에 다시 해 주세요" in tries(client, RIGHT, address="198.51.100.2").content.decode()


def test_a_name_that_no_account_has_is_answered_alike(client, kim, moment):
    for login in ("kim", "nobody"):
        for _ in range(5):
            answer = tries(client, "wrong", login=login, address=f"198.51.100.{len(login)}")
        assert answer.status_code == 200
    pages = [
        tries(client, "x", login=login, address="198.51.100.9").content.decode()
        for login in ("kim", "nobody")
    ]
    assert all("30초 뒤에" in page for page in pages)


def test_no_amount_of_junk_makes_a_count_forgotten(client, kim):
    for _ in range(5):
        tries(client, "wrong")
    for number in range(600):
        limits.take(
            [limits.account(f"nobody:junk-{number}"), limits.network(f"10.0.{number % 250}.1")], at=now()
        )
        caches["limits"].set(f"junk-{number}", number, 60)

    assert "뒤에 다시 해 주세요" in tries(client, RIGHT, address="198.51.100.4").content.decode()
    assert SignInTries.objects.count() >= 600


def test_guessing_at_many_accounts_from_one_network_waits_and_elsewhere_nobody_does(client, kim, moment):
    for number in range(20):
        tries(client, "wrong", login=f"guess-{number}")
        moment(seconds=3)
    assert "뒤에 다시 해 주세요" in tries(client, RIGHT).content.decode()

    tries(client, RIGHT, address="198.51.100.4")

    assert signed_in(client)


def test_the_addresses_one_line_is_given_are_one_network():
    assert limits.network("2001:db8:1:2::1").key == limits.network("2001:db8:1:2:ffff::9").key
    assert limits.network("2001:db8:1:2::1").key != limits.network("2001:db8:1:3::1").key
    assert limits.network("::ffff:203.0.113.7").key == limits.network("203.0.113.7").key
    assert limits.network("203.0.113.7").key != limits.network("203.0.113.8").key


def test_a_pass_phrase_chosen_by_mail_ends_the_wait(client, kim):
    from jiphyeon.foundation.accounts.adapters import AccountAdapter

    for _ in range(5):
        tries(client, "wrong")

    AccountAdapter()._delete_login_attempts_cached_email(None, email="kim@city.example")

    tries(client, RIGHT, address="198.51.100.4")
    assert signed_in(client)


def test_nothing_counted_names_an_account_or_a_network(client, kim):
    for _ in range(2):
        tries(client, "wrong")

    kept = [
        *SignInTries.objects.values_list("key", flat=True),
        *Remembered.objects.values_list("pk", flat=True),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM accounts_remembered")
        kept += [value for (value,) in cursor.fetchall()]
    assert kept
    assert not any("kim" in one or "203.0" in one for one in kept)


@pytest.mark.parametrize(
    ("language", "title", "what_next"),
    [
        ("ko", "잠시 쉬었다 해 주세요", "5분 뒤에 다시 해 주세요."),
        ("en", "Please wait a little", "Try again in five minutes."),
    ],
)
def test_a_flood_from_one_place_meets_429_in_the_readers_language(client, language, title, what_next):
    def asks(number):
        return client.post(
            "/account/password/reset/",
            {"email": f"guess-{number}@city.example"},
            headers={"accept-language": language},
            REMOTE_ADDR="203.0.113.7",
        )

    statuses = [asks(number).status_code for number in range(20)]
    answer = asks(20)

    assert statuses == [302] * 20
    assert answer.status_code == 429
    assert title in answer.content.decode()
    assert what_next in answer.content.decode()


def test_a_flood_of_tries_costs_no_more_than_looking_at_a_counter(client, kim, monkeypatch):
    looked = []
    monkeypatch.setattr(User, "check_password", lambda *_: looked.append(1))

    statuses = {tries(client, "wrong").status_code for _ in range(60)}

    assert statuses == {200}
    assert len(looked) == 5


def test_behind_a_proxy_the_readers_are_told_apart_and_cannot_choose_who_they_are(client, kim, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # as JIPHYEON_BEHIND_PROXY=1 sets it
    for number in range(20):  # the proxy writes its own word last; what the guesser sent stands before it
        claimed = f"10.0.0.{number}, 203.0.113.7"
        tries(client, "wrong", login=f"guess-{number}", address="127.0.0.1", **{"x-forwarded-for": claimed})
    guesser = {"x-forwarded-for": "10.9.9.9, 203.0.113.7"}
    assert "뒤에 다시" in tries(client, "x", login="new", address="127.0.0.1", **guesser).content.decode()

    tries(client, RIGHT, address="127.0.0.1", **{"x-forwarded-for": "198.51.100.4"})

    assert signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_cannot_pass_under_the_limit_together():
    counters = [limits.account("somebody"), limits.network("203.0.113.7")]
    gate, allowed = threading.Barrier(12), []

    def one(number):
        gate.wait()
        try:
            # Half of them name the counters the other way round.
            waits = limits.take(counters if number % 2 else counters[::-1], at=AT)
            allowed.append(waits == timedelta(0))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(allowed) == [False] * 7 + [True] * 5
    assert SignInTries.objects.get(key=counters[0].key).failures == 5


@pytest.mark.parametrize("field", ["login", "password"])
def test_a_name_or_pass_phrase_of_absurd_length_is_refused_beside_its_field(client, db, field):
    def tried(signs):
        return client.post("/account/login/", {"login": "hana", "password": "not it"} | {field: "가" * signs})

    answer = tried(20_000)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert tried(100_000).status_code == 413  # more than any field takes: turned away unread
