"""Who has just signed in begins where something waits for them, or where they were going."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings):
    from jiphyeon.foundation.accounts.pack import load_demo
    from jiphyeon.foundation.clock.now import civil_today
    from jiphyeon.foundation.organisation.pack import load_city

    settings.DEMO = True
    load_city(settings.CITY_PACK)
    load_demo(settings.CITY_PACK, civil_today())


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("hana", "/my/"),
        ("seoyeon", "/my/"),
        ("minjae", "/my/"),
        ("garam", "/audit/looks/"),
        ("jiho", "/board/"),
    ],
)
def test_a_citizen_begins_on_their_page_an_officer_at_work_an_auditor_at_the_log(cast, client, who, page):
    came_in = client.post(f"/accounts/demo/{who}/", follow=True)

    assert came_in.redirect_chain[-1] == (page, 302)
    assert came_in.status_code == 200


def test_who_was_going_elsewhere_arrives_there(cast, client):
    came_in = client.post("/accounts/demo/hana/", {"next": "/programmes/"})

    assert came_in.url == "/programmes/"


def test_another_site_is_nowhere_to_be_sent_to(cast, client):
    came_in = client.post("/accounts/demo/hana/", {"next": "https://elsewhere.example/"})

    assert came_in.url == "/begin/"


def test_nobody_in_particular_begins_at_home(cast, client):
    assert client.get("/begin/").url == "/"
