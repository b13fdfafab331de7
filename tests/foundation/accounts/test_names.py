"""Names in the reader's letters: in English as people write them in Latin letters, where it is known; as they stand in Korean."""

from datetime import date

import pytest
from django.conf import settings

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.finding import people_named
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.names import latin_names, names_of, write_latin_name, writer
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
        "신나래": "Shin Narae",
        "노태경": "Roh Taegyeong",
        "유봄": "Yoo Bom",
        "구세빈": "Koo Sebin",
        "방달호": "Bang Dalho",
        "오세진": "Oh Sejin",
        "유사랑": "Yu Sarang",
        "표동하": "Pyo Dongha",
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


def test_a_citizen_is_called_in_the_readers_letters(cast):
    hana, maria = (User.objects.get(username=name).key for name in ("hana", "maria"))

    assert names_of([hana, maria], "en") == {hana: "Kim Hana", maria: "Maria Silva"}
    assert names_of([hana, maria], "ko") == {hana: "김하나", maria: "마리아 실바"}
    assert writer("en", [hana, maria])("마리아 실바") == "Maria Silva"
    assert writer("en")("김하나") == "김하나"  # of citizens only those a page is about are looked up


def test_whoever_gave_no_name_in_latin_letters_keeps_the_korean(cast):
    hana = User.objects.get(username="hana")
    write_latin_name(hana, "")

    assert names_of([hana.key], "en") == {hana.key: "김하나"}


def test_everybody_of_the_cast_is_found_by_their_name_in_latin_letters(cast):
    assert people_named("silva, maria") == [User.objects.get(username="maria").key]
    assert people_named("Yun Sun-ja") == [User.objects.get(username="sunja").key]


def test_a_person_writes_their_name_on_a_page_of_their_own(cast, client):
    hana = User.objects.get(username="hana")
    client.force_login(hana)
    page = client.get("/accounts/name/", headers={"accept-language": "en"}).content.decode()
    assert 'value="Kim Hana"' in page

    response = client.post("/accounts/name/", {"latin_name": "김하나"}, headers={"accept-language": "en"})
    assert (response.status_code, "Write it in Latin letters" in response.content.decode()) == (422, True)
    assert client.post("/accounts/name/", {"latin_name": "Hana Kim"}).status_code == 302

    hana.refresh_from_db()
    assert (hana.latin_name, people_named("kim hana")) == ("Hana Kim", [hana.key])
    assert client.post("/accounts/name/", {"latin_name": ""}).status_code == 302
    hana.refresh_from_db()
    assert hana.latin_name == ""


def test_the_page_of_the_name_is_for_whoever_signed_in(client, db):
    assert client.get("/accounts/name/").status_code == 302
