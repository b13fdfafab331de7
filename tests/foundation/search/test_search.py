"""Search: every 청년 is found, by both databases alike, and only by whom it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiphyeon.foundation.accounts.actors import NOBODY, Actor
from jiphyeon.foundation.search.index import drop, find, put
from jiphyeon.foundation.search.words import wish_of, words_of
from jiphyeon.kernel import Words

OFFICER = Actor(post="youth-1")

pytestmark = pytest.mark.django_db

TEXTS = {
    "rent": Words("청년 주거임대료 지원", "Youth rent support"),
    "loan": Words("청년 임차보증금 이자지원", "Interest on youth deposit loans"),
    "sports": Words("공공체육시설 이용료 감면", "Fee reduction at public sports facilities"),
    "cut": Words("세출구조조정 추진", "Spending restructuring"),
}


@pytest.fixture
def city(db):
    for key, title in TEXTS.items():
        put(kind="initiative", key=key, title=title, text=Words("", ""), url=f"/plans/{key}/")


def keys(query, actor=NOBODY, **more):
    return [hit.key for hit in find(query, actor, **more)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("청년", {"rent", "loan"}),
        ("임대료", {"rent"}),
        ("거임", {"rent"}),
        ("청", {"rent", "loan"}),
        ("료", {"rent", "sports"}),
        ("청년주거", {"rent"}),
        ("세출 구조조정", {"cut"}),
        ("구조조정을", {"cut"}),
        ("청년임차보증금을", {"loan"}),
        ("이용감면", set()),
        ("청년 이자", {"loan"}),
        ("RENTS", {"rent"}),
        ("facility", {"sports"}),
        ("restruct", {"cut"}),
        ("년청", set()),
        ("임대차", set()),
        ("", set()),
        ("!?·", set()),
        ("\"'()*:&|<->AND NOT", set()),
    ],
)
def test_words_are_found_where_they_stand_and_nowhere_else(city, query, found):
    assert set(keys(query)) == found


def test_a_title_weighs_more_than_a_text(city):
    put(
        kind="page",
        key="about",
        title=Words("안내", "About"),
        text=Words("청년 " * 3, "youth"),
        url="/about/",
    )

    assert keys("청년")[-1] == "about"


def test_what_is_for_officers_is_found_by_officers_only(city):
    put(
        kind="manual",
        key="m",
        title=Words("청년 심사 지침", "Youth manual"),
        text=Words("", ""),
        url="/m/",
        audience="officer",
    )

    assert "m" not in keys("청년")
    assert "m" in keys("청년", OFFICER)


def test_kinds_and_limits_narrow_what_is_found(city):
    put(kind="page", key="p", title=Words("청년", "Youth"), text=Words("", ""), url="/p/")

    assert keys("청년", kinds=["page"]) == ["p"]
    assert len(keys("청년", limit=1)) == 1


def test_what_changed_is_found_as_it_is_now_and_what_was_dropped_not_at_all(city):
    put(
        kind="initiative",
        key="rent",
        title=Words("신혼부부 지원", "Newlyweds"),
        text=Words("", ""),
        url="/x/",
    )
    drop("initiative", "loan")

    assert keys("청년") == []
    assert [hit.url for hit in find("신혼부부", NOBODY)] == ["/x/"]


def test_the_excerpt_shows_where_the_word_stands():
    long = "가나다라 " * 60 + "바로 여기 임대료가 있습니다. " + "마바사아 " * 60
    put(kind="page", key="p", title=Words("제목", "Title"), text=Words(long, ""), url="/p/")

    (hit,) = find("임대료", NOBODY)

    assert "임대료가 있습니다" in hit.excerpt.ko
    assert hit.excerpt.ko.startswith("… ")
    assert len(hit.excerpt.ko) < 200


@given(st.text(alphabet="청년주거임대료 ", min_size=2, max_size=20), st.data())
def test_every_part_of_a_run_is_a_phrase_of_its_words(text, data):
    words = words_of(text)
    runs = [run for run in text.split() if len(run) >= 2]
    for run in runs:
        first = data.draw(st.integers(0, len(run) - 2))
        last = data.draw(st.integers(first + 2, len(run)))
        phrase = wish_of(run[first:last])[0][0].words
        assert any(tuple(words[at : at + len(phrase)]) == phrase for at in range(len(words)))
