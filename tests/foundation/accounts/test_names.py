"""Officers' names in the reader's letters: romanised in English where it is known, as they stand in Korean."""

from datetime import date

import pytest
from django.conf import settings

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.names import latin_names, writer
from jiphyeon.foundation.accounts.pack import load_demo
from jiphyeon.foundation.organisation.models import Post

TODAY = date(2024, 3, 4)


@pytest.fixture
def cast(db):
    load_demo(settings.CITY_PACK, TODAY)


def namesake(username, latin):
    user = User.objects.create_user(username)
    User.objects.filter(pk=user.pk).update(display_name="박서연", latin_name=latin)
    Appointment.objects.create(user=user, post=Post.objects.get(code="operator-1"), first=TODAY)


def test_every_officer_of_the_cast_has_a_romanised_name(cast):
    assert latin_names() == {
        "박서연": "Park Seoyeon",
        "배지훈": "Bae Jihun",
        "정민재": "Jeong Minjae",
        "최유진": "Choi Yujin",
        "강하은": "Kang Haeun",
        "한지우": "Han Jiwoo",
        "문가람": "Moon Garam",
        "윤지호": "Yun Jiho",
        "서태오": "Seo Taeo",
        "임수현": "Im Suhyeon",
        "오은채": "Oh Eunchae",
        "송다인": "Song Dain",
    }


def test_a_name_that_is_not_known_stays_as_it_is(cast):
    write = writer("en-gb")

    assert [write(name) for name in ("정민재", "홍길동", "", "집현")] == [
        "Jeong Minjae",
        "홍길동",
        "",
        "Jiphyeon",
    ]


def test_in_korean_a_name_stands_and_nothing_is_looked_up(cast, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert writer("ko")("정민재") == "정민재"


@pytest.mark.parametrize(
    ("latin", "written"), [("Park Seoyeon", "Park Seoyeon"), ("Bak Seo-yeon", "박서연"), ("", "박서연")]
)
def test_two_people_of_one_name_are_romanised_only_where_both_write_it_alike(cast, latin, written):
    namesake("another", latin)

    assert writer("en")("박서연") == written


def test_a_reader_is_called_in_their_letters(cast, client):
    actor = actor_of(User.objects.get(username="minjae"), on=TODAY)
    assert (actor.called("ko"), actor.called("en")) == ("정민재", "Jeong Minjae")
    client.force_login(User.objects.get(username="minjae"))

    english = client.get("/my/", headers={"accept-language": "en"}).content.decode()
    korean = client.get("/my/", headers={"accept-language": "ko"}).content.decode()

    assert "Jeong Minjae" in english
    assert "정민재" not in english
    assert "정민재" in korean
