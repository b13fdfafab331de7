"""Signing in for real: what a guesser meets, and what it means for everyone else."""

import pytest
from django.core.cache import cache

from jiphyeon.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def kim(db):
    return User.objects.create_user("kim", "kim@city.example", "the phrase they have")


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
    ("language", "said"),
    [
        ("ko", "비밀번호가 여러 번 틀려 잠시 막아 두었습니다. 5분 뒤에 다시 해 주세요."),
        ("en", "Too many wrong passwords, so sign-in is closed for a while. Please try again in 5 minutes."),
    ],
)
def test_after_five_wrong_phrases_even_the_right_one_waits(client, kim, language, said):
    for number in range(5):
        assert tries(client, f"wrong {number}").status_code == 200

    answer = tries(client, "the phrase they have", language=language)

    assert said in answer.content.decode()
    assert not signed_in(client)


def test_four_wrong_phrases_and_the_right_one_sign_in(client, kim):
    for number in range(4):
        tries(client, f"wrong {number}")

    tries(client, "the phrase they have")

    assert signed_in(client)


def test_someone_elsewhere_is_not_kept_waiting_by_a_guesser(client, kim):
    for number in range(12):
        tries(client, "wrong", login=f"guess-{number}")
    assert "5분 뒤에" in tries(client, "the phrase they have").content.decode()

    tries(client, "the phrase they have", address="198.51.100.4")

    assert signed_in(client)


@pytest.mark.parametrize(
    ("language", "title", "what_next"),
    [
        ("ko", "잠시 쉬었다 해 주세요", "5분 뒤에 다시 해 주세요."),
        ("en", "Please wait a little", "Try again in five minutes."),
    ],
)
def test_a_flood_of_tries_from_one_place_meets_429_in_the_readers_language(
    client, language, title, what_next
):
    statuses = [tries(client, "wrong", login=f"guess-{n}").status_code for n in range(30)]
    answer = tries(client, "wrong", language=language)

    assert statuses == [200] * 30
    assert answer.status_code == 429
    assert title in answer.content.decode()
    assert what_next in answer.content.decode()


def test_behind_a_proxy_the_readers_are_told_apart_and_cannot_choose_who_they_are(client, kim, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # as JIPHYEON_BEHIND_PROXY=1 sets it
    for number in range(12):  # the proxy writes its own word last; what the guesser sent stands before it
        claimed = f"10.0.0.{number}, 203.0.113.7"
        tries(client, "wrong", login=f"guess-{number}", address="127.0.0.1", **{"x-forwarded-for": claimed})
    guesser = {"x-forwarded-for": "10.9.9.9, 203.0.113.7"}
    assert "5분 뒤에" in tries(client, "x", login="new", address="127.0.0.1", **guesser).content.decode()

    tries(client, "the phrase they have", address="127.0.0.1", **{"x-forwarded-for": "198.51.100.4"})

    assert signed_in(client)
