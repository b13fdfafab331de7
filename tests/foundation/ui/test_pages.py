"""The frame and its small doors, asked for as a browser asks."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.test import Client, RequestFactory

from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.accounts.actors import NOBODY, Actor
from jiphyeon.foundation.clock.models import CivilDay
from jiphyeon.foundation.clock.now import civil_today
from jiphyeon.foundation.ui import navigation
from jiphyeon.foundation.ui.looks import look_of
from jiphyeon.foundation.ui.navigation import MenuEntry, links

pytestmark = pytest.mark.django_db


def test_every_part_is_shown_in_every_frame_and_language(client: Client):
    for frame in ("", "desk", "narrow"):
        for language in ("ko", "en"):
            answer = client.get("/ui/", {"frame": frame, "wrong": "1"}, HTTP_ACCEPT_LANGUAGE=language)

            assert answer.status_code == 200
            assert f'<html lang="{language}"' in answer.content.decode()


def test_nothing_stands_inline_for_the_policy_to_refuse(client: Client):
    page = client.get("/ui/?wrong=1").content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert " onclick=" not in page


def test_the_title_is_written_once_and_read_twice(client: Client):
    page = client.get("/ui/", HTTP_ACCEPT_LANGUAGE="en").content.decode()

    assert "<title>Parts of a page · Jiphyeon</title>" in page
    assert '<h1 class="jip-title">Parts of a page</h1>' in page


@pytest.mark.parametrize(
    ("typed", "lands"),
    [
        ({"step": "day"}, date(2024, 2, 1)),
        ({"step": "week"}, date(2024, 2, 7)),
        ({"step": "month"}, date(2024, 2, 29)),
        ({"day": "2030-12-31"}, date(2030, 12, 31)),
        ({"step": "", "day": "2024-02-29"}, date(2024, 2, 29)),
    ],
)
def test_one_press_moves_the_day(client: Client, typed, lands):
    CivilDay.objects.create(day=date(2024, 1, 31))

    answer = client.post("/ui/day/", {**typed, "next": "/ui/?frame=desk"})

    assert civil_today() == lands
    assert answer.url == "/ui/?frame=desk"


def test_enter_in_the_field_of_the_day_presses_no_button_of_a_step(client: Client):
    """A browser presses the first button of the form that the field is in."""
    CivilDay.objects.create(day=date(2024, 3, 4))

    page = client.get("/ui/").content.decode()
    form = next(one for one in page.split("<form")[1:] if 'name="day"' in one.partition("</form>")[0])

    assert 'name="step"' not in form.partition("</form>")[0]


def test_december_is_followed_by_january(client: Client):
    CivilDay.objects.create(day=date(2024, 12, 31))

    client.post("/ui/day/", {"step": "month"})

    assert civil_today() == date(2025, 1, 31)


@pytest.mark.parametrize("day", ["", "어제", "2024-02-30", "1999-12-31", "2100-01-01", "9" * 400])
def test_a_day_that_is_none_moves_nothing_and_says_how_to_write_one(client: Client, day):
    CivilDay.objects.create(day=date(2024, 3, 4))

    answer = client.post("/ui/day/", {"day": day})

    assert civil_today() == date(2024, 3, 4)
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "날짜를 2024-03-04처럼 적어 주세요. 2000년부터 2099년까지 옮길 수 있습니다."
    ]


def test_without_demo_mode_there_is_no_day_to_move(client: Client, settings):
    settings.DEMO = False

    answer = client.post("/ui/day/", {"step": "day"})

    assert answer.status_code == 404
    assert not CivilDay.objects.exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_no_press_leads_to_another_site(client: Client, elsewhere):
    for door in ("/ui/day/", "/ui/language/", "/ui/look/"):
        answer = client.post(door, {"next": elsewhere, "step": "day"})

        assert answer.url == "/"


def test_a_look_is_kept_and_nonsense_falls_back(client: Client):
    client.post("/ui/look/", {"light": "dark", "text": "large"})
    chosen = client.get("/ui/").content.decode()
    client.post("/ui/look/", {"light": '"><script>', "text": "huge"})
    fallen = client.get("/ui/").content.decode()

    assert 'data-krds-mode="high-contrast" data-text="large"' in chosen
    assert 'data-krds-mode="theme" data-text="normal"' in fallen


def test_a_cookie_written_by_someone_else_is_only_a_default():
    request = RequestFactory().get("/")
    request.COOKIES["look"] = "<script>.<script>"

    assert look_of(request).cookie == "auto.normal"


def test_the_language_is_kept(client: Client):
    client.post("/ui/language/", {"language": "en"})
    client.post("/ui/language/", {"language": "tlh"})

    page = client.get("/ui/").content.decode()

    assert '<html lang="en"' in page


def test_presses_need_the_token():
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/ui/day/", {"step": "day"}, HTTP_ACCEPT_LANGUAGE="ko")

    assert answer.status_code == 403
    assert "보내지 못했습니다" in answer.content.decode()
    assert not CivilDay.objects.exists()


def test_a_page_that_is_not_there_says_what_to_do_next(client: Client):
    korean = client.get("/nowhere/", HTTP_ACCEPT_LANGUAGE="ko")
    english = client.get("/nowhere/", HTTP_ACCEPT_LANGUAGE="en")

    assert korean.status_code == english.status_code == 404
    assert "주소를 다시 보시거나" in korean.content.decode()
    assert "Check the address" in english.content.decode()


@pytest.mark.parametrize("name", ["400", "500", "503"])
def test_pages_for_when_nothing_is_known_speak_both_languages(name, client: Client):
    from django.template.loader import render_to_string

    page = render_to_string(f"{name}.html")

    assert 'lang="en"' in page
    assert "처음으로" in page


ENTRIES = (
    MenuEntry("계획", "Plan", "ui:gallery", order=1),
    MenuEntry("내 신청", "Mine", "ui:day", roles="citizen", order=2),
    MenuEntry("심사", "Cases", "ui:look", roles=[CASE_OFFICER], order=3),
    MenuEntry("어디에도 없음", "Nowhere", "nobody:nothing", order=4),
)


def test_each_person_finds_only_their_own_doors(monkeypatch):
    monkeypatch.setattr(navigation, "entries", lambda: ENTRIES)
    citizen = Actor(is_citizen=True)
    officer = Actor(post="p", roles=frozenset({CASE_OFFICER}))

    def labels(actor: Actor, *, desk: bool) -> list[str]:
        return [link.label for link in links(actor, "/ui/", desk=desk)]

    assert labels(NOBODY, desk=False) == ["계획"]
    assert labels(citizen, desk=False) == ["계획", "내 신청"]
    assert labels(officer, desk=True) == ["심사"]
    assert labels(citizen, desk=True) == []


def test_a_group_stands_together_and_what_has_none_never_stands_under_its_heading(monkeypatch):
    rooms = (
        MenuEntry("심사", "Cases", "ui:gallery", roles="officer", order=10),
        MenuEntry(
            "내 과제", "Mine", "ui:day", roles="officer", order=20, group_ko="업무계획", group_en="Year plan"
        ),
        MenuEntry("안내", "Outreach", "ui:look", roles="officer", order=30),
        MenuEntry(
            "늦은 일",
            "Late",
            "ui:language",
            roles="officer",
            order=40,
            group_ko="업무계획",
            group_en="Year plan",
        ),
    )
    monkeypatch.setattr(navigation, "entries", lambda: rooms)

    shown = links(Actor(post="p"), "/ui/", desk=True)

    assert [(link.group, link.label) for link in shown] == [
        ("", "심사"),
        ("", "안내"),
        ("업무계획", "내 과제"),
        ("업무계획", "늦은 일"),
    ]


def test_the_longest_address_that_covers_the_page_is_the_current_one(monkeypatch):
    monkeypatch.setattr(navigation, "entries", lambda: ENTRIES)

    shown = links(Actor(is_citizen=True), "/ui/day/", desk=False)

    assert [link.current for link in shown] == [False, True]


def test_an_empty_application_comes_back_with_its_mistakes(client: Client):
    answer = client.post("/ui/", {}, HTTP_ACCEPT_LANGUAGE="ko")

    assert answer.status_code == 200
    assert "5곳을 고쳐 주세요" in answer.content.decode()
