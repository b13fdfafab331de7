"""An address of 0.3.0 leads to where its page is now, with all that was asked."""

import pytest

KEY = "7f3b1c9e-0000-4000-8000-000000000000"
LED = {
    "/benefits/": "/programmes/",
    "/benefits/find/": "/programmes/find/",
    "/benefits/programmes/youth-rent/?on=2024-03-04": "/programmes/youth-rent/?on=2024-03-04",
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
