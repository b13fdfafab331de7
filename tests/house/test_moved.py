"""An address that a page had before leads to where it is now, with all that was asked; its own room says so."""

import pytest
from django.urls import reverse

from jiphyeon.foundation.rooms.declared import rooms

KEY = "7f3b1c9e-0000-4000-8000-000000000000"
LED = {
    "/benefits/": "/programmes/",
    "/benefits/find/": "/programmes/find/",
    "/benefits/programmes/youth-rent/?on=2024-03-04": "/programmes/youth-rent/?on=2024-03-04",
    "/benefits/api/openapi.json": "/open-data/openapi.json",
    "/benefits/fees/pool/": "/fees/pool/",
    f"/benefits/fees/receipts/{KEY}/": f"/fees/receipts/{KEY}/",
    "/benefits/mine/tell-me/": "/outreach/tell-me/",
    "/benefits/outreach/youth-rent/": "/outreach/youth-rent/",
    "/benefits/rules/": "/reforms/",
    "/benefits/rules/youth-rent/?as_of=2024-03-04": "/reforms/rules/youth-rent/?as_of=2024-03-04",
    f"/benefits/rules/reforms/{KEY}/": f"/reforms/{KEY}/",
    f"/benefits/rules/runs/{KEY}/report.pdf": f"/reforms/runs/{KEY}/report.pdf",
}


@pytest.mark.django_db
@pytest.mark.parametrize("before", LED)
def test_an_old_address_leads_to_the_new_one(client, before):
    answer = client.get(before)

    assert (answer.status_code, answer["Location"]) == (308, LED[before])


@pytest.mark.django_db
def test_what_is_sent_to_an_old_address_is_sent_to_the_new_one(client):
    answer = client.post("/benefits/outreach/youth-rent/send/", {"seen": "x"})

    assert (answer.status_code, answer["Location"]) == (308, "/outreach/youth-rent/send/")


@pytest.mark.django_db
def test_a_page_that_stands_at_an_old_address_today_is_shown(client):
    assert client.get(reverse("benefits:mine")).status_code != 308


def test_no_two_rooms_had_the_same_address():
    had = [before for room in rooms() for before in room.formerly]

    assert len(had) == len(set(had))
