"""What came of notices: counts that add up, shares by prices of a day, and the same as a file."""

from datetime import timedelta
from fractions import Fraction

from jiphyeon.contexts.e_notices.models import service
from jiphyeon.contexts.e_notices.queries.results import results, saved


def test_results_count_what_was_opened_posted_and_saved(office):
    office.sent()
    office.relay("opened", office.notice(1), office.notice(2))
    office.posted()
    office.heard_of(office.notice(3))

    found = results(office.today, office.today, 24)

    assert (found.sent, found.by_phone, found.opened, found.opened_in_time) == (4, 3, 2, 2)
    assert (found.paper, found.paper_served, found.served, found.paper_avoided) == (1, 1, 3, 3)
    prices = service().tariff_on(office.today)
    money = saved(found, prices)
    assert money.share == 1 - prices.phone / prices.registered - Fraction(1, 4)
    assert money.won == 4 * prices.registered - 4 * prices.phone - prices.registered


def test_a_period_without_sendings_has_no_shares(office):
    before = office.today - timedelta(days=400)

    assert saved(results(before, before, 24), service().tariff_on(office.today)) is None


def test_the_page_tries_other_prices_and_gives_a_file(office):
    office.sent()
    client = office.browser("sebin")

    page = client.get("/e-notices/desk/results/").content.decode()
    tried = client.get("/e-notices/desk/results/?phone=100&registered=200").content.decode()
    answer = client.get("/e-notices/desk/results/?file=csv")

    assert "42.8%" in page  # the share on paper at which the plan's 57 % is reached
    assert "50.0%" in tried  # nothing is saved above it
    assert "휴대전화로 보낸 고지,3,75.0" in b"".join(answer.streaming_content).decode()
    assert client.get("/e-notices/desk/results/?hours=-1&last=2024-02-30").status_code == 422
